"""A PostgreSQL server of its own, with the durability of a real one, that may be killed."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from newsroom.servers import free_port

_BEGINS_WITHIN = 60.0  # seconds


class NoPostgres(Exception):
    """PostgreSQL's programs are not installed."""


def programs() -> Path:
    """The folder of the newest version's programs. Raises NoPostgres."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    if found:
        return found[-1]
    if there := shutil.which("initdb"):
        return Path(there).parent
    raise NoPostgres("Install PostgreSQL's server (Debian: apt-get install postgresql).")


class Cluster:
    """Its server is a child of this process, so that a killed one is really gone."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._server: subprocess.Popen[bytes] | None = None

    @classmethod
    def make(cls, folder: Path) -> "Cluster":
        """A new one, running. Raises NoPostgres."""
        cluster = cls(folder, free_port())
        programs()
        folder.mkdir(parents=True)
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
            folder.parent.chmod(0o755)
        subprocess.run(
            cluster._command(
                "initdb", "-D", str(cluster.data), "-U", "postgres", "-A", "trust", "-E", "UTF8",
                "--locale", "C.UTF-8",
            ),
            check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        cluster.start()
        return cluster

    @property
    def data(self) -> Path:
        return self.folder / "db"

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """What a killed server has left behind may stand in the way for a moment."""
        deadline = time.monotonic() + _BEGINS_WITHIN
        while True:
            with (self.folder / "log").open("a") as log:
                self._server = subprocess.Popen(
                    self._command(
                        "postgres", "-D", str(self.data), "-h", "127.0.0.1", "-p", str(self.port),
                        "-k", str(self.folder), "-c", "jit=off",
                    ),
                    cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                )  # fmt: skip
            while self._server.poll() is None:
                if self._answers():
                    return
                time.sleep(0.05)
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text()[-3000:])
            time.sleep(0.2)

    def _answers(self) -> bool:
        command = [str(programs() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(command).returncode == 0

    def stop(self) -> None:
        """At once, as with a power cut; nothing when it does not run."""
        if self._server and self._server.poll() is None:
            self._server.send_signal(signal.SIGQUIT)
            self._server.wait()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def postmaster(self) -> int | None:
        """Its process; None when it does not run."""
        if self._server is None or self._server.poll() is not None:
            return None
        return self._server.pid

    def backends(self) -> list[int]:
        """The processes that answer somebody at this moment."""
        found = []
        for pid in children(self.postmaster):
            try:
                said = Path(f"/proc/{pid}/cmdline").read_bytes()
            except OSError:
                continue
            if b"127.0.0.1" in said:
                found.append(pid)
        return found

    def freeze(self) -> None:
        """It takes connections and answers none, as a machine does whose disk hangs."""
        for pid in [*children(self.postmaster), self.postmaster]:
            if pid:
                os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in [self.postmaster, *children(self.postmaster)]:
            if pid:
                os.kill(pid, signal.SIGCONT)

    def _command(self, name: str, *what: str) -> list[str]:
        """PostgreSQL refuses to run as root."""
        command = [str(programs() / name), *what]
        if os.getuid():
            return command
        return ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", *command]


def children(pid: int | None) -> list[int]:
    """The processes that this one has started and that still run."""
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children") if pid else ():
        try:
            found += map(int, path.read_text().split())
        except OSError:
            continue
    return [child for child in found if _lives(child)]


def _lives(pid: int) -> bool:
    """Not one that was killed and whose parent has not looked yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
