"""Security events, as one log: `newsroom.audit`. Who signed in and who failed to, what was refused,
and those entries of the ledger that an auditor follows.

Of a ledger entry its hash is written and its note is not: notes are words about pieces. With the
hash of each daily seal outside the house nobody can put another ledger in the place of this one.
"""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from articles.caller import address
from articles.models import LedgerEntry

log = logging.getLogger("newsroom.audit")
# Chains of which every entry is told, and acts that are told whatever they are about.
_KINDS = frozenset(
    """seal policy section duty account desk identity outlet robot source page mourning guarded
    audit stylebook preview""".split()
)
_ACTS = frozenset("withdraw reinstate confirm override publish unschedule import".split())


def connect() -> None:
    post_save.connect(_entry_written, LedgerEntry, dispatch_uid="newsroom.audit.entry")
    user_logged_in.connect(_signed_in, dispatch_uid="newsroom.audit.in")
    user_logged_out.connect(_signed_out, dispatch_uid="newsroom.audit.out")
    user_login_failed.connect(_failed, dispatch_uid="newsroom.audit.failed")


def _entry_written(instance: LedgerEntry, created: bool, **_signal: Any) -> None:
    if created and (instance.subject_kind in _KINDS or instance.action in _ACTS):
        transaction.on_commit(partial(_tell, instance), robust=True)


def _tell(entry: LedgerEntry) -> None:
    log.info(
        "Ledger: %s",
        entry.action,
        extra={
            "event": "ledger",
            "action": entry.action,
            "actor": entry.actor.username if entry.actor else "",
            "user_id": entry.actor_id,
            "subject": f"{entry.subject_kind}:{entry.subject_id}",
            "seq": entry.seq,
            "hash": entry.hash,
        },
    )


def _signed_in(user: User, request: HttpRequest | None = None, **_signal: Any) -> None:
    log.info("Signed in", extra=_who("sign_in", user, request))


def _signed_out(user: User | None, request: HttpRequest | None = None, **_signal: Any) -> None:
    if user is not None:
        log.info("Signed out", extra=_who("sign_out", user, request))


def _failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_signal: Any
) -> None:
    """A name is written only where there is such an account: people type passwords into the
    wrong field."""
    name = credentials.get("username") or credentials.get("login") or ""
    user = User.objects.filter(username=name).first() if isinstance(name, str) else None
    log.warning("Sign-in failed", extra=_who("sign_in_failed", user, request))


def _who(event: str, user: User | None, request: HttpRequest | None) -> dict[str, Any]:
    told: dict[str, Any] = {"event": event}
    if user is not None:
        told |= {"user": user.username, "user_id": user.pk}
    return told | ({"address": address(request)} if request else {})


class Refusals:
    """Middleware, after those that know who is signed in: whoever asked for what is not theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 403:
            user = vars(request).get("_cached_user")
            match = request.resolver_match
            told = _who("refused", user if isinstance(user, User) else None, request)
            told |= {"method": request.method, "route": f"/{match.route}" if match else ""}
            log.warning("Refused", extra=told)
        return response
