"""What is announced about people, within the transaction that changes them. Edges listen.

`account_changed`: sender User; `user` whose account it is; `by`, a User, or None when it was done
at the server's command line; `what`, one of `CHANGES`; `note`, for people: what was before and
after, or why, in the newsroom's own words and without any secret.

A listener that fails undoes the change: what nobody may do unseen is not done at all.
"""

from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

account_changed = Signal()

# Names are stored by whoever listens and never change.
CHANGES: dict[str, str | Promise] = {
    "created": _("account created"),
    "roles_changed": _("roles changed"),
    "desks_changed": _("desks changed"),
    "renamed": _("name or account name changed"),
    "email_changed": _("e-mail address changed"),
    "operator_changed": _("operator's power given or taken"),
    "deactivated": _("account deactivated"),
    "reactivated": _("account activated again"),
    "invited": _("invitation made"),
    "invitation_revoked": _("invitation revoked"),
    "invitation_used": _("invitation used"),
    "second_factor_reset": _("second factor removed by an administrator"),
    "signed_out": _("signed out everywhere by an administrator"),
    "password_changed": _("own password changed"),
    "factor_added": _("own second factor added"),
    "factor_removed": _("own second factor removed"),
    "codes_made": _("own recovery codes made anew"),
    "linked": _("linked to the organisation's sign-in"),
}
