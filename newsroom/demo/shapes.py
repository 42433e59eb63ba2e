"""What the demo's files hold: the shapes of the paper and of its pieces."""

from dataclasses import dataclass
from datetime import datetime

from newsroom.demo.markup import Block

ROLES = ("reporter", "editor", "desk_head", "chief", "proofreader", "administrator")
AUTHOR_KINDS = ("staff", "correspondent", "photographer", "agency")
CREDIT_ROLES = ("reporter", "correspondent", "photographer", "author", "translator", "intern")
AI_LABELS = ("none", "assisted", "generated")
STATES = (
    "live", "draft", "first_review", "second_review", "final_review", "approved", "scheduled",
    "corrected", "withdrawn", "spiked", "revising",
)  # fmt: skip
PLACES = ("lead", "spare", "seconds", "picture")
RANKS = ("editor", "desk_head", "chief")
STATUSES = ("proposed", "assigned", "working", "filed", "dropped")
SHOWN = ("live", "corrected", "revising")
"""The states in which readers see the piece."""


@dataclass(frozen=True)
class DemoPhone:
    label: str
    number: str


@dataclass(frozen=True)
class DemoSite:
    """What the masthead and the foot of the site say."""

    site_name: str
    paper_name: str
    slogan: str
    description: str
    domain: str
    logo: str
    address: str
    postcode: str
    phones: tuple[DemoPhone, ...]
    email: str
    icp_number: str
    icp_url: str
    police_number: str
    police_url: str
    licences: tuple[str, ...]
    pledges: tuple[str, ...]
    copyright: str
    reprint_notice: str
    infringement_notice: str
    reporting_phone: str
    reporting_email: str
    follow_title: str
    follow_text: str
    follow_url: str


@dataclass(frozen=True)
class DemoDesk:
    key: str
    name: str


@dataclass(frozen=True)
class DemoSection:
    """`reviews` and `proofreads` of None leave the number to the site's policy."""

    slug: str
    name: str
    description: str
    desk: str
    parent: str | None = None
    reviews: int | None = None
    proofreads: int | None = None


@dataclass(frozen=True)
class DemoPerson:
    """An account; `desk` of None means no desk of their own."""

    username: str
    full_name: str
    role: str
    desk: str | None = None


@dataclass(frozen=True)
class DemoAuthor:
    name: str
    kind: str
    biography: str
    username: str | None = None
    portrait: str | None = None


@dataclass(frozen=True)
class DemoSourceUnit:
    """稿源单位; `ended_days_ago` says that its agreement has run out."""

    name: str
    address: str
    note: str
    ended_days_ago: int | None = None


@dataclass(frozen=True)
class DemoTag:
    slug: str
    name: str


@dataclass(frozen=True)
class DemoPaper:
    site: DemoSite
    desks: tuple[DemoDesk, ...]
    sections: tuple[DemoSection, ...]
    people: tuple[DemoPerson, ...]
    authors: tuple[DemoAuthor, ...]
    sources: tuple[DemoSourceUnit, ...]
    tags: tuple[DemoTag, ...]


@dataclass(frozen=True)
class DemoCredit:
    """`guest` is a name printed without an author's page: a reader, somebody's colleague."""

    name: str
    role: str
    guest: bool = False


@dataclass(frozen=True)
class DemoImage:
    """`key` names the drawing; `focal` is (x, y) of the point that no crop may lose, in 0..1."""

    key: str
    alt: str
    caption: str
    credit: str
    rights_holder: str
    licence: str
    focal: tuple[float, ...] = (0.5, 0.5)
    cover: bool = False


@dataclass(frozen=True)
class DemoRecording:
    """`key` names the sound."""

    key: str
    title: str
    caption: str
    credit: str
    rights_holder: str
    licence: str
    transcript: str


@dataclass(frozen=True)
class DemoReplacement:
    old: str
    new: str


@dataclass(frozen=True)
class DemoChange:
    """What was altered after publication. A corrected piece shows it, a revising one not yet."""

    replace: tuple[DemoReplacement, ...] = ()
    headline: str = ""
    note: str = ""


@dataclass(frozen=True)
class DemoDuty:
    """One shift on several days of this week, 0 being Monday; no desks: every section."""

    username: str
    rank: str
    shift: str
    days: tuple[int, ...]
    desks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoAssignment:
    """Due so many days from today, at that hour; `by` gives it, or proposes it."""

    title: str
    brief: str
    section: str
    by: str
    status: str
    due_days: int
    due_hour: int
    reporter: str | None = None
    photographer: str | None = None
    words: int | None = None
    note: str = ""


@dataclass(frozen=True)
class DemoAnswer:
    username: str
    text: str


@dataclass(frozen=True)
class DemoComment:
    """On a passage of the body, or without `quote` on the whole piece."""

    piece: str
    username: str
    text: str
    quote: str = ""
    answers: tuple[DemoAnswer, ...] = ()
    done: bool = False


@dataclass(frozen=True)
class DemoPin:
    """A choice for the front page; `place` is a slot, or the address of a channel for its block.
    What is chosen later stands higher."""

    place: str
    piece: str
    by: str
    until_hours: int | None = None


@dataclass(frozen=True)
class DemoDay:
    """The newsroom's week: who is there, what is planned, what was said, what the front shows."""

    duties: tuple[DemoDuty, ...]
    assignments: tuple[DemoAssignment, ...]
    comments: tuple[DemoComment, ...]
    pins: tuple[DemoPin, ...]


@dataclass(frozen=True)
class DemoGroup:
    name: str
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class DemoSpecial:
    """A topic (专题): an editor gathers it, somebody with the right publishes it."""

    slug: str
    title: str
    editor: str
    publisher: str
    introduction: tuple[str, ...]
    cover: DemoImage
    groups: tuple[DemoGroup, ...]


@dataclass(frozen=True)
class DemoSpecials:
    specials: tuple[DemoSpecial, ...]


@dataclass(frozen=True)
class DemoPiece:
    """One article. `body` is what was published first; `changed_body()` applies `change`."""

    key: str
    headline: str
    section: str
    owner: str
    age_hours: float
    state: str
    summary: str
    kicker: str = ""
    deck: str = ""
    web_title: str = ""
    short_title: str = ""
    tags: tuple[str, ...] = ()
    credits: tuple[DemoCredit, ...] = ()
    responsible_editor: str = ""
    origin: str = "own"
    source: str = ""
    original_author: str = ""
    original_headline: str = ""
    source_url: str = ""
    ai_label: str = "none"
    images: tuple[DemoImage, ...] = ()
    recordings: tuple[DemoRecording, ...] = ()
    correction: str = ""
    withdrawal_reason: str = ""
    note: str = ""
    change: DemoChange | None = None
    body: tuple[Block, ...] = ()
    published_at: datetime | None = None

    def changed_body(self) -> tuple[Block, ...]:
        """The body with `change` applied (the body itself where there is none)."""
        blocks = self.body
        for swap in self.change.replace if self.change else ():
            blocks = tuple(Block(b.kind, b.text.replace(swap.old, swap.new)) for b in blocks)
        return blocks
