"""Fill a database with pieces as they would stand there: working copy, revision, ledger, and what
readers see. The same number and seed give the same archive."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Author, User
from articles.desk import editing, ledger, publishing
from articles.desk.content import TEXT_FIELDS, Content, content_hash
from articles.models import Article, Credit, LedgerEntry, Revision, Section, State
from articles.text.markup import Block, from_blocks

_CHUNK = 500
# Of a thousand pieces so many stand elsewhere than in the archive; of the newest only.
_AT_WORK = (
    (State.DRAFT, 12), (State.FIRST_REVIEW, 8), (State.SECOND_REVIEW, 3), (State.FINAL_REVIEW, 2),
    (State.APPROVED, 5), (State.SPIKED, 20),
)  # fmt: skip
_MOST_AT_WORK = 400
_WORDS = (
    "夜班", "公交", "厂门口", "职工", "书屋", "码头", "技能赛", "食堂", "班组长", "安全", "手账",
    "高温", "补水点", "老师傅", "带徒", "工地", "夜校", "开课", "驿站", "热汤", "集体合同", "工资",
    "协商", "体检", "托管班", "充电桩", "渡口", "车间", "图纸", "焊花", "吊装", "巡线",
)  # fmt: skip
_ENDS = "。！？"


def fill(
    count: int,
    owners: Sequence[User],
    sections: Sequence[Section],
    *,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Add `count` pieces, the newest first by number; search is built by `rebuild_search`."""
    now = timezone.now()
    chance = random.Random(seed)
    states = _states(count, chance)
    authors = {author.user_id: author for author in Author.objects.exclude(user=None)}
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        # The last written are the newest, as in a paper that has been at it for years.
        moments = [now - timedelta(minutes=9 * (count - start - place)) for place in range(size)]
        chunk = [(next(states), moment) for moment in moments]
        with transaction.atomic():
            _write(chunk, owners, sections, authors, chance)
        if progress:
            progress(start + size, count)


def _states(count: int, chance: random.Random) -> Iterator[State]:
    """The archive first, then what is at work now."""
    at_work: list[State] = []
    for state, of_thousand in _AT_WORK:
        at_work += [state] * min(count * of_thousand // 1000, _MOST_AT_WORK)
    chance.shuffle(at_work)
    yield from [State.SETTLED] * (count - len(at_work))
    yield from at_work


def _write(
    chunk: list[tuple[State, datetime]],
    owners: Sequence[User],
    sections: Sequence[Section],
    authors: dict[int | None, Author],
    chance: random.Random,
) -> None:
    contents = [_content(chance, chance.choice(sections), owners, authors) for _piece in chunk]
    articles = Article.objects.bulk_create(
        Article(
            **{name: content[name] for name in TEXT_FIELDS},
            section_id=content["section"]["id"],
            owner=owner,
            state=state,
            version=2,
            round=0 if state in (State.DRAFT, State.SPIKED) else 1,
            signed_hash=content_hash(content) if state in (State.SETTLED, State.APPROVED) else "",
            base_revision=int(state == State.SETTLED),
        )
        for (state, _moment), (content, owner) in zip(chunk, contents, strict=True)
    )
    revisions = []
    for article, (_state, moment), (content, owner) in zip(articles, chunk, contents, strict=True):
        # The model sets this to now whenever it is saved.
        article.updated_at = article.created_at = moment
        revisions.append(
            Revision(
                article=article, number=1, content=content, content_hash=content_hash(content),
                state=State.DRAFT, user=owner, user_name=str(owner),
            )
        )  # fmt: skip
    Article.objects.bulk_update(articles, ["updated_at", "created_at"], batch_size=100)
    Revision.objects.bulk_create(revisions)
    Credit.objects.bulk_create(
        Credit(
            article=article, position=place, name=each["name"], role=each["role"],
            author_id=each["author"],
        )
        for article, (content, _owner) in zip(articles, contents, strict=True)
        for place, each in enumerate(content["credits"])
    )  # fmt: skip
    LedgerEntry.objects.bulk_create(
        entry
        for article, revision in zip(articles, revisions, strict=True)
        for entry in _entries(article, revision)
    )
    publishing.import_many(
        [
            (revision, article.updated_at)
            for article, revision in zip(articles, revisions, strict=True)
            if article.state == State.SETTLED
        ]
    )


def _content(
    chance: random.Random,
    section: Section,
    owners: Sequence[User],
    authors: dict[int | None, Author],
) -> tuple[Content, User]:
    owner = chance.choice(owners)
    author = authors.get(owner.pk)
    paragraphs = [Block("paragraph", _sentence(chance, 40)) for _paragraph in range(2)]
    content = editing.blank_content(
        section=section,
        headline=_sentence(chance, 5)[:-1],
        kicker=_sentence(chance, 2)[:-1] if chance.random() < 0.2 else "",
        body=from_blocks(paragraphs),
        responsible_editor="值班编辑",
        credits=[{"name": str(owner), "role": "reporter", "author": author.pk if author else None}],
    )
    return content, owner


def _sentence(chance: random.Random, words: int) -> str:
    return "".join(chance.choices(_WORDS, k=words)) + chance.choice(_ENDS)


def _entries(article: Article, revision: Revision) -> Iterator[LedgerEntry]:
    """How it was written, and how it came to where it stands: in one step, like an import."""
    previous = ""
    steps = (("create", "", State.DRAFT), ("import", State.DRAFT, article.state))
    for seq, (action, before, after) in enumerate(steps, start=1):
        entry = LedgerEntry(
            subject_kind="article", subject_id=article.pk, seq=seq, actor=revision.user,
            actor_name=revision.user_name, actor_role="reporter", action=action,
            from_state=before, to_state=after, at=article.updated_at, revision=1,
            content_hash=revision.content_hash, previous_hash=previous,
        )  # fmt: skip
        entry.hash = previous = ledger.entry_hash(entry)
        yield entry
