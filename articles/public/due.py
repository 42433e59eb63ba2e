"""When readers' pages next change without anybody doing anything."""

from datetime import datetime, time, timedelta

from django.db.models import Min, Q
from django.utils import timezone

from articles.models.pin import Pin
from articles.models.published import PublishedArticle
from articles.models.site import SiteIdentity


def next_change(now: datetime) -> datetime:
    """A scheduled piece, an hour of the front page, of mourning, or midnight: pages say “today”."""
    tomorrow = timezone.localtime(now).date() + timedelta(days=1)
    midnight = timezone.make_aware(datetime.combine(tomorrow, time.min))
    ahead = PublishedArticle.objects.filter(visible_from__gt=now, withdrawn_at=None)
    pins = Pin.objects.aggregate(
        begins=Min("starts_at", filter=Q(starts_at__gt=now)),
        ends=Min("ends_at", filter=Q(ends_at__gt=now)),
    )
    mourning = SiteIdentity.objects.values_list("mourning_from", "mourning_until").first() or ()
    moments = [
        midnight,
        ahead.order_by("visible_from").values_list("visible_from", flat=True).first(),
        *pins.values(),
        *mourning,
    ]
    return min(moment for moment in moments if moment is not None and moment > now)
