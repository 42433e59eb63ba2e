"""Two steps in one press, where one person may take both: for news that cannot wait.

Every rule is still `workflow.perform`'s, each step has its own entry in the ledger, and both are
taken or neither.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles.desk import workflow
from articles.desk.errors import Refused
from articles.models import Article, State

# After these a piece may be approved, and whoever took them may publish it.
SIGNING = ("pass", "override")


def releases(article: Article, name: str) -> bool:
    """Whether this step is the last one before publication, so that both can go in one press.

    The pass of a fix publishes by itself.
    """
    if name == "override":
        return True
    last = 0 < article.review_number >= article.reviews_required
    return name == "pass" and last and not article.is_fix


def release(article: Article, name: str, user: User, note: str = "") -> None:
    """Sign off, then publish now. Raises what `perform` raises; then neither was done."""
    if name not in SIGNING:
        raise Refused(_("There is no such step: %(name)s.") % {"name": name})
    version = article.version
    try:
        with transaction.atomic():
            workflow.perform(article, name, user, note)
            if article.state != State.APPROVED:
                raise Refused(_("Another review has to pass this piece before it is published."))
            workflow.perform(article, "publish", user)
    except Exception:
        article.refresh_from_db()
        article.version = version
        raise
