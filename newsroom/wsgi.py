"""The WSGI entry point that the server (granian) loads."""

import gc
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from newsroom import limits, memory, threads
from newsroom.pagestore.gate import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

try:
    application: Application = get_wsgi_application()
except ImproperlyConfigured as error:
    # For the log of the service: what to mend, and not the way there.
    sys.exit(f"A setting is wrong: {error}")
limits.keep()
memory.keep_little()
threads.look_up_by_thread()
if settings.HAS_PUBLIC:
    from newsroom.pagestore.house import gate, hear  # after Django has been set up

    hear()
    if settings.PAGE_STORE_BYTES:
        application = gate(application)
if settings.METRICS:
    from newsroom.metrics.measure import around

    application = around(application)
if settings.TRUSTED_PROXIES:
    from newsroom.proxies import Proxies

    application = Proxies(application, settings.TRUSTED_PROXIES)

# What is loaded by now stays. Every view is loaded here, not by the first reader; and the collector
# of garbage need not walk through it all again and again, which took a fifth of a kept page's time.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
# A page that is made leaves hardly anything to it; looking after every 700 objects was 4% of it.
gc.set_threshold(20_000, 20, 20)
