"""A readers' server in a process of its own, on a free port of this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def readers_site(log: Path, workers: int = 2) -> Iterator[str]:
    """Serve the readers' wing from this process's database; yields the address. What the server
    says goes to `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = f"http://127.0.0.1:{port}"
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
        "--blocking-threads", "4", "--log-level", "warning", "newsroom.wsgi:application",
    ]  # fmt: skip
    with log.open("w") as out:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=os.environ | {"NEWSROOM_WING": "public"},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(site, process, log)
            yield site
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(site: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"The readers' server did not start: {log.read_text()}")
        try:
            with urllib.request.urlopen(f"{site}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The readers' server did not answer within 30 seconds.")
