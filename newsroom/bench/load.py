"""Asking one address as fast as it answers, with wrk."""

import re
import shutil
import subprocess
from dataclasses import dataclass

CONNECTIONS = 16
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_SLOWEST = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
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
    tool = shutil.which("wrk")
    if tool is None:
        raise NoTool("Install wrk (Debian: apt-get install wrk): it does the asking.")
    done = subprocess.run(
        [
            tool, "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency",
            "-H", "Accept-Encoding: gzip, deflate, br", url,
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rate, slowest = _RATE.search(done.stdout), _SLOWEST.search(done.stdout)
    if rate is None or slowest is None or _BAD.search(done.stdout):
        raise RuntimeError(f"{url} did not answer as it should:\n{done.stdout}")
    return Load(float(rate[1]), float(slowest[1]) * _IN_MS[slowest[2]])
