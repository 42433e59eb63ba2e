"""House style on the screens of one piece: the findings as rows, and the check while one types.

Address `articles_article_style` (POST, what the edit screen would send, and `piece` for a stored
one) answers {"html": the panel's inside, "counts": the counts}; nothing is saved.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from articles.admin.article_access import open_piece, person
from articles.admin.navigation import enters_newsroom
from articles.desk import housestyle, rights, rules, workflow
from articles.desk.content import (
    CLIP_TEXTS,
    FIGURE_FIELDS,
    LONGEST_BODY,
    TEXT_FIELDS,
    Content,
    clips_of,
    content_of,
    with_clips,
)
from articles.desk.housestyle import Report, Told
from articles.models import Article, Clip, Figure
from articles.text.housestyle import Finding, Place, body_lines
from articles.text.markup import clean

# Rows of a panel: finding the place of each means reading the text once more.
_SHOWN = 200
_LONGEST = 5000  # of a field that is no body
_FIGURE = re.compile(r"figures\.(\d+)\.(\w+)")
_CLIP = re.compile(r"clips\.(\d+)\.(\w+)")
_PLACES: dict[str, str | Promise] = {"credits": __("credits"), "source": __("source")}


@dataclass(frozen=True)
class Row:
    """A finding as the panel shows it. `nth` counts the places of its words in the whole text,
    blanks left out, so that a script finds it in the editor."""

    told: Told
    where: str
    nth: int
    image: str
    recording: str
    name: str

    @property
    def place(self) -> Place:
        return self.told.finding.place

    @property
    def finding(self) -> Finding:
        return self.told.finding

    @property
    def bare(self) -> str:
        return _bare(self.finding.text)

    @property
    def removes(self) -> bool:
        return self.finding.suggestion == ""

    @property
    def mends(self) -> bool:
        return self.finding.suggestion is not None and bool(self.finding.text)


def panel(report: Report, content: Content, article: Article | None, user: Any) -> dict[str, Any]:
    """What `review_findings.html` and `style_counts.html` show, as `style`."""
    lines = [_bare(line.text) for line in body_lines(content["body"])]
    texts = [line.text for line in body_lines(content["body"])]
    still_open = [told for told in report.findings if told.stands is None]
    stood = [told for told in report.findings if told.stands is not None]
    rows = [_row(told, content, lines, texts) for told in still_open[:_SHOWN]]
    return {
        "rows": rows,
        "more": max(0, len(still_open) - _SHOWN),
        "stood": [_row(told, content, lines, texts) for told in stood[:_SHOWN]],
        "counts": report.counts,
        "stops": len(report.stopping),
        "mends": any(row.mends for row in rows),
        "may_let_stand": bool(
            article
            and article.pk
            and report.stopping
            and workflow.why_not(workflow.TABLE["let_stand"], rules.Case(article, user)) is None
        ),
        "piece": article,
    }


def _row(told: Told, content: Content, lines: list[str], texts: list[str]) -> Row:
    place, nth, image = told.finding.place, 0, ""
    if place.field == "body" and told.finding.text and place.block < len(texts):
        before = sum(map(len, lines[: place.block]))
        before += len(_bare(texts[place.block][: place.start]))
        nth = _occurrences("".join(lines), _bare(told.finding.text), before)
    figure = _FIGURE.fullmatch(place.field)
    if figure and int(figure[1]) < len(content["figures"]):
        image = content["figures"][int(figure[1])]["image"]
    clip = _CLIP.fullmatch(place.field)
    recording = ""
    if clip and int(clip[1]) < len(clips_of(content)):
        recording = clips_of(content)[int(clip[1])]["recording"]
    row_of = figure or clip
    name = row_of[2] if row_of else place.field
    return Row(told, _where(place), nth, image, recording, name)


def _bare(text: str) -> str:
    return "".join(text.split())


def _occurrences(text: str, wanted: str, before: int) -> int:
    """How often `wanted` begins in `text` before that column."""
    times, at = 0, text.find(wanted) if wanted else -1
    while 0 <= at < before:
        times, at = times + 1, text.find(wanted, at + 1)
    return times


def _where(place: Place) -> str:
    if figure := _FIGURE.fullmatch(place.field):
        label = Figure._meta.get_field(figure[2]).verbose_name  # type: ignore[union-attr]  # a field of ours, no relation back
        return _("Picture %(number)s, %(what)s") % {"number": int(figure[1]) + 1, "what": label}
    if clip := _CLIP.fullmatch(place.field):
        label = Clip._meta.get_field(clip[2]).verbose_name  # type: ignore[union-attr]  # a field of ours, no relation back
        return _("Recording %(number)s, %(what)s") % {"number": int(clip[1]) + 1, "what": label}
    if place.field == "body":
        return _("text, line %(number)s") % {"number": place.block + 1}
    if place.field in _PLACES:
        return str(_PLACES[place.field])
    return str(Article._meta.get_field(place.field).verbose_name)  # type: ignore[union-attr]  # a field of ours, no relation back


def of_piece(request: HttpRequest, article: Article) -> Any:
    """The panel of a stored piece, made when a template asks for it."""

    def make() -> dict[str, Any]:
        report = housestyle.report(article)
        return panel(report, content_of(article), article, person(request))

    return SimpleLazyObject(make)


def check(request: HttpRequest) -> HttpResponse:
    """House style of what is typed and not saved."""
    if not enters_newsroom(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    number = request.POST.get("piece", "")
    article = open_piece(request, number) if number else None
    if article is None and not rights.may_create(person(request)):
        raise PermissionDenied
    content = typed_content(request.POST)
    report = housestyle.report_typed(content, article)
    context = {"style": panel(report, content, article, person(request))}
    return JsonResponse(
        {
            "html": render_to_string("admin/articles/style_rows.html", context, request),
            "counts": render_to_string("admin/articles/style_counts.html", context, request),
        }
    )


def typed_content(data: QueryDict) -> Content:
    """What stands on the edit screen, half-done as it may be; nothing is refused."""
    content: Content = {name: data.get(name, "")[:_LONGEST] for name in TEXT_FIELDS}
    for name in ("summary", "correction_note"):
        content[name] = content[name].replace("\r\n", "\n")
    content["body"] = clean(data.get("body", "")[:LONGEST_BODY])
    source = data.get("source", "")
    is_id = source.isascii() and source.isdecimal() and len(source) < 19
    content["source"] = {"id": int(source)} if is_id else None
    content["credits"] = [
        {"name": row["name"]} for row in _rows(data, "credits", ("name",)) if row["name"].strip()
    ]
    texts = tuple(name for name in FIGURE_FIELDS if name not in ("focal_x", "focal_y"))
    content["figures"] = [row for row in _rows(data, "figures", ("image", *texts)) if row["image"]]
    clips = [row for row in _rows(data, "clips", ("recording", *CLIP_TEXTS)) if row["recording"]]
    return with_clips(content, clips)


def _rows(data: QueryDict, prefix: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    numbers = {
        int(match[1])
        for key in data
        if (match := re.fullmatch(rf"{prefix}-(\d{{1,3}})-{names[0]}", key))
    }

    def place(number: int) -> tuple[int, int]:
        order = data.get(f"{prefix}-{number}-ORDER", "")
        return int(order) if order.isascii() and order.isdecimal() and len(
            order
        ) < 10 else 0, number

    return [
        {name: data.get(f"{prefix}-{number}-{name}", "")[:_LONGEST] for name in names}
        for number in sorted(numbers, key=place)
        if not data.get(f"{prefix}-{number}-DELETE")
    ]
