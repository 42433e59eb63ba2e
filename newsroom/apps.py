from django.apps import AppConfig
from django.conf import settings


class NewsroomConfig(AppConfig):
    """The project itself: where the core's announcements meet those who listen."""

    name = "newsroom"

    def ready(self) -> None:
        if settings.HAS_DESK:
            from newsroom import listeners

            listeners.connect()
        if settings.METRICS:
            from newsroom.metrics import measure

            measure.connect()
