from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Assignment(models.Model):
    """Work that is planned (选题): what is to be written, by whom and until when.

    Proposed by a reporter or given by an editor; `articles.desk.assignments` alone writes it,
    and `version` rises with every write.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("assignment", "proposed")
        ASSIGNED = "assigned", pgettext_lazy("assignment", "assigned")
        WORKING = "working", pgettext_lazy("assignment", "in work")
        FILED = "filed", pgettext_lazy("assignment", "filed")
        DROPPED = "dropped", pgettext_lazy("assignment", "dropped")

    title = models.CharField(
        pgettext_lazy("assignment", "title"),
        max_length=120,
        help_text=_("The draft begins with it as its headline."),
    )
    brief = models.TextField(
        _("brief"),
        max_length=2000,
        blank=True,
        help_text=_("What to find out, whom to ask, which pictures. It stands beside the draft."),
    )
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, related_name="+", verbose_name=_("section")
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("assignment", "reporter"),
        help_text=_("Owns the draft and is credited in it."),
    )
    photographer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("assignment", "photographer"),
    )
    due_at = models.DateTimeField(pgettext_lazy("assignment", "due"), null=True, blank=True)
    words = models.PositiveIntegerField(_("words wanted"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PROPOSED, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    article = models.OneToOneField(
        "articles.Article", models.PROTECT, null=True, related_name="+", verbose_name=_("piece")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        default_permissions = ()
        ordering = ("due_at", "pk")
        indexes = (
            models.Index(fields=["due_at", "id"], name="assignment_due"),
            models.Index(fields=["status", "due_at"], name="assignment_status_due"),
            models.Index(fields=["section", "status", "due_at"], name="assignment_section"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("admin:assignment", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status not in (self.Status.FILED, self.Status.DROPPED)

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()
