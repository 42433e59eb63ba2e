"""Groups of processes as they stand on machines of their own, and a database that can go away."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from newsroom import servers
from tests.server import ROOT, fetch


class Group:
    """One granian with two workers, all of which can be killed at once, and started again."""

    def __init__(self, var: Path, **environment: str) -> None:
        self.port = servers.free_port()
        kept = {name: each for name, each in os.environ.items() if not name.startswith("NEWSROOM_")}
        self._environment = kept | {
            "NEWSROOM_VAR": str(var),
            "NEWSROOM_HOSTS": "paper.example,desk.paper.example,127.0.0.1",
            "NEWSROOM_MEDIA_DIR": str(settings.STORAGES["default"]["OPTIONS"]["location"]),
            "NEWSROOM_TRUSTED_PROXIES": "127.0.0.1",
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            servers.granian("newsroom.wsgi:application", self.port, workers=2),
            cwd=ROOT, env=self._environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _try in range(300):
            with suppress(OSError):
                if fetch(f"{self.address}/healthz")[0] == 200:
                    return
            threading.Event().wait(0.1)
        raise RuntimeError("A group of processes did not start.")

    def kill(self) -> None:
        """As when the power of its machine goes."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@contextmanager
def started(*groups: Group) -> Iterator[None]:
    try:
        for group in groups:
            group.start()
        yield
    finally:
        for group in groups:
            group.kill()


class Line:
    """A way to the database's port that can be cut, as if the database had been stopped."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._there = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._listening = socket.create_server(("127.0.0.1", 0))
        port = self._listening.getsockname()[1]
        host = f"{parts.netloc.rpartition('@')[0]}@127.0.0.1:{port}"
        self.url = urlunsplit(parts._replace(netloc=host))
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        # Without this the thread that accepts would keep the port open.
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._listening.accept()
                far = socket.create_connection(self._there)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_pass_on, args=(one, other), daemon=True).start()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    for end in (one, other):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
