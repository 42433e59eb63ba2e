"""Sounds for the demo, made by arithmetic: nothing recorded, nothing of anybody else's.

`draw(key)` gives a short WAV file, the same bytes every time.
"""

import io
import math
import random
import struct
import wave
from collections.abc import Callable

RATE = 16_000  # samples a second
Samples = list[float]


def _silence(seconds: float) -> Samples:
    return [0.0] * round(seconds * RATE)


def _mix(into: Samples, sound: Samples, at: float, loud: float) -> None:
    start = round(at * RATE)
    for number, value in enumerate(sound[: len(into) - start]):
        into[start + number] += value * loud


def _noise(chance: random.Random, seconds: float, fade: float, dull: float) -> Samples:
    """Noise that dies away in `fade` seconds; `dull` from 0 to 1 takes the high tones out."""
    samples, last = [], 0.0
    for number in range(round(seconds * RATE)):
        last += (chance.uniform(-1, 1) - last) * (1 - dull)
        samples.append(last * math.exp(-number / RATE / fade))
    return samples


def _looms() -> Samples:
    """Six seconds of shuttles that strike, then six of a jet of air, far softer."""
    chance = random.Random("looms")
    samples = _silence(13)
    for beat in range(20):
        at = beat * 0.3
        _mix(samples, _noise(chance, 0.12, 0.018, 0.2), at, 0.9)
        _mix(samples, _noise(chance, 0.2, 0.05, 0.9), at + 0.13, 1.6)
    for beat in range(42):
        _mix(samples, _noise(chance, 0.12, 0.05, 0.55), 6.6 + beat * 0.145, 0.2)
    return samples


def _ferry() -> Samples:
    """Two long calls of a horn of three low tones."""
    samples = _silence(6)
    for at, seconds in ((0.3, 1.8), (2.7, 2.6)):
        call = []
        for number in range(round(seconds * RATE)):
            time = number / RATE
            swell = min(1.0, time / 0.15, (seconds - time) / 0.4)
            tones = (
                math.sin(2 * math.pi * tone * time) / (1 + part)
                for pitch in (146.8, 174.6, 220.0)
                for part, tone in enumerate((pitch, 2 * pitch, 3 * pitch))
            )
            call.append(swell * sum(tones))
        _mix(samples, call, at, 0.2)
    return samples


_SOUNDS: dict[str, Callable[[], Samples]] = {"looms-rhythm": _looms, "ferry-horn": _ferry}
KEYS = frozenset(_SOUNDS)


def draw(key: str) -> io.BytesIO:
    samples = _SOUNDS[key]()
    highest = max(map(abs, samples))
    whole = [round(value / highest * 28_000) for value in samples]
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(whole)}h", *whole))
    file.seek(0)
    return file
