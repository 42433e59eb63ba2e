"""One e-mail to one person with everything that is due for them."""

import hashlib
import smtplib
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Delivery
from articles.models.site import SiteIdentity
from articles.outbox.message import lines

MOST = 50


class ServerTrouble(Exception):
    """The mail server itself does not work: no use in trying it with the next message."""


def send(deliveries: Sequence[Delivery]) -> None:
    """Raises ServerTrouble, or whatever the server answers about this one recipient."""
    user = deliveries[0].user
    assert user is not None
    said = lines([delivery.notice for delivery in deliveries], personal=True)
    identity = SiteIdentity.current()
    paper = identity.paper_name or identity.site_name
    count = len(said)
    about = (
        said[0].text
        if count == 1
        else ngettext("%(count)s notice", "%(count)s notices", count) % {"count": count}
    )
    body = "\n\n".join(f"{line.text}\n{line.link}" for line in said)
    foot = _("What you are told by e-mail, and when, is yours to choose: see the bell.")
    message = EmailMessage(
        subject=" ".join(f"[{paper}] {about}".split()),
        body=f"{body}\n\n-- \n{foot}\n",
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(deliveries)},
    )
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        raise
    except (OSError, smtplib.SMTPException) as error:
        raise ServerTrouble(f"{type(error).__name__}: {error}") from error


def _message_id(deliveries: Sequence[Delivery]) -> str:
    """The same for the same rows: a message that was sent twice because a worker died between
    sending and noting is seen as one."""
    ids = ",".join(str(delivery.pk) for delivery in deliveries)
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{ids}".encode()).hexdigest()[:32]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{digest}@{host}>"
