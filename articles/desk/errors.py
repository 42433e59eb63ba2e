"""Why an act was not done. Each message is for the person who tried, in their language."""

from django.utils.functional import Promise


class WorkflowError(Exception):
    """Nothing was changed. `str()` gives the sentence to show."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(WorkflowError):
    """This person may not do this to this piece, whatever state it is in."""


class Refused(WorkflowError):
    """The piece is not in a state for it, or a condition is not met yet."""


class NoteRequired(Refused):
    """The act wants a reason and got none."""


class Stale(WorkflowError):
    """Somebody else changed the piece after this person loaded it."""
