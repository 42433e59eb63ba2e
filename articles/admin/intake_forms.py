"""What is typed and ticked on the intake screen."""

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Case, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from articles.models import IncomingFile, Section
from articles.text.repair import KINDS

_REFUSABLE = re.compile(rf"encoding|(?:{'|'.join(KINDS)})(?::\d{{1,7}}:\d{{1,7}})?")


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; an empty one is the reader's to refuse, with its name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_empty_file=True, widget=_Files(), **options)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [file for each in data or [] if (file := super(FilesField, self).clean(each))]


class SectionField(forms.ModelChoiceField):
    """Every section, those of the person's own desks first."""

    def __init__(self) -> None:
        super().__init__(Section.objects.none(), label=gettext_lazy("section"), empty_label=None)

    def offer(self, user: User) -> None:
        sections = sections_for(user)
        own = [each for each in sections if each.desk_id in user.desk_ids]
        others = [each for each in sections if each.desk_id not in user.desk_ids]
        self.queryset = Section.objects.all()
        self.initial = sections[0].pk
        self.choices = (
            [(_("Your desk"), _options(own)), (_("Other desks"), _options(others))]
            if own and others
            else _options(sections)
        )


def sections_for(user: User) -> "QuerySet[Section]":
    sections = Section.objects.order_by(
        Case(When(desk__in=user.desk_ids, then=Value(0)), default=Value(1)), "position", "pk"
    )
    if not sections:
        raise PermissionDenied(_("There is no section yet. An administrator makes one first."))
    return sections


def _options(sections: Any) -> list[tuple[int, str]]:
    return [(section.pk, section.name) for section in sections]


class UploadForm(forms.Form):
    uploads = FilesField(
        label=gettext_lazy("files"),
        required=False,
        help_text=gettext_lazy("Text files in any encoding and Word documents (.docx)."),
    )
    text = forms.CharField(
        label=gettext_lazy("or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
    )
    section = SectionField()
    repair_reprints = forms.BooleanField(
        label=gettext_lazy("repair reprints too"),
        required=False,
        help_text=gettext_lazy("Copy that says it is a reprint is left as it came otherwise."),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].offer(user)  # type: ignore[attr-defined]  # a form's fields are typed as plain ones

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not cleaned.get("uploads") and not cleaned.get("text", "").strip():
            raise forms.ValidationError(_("Choose a file or paste text: nothing arrived."))
        return cleaned

    def forget_text(self) -> None:
        """The pasted text has arrived; a file beside it has not, and the form is shown again."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["text"] = ""
        self.data = data


class ReviewForm(forms.Form):
    section = SectionField()
    repair_reprints = forms.BooleanField(
        label=gettext_lazy("repair it all the same"), required=False
    )
    accept_damaged = forms.BooleanField(
        label=gettext_lazy("make a draft of the damaged copy all the same"), required=False
    )

    def __init__(self, user: User, file: IncomingFile, data: QueryDict | None = None) -> None:
        decided = {"section": file.section_id, "repair_reprints": file.repair_reprints}
        super().__init__(data, initial=decided)
        self.fields["section"].offer(user)  # type: ignore[attr-defined]  # a form's fields are typed as plain ones

    @property
    def refused(self) -> set[str]:
        """Ids and kinds that are ticked; anything else in the request is nothing."""
        assert isinstance(self.data, QueryDict)
        return {each for each in self.data.getlist("refuse") if _REFUSABLE.fullmatch(each)}
