"""From the press of a button to what readers get, over a real server of two workers."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from statistics import median

from accounts.models import User
from articles.desk.editing import blank_content, create
from articles.desk.workflow import perform
from articles.models import PublishedArticle, Section

_PATIENCE = 5.0


@dataclass
class Seen:
    """Milliseconds, one figure a piece: what the act took until its commit had returned, and
    what passed from there until a reader had the answer that the act was for. `late` counts
    answers after the commit that were still the old one."""

    act: str
    acting: list[float] = field(default_factory=list)
    waiting: list[float] = field(default_factory=list)
    late: int = 0

    def add(self, acting: float, committed: float, is_there: Callable[[], bool]) -> None:
        while not is_there():
            if time.perf_counter() - committed > _PATIENCE:
                raise TimeoutError(f"{self.act}: not to be seen after {_PATIENCE:.0f} seconds.")
            self.late += 1
        self.acting.append(acting)
        self.waiting.append((time.perf_counter() - committed) * 1000)

    def row(self) -> str:
        return (
            f"| {self.act} | {median(self.acting):.0f} ms | {median(self.waiting):.1f} ms "
            f"| {max(self.waiting):.1f} ms | {self.late} |"
        )


def publish_and_withdraw(site: str, chief: User, section: Section, pieces: int) -> list[Seen]:
    """`site` serves this process's database. Each address is asked before the act as well, so
    that every worker may hold the page that must not be answered any more."""
    out, listed = Seen("published: the piece"), Seen("published: the front page's newest")
    gone = Seen("withdrawn: 410 at its address")
    for number in range(pieces):
        content = blank_content(
            section=section, headline=f"夜班列车第{number + 1}次准点到站", body="<p>准点。</p>"
        )
        piece = create(content, chief)
        perform(piece, "override", chief, "测量")
        _ask(site + "/")
        acting, committed = _timed(partial(perform, piece, "publish", chief))
        path = PublishedArticle.objects.get(pk=piece.pk).get_absolute_url()
        out.add(acting, committed, partial(_answers, site + path, 200))
        listed.add(acting, committed, partial(_names, site + "/", path))
        acting, committed = _timed(partial(perform, piece, "withdraw", chief, "测量"))
        gone.add(acting, committed, partial(_answers, site + path, 410))
    return [out, listed, gone]


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that it took, and when it was done."""
    began = time.perf_counter()
    act()
    done = time.perf_counter()
    return (done - began) * 1000, done


def _answers(url: str, status: int) -> bool:
    return _ask(url)[0] == status


def _names(url: str, path: str) -> bool:
    return path.encode() in _ask(url)[1]


def _ask(url: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""
