from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Policy(models.Model):
    """How many people read a piece before readers do, where its section does not say."""

    reviews_required = models.PositiveSmallIntegerField(
        _("reviews required"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    proofreads_required = models.PositiveSmallIntegerField(
        _("proofreads required"), default=0, validators=[MaxValueValidator(3)]
    )

    class Meta:
        verbose_name = _("review policy")
        verbose_name_plural = _("review policy")
        default_permissions = ("change", "view")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="policy_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.reviews_required} + {self.proofreads_required}"

    @classmethod
    def current(cls) -> "Policy":
        """The stored policy, or the defaults when nobody has set one yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
