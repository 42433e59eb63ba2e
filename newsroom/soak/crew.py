"""Three people and the pieces that they bring from the first line to the readers, over HTTP.

An act whose answer does not come may have happened or not: they look at the piece again, as
people do, and go on from there. Only what they were told is written down.
"""

import io
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import timezone
from PIL import Image as Pillow

from newsroom.archive.prose import Prose
from newsroom.soak.notes import Notes
from newsroom.soak.person import Answer, Person, json_of
from newsroom.soak.plan import Plan
from newsroom.soak.reader import Reader

_ADDRESS = re.compile(r"/articles/article/(\d+)/change/")
# Seconds: on a machine full of work servers take long to come back.
_KEEPS_TRYING = 240.0
_PAUSE = 0.15  # seconds before looking again
# Seconds within which what was put out or withdrawn is so for a reader whom the site answers.
WITHIN = 1.0
_PATIENCE = 20.0


class Ended(Exception):
    """The game is over; what is not done stays undone."""


@dataclass
class Piece:
    number: int
    headline: str
    figures: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


class Crew(threading.Thread):
    def __init__(
        self,
        number: int,
        plan: Plan,
        people: tuple[Person, Person, Person],
        section: int,
        reader: Reader,
        notes: Notes,
        stop: threading.Event,
        wait: Callable[[], float],
    ) -> None:
        super().__init__(name=f"crew {number}", daemon=True)
        self.number, self.plan, self.section = number, plan, section
        self.writer, self.editor, self.second = people
        self.reader, self.notes, self.stop = reader, notes, stop
        self._wait = wait
        self.random = plan.random("crew", number)
        self.prose = Prose(self.random)
        self.count = 0

    def run(self) -> None:
        try:
            while True:
                self._bring_out()
        except Ended:
            pass
        except Exception as error:
            self.notes.wrong(f"{self.name}: {type(error).__name__}: {error}")
        finally:
            for person in (self.writer, self.editor, self.second):
                person.close()
            self.reader.close()

    # --- A piece's way ----------------------------------------------------------------------------

    def _bring_out(self) -> None:
        piece = self._begin()
        if piece is None:
            return
        if self.random.random() < 0.3:
            self._illustrate(piece)
        for _save in range(self.random.randint(1, 3)):
            self._save(self.writer, piece)
        if not self._step(self.writer, piece, "submit"):
            return
        if self.random.random() < 0.3:
            self._save(self.editor, piece)
            # Who changed the text does not pass it alone; the second editor reads it.
        if not (self._step(self.second, piece, "pass") and self._publish(piece)):
            return
        chance = self.random.random()
        if chance < 0.45:
            self._fix(piece)
        elif chance < 0.65:
            self._withdraw(piece)

    def _fix(self, piece: Piece) -> None:
        """Two people: one mends and submits, the other one's pass publishes it."""
        if not self._step(self.editor, piece, "fix"):
            return
        self._save(self.editor, piece)
        if self._step(self.editor, piece, "submit") and self._step(self.second, piece, "pass"):
            self._see(piece, 200, piece.marks[-1] if piece.marks else "")

    def _withdraw(self, piece: Piece) -> None:
        if self._step(self.editor, piece, "withdraw", reason="facts"):
            self._see(piece, 410)

    def _publish(self, piece: Piece) -> bool:
        if not self._step(self.second, piece, "publish", when="now"):
            return False
        self._see(piece, 200, piece.marks[-1] if piece.marks else "")
        return True

    # --- Acts -------------------------------------------------------------------------------------

    def _think(self) -> None:
        if self.stop.wait(self._wait()):
            raise Ended

    def _tries(self) -> Iterator[None]:
        until = time.monotonic() + _KEEPS_TRYING
        while time.monotonic() < until:
            yield

    def _again(self) -> None:
        if self.stop.wait(_PAUSE):
            raise Ended

    def _mark(self) -> str:
        self.count += 1
        return f"记号{self.number}组第{self.count}次"

    def _fields(self, piece: Piece, version: int, body: str) -> dict[str, Any]:
        fields = {
            "version": version, "headline": piece.headline, "body": body, "section": self.section,
            "origin": "own", "ai_label": "none",
            "credits-TOTAL_FORMS": 1, "credits-INITIAL_FORMS": 0, "credits-0-ORDER": 1,
            "credits-0-name": f"记者{self.number}", "credits-0-role": "reporter",
            "figures-TOTAL_FORMS": len(piece.figures), "figures-INITIAL_FORMS": 0,
        }  # fmt: skip
        for number, digest in enumerate(piece.figures):
            fields |= {
                f"figures-{number}-image": digest, f"figures-{number}-ORDER": number + 1,
                f"figures-{number}-alt": "渡口的清晨", f"figures-{number}-caption": "渡口。",
            }  # fmt: skip
        return fields

    def _begin(self) -> Piece | None:
        self._think()
        mark = self._mark()
        headline = f"{self.prose.line('headline', 30)}{self.number}之{self.count}"
        text = "".join(f"<p>{self.prose.paragraph()}</p>" for _each in range(self.plan.paragraphs))
        piece = Piece(0, headline)
        body = f"<p>{mark}。</p>{text}"
        answer = self.writer.post(
            reverse("admin:articles_article_add"), self._fields(piece, 1, body)
        )
        found = _ADDRESS.search(answer.place)
        if answer.status != 302 or not found:
            # Whatever came of it, a new piece is begun: as somebody who lost sight of it would.
            self._explain("create", answer)
            self._again()
            return None
        piece.number = int(found[1])
        self.notes.count("done")
        self.notes.saved(piece.number, mark)
        piece.marks.append(mark)
        return piece

    def _save(self, person: Person, piece: Piece) -> None:
        """Add a paragraph to what the screen shows; a save that was not answered is looked for."""
        self._think()
        mark = self._mark()
        address = reverse("admin:articles_article_change", args=[piece.number])
        for _try in self._tries():
            # Whoever is to review it would be shown the review first.
            page = person.get(f"{address}?edit=1")
            if page.status != 200 or page.version is None or not page.body:
                self._explain("open", page)
                self._again()
                continue
            if f"{mark}。" in page.body:
                piece.marks.append(mark)
                return
            body = f"{page.body}<p>{mark}。</p>"
            answer = person.post(address, self._fields(piece, page.version, body))
            if answer.status == 302:
                self.notes.count("done")
                self.notes.saved(piece.number, mark)
                piece.marks.append(mark)
                return
            self._explain("save", answer)
            self._again()
        self.notes.wrong(f"{self.name}: piece {piece.number} cannot be saved")

    def _step(self, person: Person, piece: Piece, name: str, **fields: Any) -> bool:
        """Whether the step was taken: told so, or found so after an answer that did not come."""
        self._think()
        address = reverse("admin:articles_article_step", args=[piece.number, name])
        sent = False
        for _try in self._tries():
            page = person.get(address)
            if page.status != 200 or page.version is None:
                if page.status in (403, 409):
                    if not sent:
                        self.notes.wrong(
                            f"{self.name}: {name} of piece {piece.number}: {page.status}"
                        )
                    # It cannot be taken any more: it was taken when no answer came.
                    return sent
                self._explain(name, page)
                self._again()
                continue
            answer = person.post(address, {"version": page.version} | fields)
            if answer.status == 302:
                self.notes.count("done")
                self.notes.stepped(piece.number, name)
                return True
            sent = sent or answer.reached
            self._explain(name, answer)
            self._again()
        self.notes.wrong(f"{self.name}: piece {piece.number} does not come to {name}")
        return False

    def _illustrate(self, piece: Piece) -> None:
        self._think()
        data = self._picture()
        for _try in self._tries():
            answer = self.writer.upload(reverse("admin:image-upload"), "渡口.jpg", data)
            kept = json_of(answer)
            if answer.status == 200 and kept and "hash" in kept[0]:
                self.notes.count("done")
                with self.notes.lock:
                    self.notes.pictures.add(kept[0]["hash"])
                piece.figures = [kept[0]["hash"]]
                return
            self._explain("upload", answer)
            self._again()

    def _picture(self) -> bytes:
        tone = self.random.randbytes(8 * 6 * 3)
        small = Pillow.frombytes("RGB", (8, 6), tone)
        out = io.BytesIO()
        small.resize((640, 480), Pillow.Resampling.BICUBIC).save(out, "JPEG", quality=85)
        return out.getvalue()

    def _explain(self, what: str, answer: Answer) -> None:
        """No answer, and answers of a server whose database is away, are part of the game; stale
        versions are what a save finds that was stored without an answer."""
        if answer.status in (0, 409, 503):
            return
        said = answer.place or _told(answer.text)
        self.notes.wrong(f"{self.name}: {what}: {answer.status}: {said}")

    # --- What readers get -------------------------------------------------------------------------

    def _see(self, piece: Piece, status: int, mark: str = "") -> None:
        """Readers are shown it at once: counted are only the moments at which the site answers."""
        path = f"/{timezone.localdate():%Y/%m/%d}/{piece.number}/"
        began = time.monotonic()
        while (waited := time.monotonic() - began) < _PATIENCE:
            found, text = self.reader.get(path)
            if found == status and mark in text:
                with self.notes.lock:
                    self.notes.shown_after.append(waited)
                return
            if found in (200, 404, 410) and waited > WITHIN:
                self.notes.wrong(f"{path}: {found} instead of {status}, {waited:.1f} s later")
                return
            self._again()


def _told(text: str) -> str:
    plain = re.sub(r"<(script|style).*?</\1>|<[^>]+>|\s+", " ", text, flags=re.DOTALL)
    return re.sub(r" +", " ", plain)[:300]
