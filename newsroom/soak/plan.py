"""How long and how hard."""

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    kills: int = 200
    within: float = 60.0
    """Minutes after which no more are killed, and what there was is looked at."""
    crews: int = 6
    """Crews of three at work while processes are killed: one writes, two edit."""
    thinking: float = 0.4
    """Seconds, at most, between two acts of a crew while processes are killed."""
    minutes: float = 30.0
    """Of the load without kills; 0 leaves it out."""
    editors: int = 20
    """Crews of that load."""
    pace: float = 10.0
    """Seconds, on average, between two acts of one of them."""
    paragraphs: int = 12
    seed: int = 1
    share: float = 0.5
    """Of what the server can answer, so much is asked of it by readers."""
    measure: int = 10
    """Seconds for which that is measured."""

    def random(self, *who: object) -> random.Random:
        return random.Random("·".join(map(str, (self.seed, *who))))
