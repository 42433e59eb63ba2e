from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Apart from `newsroom.apps`: a readers' process loads that one and nothing of the admin."""

    default_site = "newsroom.adminsite.NewsroomAdminSite"

    def ready(self) -> None:
        super().ready()
        from newsroom import chores  # noqa: F401  (registers them: a screen names them, too)
