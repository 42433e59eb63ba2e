"""Tells the lines of a piece apart: what is above it, below it, and the piece itself."""

from collections.abc import Collection

from articles.intake import body, boilerplate, head, tail
from articles.intake.findings import Findings
from articles.intake.lines import Line


def read(lines: list[Line], own_names: Collection[str]) -> Findings:
    found = Findings()
    publishers = boilerplate.publishers([line.key for line in lines]) + list(own_names)
    lines = [part for line in lines if (part := line.part()).key]
    lines = head.read(lines, found, own_names, publishers)
    below = Findings()
    lines = tail.read(lines, below, own_names, credited=bool(found.credits))
    body.read(lines, found, own_names)
    found.add(below)
    return found
