"""Every address × every method of HTTP: what is answered, and that nothing else happens.

Addresses and their arguments are read from the URL configuration: one outside the admin without a
line in `OUTSIDE`, or with an argument that `Arguments` cannot fill in, fails here. Who may look
and press in the admin is told in the two tests beside this one; here stands what each address
takes at all, from everybody.
"""

import os
import re
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles.desk.shown import captions_hash
from articles.models import Article, LedgerEntry
from tests.matrix.addresses import Address, addresses
from tests.matrix.test_admin_matrix import LOGIN, STAFF, STATES, Scene, scene
from tests.matrix.test_admin_screens import Archive
from tests.matrix.undrawn import undrawn

pytestmark = pytest.mark.django_db

FULL = bool(os.environ.get("NEWSROOM_TEST_FULL"))
# Never spoken, whoever asks: see newsroom/methods.py.
UNSPOKEN = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "GÉT")
READ = {"GET", "HEAD"}
# Readers' and machines' addresses, and those behind a link made for somebody outside.
OUTSIDE: dict[str, set[str]] = {
    "home": READ, "section": READ, "article": READ, "article-qr": READ, "day": READ,
    "author": READ, "portrait": READ, "image": READ, "image-original": READ, "captions": READ,
    "recording": READ, "sitemap-part": READ, "tag": READ, "archive": READ, "corrections": READ,
    "feed-section-atom": READ, "feed-section": READ, "feed-atom": READ, "feed-rss": READ,
    "logo": READ, "follow-image": READ, "news-sitemap": READ, "page": READ, "robots": READ,
    "search": READ, "sitemap": READ, "topics": READ, "topic": READ,
    "preview": READ, "preview-image": READ, "preview-captions": READ, "preview-recording": READ,
    "healthz": READ, "readyz": READ,
    "read": {"POST"},
}  # fmt: skip
# Of the newsroom's own screens: those that take no press, and those that take nothing else. The
# rest, Django's own among them, take both.
LOOKED_AT: set[str] = set(
    """
    calendar intake-original intake-picture worker notices notices-count notice schedule
    articles_article_review articles_article_next articles_article_sheet articles_article_pictures
    articles_article_revisions articles_article_revision articles_article_recording
    articles_article_captions articles_article_incoming articles_article_preview
    articles_article_preview_window articles_article_kept_list articles_article_signed_in
    articles_article_session
    articles_stylerule_export image-file recording-file front assignments assignment-meeting
    specials special-preview special-pieces withdrawals proofreading find password_change_done
""".split()
)
PRESSED: set[str] = set(
    """
    assignment-act worker-again notices-mark articles_grouprobot_test front-act special-take-down
    special-take-piece articles_article_restore articles_article_comment
    articles_article_comment_turn articles_article_style articles_article_share_revoke
    articles_article_autosave articles_article_outlets
""".split()
)
# Whoever is not signed in gets these as they are.
DOORS = {"login", "logout"}
OPEN = {*DOORS, "jsi18n", "invitation", "invitation-link"}
SOME = ("outsider", "reporter", "chief", "administrator")
_PARAMETER = re.compile(r"\(\?P<(?P<named>\w+)>|<(?:\w+:)?(?P<short>\w+)>")


class Aim:
    """What an address's arguments stand for, by their names."""

    def __init__(self, **values: object) -> None:
        self.rows: dict[str, Any] = {}
        self.recording: object = "0" * 64
        self._values: dict[str, object] = {
            "url": "nothing/", "app_label": "articles", "content_type_id": 1, "number": 1,
            "comment_id": 1, "act": "resolve", "name": "submit", "crop": "3x2-5-5", "width": 480,
            "file_format": "webp", "original": "original", "suffix": "mp3",
            "captions_hash": "0" * 16, "link_id": 1, "kept_id": 1, "key": "lead", "pin_id": 1,
            "notice_id": 1, "slug": "about", "pk": 1, "token": "1" * 64, "user_id": 1,
            "uidb36": "1", "provider_id": "openid",
        } | values  # fmt: skip

    @classmethod
    def at(cls, house: Archive) -> "Aim":
        live = house.live
        aim = cls(
            article_id=live.pk, object_id=live.pk, file_id=house.waiting.pk,
            content_hash=house.image.content_hash, duty_id=house.duty.pk, id=house.reporter.pk,
            user_id=house.reporter.pk,
            robot_id=house.robot.pk, topic_id=house.topic.pk, special_id=house.special.pk,
            year=f"{live.date:%Y}", month=f"{live.date:%m}", day=f"{live.date:%d}",
        )  # fmt: skip
        aim.rows = house.rows
        aim.recording = house.recording.content_hash
        return aim

    @classmethod
    def at_piece(cls, here: Scene) -> "Aim":
        known = here.known
        aim = cls(
            article_id=here.article.pk, object_id=here.article.pk, file_id=here.file_id,
            comment_id=here.comment_id, content_hash=known.image.content_hash,
            captions_hash=captions_hash(known.captions),
        )  # fmt: skip
        aim.recording = known.recording.content_hash
        return aim

    def path(self, address: Address) -> str:
        values = dict(self._values)
        model = re.search(r"^admin/(accounts|articles)/([a-z]+)/<path:object_id>", address.pattern)
        if model and (row := self.rows.get(f"{model[1]}_{model[2]}")):
            values["object_id"] = row.pk
        if "recording" in address.name:
            values["content_hash"] = self.recording
        if address.name == "sitemap-part":
            values["name"] = "pages"
        names = {match["named"] or match["short"] for match in _PARAMETER.finditer(address.pattern)}
        assert names <= values.keys(), f"say in this file what {names - values.keys()} stand for"
        if not address.name:
            # Django's own: the old form of an address of one row, and whatever matches nothing.
            return "/" + _PARAMETER.sub(
                lambda match: str(values[match["named"] or match["short"]]),
                address.pattern.replace(">.*)$", ">"),
            )
        full = f"{address.namespace}:{address.name}" if address.namespace else address.name
        return reverse(full, kwargs={name: values[name] for name in names} or None)


def everything() -> list[Address]:
    # An address with two forms is asked in the form that `reverse` writes.
    return list(
        {(each.namespace, each.name or each.pattern): each for each in addresses()}.values()
    )


def inside(address: Address) -> bool:
    return address.pattern.startswith("admin/")


def stands() -> list[object]:
    """Every row of the house that a press could have changed."""
    return [
        (model.__name__, model._default_manager.count())
        for app in ("articles", "accounts")
        for model in apps.get_app_config(app).get_models()
    ] + list(LedgerEntry.objects.values_list("hash", flat=True)) + list(
        Article.objects.values_list("pk", "version", "state")
    )  # fmt: skip


def test_every_address_says_what_it_takes() -> None:
    names = {each.name for each in addresses() if not inside(each)}
    assert names - OUTSIDE.keys() == set(), "say in this file which methods these addresses take"
    assert OUTSIDE.keys() - names == set(), "these addresses are gone"
    screens = {each.name for each in addresses() if inside(each)}
    assert (LOOKED_AT | PRESSED) - screens == set(), "these addresses are gone"
    assert not LOOKED_AT & PRESSED


@pytest.mark.parametrize("method", UNSPOKEN)
def test_what_is_not_spoken_is_refused_everywhere(method: str) -> None:
    house = Archive()
    aim = Aim.at(house)
    before = stands()
    for address in everything():
        path = aim.path(address)
        for role in ("anonymous", *(sorted(STAFF) if FULL else SOME)):
            response = house.client(role).generic(method, path, b"name=x")
            where = f"{role} {method} {path}: {response.status_code}"
            assert response.status_code == 405, where
            assert response["Allow"] == "GET, HEAD, POST", where
            assert "default-src" in response["Content-Security-Policy"], where
    assert stands() == before


def test_readers_addresses_take_what_they_say() -> None:
    house = Archive()
    aim = Aim.at(house)
    before = stands()
    for address in everything():
        if inside(address):
            continue
        path = aim.path(address)
        # Nobody is more than a reader here, signed in or not.
        for role in ("anonymous", "chief"):
            client = house.client(role)
            for method in ("GET", "HEAD", "POST"):
                response = client.generic(method, path)
                where = f"{role} {method} {path}: {response.status_code}"
                if method not in OUTSIDE[address.name]:
                    assert response.status_code == 405, where
                else:
                    assert response.status_code in (200, 204, 301, 302, 404), where
                assert not response.cookies, where
            if "GET" in OUTSIDE[address.name]:
                seen, head = client.get(path), client.head(path)
                assert head.status_code == seen.status_code, path
                assert b"".join(head) == b"", path
    assert stands() == before


@pytest.mark.parametrize("role", ["anonymous", *(SOME if FULL else ["chief"])])
def test_screens_take_what_they_say(role: str) -> None:
    house = Archive()
    aim = Aim.at(house)
    client = house.client(role)
    cookies = SimpleCookie(client.cookies.output(header=""))
    wrong = []
    for address in everything():
        if not inside(address):
            continue
        path = aim.path(address)
        # Django's own screens of a model are all one piece of code, and draw long pages.
        own = re.search(r"_(changelist|add|change|delete|history)$", address.name)
        asked = (
            ["get", "post"] if own and address.name not in LOOKED_AT else ["get", "head", "post"]
        )
        seen = {}
        for method in asked:
            point = transaction.savepoint()
            with undrawn(role != "chief" or method != "get"):
                seen[method] = getattr(client, method)(path)
            transaction.savepoint_rollback(point)
            # Some of these sign somebody out; they are back with what they had before.
            client.cookies.clear()
            client.cookies.update(cookies)
        codes = {method: response.status_code for method, response in seen.items()}
        rules = {
            "it breaks": max(codes.values()) < 500,
            # Doors lead who is signed in elsewhere, and ask less of a HEAD.
            "HEAD is not GET": codes.get("head", codes["get"]) == codes["get"]
            or address.name in DOORS,
        }
        if role == "anonymous" and address.name not in OPEN and path != LOGIN:
            # A press without a session comes back, and does nothing.
            rules |= {
                # What a script asks for says 401; the rest leads to where one signs in.
                "shown to strangers": codes["get"] == 401
                or seen["get"].headers.get("Location", "").startswith(LOGIN),
                "pressed by strangers": codes["post"] in (302, 401),
            }
        elif role != "anonymous" and address.name in LOOKED_AT:
            rules["it takes a press"] = codes["post"] in (403, 404, 405)
        elif role != "anonymous" and address.name in PRESSED:
            rules["it can be looked at"] = codes["get"] in (403, 404, 405)
        wrong += [f"{path} {codes}: {what}" for what, holds in rules.items() if not holds]
    assert not wrong, "\n".join(wrong)


@undrawn()
@pytest.mark.parametrize("state", STATES)
def test_a_piece_takes_it_in_every_state(state: str) -> None:
    """Role × address of one piece × method × state: the same answer to HEAD as to GET, and a
    press where nothing is pressed is refused, whoever makes it."""
    here = scene(state)
    aim = Aim.at_piece(here)
    of_a_piece = [
        each
        for each in everything()
        if inside(each)
        and each.pattern.startswith("admin/articles/article/")
        and "<" in each.pattern
    ]
    assert len(of_a_piece) > 20
    for address in of_a_piece:
        path = aim.path(address)
        for role in ("anonymous", "foreign_editor", "chief"):
            client = here.company.client(role)
            for method in UNSPOKEN[:3]:
                assert client.generic(method, path).status_code == 405, f"{method} {path}"
            seen = client.get(path).status_code
            assert client.head(path).status_code == seen, f"{role} HEAD {path} in {state}"
            if address.name in LOOKED_AT and role != "anonymous":
                assert client.post(path).status_code in (403, 404, 405), f"{role} {path}"


def test_a_press_without_its_token_is_refused() -> None:
    """Whatever takes a press, from the strongest accounts, as another site would have it sent."""
    house = Archive()
    aim = Aim.at(house)
    before = stands()
    for role in ("chief", "administrator"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(house.user(role))
        for address in everything():
            if not inside(address) or address.name in LOOKED_AT:
                continue
            path = aim.path(address)
            response = client.post(path, {"post": "yes", "name": "x", "text": "x"})
            assert response.status_code == 403, f"{role} {path}: {response.status_code}"
    assert stands() == before
