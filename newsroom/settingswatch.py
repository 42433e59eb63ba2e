"""Tells the ledger of settings that somebody changes at a screen, whatever screen it is."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from articles.desk import settings_ledger
from articles.models import GroupRobot
from newsroom.actor import acting

_BEFORE = "_before_it_was_saved"


def connect() -> None:
    for model in settings_ledger.WATCHED:
        name = f"newsroom.watched.{model.__name__}"
        pre_save.connect(_about_to_be, model, dispatch_uid=name)
        post_save.connect(_saved, model, dispatch_uid=name)
        post_delete.connect(_removed, model, dispatch_uid=name)
    m2m_changed.connect(
        _desks_of_a_robot, GroupRobot.desks.through, dispatch_uid="newsroom.watched.desks"
    )


def _about_to_be(instance: Model, raw: bool = False, **_signal: Any) -> None:
    if not raw and acting():
        vars(instance)[_BEFORE] = settings_ledger.stored(instance)


def _saved(instance: Model, raw: bool = False, **_signal: Any) -> None:
    user = acting()
    before = vars(instance).pop(_BEFORE, None)
    if user is not None and before is not None:
        settings_ledger.record(user, instance, before, settings_ledger.values(instance))


def _removed(instance: Model, **_signal: Any) -> None:
    if (user := acting()) is not None:
        settings_ledger.record(user, instance, settings_ledger.values(instance), {})


def _desks_of_a_robot(instance: GroupRobot, action: str, reverse: bool, **_signal: Any) -> None:
    user = acting()
    if user is None or reverse:
        return
    names = {"desks": "、".join(str(desk) for desk in instance.desks.all())}
    if action.startswith("pre_"):
        vars(instance)[_BEFORE] = names
    elif (before := vars(instance).pop(_BEFORE, None)) is not None:
        settings_ledger.record(user, instance, before, names)
