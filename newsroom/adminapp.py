from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Apart from `newsroom.apps`: a readers' process loads that one and nothing of the admin."""

    default_site = "newsroom.adminsite.NewsroomAdminSite"
