"""Asking addresses as fast as they answer, with wrk."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_SLOWEST = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_COUNT = re.compile(r"(\d+) requests in")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)|Socket errors")
_IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class NoTool(Exception):
    """wrk is not installed."""


@dataclass(frozen=True)
class Load:
    """`rate` in requests per second, `slowest` the 99th percentile in milliseconds."""

    rate: float
    slowest: float


def ask(url: str, seconds: int) -> Load:
    """16 connections over two threads; the answer is asked for packed as browsers do."""
    said = _wrk(url, f"{seconds}s")
    rate, slowest = _RATE.search(said), _SLOWEST.search(said)
    if rate is None or slowest is None:
        raise RuntimeError(f"{url} did not answer as it should:\n{said}")
    return Load(float(rate[1]), float(slowest[1]) * _IN_MS[slowest[2]])


def _wrk(url: str, duration: str, *more: str) -> str:
    """What wrk says when every answer was a good one."""
    tool = shutil.which("wrk")
    if tool is None:
        raise NoTool("Install wrk (Debian: apt-get install wrk): it does the asking.")
    done = subprocess.run(
        [
            tool, "-t2", f"-c{CONNECTIONS}", f"-d{duration}", "--latency", *more,
            "-H", "Accept-Encoding: gzip, deflate, br", url,
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    if _BAD.search(done.stdout):
        raise RuntimeError(f"{url} did not answer as it should:\n{done.stdout}")
    return done.stdout


# Each of the two threads goes through all addresses from a place of its own.
_IN_TURN = """
local paths = {}
for line in io.lines("%s") do paths[#paths + 1] = line end
local place, started = 0, 0
function setup(thread) thread:set("first", started); started = started + 1 end
function init() place = math.floor(first * #paths / 2) end
function request() place = place %% #paths + 1; return wrk.format("GET", paths[place]) end
"""


def ask_many(site: str, paths: list[str], count: int) -> int:
    """All these addresses in turn, until at least so many answers have come; how many it were."""
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "turn.lua")
        listed.write_text("\n".join(paths))
        script.write_text(_IN_TURN % listed)
        while done < count:
            said = _wrk(site, "5s", "-s", str(script))
            done += int(_COUNT.search(said)[1])  # type: ignore[index]  # wrk says it or has failed before
    return done
