"""The WSGI entry point that the server (granian) loads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.pagestore.gate import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application: Application = get_wsgi_application()
if settings.HAS_PUBLIC:
    from newsroom.pagestore.house import gate, hear  # after Django has been set up

    hear()
    if settings.PAGE_STORE_BYTES:
        application = gate(application)
