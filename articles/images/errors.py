from django.utils.functional import Promise


class ImageRefused(ValueError):
    """The file did not become a picture. `str()` says to its sender what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)
