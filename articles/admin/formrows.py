"""Rows of a form that are added, moved and removed on the screen."""

from collections.abc import Sequence
from typing import Any

from django import forms

ROWS: dict[str, Any] = {
    "extra": 0,
    "can_order": True,
    "can_delete": True,
    "max_num": 200,
    "absolute_max": 200,
}


class Rows(forms.BaseFormSet):
    """Rows in the order that their ORDER fields say; a row without its `key` is not there."""

    key = ""

    def content(self) -> list[dict[str, Any]]:
        forms_in_order: Sequence[Any] = self.ordered_forms
        return [form.content() for form in forms_in_order if form.cleaned_data.get(self.key)]
