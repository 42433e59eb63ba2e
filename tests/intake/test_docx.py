"""Word and WPS documents, in the shapes that those programs give them."""

import io

import docx
import pytest

from articles import intake
from articles.text import markup
from articles.text.markup import Block
from tests.intake import documents

LEAD = "中午十二点，机器停了下来。工人们端着饭盒走进读书角，各自找位子坐下。"
NEXT = "书是大家捐的：有人带来小说，有人带来技术手册，还有人带来一箱连环画。"


def read(document: docx.document.Document) -> intake.ImportedCopy:
    return intake.read("a.docx", documents.save(document))


def shape(copy: intake.ImportedCopy) -> list[tuple[str, str]]:
    return [tuple(block) for block in copy.body]


@pytest.mark.parametrize("wps", [False, True])
def test_a_report_with_styles(wps: bool) -> None:
    data = documents.save(documents.make_report())
    copy = intake.read("稿件.docx", documents.as_wps(data) if wps else data)
    picture = documents.make_picture()
    (image,) = copy.images
    assert image.data == picture
    assert image.content_type == "image/png"
    assert copy.headline == "车间里的读书角"
    assert copy.deck == "一家机械厂的午休时光"
    assert copy.credits == (("周晓林", "reporter"), ("何川", "correspondent"))
    assert copy.responsible_editor == "沈岚"
    assert copy.body == (
        Block("paragraph", LEAD),
        Block("crosshead", "书从哪里来"),
        Block("paragraph", "书是大家捐的：有人带来小说，有人带来技术手册。"),
        Block("list", "捐书最多的是装配班。\n其次是检验班。"),
        Block("crosshead", "谁来读"),
        Block("list", "1. 来得最勤的是年轻人。\n2. 老师傅也常来。"),
        Block("table", "\t一月\t二月\n借书（册）\t120\t168"),
        Block("image", image.hash),
        Block("quote", "“读书让人静下来。”厂工会主席说。"),
        Block("paragraph", "如今，读书角每周都办一次交流会。"),
    )
    assert copy.counts() == {"pinyin_glosses": 0, "traditional": 0, "punctuation": 8}
    assert copy.encoding is None
    assert copy.notes == ()
    assert markup.figure_hashes(copy.html) == [image.hash]
    assert markup.blocks(copy.html) == [*copy.body]


def test_headings_set_by_hand() -> None:
    document = docx.Document()
    documents.add_centred(document, "车间里的读书角")
    documents.add_centred(document, "——一家机械厂的午休时光", 16)
    documents.add_centred(document, "本报记者 周晓林", 12)
    document.add_paragraph(f"　　{LEAD}")
    documents.add_bold(document, "一、书从哪里来？")
    document.add_paragraph(NEXT)
    documents.add_bold(document, f"这一整段都是粗体，可它是一段话。{NEXT}")
    document.add_paragraph("（责任编辑 沈岚）")
    copy = read(document)
    assert (copy.headline, copy.deck) == ("车间里的读书角", "一家机械厂的午休时光")
    assert copy.credits == (("周晓林", "reporter"),)
    assert copy.responsible_editor == "沈岚"
    assert shape(copy) == [
        ("paragraph", LEAD),
        ("crosshead", "一、书从哪里来？"),
        ("paragraph", NEXT),
        ("paragraph", f"这一整段都是粗体，可它是一段话。{NEXT}"),
    ]


def test_the_headline_in_heading_one_like_the_crossheads() -> None:
    document = docx.Document()
    for heading, text in (("车间里的读书角", LEAD), ("谁来读", NEXT)):
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    copy = read(document)
    assert copy.headline == "车间里的读书角"
    assert shape(copy) == [("paragraph", LEAD), ("crosshead", "谁来读"), ("paragraph", NEXT)]


def test_a_kicker_above_the_title() -> None:
    document = docx.Document()
    document.add_paragraph("走基层·夏日车间")
    document.add_paragraph("车间里的读书角", style="Title")
    document.add_paragraph(LEAD)
    copy = read(document)
    assert (copy.kicker, copy.headline) == ("走基层·夏日车间", "车间里的读书角")
    assert shape(copy) == [("paragraph", LEAD)]


def test_line_breaks_within_a_paragraph() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("车间里的读书角")
    for text in ("本报记者 周晓林", LEAD, NEXT):
        paragraph.add_run().add_break()
        paragraph.add_run(text)
    copy = read(document)
    assert copy.headline == "车间里的读书角"
    assert shape(copy) == [("paragraph", LEAD), ("paragraph", NEXT)]


def test_a_frame_around_everything_is_no_table() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "车间里的读书角"
    cell.add_paragraph(LEAD)
    cell.add_paragraph(NEXT)
    copy = read(document)
    assert copy.headline == "车间里的读书角"
    assert shape(copy) == [("paragraph", LEAD), ("paragraph", NEXT)]


def test_readings_above_characters_go_and_the_characters_stay() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    documents.add_ruby(document, [("读", "dú"), ("书", "shū"), ("是好习惯，人人都该有。", "")])
    assert shape(read(document)) == [("paragraph", "读书是好习惯，人人都该有。")]


def test_raised_and_lowered_figures_keep_their_place() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    paragraph = document.add_paragraph("读书角有40m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("，二氧化碳（CO")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("）不高。")
    assert shape(read(document)) == [("paragraph", "读书角有40m²，二氧化碳（CO₂）不高。")]


def test_pictures_between_paragraphs_and_twice() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    document.add_picture(io.BytesIO(documents.make_picture(10)))
    document.add_paragraph(LEAD)
    document.add_paragraph(NEXT).add_run().add_picture(io.BytesIO(documents.make_picture(20)))
    document.add_picture(io.BytesIO(documents.make_picture(10)))
    copy = read(document)
    first, second = copy.images
    assert first.data == documents.make_picture(10)
    assert [image.name for image in copy.images] == ["image1.png", "image2.png"]
    assert shape(copy) == [
        ("image", first.hash),
        ("paragraph", LEAD),
        ("paragraph", NEXT),
        ("image", second.hash),
        ("image", first.hash),
    ]


def test_a_picture_that_is_only_linked_to_is_not_fetched() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    document.add_paragraph(LEAD)
    document.add_picture(io.BytesIO(documents.make_picture()))
    data = documents.repack(
        documents.save(document),
        {
            "word/document.xml": lambda part: part.replace("r:embed=", "r:link="),
            "word/_rels/document.xml.rels": lambda part: part.replace(
                'Target="media/image1.png"',
                'Target="file:///etc/hostname" TargetMode="External"',
            ),
        },
    )
    copy = intake.read("a.docx", data)
    assert copy.images == ()
    assert [note.code for note in copy.notes] == ["picture"]
    assert shape(copy) == [("paragraph", LEAD)]


def test_a_picture_of_a_kind_that_browsers_do_not_show() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    document.add_paragraph(LEAD)
    document.add_picture(io.BytesIO(documents.make_picture()))
    data = documents.repack(
        documents.save(document),
        {"[Content_Types].xml": lambda part: part.replace("image/png", "image/x-emf")},
    )
    copy = intake.read("a.docx", data)
    assert copy.images == ()
    assert "image/x-emf" in str(copy.notes[0])


def test_numbered_headings_lose_their_numbers_and_say_so() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    document.add_paragraph(LEAD)
    for text in ("书从哪里来", "谁来读"):
        document.add_paragraph(style="List Number").add_run(text).bold = True
        document.add_paragraph(NEXT)
    copy = read(document)
    assert [text for kind, text in shape(copy) if kind == "crosshead"] == ["书从哪里来", "谁来读"]
    assert [note.code for note in copy.notes] == ["numbers"]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    document = docx.Document()
    document.add_paragraph("车间里的读书角")
    document.add_paragraph("读书角很小，也很旧。")
    data = documents.repack(
        documents.save(document),
        {
            "word/document.xml": lambda part: part.replace(
                "<w:t>读书角很小，也很旧。</w:t></w:r>",
                "<w:t>读书角</w:t></w:r>"
                '<w:del w:id="1" w:author="a"><w:r><w:delText>很小，</w:delText></w:r></w:del>'
                '<w:ins w:id="2" w:author="a"><w:r><w:t>不大，</w:t></w:r></w:ins>'
                "<w:r><w:t>也很旧。</w:t></w:r>",
            )
        },
    )
    assert shape(intake.read("a.docx", data)) == [("paragraph", "读书角不大，也很旧。")]


def test_a_document_under_another_name() -> None:
    data = documents.save(documents.make_report())
    for name in ("稿件.wps", "稿件", "C:\\稿件\\读书角.DOCX"):
        assert intake.read(name, data).headline == "车间里的读书角"
    assert intake.read("C:\\稿件\\读书角.DOCX", data).file == "读书角.DOCX"


def test_a_document_whose_main_part_has_another_name() -> None:
    report = documents.save(documents.make_report())
    data = documents.rename_part(report, "word/document.xml", "word/document2.xml")
    assert intake.read("a.docx", data).headline == "车间里的读书角"


def test_mirrored_copy_in_a_document() -> None:
    document = docx.Document()
    document.add_paragraph("(原標(biāo)題(tí))車間里的讀書(shū)角——午休時(shí)光見(jiàn)聞")
    document.add_paragraph("機(jī)器停了下來,工人們(men)走進(jìn)讀書(shū)角,各自坐下。")
    copy = read(document)
    assert copy.counts()["pinyin_glosses"] == 9
    assert (copy.headline, copy.deck) == ("车间里的读书角", "午休时光见闻")
    assert shape(copy) == [("paragraph", "机器停了下来，工人们走进读书角，各自坐下。")]
