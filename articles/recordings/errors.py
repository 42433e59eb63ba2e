from django.utils.functional import Promise
from django.utils.translation import gettext as _


class RecordingRefused(ValueError):
    """The file did not become a recording. `str()` says to its sender what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


def damaged() -> RecordingRefused:
    return RecordingRefused(
        _("The recording is damaged or incomplete. Get it once more from where it came from.")
    )


def too_large(limit: int) -> RecordingRefused:
    """`limit` in bytes."""
    return RecordingRefused(
        _("The file is too large: at most %(limit)s MB are accepted. Export it smaller.")
        % {"limit": limit // 1024 // 1024}
    )


def unplayable(codec: str) -> RecordingRefused:
    return RecordingRefused(
        _(
            "Many browsers cannot play this recording (%(codec)s). Export it as MP4 with H.264"
            " video and AAC sound, or the sound alone as MP3 or M4A."
        )
        % {"codec": codec.strip() or "?"}
    )
