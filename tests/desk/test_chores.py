"""What the regular chores remove, and what they leave."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import autosave, presence
from articles.desk.chores import CHORES, run_due
from articles.models import Autosave, ChoreRun, Presence
from tests.cast import Cast, make_draft

pytestmark = pytest.mark.django_db


def test_old_texts_and_old_visits_go_without_anybody_at_work() -> None:
    cast = Cast()
    article = make_draft(cast.reporter, cast.section)
    fields = [["headline", "打到一半"]]
    for sitting in ("a" * 20, "b" * 20):
        autosave.keep(cast.reporter, article, sitting, 1, fields, 1)
        presence.beat(cast.reporter, article, sitting)
    now = timezone.now()
    month = now - timedelta(days=autosave.KEPT_DAYS, hours=1)
    Autosave.objects.filter(sitting="a" * 20).update(updated_at=month)
    Presence.objects.filter(sitting="a" * 20).update(seen_at=now - timedelta(days=1, hours=1))
    assert {"prune_autosaves", "prune_presences"} <= set(CHORES)
    run_due()
    assert [kept.sitting for kept in Autosave.objects.all()] == ["b" * 20]
    assert [here.sitting for here in Presence.objects.all()] == ["b" * 20]
    assert not ChoreRun.objects.exclude(error="").exists()
