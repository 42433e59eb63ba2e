"""Two contents of one piece, field by field, in the words of the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.desk.content import CLIP_TEXTS, SWITCHES, TEXT_FIELDS, Content, clips_of
from articles.models import Article, Clip, Credit, Figure, Image, Recording
from articles.text.difference import BlockChange, Piece, of_blocks, of_text, shortened
from articles.text.markup import blocks

Label = str | Promise


@dataclass(frozen=True)
class Paragraph:
    """A block of the body; `became` says, in words, that a paragraph is a crosshead now."""

    kind: str
    is_picture: bool
    pieces: list[Piece]
    became: str = ""


@dataclass(frozen=True)
class FieldChange:
    """One field that differs. `pieces` for a line of text, `paragraphs` for the body."""

    name: str
    label: Label
    pieces: list[Piece] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    only_form: bool = False
    """The words are the same; bold type, links or the like are not."""


_BLOCKS: dict[str, Label] = {
    "paragraph": gettext_lazy("paragraph"),
    "crosshead": gettext_lazy("crosshead"),
    "quote": gettext_lazy("quote"),
    "list": gettext_lazy("list"),
    "table": gettext_lazy("table"),
}
_LABELS: dict[str, Label] = {
    "section": gettext_lazy("section"),
    "source": gettext_lazy("source"),
    "tags": gettext_lazy("tags"),
    "credits": gettext_lazy("credits"),
    "figures": gettext_lazy("pictures"),
    "clips": gettext_lazy("audio and video"),
}


def changes(before: Content, after: Content) -> list[FieldChange]:
    """The fields that differ, the body last, in the order of the page."""
    found = [
        _text_change(name, before[name], after[name])
        for name in TEXT_FIELDS
        if name != "body" and before[name] != after[name]
    ]
    written: dict[str, Callable[[Any], str]] = {
        "section": _name,
        "source": _name,
        "tags": _tags,
        "credits": _credits,
    }
    for name, write in written.items():
        if before[name] != after[name]:
            pieces = of_text(write(before[name]), write(after[name]))
            found.append(FieldChange(name, _LABELS[name], pieces))
    for name in SWITCHES:
        if before.get(name, False) != after.get(name, False):
            pieces = of_text(as_text(name, before.get(name)), as_text(name, after.get(name)))
            found.append(FieldChange(name, label_of(name), pieces))
    if before["figures"] != after["figures"]:
        found.append(FieldChange("figures", _LABELS["figures"], _figures(before, after)))
    if clips_of(before) != clips_of(after):
        pieces = of_text(_clip_lines(clips_of(before)), _clip_lines(clips_of(after)))
        found.append(FieldChange("clips", _LABELS["clips"], pieces))
    if before["body"] != after["body"]:
        found.append(_body_change(before["body"], after["body"]))
    return found


def label_of(name: str) -> Label:
    """What the desk calls a field of a content."""
    return _LABELS.get(name) or field_of(Article, name).verbose_name


def as_text(name: str, value: Any) -> str:
    """A field's value as one reads it."""
    if name in ("section", "source"):
        return _name(value)
    if name in SWITCHES:
        return _("yes") if value else _("no")
    if name == "tags":
        return _tags(value)
    if name == "credits":
        return _credits(value)
    if name == "figures":
        return _figure_lines(value)
    if name == "clips":
        return _clip_lines(value)
    labels = {str(key): str(label) for key, label in field_of(Article, name).choices or ()}
    return labels.get(value, str(value))


def field_of(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    found = model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found


def _text_change(name: str, before: str, after: str) -> FieldChange:
    model_field = field_of(Article, name)
    labels = {str(value): str(label) for value, label in model_field.choices or ()}
    pieces = of_text(labels.get(before, before), labels.get(after, after))
    return FieldChange(name, model_field.verbose_name, pieces)


def _body_change(before: str, after: str) -> FieldChange:
    paragraphs = [_paragraph(change) for change in of_blocks(blocks(before), blocks(after))]
    only_form = all(change.kind == "same" for change in paragraphs)
    label = field_of(Article, "body").verbose_name
    return FieldChange("body", label, [], paragraphs, only_form)


def _paragraph(change: BlockChange) -> Paragraph:
    is_picture = change.block.kind == "image"
    pieces = change.pieces
    if is_picture:
        name = Image.objects.filter(content_hash=change.block.text).first()
        pieces = [Piece(pieces[0].kind, str(name or change.block.text[:12]))]
    became = ""
    if change.was:
        labels = {"was": _BLOCKS[change.was], "is": _BLOCKS[change.block.kind]}
        became = _("%(was)s → %(is)s") % labels
    return Paragraph(change.kind, is_picture, pieces, became)


def _name(value: dict[str, Any] | None) -> str:
    return str(value["name"]) if value else ""


def _tags(tags: Iterable[dict[str, Any]]) -> str:
    return "、".join(tag["name"] for tag in tags)


def _credits(credits: Iterable[dict[str, Any]]) -> str:
    labels = {str(value): str(label) for value, label in Credit.Role.choices}
    return "、".join(f"{labels.get(each['role'], each['role'])} {each['name']}" for each in credits)


def _figures(before: Content, after: Content) -> list[Piece]:
    return of_text(_figure_lines(before["figures"]), _figure_lines(after["figures"]))


def _figure_lines(figures: list[dict[str, Any]]) -> str:
    """One line a picture: its file's name and everything that the piece says about it."""
    names = Image.objects.in_bulk(
        [figure["image"] for figure in figures], field_name="content_hash"
    )
    lines = []
    for figure in figures:
        image = figure["image"]
        said = [str(names.get(image, image[:12]))]
        said += [_("cover")] * figure["is_cover"]
        said += [
            f"{field_of(Figure, key).verbose_name}: {figure[key]}"
            for key in ("alt", "caption", "credit", "rights_holder", "licence")
            if figure[key]
        ]
        if (figure["focal_x"], figure["focal_y"]) != (0.5, 0.5):
            said.append(_("focal point %(x).2f / %(y).2f") % {
                "x": figure["focal_x"], "y": figure["focal_y"],
            })  # fmt: skip
        lines.append("；".join(said))
    return "\n".join(lines)


def _clip_lines(clips: list[dict[str, Any]]) -> str:
    """Of each recording its file's name, everything that the piece says about it, and its
    poster."""
    names = Recording.objects.in_bulk(
        [clip["recording"] for clip in clips], field_name="content_hash"
    )
    posters = Image.objects.in_bulk([clip["poster"] for clip in clips], field_name="content_hash")
    lines = []
    for clip in clips:
        said = [str(names.get(clip["recording"], clip["recording"][:12]))]
        said += [
            f"{field_of(Clip, key).verbose_name}: {clip[key]}" for key in CLIP_TEXTS if clip[key]
        ]
        if clip["poster"]:
            poster = posters.get(clip["poster"], clip["poster"][:12])
            said.append(f"{field_of(Clip, 'poster').verbose_name}: {poster}")
        lines.append("；".join(said))
    return "\n".join(lines)


def brief(found: list[FieldChange], around: int = 10) -> list[FieldChange]:
    """The same changes where room is scarce: long stretches that stayed are left out."""
    return [
        FieldChange(
            change.name,
            change.label,
            shortened(change.pieces, around),
            [
                replace(paragraph, pieces=shortened(paragraph.pieces, around))
                for paragraph in change.paragraphs
                if paragraph.kind != "same"
            ],
            change.only_form,
        )
        for change in found
    ]
