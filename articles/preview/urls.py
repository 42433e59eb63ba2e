from django.conf import settings
from django.urls import path, re_path

from articles.images.serving import RENDITION
from articles.preview import pages
from articles.recordings.serving import CAPTIONS, RECORDING

# Any word may be asked for: what opens nothing answers like what no longer opens.
_LINK = r"^preview/(?P<token>[^/]{1,300})/"

urlpatterns = [
    re_path(rf"{_LINK}$", pages.page, name="preview"),
    re_path(
        rf"{_LINK}images/(?P<content_hash>[0-9a-f]{{64}})/{RENDITION}$",
        pages.image,
        name="preview-image",
    ),
    re_path(rf"{_LINK}media/{RECORDING}$", pages.recording, name="preview-recording"),
    re_path(rf"{_LINK}media/{CAPTIONS}$", pages.captions, name="preview-captions"),
]
if not settings.HAS_PUBLIC:
    urlpatterns.append(path("robots.txt", pages.robots, name="newsroom-robots"))
