"""The site's review policy, and the only way to change it: with a ledger entry."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import ledger
from articles.desk.errors import NotAllowed
from articles.models import LedgerEntry, Policy, Section

# Three reviews and three proofreads (三审三校), as Chinese publishing rules ask for.
THREE_AND_THREE = (3, 3)


def may_set(user: User) -> bool:
    """A chief by role; a duty runs the night and changes no rule of the house."""
    return user.is_chief


def _check(user: User) -> None:
    if not may_set(user):
        raise NotAllowed(_("Only the chief editor changes the review policy."))


@transaction.atomic
def set_policy(user: User, reviews: int, proofreads: int) -> LedgerEntry | None:
    """Set the numbers for pieces submitted from now on; None when they stay as they were."""
    _check(user)
    policy = Policy.current()
    before = f"{policy.reviews_required}+{policy.proofreads_required}"
    after = f"{reviews}+{proofreads}"
    if policy.pk and before == after and Policy.objects.filter(pk=1).exists():
        return None
    policy.reviews_required, policy.proofreads_required = reviews, proofreads
    policy.full_clean(validate_constraints=False)
    policy.save()
    return ledger.append(
        "policy", 1, "set_policy", user, rank=user.rank_on(None), from_state=before, to_state=after
    )


@transaction.atomic
def set_section_policy(
    user: User, section: Section, reviews: int | None, proofreads: int | None
) -> LedgerEntry | None:
    """Give a section its own numbers, or with None the site's; None when they stay as they were."""
    _check(user)
    fresh = Section.objects.select_for_update().get(pk=section.pk)
    before = _written(fresh.reviews_required, fresh.proofreads_required)
    after = _written(reviews, proofreads)
    if before == after:
        return None
    fresh.reviews_required, fresh.proofreads_required = reviews, proofreads
    fresh.clean_fields(exclude={"name", "slug", "parent", "desk", "description", "position"})
    fresh.save(update_fields=["reviews_required", "proofreads_required"])
    return ledger.append(
        "section", fresh.pk, "set_policy", user, rank=user.rank_on(None),
        from_state=before, to_state=after, note=fresh.name,
    )  # fmt: skip


def _written(reviews: int | None, proofreads: int | None) -> str:
    """ "2+1"; a star stands for the site's number."""
    return "+".join("*" if number is None else str(number) for number in (reviews, proofreads))
