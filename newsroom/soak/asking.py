"""Readers by the thousand: wrk asks for many pages, as fast as they come or at a set pace."""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from newsroom.bench.load import NoTool

CONNECTIONS = 32
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_COUNT = re.compile(r"(\d+) requests in")
_SLOWEST = re.compile(r"99%\s+([\d.]+)(us|ms|s)")
_BAD = re.compile(r"Non-2xx or 3xx responses: (\d+)")
_CUT = re.compile(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)")
_IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}

_SCRIPT = """
local paths = {{ {paths} }}
local pause = {pause}
local owed = 0
request = function()
  return wrk.format("GET", paths[math.random(#paths)],
    {{ ["Host"] = wrk.headers["Host"], ["Accept-Encoding"] = "gzip, deflate, br" }})
end
if pause > 0 then
  -- Whole milliseconds only: what is left over is owed to the next one.
  delay = function()
    owed = owed + pause * 2 * math.random()
    local whole = math.floor(owed)
    owed = owed - whole
    return whole
  end
end
"""


@dataclass(frozen=True)
class Asked:
    """`rate` in pages a second, `slowest` the 99th percentile in milliseconds; `bad` answers that
    were not 2xx, and connections that broke."""

    count: int
    rate: float
    slowest: float
    bad: int


def ask(site: str, paths: list[str], seconds: int, *, rate: float = 0.0) -> Asked:
    """As fast as it goes, or about `rate` pages a second. Raises NoTool."""
    tool = shutil.which("wrk")
    if tool is None:
        raise NoTool("Install wrk (Debian: apt-get install wrk): it does the asking.")
    # Each connection asks, waits for the answer, and then for this many milliseconds.
    pause = CONNECTIONS / rate * 1000 if rate else 0.0
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "pages.lua"
        quoted = ", ".join(f'"{path}"' for path in paths)
        script.write_text(_SCRIPT.format(paths=quoted, pause=f"{pause:.3f}"))
        done = subprocess.run(
            [
                tool, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "20s",
                "-s", str(script), site,
            ],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    said = done.stdout
    found, count, slowest = _RATE.search(said), _COUNT.search(said), _SLOWEST.search(said)
    if found is None or count is None or slowest is None:
        raise RuntimeError(f"wrk says nothing of {site}:\n{said}\n{done.stderr}")
    bad = int(match[1]) if (match := _BAD.search(said)) else 0
    if cut := _CUT.search(said):
        bad += sum(map(int, cut.groups()))
    milliseconds = float(slowest[1]) * _IN_MS[slowest[2]]
    return Asked(int(count[1]), float(found[1]), milliseconds, bad)
