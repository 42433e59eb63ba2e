"""Messages on their way out of the newsroom, and the groups that some of them go to."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.notice import Notice, Rhythm


class GroupRobot(models.Model):
    """A robot in a group chat, which repeats there what happens on some desks.

    Whoever knows `address` can write into the group, so it is as secret as `secret`. Both stand
    in the table as they are: none of our libraries encrypts, and a cipher of our own is worse
    than none. Keep the database and its backups as you keep SECRET_KEY; a robot that leaked is
    removed from its group and made anew.
    """

    class Service(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")

    name = models.CharField(_("name"), max_length=60, unique=True)
    service = models.CharField(_("service"), max_length=20, choices=Service)
    address = models.CharField(_("webhook address"), max_length=500)
    secret = models.CharField(_("signing secret"), max_length=200, blank=True)
    desks = models.ManyToManyField(
        "accounts.Desk",
        blank=True,
        related_name="+",
        verbose_name=_("desks"),
        help_text=_("Pieces of these desks' sections; empty means every desk."),
    )
    kinds: "models.JSONField[Any, Any]" = models.JSONField(_("tells of"), default=list)
    rhythm = models.CharField(
        _("sends"),
        max_length=20,
        choices=[choice for choice in Rhythm.choices if choice[0] != Rhythm.OFF],
        default=Rhythm.AT_ONCE,
    )
    active = models.BooleanField(
        _("in use"), default=True, help_text=_("Off: nothing new is sent to the group.")
    )

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One notice on its way to one mailbox or group: written with the notice, sent by a worker.

    Waiting while `sent_at` and `given_up_at` are empty. A worker that takes it sets `claim`
    and `claimed_until`; when the worker dies the row is free again after that.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("group robot")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    robot = models.ForeignKey(GroupRobot, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ("change", "view")
        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=["next_try_at", "id"],
                name="delivery_due",
                condition=Q(sent_at=None, given_up_at=None),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(channel="email", user__isnull=False, robot=None)
                | Q(channel="robot", user=None, robot__isnull=False),
                name="delivery_has_one_target",
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
