"""What stands around every page of the admin: the paper's name and the menu."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from articles.admin.article_status import short_time
from articles.desk import access, assignments, guarded, proofreading, rights
from articles.models.site import SiteIdentity

Item = dict[str, Any]
MANY = 100


def paper_name(request: HttpRequest) -> str:
    """Asked for several times a page, looked up once."""
    known = vars(request)
    if "_paper_name" not in known:
        identity = SiteIdentity.current()
        known["_paper_name"] = identity.paper_name or identity.site_name
    return str(known["_paper_name"])


def subheader(request: HttpRequest) -> str:
    """Under the paper's name on every page; whoever is on duty reads there until when."""
    user = request.user
    until = user.on_duty_until() if isinstance(user, User) else None
    if until is None:
        return _("Newsroom")
    return _("On duty until %(time)s") % {"time": short_time(until)}


def readers_site(_request: HttpRequest) -> str | None:
    if settings.HAS_PUBLIC:
        return "/"
    return settings.SITE_URL or None


def environment(_request: HttpRequest) -> list[str] | None:
    return None if settings.PRODUCTION else [_("Test system"), "warning"]


def address_of(name: str, *args: Any) -> str:
    """The address of a screen, or nothing where this installation has no such screen."""
    try:
        return reverse(f"admin:{name}", args=args)
    except NoReverseMatch:
        return ""


def capped(number: int) -> str:
    """A count for a small badge; nothing for zero."""
    return f"{MANY - 1}+" if number >= MANY else str(number or "")


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of menu items, without those that this person may not open."""
    user = request.user
    if not isinstance(user, User):
        return []
    groups = [
        (_("Pieces"), _pieces(request, user)),
        (
            _("Material"),
            [
                _screen(request, "articles", "image", _("Images"), "image"),
                _screen(request, "articles", "recording", _("Recordings"), "play_circle"),
                _screen(request, "articles", "tag", _("Tags"), "sell"),
                _screen(request, "articles", "source", _("Sources"), "hub"),
                _screen(request, "accounts", "author", _("Authors"), "edit_note"),
                _screen(request, "articles", "stylerule", _("House style"), "spellcheck"),
            ],
        ),
        (
            _("People"),
            [
                _screen(request, "accounts", "user", _("Accounts"), "group"),
                _screen(request, "accounts", "signin", _("Sign-in history"), "login"),
                _screen(request, "accounts", "desk", _("Desks"), "diversity_3"),
                _roster(request, user),
                _screen(request, "accounts", "duty", _("Duties"), "event_available"),
            ],
        ),
        (
            _("Settings"),
            [
                _screen(request, "articles", "section", _("Sections"), "account_tree"),
                _screen(request, "articles", "outlet", _("Outlets"), "campaign"),
                _screen(request, "articles", "siteidentity", _("Site identity"), "badge"),
                _screen(request, "articles", "page", _("Pages about the paper"), "info"),
                _mourning(request, user),
                _guarded(request, user),
                _screen(request, "articles", "policy", _("Review policy"), "rule"),
                _screen(request, "articles", "ledgerentry", _("Ledger"), "receipt_long"),
                _access_log(request, user),
                _screen(request, "articles", "grouprobot", _("Group robots"), "smart_toy"),
                _worker(request, user),
            ],
        ),
    ]
    return [
        {"title": title, "items": shown, "separator": False}
        for title, items in groups
        if (shown := [item for item in items if item])
    ]


def _pieces(request: HttpRequest, user: User) -> list[Item | None]:
    home = reverse("admin:index")
    items: list[Item | None] = [_item(_("Today"), home, "today", active=request.path == home)]
    if not enters_newsroom(user):
        return items
    listing = reverse("admin:articles_article_changelist")
    tab = request.GET.get("tab") if request.path == listing else None
    waiting = rights.viewable(user).filter(pk__in=rights.waiting_for(user).values("pk"))
    items += [
        _item(
            _("Waiting for me"),
            f"{listing}?tab=waiting",
            "inbox",
            active=tab == "waiting",
            badge=capped(waiting[:MANY].count()),
        ),
        _item(_("My pieces"), f"{listing}?tab=mine", "person", active=tab == "mine"),
        _item(
            _("All pieces"),
            f"{listing}?tab=all",
            "article",
            active=request.path.startswith(listing) and tab not in ("mine", "waiting"),
        ),
    ]
    items += _plan(request, user)
    if rights.may_create(user):
        intake = reverse("admin:intake")
        items.append(
            _item(
                _("Bring in copy"),
                intake,
                "upload_file",
                active=request.path.startswith(intake),
                badge=capped(rights.waiting_copy(user)[:MANY].count()),
            )
        )
    if rights.may_see_schedule(user):
        link = reverse("admin:schedule")
        items.append(_item(_("Schedule"), link, "schedule", active=request.path == link))
    if rights.may_see_layout(user):
        link = reverse("admin:front")
        active = request.path.startswith(link)
        items.append(_item(_("Front page layout"), link, "view_quilt", active=active))
    if rights.may_edit_specials(user):
        topics = reverse("admin:specials")
        active = request.path.startswith(topics)
        items.append(_item(_("Topics"), topics, "collections_bookmark", active=active))
    if proofreading.may_see(user):
        figures = reverse("admin:proofreading")
        active = request.path == figures
        items.append(_item(_("Proofreading"), figures, "spellcheck", active=active))
    return items


def _roster(request: HttpRequest, user: User) -> Item | None:
    link = address_of("roster")
    if not sees_roster(user):
        return None
    return _item(_("Duty roster"), link, "calendar_month", active=request.path == link)


def _mourning(request: HttpRequest, user: User) -> Item | None:
    link = reverse("admin:mourning")
    if not rights.may_turn_grey(user):
        return None
    return _item(_("Days of mourning"), link, "contrast", active=request.path == link)


def _guarded(request: HttpRequest, user: User) -> Item | None:
    if not guarded.may_set(user):
        return None
    link = reverse("admin:guarded")
    return _item(_("Guarded days"), link, "shield", active=request.path == link)


def _access_log(request: HttpRequest, user: User) -> Item | None:
    if not access.may_read(user):
        return None
    link = reverse("admin:access-log")
    return _item(_("Access log"), link, "visibility", active=request.path == link)


def _worker(request: HttpRequest, user: User) -> Item | None:
    if not user.has_perm("articles.view_delivery"):
        return None
    link = reverse("admin:worker")
    return _item(_("Messages and worker"), link, "outbox", active=request.path == link)


def sees_roster(user: User) -> bool:
    """Everybody in the newsroom may know who is there tonight."""
    return enters_newsroom(user) or user.has_perm("accounts.view_duty")


def _plan(request: HttpRequest, user: User) -> list[Item | None]:
    topics, calendar = reverse("admin:assignments"), reverse("admin:calendar")
    items = [
        _item(
            _("Calendar"), f"{calendar}#today", "calendar_month", active=request.path == calendar
        ),
    ]
    if assignments.may_enter(user):
        active = request.path.startswith(topics)
        items.insert(0, _item(_("Assignments"), topics, "event_note", active=active))
    return [*items]


def enters_newsroom(user: User | AnonymousUser) -> bool:
    """Whether any piece can ever be shown to this person: a role of the desk, or a duty."""
    if not isinstance(user, User):
        return False
    return user.has_perm("articles.view_article") or user.on_duty()


def _item(title: str, link: str, icon: str, *, active: bool, badge: str = "") -> Item:
    item: Item = {"title": title, "link": link, "icon": icon, "active": active}
    return item | ({"badge": badge, "badge_variant": "primary"} if badge else {})


def _screen(request: HttpRequest, app: str, model: str, title: str, icon: str) -> Item | None:
    """The list of a model, where it is registered and this person may see it."""
    for registered, model_admin in admin.site._registry.items():
        if (registered._meta.app_label, registered._meta.model_name) != (app, model):
            continue
        link = address_of(f"{app}_{model}_changelist")
        if link and model_admin.has_view_or_change_permission(request):
            return _item(title, link, icon, active=request.path.startswith(link))
    return None
