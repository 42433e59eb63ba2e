from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article


class StyleSeverity(models.TextChoices):
    HINT = "hint", pgettext_lazy("severity", "hint")
    WARNING = "warning", pgettext_lazy("severity", "warning")
    PUBLISH = "publish", _("stops publication")
    SUBMIT = "submit", _("stops submission")


class StyleRule(models.Model):
    """One rule of the paper's own house style. `articles.desk.stylebook` alone writes it."""

    class Kind(models.TextChoices):
        BANNED = "banned", _("banned")
        CAUTIOUS = "cautious", _("with caution")
        PREFERRED = "preferred", _("preferred term")
        FIRST = "first", _("full form first")
        ORDER = "order", _("order of names")
        REQUIRED = "required", _("required wording")

    kind = models.CharField(
        pgettext_lazy("style rule", "kind"),
        max_length=10,
        choices=Kind,
        default=Kind.PREFERRED,
        help_text=_(
            "Full form first: where the term stands first in the text, the full name or the person "
            "with their title has to be said. Order of names: as they have to stand in a list. "
            "Required wording: what has to be said, too, in a piece that says the term."
        ),
    )
    term = models.CharField(
        _("term"),
        max_length=200,
        help_text=_("A | parts several spellings; in an order of names, “、” parts the names."),
    )
    replacement = models.CharField(
        _("write instead"),
        max_length=200,
        blank=True,
        help_text=_("What is right, or has to be said, too. A | parts several; the first one is "
                    "proposed."),
    )  # fmt: skip
    exceptions = models.TextField(
        _("exceptions"),
        blank=True,
        max_length=2000,
        help_text=_("Longer terms that contain this one and are in order, one a line."),
    )
    note = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        help_text=_("Shown with the finding: why, and where the rule comes from."),
    )
    severity = models.CharField(
        _("severity"), max_length=10, choices=StyleSeverity, default=StyleSeverity.WARNING
    )
    match_case = models.BooleanField(_("capitals matter"), default=False)
    topic = models.CharField(_("topic"), max_length=40, blank=True, db_index=True)
    enabled = models.BooleanField(pgettext_lazy("style rule", "in force"), default=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        verbose_name = _("style rule")
        verbose_name_plural = _("style rules")
        ordering = ("topic", "term", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "term"],
                name="style_rule_once",
                violation_error_message=_("There is a rule of this kind for this term already."),
            ),
        )

    def __str__(self) -> str:
        return self.term


class StyleGrade(models.Model):
    """What the paper makes of a built-in rule. An empty severity or limit is the rule's own."""

    rule = models.CharField(max_length=40, unique=True)
    severity = models.CharField(max_length=10, choices=StyleSeverity, blank=True)
    limit = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    off = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.rule


class StyleException(models.Model):
    """A finding that an editor has let stand: this rule about this text in this piece, and no
    other. Who and why is in the ledger, too."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="style_exceptions")
    rule = models.CharField(max_length=260)
    subject = models.CharField(max_length=300)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    note = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["article", "rule", "subject"], name="style_exception_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id} · {self.rule}"
