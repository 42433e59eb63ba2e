"""What a piece says about its recordings, as a person types it."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.admin.article_compare import field_of
from articles.admin.formrows import ROWS, Rows
from articles.admin.navigation import address_of
from articles.desk.content import CLIP_TEXTS
from articles.models import Clip, Image, Recording
from articles.text.captions import CaptionsWrong, webvtt

# What stands in a line, and what takes many; in the order of the screen.
_LINES = ("title", "caption", "credit", "rights_holder", "licence")
_LONG = {"captions": 300_000, "transcript": 100_000}


class ClipForm(forms.Form):
    recording = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput())
    poster = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.known: dict[str, Recording] = {}
        super().__init__(*args, **kwargs)
        for name in _LINES:
            of_clip = field_of(Clip, name)
            self.fields[name] = forms.CharField(
                label=of_clip.verbose_name,
                max_length=of_clip.max_length,
                required=False,
                help_text=of_clip.help_text,
                widget=UnfoldAdminTextInputWidget(),
            )
        for name, longest in _LONG.items():
            of_clip = field_of(Clip, name)
            self.fields[name] = forms.CharField(
                label=of_clip.verbose_name,
                max_length=longest,
                required=False,
                help_text=of_clip.help_text,
                widget=UnfoldAdminTextareaWidget({"rows": 6, "spellcheck": "false"}),
            )

    def clean_transcript(self) -> str:
        return str(self.cleaned_data["transcript"]).replace("\r\n", "\n")

    def clean_captions(self) -> str:
        """Whatever of WebVTT or SRT was typed or chosen, as clean WebVTT."""
        try:
            return webvtt(self.cleaned_data["captions"])
        except CaptionsWrong as wrong:
            raise forms.ValidationError(_(wrong.template) % wrong.params) from None

    def content(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("recording", *CLIP_TEXTS, "poster")}

    @property
    def said(self) -> list[forms.BoundField]:
        return [self[name] for name in _LINES]

    @property
    def long(self) -> list[forms.BoundField]:
        return [self[name] for name in ("captions", "transcript")]

    @property
    def stored(self) -> Recording | None:
        """What the archive has of it; looked up by the rows together."""
        return self.known.get(self["recording"].value() or "")

    @property
    def address(self) -> str:
        return address_of("recording-file", self.stored.content_hash) if self.stored else ""

    @property
    def thumbnail(self) -> str:
        poster = self["poster"].value()
        return address_of("image-file", poster) if poster else ""


class ClipRows(Rows):
    key = "recording"

    @property
    def rows(self) -> list[Any]:
        """The forms, with what the archive knows of their recordings: one query."""
        hashes = [str(form["recording"].value() or "") for form in self.forms]
        known = Recording.objects.in_bulk(
            [each for each in hashes if re.fullmatch("[0-9a-f]{64}", each)],
            field_name="content_hash",
        )
        for form in self.forms:
            form.known = known
        return list(self.forms)

    def clean(self) -> None:
        if any(self.errors) or not self.management_form.is_valid():
            return
        clips = self.content()
        recordings = [clip["recording"] for clip in clips]
        if len(set(recordings)) < len(recordings):
            raise forms.ValidationError(_("The same recording is here twice. Remove one of them."))
        if len(recordings) != Recording.objects.filter(content_hash__in=recordings).count():
            raise forms.ValidationError(
                _("A recording is no longer in the archive. Upload it again.")
            )
        posters = {clip["poster"] for clip in clips if clip["poster"]}
        if len(posters) != Image.objects.filter(content_hash__in=posters).count():
            raise forms.ValidationError(
                _("A poster picture is no longer in the archive. Choose it again.")
            )


ClipFormSet = forms.formset_factory(ClipForm, formset=ClipRows, **ROWS)
