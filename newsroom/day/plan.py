"""How large the day is, and what people are inclined to do."""

import random
from dataclasses import dataclass

PEAK = "整点"


@dataclass(frozen=True)
class Plan:
    people: int = 30
    pieces: int = 300
    peak: int = 50
    """So many pieces are set for one and the same second."""
    seed: int = 1
    processes: int = 3
    lead: float = 20.0
    """Seconds between the setting of that second and the second."""
    rest: float = 3.0
    """The day is over when nobody has acted for so many seconds."""
    thinking: float = 1.2
    """Seconds, at most, that somebody looks at a piece before acting."""
    patience: float = 15.0
    """Where acts are slow, so many times the length of an act: who waits for a slow machine does
    not press faster."""
    limit: float = 900.0
    """Seconds after which whoever still works is sent home and the day counts as failed."""

    def random(self, *who: object) -> random.Random:
        return random.Random("·".join(map(str, (self.seed, *who))))


# What is likely while reporters still bring pieces, and while the day is brought to its end.
LIVELY: dict[str, float] = {
    "save": 2, "submit": 9, "recall": 0.05, "proofread": 9, "pass": 9, "return": 0.7,
    "publish": 9, "unschedule": 0.5, "revise": 0.5, "fix": 1.2, "correct": 0.8, "discard": 0.3,
    "withdraw": 0.8, "confirm": 4, "reinstate": 1, "spike": 0.12, "unspike": 1, "override": 0.2,
    "after_review": 3, "idle": 0.2,
}  # fmt: skip
CLOSING: dict[str, float] = {
    "submit": 8, "proofread": 8, "pass": 9, "publish": 8, "confirm": 4, "after_review": 4,
    "override": 0.02, "idle": 0.2,
}  # fmt: skip
# Pieces of the peak are on their way to it and nowhere else.
STRAIGHT = {"save", "submit", "proofread", "pass", "return", "after_review", "idle"}
NOTES = (
    "第二段的数字请再核对。", "标题改短一点。", "引语要有出处。", "采访对象的单位写全称。",
    "导语先说结果。", "读者来电指出时间有误。", "图说补上拍摄地点。",
)  # fmt: skip
HEADLINES = (
    "夜班公交通到厂门口", "职工书屋的灯亮到十点", "码头上的第一场技能赛", "食堂窗口加了一碗热汤",
    "班组长的安全手账", "高温天里的补水点", "老师傅带徒三十年", "工地旁的夜校开课",
)  # fmt: skip
