"""Pieces that ask everything of a page: the longest headline, thirty names, no picture, an upright
one, a reprint, corrections, every kind of block, nothing at all, and one that was taken down."""

from datetime import timedelta
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Author, User
from articles import images
from articles.desk import specials
from articles.models import (
    IdentityLine,
    Image,
    Page,
    PublishedArticle,
    Section,
    SiteIdentity,
    Source,
    Special,
    Tag,
)
from articles.text.markup import Block, from_blocks
from tests.cast import Cast, make_section
from tests.images.pictures import photo, saved
from tests.public.archive import credit, figure, put_out, take_down
from tests.public.test_corrections import correct
from tests.recordings import samples

LONG = (
    "从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班，"
    "溯江千余名一线工人今天起凭技能等级领取岗位津贴，不限学历和年限"
)[:60]
HEADLINES = {
    "long": LONG,
    "upright": "桅杆上的人",
    "everything": "三十一名门机司机，“一个也没落下”",
    "reprint": "江海劳动通讯社：外卖骑手有了“雨天规则”",
    "quiet": "讣告",
    "sound": "五点四十，汽笛响了两声",
    "film": "二车间的新织机依次开机，从第一台到第七十二台",
}
PARAGRAPH = "从今晚起，78路末班车等最后一班工人。" * 8
WITHDRAWN = "高温津贴今天起一律翻倍"
ADDRESS = "https://www.sugong.example/notices/2026/an-address-that-has-no-place-to-break-1234567890"


class Newsroom(Protocol):
    """Who puts the pieces out, and where."""

    chief: User
    section: Section


def set_stage(newsroom: Newsroom, wide: Image, upright: Image) -> None:
    """Put the pieces out, once, in front of all others."""
    if PublishedArticle.objects.filter(headline=LONG).exists():
        return
    now = timezone.now()
    tags = [Tag.objects.get_or_create(name=name)[0] for name in ("首席技师", "数控机床", "夜班")]
    author = Author.objects.get_or_create(
        name="郝佳伟", defaults={"biography": "跑港口和钢厂二十年，写过一千个夜班。"}
    )[0]
    source = Source.objects.get_or_create(name="江海劳动通讯社港口记者站与沿江七市联合编辑部")[0]
    cast: Any = newsroom
    pieces = {
        "long": put_out(
            cast,
            LONG,
            at=now - timedelta(minutes=1),
            kicker="产业工人队伍建设改革这五年·东埠港至白沙洲沿线调查之三",
            deck="补贴随证走、随岗变：企业说算得过账，工人说终于不用转行，财政说钱从哪里来已有着落",
            body=_everything(),
            summary="二十年，一台机床，三百六十五个夜班。" * 6,
            tags=tuple(tags),
            credits=[
                *(credit(f"记者{number:02}号", author=author.pk) for number in range(12)),
                *(credit(f"通讯员{number:02}号", "correspondent") for number in range(14)),
                *(credit(f"摄影师{number:02}号", "photographer") for number in range(4)),
            ],
            responsible_editor="胡睿琳",
        ),
        "upright": put_out(
            cast,
            HEADLINES["upright"],
            at=now - timedelta(minutes=2),
            body=from_blocks(
                [Block("paragraph", PARAGRAPH), Block("image", wide.content_hash)]
                + [Block("paragraph", PARAGRAPH)] * 3
            ),
            figures=[
                figure(upright, is_cover=True, alt="桅杆上的人", **_SAID),
                figure(wide, alt="码头上的门机", **_SAID),
            ],
            credits=[credit("贺枝远", "photographer")],
            ai_label="assisted",
        ),
        "everything": put_out(
            cast,
            HEADLINES["everything"],
            at=now - timedelta(minutes=3),
            kicker="东埠港改造",
            deck="三十一名司机转岗，工龄连着算",
            body=_everything(wide, upright),
            figures=[
                figure(wide, alt="码头上的门机", **_SAID),
                figure(upright, alt="桅杆上的人", **_SAID),
            ],
            tags=tuple(tags[:2]),
            credits=[credit("郝佳伟", author=author.pk), credit("李泊安", "correspondent")],
            responsible_editor="胡睿琳",
            ai_label="generated",
        ),
        "reprint": put_out(
            cast,
            HEADLINES["reprint"],
            at=now - timedelta(minutes=4),
            origin="reprint",
            source={"id": source.pk, "name": source.name},
            source_author="黎望洲",
            source_url=ADDRESS,
            original_headline="关于恶劣天气条件下网约配送员劳动保护暂行办法的解读与问答",
            figures=[figure(wide, is_cover=True, alt="雨里的骑手", **_SAID)],
            tags=tuple(tags[2:]),
        ),
        "quiet": put_out(cast, HEADLINES["quiet"], at=now - timedelta(minutes=5), body=""),
        "sound": put_out(
            cast,
            HEADLINES["sound"],
            at=now - timedelta(minutes=7),
            figures=[figure(upright, is_cover=True, alt="桅杆上的人", **_SAID)],
            clips=[
                samples.clip(
                    samples.kept(samples.wav(6), "汽笛.wav"),
                    title="听一听：五点四十的汽笛，一短一长",
                    transcript=f"{PARAGRAPH}\n\n{ADDRESS}",
                    **_SAID,
                )
            ],
        ),
        "film": put_out(
            cast,
            HEADLINES["film"],
            at=now - timedelta(minutes=8),
            figures=[figure(wide, is_cover=True, alt="码头上的门机", **_SAID)],
            clips=[
                samples.clip(
                    samples.kept(samples.mp4(), "现场.mp4"),
                    title="看一看",
                    captions=samples.CAPTIONS,
                    **_SAID,
                )
            ],
        ),
    }
    for piece in (pieces["long"], pieces["reprint"]):
        notes = ("站名应为“厂门口”，不是“长门口”，特此更正。", "编者补记：" + ADDRESS)
        piece.corrections = [
            {"at": (now - timedelta(seconds=30)).isoformat(), "note": note} for note in notes
        ]
        piece.updated_at = now - timedelta(seconds=30)
        piece.save(update_fields=["corrections", "updated_at"])
        for note in notes:
            correct(piece, note)
    _topics(newsroom, [piece.pk for piece in pieces.values()], wide)
    take_down(
        put_out(cast, WITHDRAWN, at=now - timedelta(minutes=6)),
        "这篇报道的关键事实有误，已于今天上午撤下，致歉并在此说明。",
    )


def _topics(newsroom: Newsroom, pieces: list[int], cover: Image) -> None:
    """One with a long name and pieces under and before a group's name; one with nothing yet."""
    full = Special(
        title="从学徒到首席技师：一台数控机床边的二十年与三百六十五个夜班，溯江千余名一线工人领取岗位津贴",
        slug="stage-full",
        introduction=f"<p>{PARAGRAPH}</p><p>全文见<a href='{ADDRESS}'>{ADDRESS}</a>。</p>",
        cover=cover,
        cover_alt="码头上的门机",
        cover_caption=_SAID["caption"],
        cover_credit=_SAID["credit"],
    )
    groups = [
        {"name": "", "pieces": pieces[:1]},
        {"name": "先说人，再说机器：一笔算了二十年的账，以及算账的人", "pieces": pieces[1:4]},
        {"name": "讣告", "pieces": pieces[4:]},
    ]
    empty = Special(title="没有稿件的专题", slug="stage-empty", introduction="<p>正在采写。</p>")
    for special, content in ((full, groups), (empty, [])):
        specials.save(newsroom.chief, special, content)
        specials.publish(newsroom.chief, special)


_SAID = {
    "caption": "清晨五点，东埠港三号泊位，交班的人还没有走完，江面的雾先散了。",
    "credit": "溯江工人报记者 贺枝远 摄",
}


def _everything(*pictures: Image) -> str:
    """Every kind of block that a text may hold."""
    blocks = [
        Block("paragraph", PARAGRAPH),
        Block("crosshead", "先说人，再说机器：一笔算了二十年的账"),
        Block("paragraph", PARAGRAPH),
        Block("quote", "灯亮着，人就敢走。"),
        *(Block("image", picture.content_hash) for picture in pictures),
        Block("paragraph", PARAGRAPH),
        Block("list", "带齐证件\n凭工会会员卡\n周一到周五，09:00—17:30"),
    ]
    table = (
        "<table><caption>夜班津贴</caption><thead><tr>"
        + "".join(f"<th>第{number}季度津贴标准</th>" for number in range(1, 9))
        + "</tr></thead><tbody>"
        + ("<tr>" + "<td>每班38.5元</td>" * 8 + "</tr>") * 3
        + "</tbody></table>"
    )
    return (
        from_blocks(blocks)
        + table
        + f'<p>通知全文见<a href="{ADDRESS}">{ADDRESS}</a>，H<sub>2</sub>O与m<sup>2</sup>。</p>'
        + "<h3>记者手记</h3><ol><li>先问清楚</li><li>再写下来</li></ol><hr><p>完。</p>"
    )


def about() -> str:
    """A text of the paper about itself."""
    return _everything()


def keep(data: bytes) -> Image:
    return images.store(data, "stage.jpg", None)


def furnish() -> Cast:
    """An empty database becomes a paper with everything that the frame of a page can show."""
    cast = Cast()
    picture = photo((480, 320))
    identity = SiteIdentity(
        pk=1,
        site_name="溯工网",
        paper_name="溯江工人报",
        slogan="每一双手，都值得被看见",
        address="溯江市东埠区长堤路0号溯江工人报社 000000",
        phones="总编室 0000-5550100  新闻热线 0000-5550110  发行服务 0000-5550120",
        email="bianjibu@sugong.example",
        icp_number="溯ICP备00000000号-1",
        police_number="溯公网安备00000000000000号",
        police_url="https://beian.mps.gov.cn/",
        copyright_text="版权所有 © 溯江工人报社",
        reprint_notice="凡注明“来源：溯江工人报”的文字、图片，版权均属溯江工人报社。",
        infringement_notice="权利人如认为侵犯了自己的权益，请在刊出后三十日内来电来函。",
        reporting_phone="0000-5550199",
        follow_text="微信扫一扫，随时读到身边劳动者的事。",
    )
    for field in (identity.logo, identity.follow_image):
        field.save("sign.png", ContentFile(saved(picture, "PNG")), save=False)
    identity.save()
    IdentityLine.objects.create(
        identity=identity, text="互联网新闻信息服务许可证", url="https://beian.miit.gov.cn/"
    )
    Author.objects.create(name="贺枝远").portrait.save(
        "face.png", ContentFile(saved(picture, "PNG"))
    )
    for slug, name in (("local", "本地"), ("services", "帮扶服务")):
        make_section(slug, name, cast.desk, parent=cast.section)
    make_section("empty", "副刊", cast.other_desk, position=9)
    Page.objects.update(body=about())
    for number in range(6):
        put_out(
            cast,
            f"末班车等了第{number}班工人",
            at=timezone.now() - timedelta(hours=20 * number + 1),
            section=(cast.section, cast.other_section)[number % 2],
            kicker="夜班" if number % 3 else "",
        )
    set_stage(cast, *(keep(saved(photo(size), "JPEG")) for size in ((960, 640), (600, 900))))
    return cast
