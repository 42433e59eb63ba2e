"""One number learns that a piece was read: no cookie, no name, no address is kept.

`static/public/page.js` calls here once the page has been in front of somebody for some seconds.
Whoever calls gets the same empty answer, counted or not; whether there is such a piece is asked
later, by the worker that adds up (`articles.desk.reads`).
"""

import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import reads
from articles.caller import network
from articles.reads.rate import Rate

# A whole company or a mobile network may stand behind one address; a page that calls again and
# again all by itself is soon past it.
PER_MINUTE = 60
rate = Rate(PER_MINUTE)

# What says itself that nobody reads there. Cubot is a telephone.
_PROGRAMS = re.compile(
    r"(?<!cu)bot|spider|crawl|slurp|scrap|archiver|externalhit|inspectiontool|googleother"
    r"|mediapartners|feedfetcher|preview|lighthouse|pagespeed|headless|phantomjs|monitor|uptime"
    r"|curl|wget|python|java/|okhttp|go-http|http-?client|axios|node-fetch|^-?$",
    re.IGNORECASE,
)
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@csrf_exempt  # it changes nothing that belongs to anybody, and reads no cookie
@require_POST
def read(request: HttpRequest, article_id: str) -> HttpResponse:
    if _is_reader(request) and rate.admits(network(request, version4=32, version6=64)):
        reads.add(int(article_id), timezone.now())
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _is_reader(request: HttpRequest) -> bool:
    headers = request.headers
    return (
        # Sent by every browser of these years: a page of another site cannot count here.
        headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and not any(name in headers for name in _AHEAD)
        and not _PROGRAMS.search(headers.get("User-Agent", ""))
    )
