"""Short ways to use the newsroom's screens as somebody."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.desk import editing
from articles.desk.content import SWITCHES, TEXT_FIELDS, content_of
from articles.models import Article


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def questions(client: Client, path: str, data: dict[str, Any] | None = None) -> int:
    """How often a screen asks the database: the lesser of two answers after a first.

    Once in a while one answer asks more: that somebody is still here is noted every half minute,
    that they opened a piece every five.
    """
    client.get(path, data)
    counts = []
    for _answer in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path, data).status_code == 200
        counts.append(len(captured))
    return min(counts)


def step_url(article: Article, name: str) -> str:
    return url("articles_article_step", article.pk, name)


def form_data(article: Article, **typed: Any) -> dict[str, Any]:
    """What the edit screen would send, with some fields typed over.

    `credits` takes rows {"name", "role"}; `figures` rows {"image", …}.
    """
    content = content_of(article)
    data: dict[str, Any] = {name: content[name] for name in TEXT_FIELDS}
    data |= {name: "on" for name in SWITCHES if content.get(name)}
    data |= {
        "version": article.version,
        "section": article.section_id,
        "source": article.source_id or "",
        "tags": [tag["id"] for tag in content["tags"]],
    }
    credits = typed.pop("credits", content["credits"])
    figures = typed.pop("figures", content["figures"])
    return data | rows("credits", credits) | rows("figures", figures) | typed


def rows(prefix: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(items),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 200,
    }
    for number, item in enumerate(items):
        data[f"{prefix}-{number}-ORDER"] = number + 1
        for name, value in item.items():
            if value is True:
                data[f"{prefix}-{number}-{name}"] = "on"
            elif value is not None and value is not False:
                data[f"{prefix}-{number}-{name}"] = value
    return data


def new_piece(section_id: int, **typed: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "version": 1, "headline": "夜班公交通到厂门口", "body": "<p>末班车等最后一班工人。</p>",
        "section": section_id, "origin": "own", "ai_label": "none",
    }  # fmt: skip
    credits, figures = typed.pop("credits", []), typed.pop("figures", [])
    return data | rows("credits", credits) | rows("figures", figures) | typed


def press(client: Client, article: Article, name: str, **typed: Any) -> Any:
    """Press the button of a step on the page as it stands now."""
    article.refresh_from_db()
    return client.post(step_url(article, name), {"version": article.version} | typed)


def theirs(article: Article, user: User, **fields: Any) -> None:
    """Somebody saves other content, through the same door as the screen."""
    fresh = Article.objects.get(pk=article.pk)
    editing.write(fresh, content_of(fresh) | fields, user)
