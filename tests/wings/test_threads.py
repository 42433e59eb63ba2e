"""The language and the time zone of a request belong to its thread (`newsroom.threads`)."""

import threading
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext, trans_real

from newsroom import threads


@pytest.fixture(autouse=True)
def _put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (trans_real, timezone):
        monkeypatch.setattr(module, "_active", vars(module)["_active"])
    threads.look_up_by_thread()


def elsewhere(ask: Callable[[], Any]) -> Any:
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))
    thread.start()
    thread.join()
    return answers[0]


def test_a_language_is_its_threads_own() -> None:
    with translation.override("en"):
        assert (translation.get_language(), gettext("Corrections")) == ("en", "Corrections")
        assert elsewhere(translation.get_language) == "zh-hans"
        assert elsewhere(lambda: gettext("Corrections")) != "Corrections"
    assert translation.get_language() == "zh-hans"


def test_a_time_zone_is_its_threads_own() -> None:
    with timezone.override(ZoneInfo("UTC")):
        assert timezone.get_current_timezone_name() == "UTC"
        assert elsewhere(timezone.get_current_timezone_name) == "Asia/Shanghai"
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"
