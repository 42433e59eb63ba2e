"""Why a file is not read, or is read but must not become a draft.

Messages are English templates with named parameters, marked for translation; whoever shows them
translates `template` and fills in `params`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


def gettext_noop(message: str) -> str:
    """Marks a message for the catalogue without needing a translator here."""
    return message


ErrorCode = Literal[
    "empty", "binary", "unsupported", "too_large", "unsafe", "broken", "encoding", "nothing_pasted"
]

TEMPLATES: dict[ErrorCode, str] = {
    "empty": gettext_noop("%(name)s is empty: there is no text in it."),
    "binary": gettext_noop(
        "%(name)s is not a text: it is %(what)s. Send the copy as a text file or a Word document "
        "(.docx); add pictures to the draft as images."
    ),
    "unsupported": gettext_noop(
        "%(name)s is %(what)s, which cannot be read. Open it in Word or WPS, save it as a Word "
        "document (.docx), and send that."
    ),
    "too_large": gettext_noop(
        "%(name)s is too large: it has %(size)s MB, and %(limit)s MB is the most that is read. "
        "Send the text without its pictures, or the pictures at a smaller size."
    ),
    "unsafe": gettext_noop(
        "%(name)s was not opened, because it is packed in a way that no word processor does: "
        "%(what)s. Copy its text into a new document and send that."
    ),
    "broken": gettext_noop(
        "%(name)s is damaged and cannot be opened. Ask for it to be sent again, or paste its text."
    ),
    "nothing_pasted": gettext_noop("Nothing was pasted. Paste the copy and try again."),
    "encoding": gettext_noop(
        "%(name)s is in no encoding that is known here. Save it as UTF-8 and send it again."
    ),
}


UNKNOWN_DATA = gettext_noop("data of no known kind")


class IntakeError(Exception):
    """A file that is refused, with a sentence that says what to do.

    The parameter `what` is a phrase of the catalogue too.
    """

    def __init__(self, code: ErrorCode, **params: str) -> None:
        self.code = code
        self.template = TEMPLATES[code]
        self.params = params
        super().__init__(self.template % params)


@dataclass(frozen=True, slots=True)
class Message:
    """A remark about copy that was read: a template and its parameters."""

    code: str
    template: str
    params: Mapping[str, str]

    def __str__(self) -> str:
        return self.template % self.params
