"""Telephone numbers in a line that people have written: with what each is for."""

import re
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# What a number is for, and its digits with the marks that people put between them; a year or the
# number of a house is shorter.
_TELEPHONE = re.compile(r"([^\s\d，,；;、。(（+]{0,12}[ ：:]?)([+(（]?\d[\d\-–()（）]{5,}\d)")


def telephones(text: str) -> SafeString:
    """Each number with its name as one: a browser would break a line at the hyphens."""
    parts: list[tuple[str, str, str]] = []
    end = 0
    for found in _TELEPHONE.finditer(text):
        parts.append((text[end : found.start()], found[1], found[2]))
        end = found.end()
    numbers = format_html_join("", '{}<span class="tel">{}<span>{}</span></span>', parts)
    return format_html("{}{}", numbers, text[end:])


class Telephone(NamedTuple):
    """`purpose` as it was written, such as 新闻热线, or empty."""

    purpose: str
    number: str


def telephones_in(text: str) -> list[Telephone]:
    return [
        Telephone(found[1].strip(" ：:"), found[2].strip()) for found in _TELEPHONE.finditer(text)
    ]
