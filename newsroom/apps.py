from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    """The project itself: where the core's announcements meet those who listen."""

    name = "newsroom"
