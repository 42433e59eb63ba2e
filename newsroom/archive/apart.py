"""A process that makes pieces on its own. It begins without Django, so nothing of it is imported
above."""

import pickle
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from newsroom.archive.filling import Plan

_plan: "Plan"


def begin(packed: bytes) -> None:
    global _plan
    django.setup()
    _plan = pickle.loads(packed)  # noqa: S301 - from the process that started this one


def write(chunk: range) -> int:
    from newsroom.archive.filling import write

    return write(_plan, chunk)
