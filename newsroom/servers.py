"""Servers of this machine, started for a while: for the rehearsed day, for measuring, for tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def granian(application: str, port: int, *, workers: int, log_level: str = "warning") -> list[str]:
    """The command, with four threads a worker, as `make demo` has them."""
    return [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--respawn-failed-workers", "--log-level", log_level,
        application,
    ]  # fmt: skip


@contextmanager
def running(
    command: list[str],
    ready: str,
    *,
    environment: Mapping[str, str],
    out: "IO[Any] | int",
    said: "Callable[[subprocess.Popen[Any]], str]" = lambda _process: "",
) -> Iterator[None]:
    """Run a server from the project's folder until the block ends; it is ready when the address
    `ready` answers well. `out` takes what it says, `said` looks that up for an error."""
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env={**environment}, stdout=out,
        stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        _wait(ready, process, said)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(
    ready: str,
    process: "subprocess.Popen[Any]",
    said: "Callable[[subprocess.Popen[Any]], str]",
) -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"The server for {ready} did not start: {said(process)}")
        try:
            with urllib.request.urlopen(ready, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{ready} did not answer within 30 seconds.")


def this_environment(**more: str) -> dict[str, str]:
    return os.environ | more
