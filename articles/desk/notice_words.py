"""A notice in words. They name the act and who did it, and nothing of what the piece says."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from articles.models import Kind, Notice

Words = str | Promise

# By kind and act; else by act alone.
_SAID: dict[tuple[str, str], Words] = {
    (Kind.PUBLISHED, "pass"): __("%(who)s passed the fix: it is published"),
    (Kind.WAITING, "return"): __("%(who)s returned it to an earlier review"),
    (Kind.ASSIGNED, "propose"): __("%(who)s proposes this assignment"),
    (Kind.ASSIGNED, "give"): __("%(who)s gave you this assignment"),
    (Kind.ASSIGNED, "accept"): __("%(who)s put this assignment on the plan"),
    (Kind.ASSIGNED, "change"): __("%(who)s changed this assignment"),
    (Kind.ASSIGNED, "take_off"): __("%(who)s took you off this assignment"),
    (Kind.ASSIGNED, "drop"): __("%(who)s dropped this assignment"),
    (Kind.ASSIGNED, "reopen"): __("%(who)s put this assignment on the plan again"),
    (Kind.CONFIRM, "withdraw"): __("%(who)s withdrew it; a chief editor has to confirm that"),
    ("", "submit"): __("%(who)s submitted it: it waits for review"),
    ("", "pass"): __("%(who)s passed it: it waits for the next review"),
    ("", "return"): __("%(who)s returned it with a note"),
    ("", "comment"): __("%(who)s commented on it"),
    ("", "publish"): __("%(who)s published it"),
    ("", "appear"): __("Its time has come: it is published"),
    ("", "withdraw"): __("%(who)s withdrew it"),
    ("", "confirm"): __("%(who)s confirmed the withdrawal"),
    ("", "reinstate"): __("%(who)s put it back online"),
    ("", "spike"): __("%(who)s spiked it"),
    ("", "unspike"): __("%(who)s took it up again"),
    ("", "discard"): __("%(who)s discarded the changes"),
    ("", "override"): __("%(who)s signed it alone: an after-review is open"),
    ("", "after_review"): __("%(who)s did the after-review"),
    ("", "effect_failed"): __("Something that was to follow its publication failed; it is retried"),
    ("", "effect_given_up"): __("Something that was to follow its publication was given up"),
    ("", "undelivered"): __("Messages could not be delivered and were given up"),
    ("", "account_roles_changed"): __("%(who)s changed your roles"),
    ("", "account_desks_changed"): __("%(who)s changed your desks"),
    ("", "account_operator_changed"): __("%(who)s changed your power as operator"),
    ("", "account_email_changed"): __("%(who)s changed your e-mail address"),
    ("", "account_invited"): __("%(who)s made a link that sets a new password for your account"),
    ("", "account_invitation_used"): __("A new password was set for your account by a link"),
    ("", "account_second_factor_reset"): __("%(who)s removed your second factor"),
    ("", "account_signed_out"): __("%(who)s signed you out everywhere"),
    ("", "account_password_changed"): __("The password of your account was changed"),
    ("", "account_factor_added"): __("A second factor was added to your account"),
    ("", "account_factor_removed"): __("A second factor of your account was removed"),
    ("", "account_codes_made"): __("New recovery codes were made for your account"),
    ("", "account_linked"): __("Your account was linked to the organisation's sign-in"),
    ("", "backup_failed"): __("The backup failed"),
    ("", "backup_not_copied"): __("The backup was not copied to its other place"),
    ("", "backup_incomplete"): __("Files are missing from storage, and so from the backup"),
    ("", "backup_late"): __("There has been no good backup for more than a day"),
}
# What happens to an account that its owner hears of: whatever there are words for.
OF_AN_ACCOUNT = frozenset(act for _kind, act in _SAID if act.startswith("account_"))


# Acts after which somebody has work to do by a time.
_BY_A_TIME = frozenset({"give", "accept", "change", "reopen"})


def said(notice: Notice, due_at: datetime | None = None) -> str:
    """A sentence without its full stop: who did what; of an assignment, by when it is wanted."""
    words = _SAID.get((notice.kind, notice.act)) or _SAID.get(("", notice.act), notice.act)
    sentence = str(words) % {"who": notice.actor_name or _("Somebody")}
    if due_at is None or notice.act not in _BY_A_TIME:
        return sentence
    time = date_format(timezone.localtime(due_at), _("N j, H:i"))
    return _("%(said)s, due %(time)s") % {"said": sentence, "time": time}
