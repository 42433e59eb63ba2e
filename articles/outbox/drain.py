"""Send what is due, message by message, so that one that fails holds up no other."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.desk import claims, notices
from articles.models import Delivery
from articles.outbox import mail, robots

log = logging.getLogger(__name__)
# How long a server that does not answer is left alone: trying it with every message that waits
# would keep the messages of others waiting.
_REST = timedelta(seconds=30)


class Drain:
    """One worker's way through the outbox. Several may run at once."""

    def __init__(self) -> None:
        self._resting: dict[str, datetime] = {}

    def all_due(self) -> int:
        """Send until nothing is due; how many messages were tried."""
        count = 0
        while self.one():
            count += 1
        return count

    def one(self) -> bool:
        """Send everything that is due for one person or group, as one message. False when
        nothing is due."""
        now = timezone.now()
        first = claims.free(self._awake(now), now).order_by("next_try_at", "pk").first()
        if first is None:
            return False
        most = mail.MOST if first.channel == Delivery.Channel.EMAIL else robots.MOST
        same = waiting().filter(channel=first.channel, user=first.user_id, robot=first.robot_id)
        mark, ids = claims.take(same, now, most)
        rows = list(
            Delivery.objects.filter(pk__in=ids)
            .select_related(
                "user", "robot", "notice__article__section", "notice__assignment__section"
            )
            .order_by("pk")
        )
        rows = _still_wanted(rows)
        if rows:
            self._send(rows, mark)
        return True

    def _awake(self, now: datetime) -> "QuerySet[Delivery]":
        self._resting = {key: until for key, until in self._resting.items() if until > now}
        rows = waiting()
        if "email" in self._resting:
            rows = rows.exclude(channel=Delivery.Channel.EMAIL)
        groups = [int(key) for key in self._resting if key != "email"]
        return rows.exclude(robot__in=groups) if groups else rows

    def _send(self, rows: list[Delivery], mark: str) -> None:
        by_mail = rows[0].channel == Delivery.Channel.EMAIL
        try:
            if by_mail:
                mail.send(rows)
            else:
                robots.send(rows)
        except Exception as error:
            if not isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
                key = "email" if by_mail else str(rows[0].robot_id)
                self._resting[key] = timezone.now() + _REST
            _failed(rows, mark, error)
        else:
            Delivery.objects.filter(pk__in=[row.pk for row in rows], claim=mark).update(
                sent_at=timezone.now(), claim="", claimed_until=None, last_error=""
            )


def waiting() -> "QuerySet[Delivery]":
    return Delivery.objects.filter(sent_at=None, given_up_at=None)


def again(deliveries: "QuerySet[Delivery]") -> int:
    """Put messages that wait or were given up to the front, with a new start of their patience."""
    now = timezone.now()
    return deliveries.filter(sent_at=None).update(
        next_try_at=now, created_at=now, given_up_at=None, tries=0
    )


def _still_wanted(rows: list[Delivery]) -> list[Delivery]:
    """Without what its reader has seen in the bell meanwhile, or what nobody gets any more."""
    over = [
        row.pk
        for row in rows
        if row.notice.read_at
        or (row.user and not (row.user.is_active and row.user.email))
        or (row.robot and not row.robot.active)
    ]
    if over:
        Delivery.objects.filter(Q(pk__in=over), sent_at=None).delete()
    return [row for row in rows if row.pk not in over]


def _failed(rows: list[Delivery], mark: str, error: Exception) -> None:
    words = f"{type(error).__name__}: {error}"
    log.warning("A message could not be sent (%s): %s", rows[0].channel, words)
    now = timezone.now()
    with transaction.atomic():
        given_up = [row for row in rows if claims.failed(row, mark, words, now)]
        if given_up:
            notices.undelivered(given_up[0].notice.article)
