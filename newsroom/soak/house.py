"""The machine room: two server processes and their parent, the worker, the database; what is
killed in it is started again, as systemd would."""

import http.client
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.conf import settings

from newsroom.servers import free_port, granian, this_environment
from newsroom.soak.cluster import Cluster, children

WORKERS = 2
_BEGINS_WITHIN = 90.0  # seconds


class House:
    def __init__(self, folder: Path, cluster: Cluster | None, **environment: str) -> None:
        self.port = free_port()
        self.cluster = cluster
        self.log = folder / "house.log"
        self._environment = this_environment(**environment)
        self._out: IO[str] = self.log.open("a")
        self._server: subprocess.Popen[bytes] | None = None
        self._worker: subprocess.Popen[bytes] | None = None

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def targets(self) -> dict[str, int]:
        """What may be killed, and how often in comparison."""
        common = {"server process": 5, "server's parent": 2, "worker": 3}
        return common | ({"database": 2, "database process": 2} if self.cluster else {})

    def start(self) -> None:
        self.mend()

    def stop(self) -> None:
        for process in (self._server, self._worker):
            if process is None:
                continue
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                _kill([*children(process.pid), process.pid])
                process.wait()
        self._out.close()

    def processes(self) -> dict[str, int]:
        """Every process of ours but the database's, by what it does."""
        found = {}
        if self._server:
            found["server's parent"] = self._server.pid
            found |= {f"server {n}": pid for n, pid in enumerate(self._serving(), start=1)}
        if self._worker:
            found["worker"] = self._worker.pid
        return found

    def _serving(self) -> list[int]:
        return children(self._server.pid) if self._server else []

    # --- Killing and mending ---------------------------------------------------------------------

    def kill(self, target: str, chance: random.Random) -> bool:
        """SIGKILL; whether there was anything to kill."""
        pids: list[int] = []
        if target == "server process" and self._server:
            pids = [chance.choice(found)] if (found := self._serving()) else []
        elif target == "server's parent" and self._server:
            # Whoever restarts it ends what it leaves behind first.
            pids = [self._server.pid, *children(self._server.pid)]
        elif target == "worker" and self._worker:
            pids = [self._worker.pid]
        elif target == "database" and self.cluster:
            pids = [main] if (main := self.cluster.postmaster) else []
        elif target == "database process" and self.cluster:
            pids = [chance.choice(found)] if (found := self.cluster.backends()) else []
        _kill(pids)
        return bool(pids)

    def mend(self) -> None:
        """Start what does not run, and wait until all of it does. A server whose processes die
        one after the other gives up by itself, and is started again like any other."""
        deadline = time.monotonic() + _BEGINS_WITHIN
        while True:
            if self.cluster and not self.cluster.postmaster:
                self.cluster.start()
            if self._server is None or self._server.poll() is not None:
                self._server = self._begin(
                    granian("newsroom.wsgi:application", self.port, workers=WORKERS)
                )
            if self._worker is None or self._worker.poll() is not None:
                manage = str(settings.BASE_DIR / "manage.py")
                self._worker = self._begin([sys.executable, manage, "worker"])
            if len(self._serving()) == WORKERS and self.ready():
                return
            if time.monotonic() > deadline:
                said = self.log.read_text()[-3000:]
                raise RuntimeError(f"The server does not come back:\n{said}")
            time.sleep(0.05)

    def _begin(self, command: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=self._environment, stdin=subprocess.DEVNULL,
            stdout=self._out, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def ready(self) -> bool:
        """Whether the site can answer from its database."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
