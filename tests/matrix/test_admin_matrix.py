"""Role × admin address × state of a piece. The addresses come from the URL configuration.

Who may open a piece is told here a second time, independently of `articles.desk.rights`. Which
step somebody may take is held against `workflow.available`, which has a model of its own in
tests/desk: here the question is whether an address lets more through than the rules.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Rank
from articles.desk import duties, workflow
from articles.desk.shown import captions_hash
from articles.models import Article, Comment, IncomingFile, LedgerEntry, PublishedArticle
from tests.cast import Cast, make_user
from tests.matrix.pieces import EVERY, SECRET, Known, bring
from tests.matrix.undrawn import undrawn

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
# Every state where there is time for it; otherwise one of each kind.
STATES = (
    sorted(EVERY)
    if os.environ.get("NEWSROOM_TEST_FULL")
    else ["draft", "second_review", "approved", "live", "withdrawn"]
)
STAFF = {
    "reporter", "other_reporter", "editor", "foreign_editor", "desk_head", "chief", "proofreader",
    "administrator", "outsider", "night",
}  # fmt: skip
WRITERS = {"reporter", "other_reporter", "editor", "foreign_editor", "desk_head", "chief", "night"}
EDITORS = {"editor", "foreign_editor", "desk_head", "chief"}
NEWSROOM = WRITERS | {"proofreader"}
ADMIN = {"administrator"}
IN_REVIEW = {"first_review", "second_review", "final_review", "fixing"}
PUBLISHED = {
    "scheduled", "withdrawn", "withdrawn_scheduled", "live", "revising", "fixing",
}  # fmt: skip


def may_open(role: str, state: str) -> bool:
    """Owner, editors of the desk and the chief always; others while it is their business."""
    if role in ("reporter", "editor", "desk_head", "chief"):
        return True
    if role == "proofreader":
        return state in IN_REVIEW | {"approved"}
    return role == "night" and state in PUBLISHED


class Company(Cast):
    """The cast, with an editor of another desk who is on duty there tonight."""

    def __init__(self) -> None:
        super().__init__()
        now = timezone.now()
        self.night = make_user("night", "reporter", desks=(self.other_desk,))
        duties.grant(
            self.chief,
            self.night,
            Rank.EDITOR,
            desks=[self.other_desk],
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=8),
        )
        self._clients: dict[str, Client] = {}

    def user(self, role: str) -> User:
        user: User = getattr(self, role)
        return user

    def client(self, role: str) -> Client:
        """Everybody signs in once, and stays at their desk."""
        client = self._clients.get(role)
        if client is None:
            client = self._clients[role] = Client()
            if role != "anonymous":
                client.force_login(self.user(role))
        return client


@dataclass
class Scene:
    company: Company
    known: Known
    state: str
    file_id: int
    comment_id: int

    @property
    def article(self) -> Article:
        return self.known.article


def scene(state: str) -> Scene:
    company = Company()
    known = bring(company, state)
    file = IncomingFile.objects.create(
        article=known.article,
        name="稿.txt",
        data=f"{SECRET}来稿".encode(),
        content_hash="0" * 64,
        report={},
        section=known.article.section,
        received_by=company.reporter,
    )
    comment = Comment.objects.create(
        article=known.article,
        user=company.editor,
        user_name=str(company.editor),
        text=f"{SECRET}批注",
        revision=1,
    )
    return Scene(company, known, state, file.pk, comment.pk)


# --- One piece ----------------------------------------------------------------------------------

# Addresses of one piece: how to write them, and in which states somebody who may open it gets it.
PIECE: dict[str, Callable[[Scene], dict[str, object]]] = {
    "articles_article_change": lambda s: {"object_id": s.article.pk},
    "articles_article_history": lambda s: {"object_id": s.article.pk},
    "articles_article_delete": lambda s: {"object_id": s.article.pk},
    "articles_article_preview": lambda s: {"article_id": s.article.pk},
    "articles_article_preview_window": lambda s: {"article_id": s.article.pk},
    "articles_article_review": lambda s: {"article_id": s.article.pk},
    "articles_article_compare": lambda s: {"article_id": s.article.pk},
    "articles_article_sheet": lambda s: {"article_id": s.article.pk},
    "articles_article_revisions": lambda s: {"article_id": s.article.pk},
    "articles_article_revision": lambda s: {"article_id": s.article.pk, "number": 1},
    "articles_article_recording": lambda s: {
        "article_id": s.article.pk,
        "number": 1,
        "content_hash": s.known.recording.content_hash,
        "suffix": "mp4",
    },
    "articles_article_captions": lambda s: {
        "article_id": s.article.pk,
        "number": 1,
        "content_hash": s.known.recording.content_hash,
        "captions_hash": captions_hash(s.known.captions),
    },
    "articles_article_next": lambda s: {"article_id": s.article.pk},
    "articles_article_incoming": lambda s: {"article_id": s.article.pk, "file_id": s.file_id},
}
NEVER = {"articles_article_delete"}
# Addresses that only take a press; who may is told in tests/desk/test_comments.py.
PRESSED: dict[str, Callable[[Scene], dict[str, object]]] = {
    "articles_article_comment": lambda s: {"article_id": s.article.pk},
    "articles_article_comment_turn": lambda s: {
        "article_id": s.article.pk,
        "comment_id": s.comment_id,
        "act": "resolve",
    },
}


@pytest.mark.parametrize("state", STATES)
def test_a_piece_opens_to_those_whose_business_it_is(state: str) -> None:
    here = scene(state)
    for name, arguments in PIECE.items():
        path = reverse(f"admin:{name}", kwargs=arguments(here))
        for role in ["anonymous", *sorted(STAFF)]:
            opens = role != "anonymous" and name not in NEVER and may_open(role, state)
            # Whoever may open it posts to it in the tests of the screens.
            for method in ("get",) if opens else ("get", "post"):
                # Drawn for one whose own piece it is and for one who edits it.
                with undrawn(opens and role not in ("reporter", "chief")):
                    response = getattr(here.company.client(role), method)(path)
                where = f"{role} {method} {path} in {state}: {response.status_code}"
                body = b"".join(response) if response.streaming else response.content
                if role == "anonymous":
                    assert response.status_code == 302, where
                    assert response["Location"].startswith(LOGIN), where
                elif name in NEVER:
                    assert response.status_code in (403, 405), where
                elif not may_open(role, state):
                    refused = (403,) if method == "get" else (403, 405)
                    assert response.status_code in refused, where
                    assert SECRET not in body.decode(errors="replace"), where
                else:
                    assert response.status_code in (200, 302), where


def may_discuss(role: str, state: str) -> bool:
    """Not the editor of another desk who is on duty: they may withdraw it, not talk about it."""
    return role != "night" and may_open(role, state)


@pytest.mark.parametrize("state", STATES)
def test_comments_are_pressed_by_those_who_work_on_the_piece(state: str) -> None:
    here = scene(state)
    rests = state in ("live", "withdrawn", "scheduled", "withdrawn_scheduled", "spiked")
    for name, arguments in PRESSED.items():
        path = reverse(f"admin:{name}", kwargs=arguments(here))
        for role in ["anonymous", *sorted(STAFF)]:
            client = here.company.client(role)
            assert client.get(path).status_code in ((302,) if role == "anonymous" else (403, 405))
            point = transaction.savepoint()
            response = client.post(path, {"text": "说一句", "revision": 1})
            transaction.savepoint_rollback(point)
            where = f"{role} {path} in {state}: {response.status_code}"
            if role == "anonymous":
                # Asked to sign in; what they typed comes back.
                assert response.status_code == 401, where
                assert "说一句" in response.content.decode(), where
                assert SECRET not in response.content.decode(), where
            elif not may_discuss(role, state):
                assert response.status_code == 403, where
                assert SECRET not in response.content.decode(), where
            else:
                assert response.status_code == (400 if rests else 302), where


@pytest.mark.parametrize("state", STATES)
def test_a_step_is_taken_by_those_who_may(state: str) -> None:
    here = scene(state)
    article = here.article

    def stands() -> object:
        row = Article.objects.values("state", "version").get(pk=article.pk)
        published = PublishedArticle.objects.values().first()
        return row, published, LedgerEntry.objects.count()

    before = stands()
    for role in ["anonymous", *sorted(STAFF)]:
        client = here.company.client(role)
        drawn = (
            set()
            if role == "anonymous"
            else {step.name for step in workflow.available(article, here.company.user(role))}
        )
        for name in workflow.TABLE:
            path = reverse(
                "admin:articles_article_step", kwargs={"article_id": article.pk, "name": name}
            )
            if role == "anonymous":
                assert client.get(path)["Location"].startswith(LOGIN)
                # A press without a session does nothing and can be repeated after signing in.
                pressed = client.post(path, {"version": article.version})
                assert pressed.status_code == 401
                assert SECRET not in pressed.content.decode()
                allowed = False
            else:
                allowed = name in drawn
                where = f"{role} {name} in {state}"
                assert may_open(role, state) or not allowed, where
                if allowed:
                    # Pressing it is for the next test: this scene stays as it is.
                    with undrawn(role != "chief"):
                        assert client.get(path).status_code == 200, where
                    continue
                typed = {"version": article.version, "note": "理由", "found": 0}
                pressed = client.post(path, typed)
                assert pressed.status_code in (403, 409), where
                if not may_open(role, state):
                    assert pressed.status_code == 403, where
                    assert SECRET not in pressed.content.decode(), where
            assert stands() == before, f"{role} {name} in {state} changed something"


@pytest.mark.parametrize("state", STATES)
def test_every_button_that_is_drawn_works(state: str) -> None:
    here = scene(state)
    article = here.article
    drawn = {
        (role, step.name)
        for role in STAFF
        for step in workflow.available(article, here.company.user(role))
    }
    assert drawn, f"nobody can do anything with a piece in {state}"
    for role, name in sorted(drawn):
        path = reverse(
            "admin:articles_article_step", kwargs={"article_id": article.pk, "name": name}
        )
        entries = LedgerEntry.objects.count()
        client = here.company.client(role)
        point = transaction.savepoint()
        data = {"version": article.version, "note": "理由", "to": "draft", "when": "now"}
        data |= {"found": 0} if name == "proofread" else {}
        response = client.post(path, data)
        where = f"{role} {name} in {state}: {response.status_code}"
        assert response.status_code == 302, where
        assert LedgerEntry.objects.count() == entries + 1, where
        transaction.savepoint_rollback(point)


# --- Lists and screens --------------------------------------------------------------------------

# Who gets each screen of settings and people: to look, to add, to change.
SCREENS: dict[str, tuple[set[str], set[str], set[str]]] = {}


@pytest.mark.parametrize("state", STATES)
def test_lists_show_a_piece_to_those_who_may_open_it(state: str) -> None:
    here = scene(state)
    headline = here.article.headline
    for role in sorted(STAFF):
        client = here.company.client(role)
        for path in (
            "/admin/articles/article/",
            "/admin/articles/article/?tab=all",
            f"/admin/articles/article/?q={SECRET}",
            "/admin/",
            f"/admin/search/?s={SECRET}",
            "/admin/autocomplete/?app_label=articles&model_name=credit&field_name=article&term=",
        ):
            response = client.get(path)
            assert response.status_code in (200, 302, 403, 404), (role, path)
            if not may_open(role, state):
                assert headline not in response.content.decode(), (role, path)
    shown = here.company.client("editor").get("/admin/articles/article/?tab=all")
    assert headline in shown.content.decode()
