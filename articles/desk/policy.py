"""The site's review policy, and the only way to change it: with a ledger entry."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Rank
from articles.desk import ledger
from articles.desk.errors import NotAllowed
from articles.models import LedgerEntry, Policy

# Three reviews and three proofreads (三审三校), as Chinese publishing rules ask for.
THREE_AND_THREE = (3, 3)


@transaction.atomic
def set_policy(user: User, reviews: int, proofreads: int) -> LedgerEntry | None:
    """Set the numbers for pieces submitted from now on; None when they stay as they were."""
    if user.rank_on(None) < Rank.CHIEF:
        raise NotAllowed(_("Only the chief editor changes the review policy."))
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
