"""One opening of the edit screen, as its form names it: who opened it, and which kept texts a
save of it contains."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.admin.article_access import person
from articles.desk import autosave
from articles.desk.errors import Refused, WorkflowError

# Fields of the form that nobody types.
NOT_TYPED = {
    "csrfmiddlewaretoken", "version", "against", "sitting", "replaces", "as",
    "_save", "_submit", "_step", "_do", "_edit",
}  # fmt: skip
_SITTING = re.compile(r"[0-9a-f]{16,40}")


def valid_sittings(names: str) -> list[str]:
    """Names of sittings out of a list with commas, at most as many as one person opens."""
    return [name for name in names.split(",") if _SITTING.fullmatch(name)][:50]


def sittings(request: HttpRequest) -> list[str]:
    """The sitting that sent the form, and those whose kept texts it had taken up."""
    return [
        name
        for key in ("sitting", "replaces")
        for name in valid_sittings(request.POST.get(key, ""))
    ]


def close_sittings(request: HttpRequest) -> None:
    """What they kept is saved now. Call it in the transaction of the save."""
    autosave.close(person(request), sittings(request))


def another_person(request: HttpRequest) -> WorkflowError | None:
    """Why nothing is saved when the form was opened by somebody who is not signed in any more."""
    opened_by = request.POST.get("as", "")
    if not opened_by or opened_by == str(person(request).pk):
        return None
    return Refused(
        _(
            "Not saved: somebody else had opened this page, and you are signed in as %(name)s."
            " Nobody's text is saved under another name. Whoever wrote it signs in, then saves."
        )
        % {"name": person(request)}
    )
