"""A readers' server in a process of its own, on a free port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsroom.servers import free_port, granian, running, this_environment


@contextmanager
def readers_site(log: Path, workers: int = 2) -> Iterator[str]:
    """Serve the readers' wing from this process's database; yields the address. What the server
    says goes to `log`."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    command = granian("newsroom.wsgi:application", port, workers=workers)
    with (
        log.open("w") as out,
        running(
            command,
            f"{site}/healthz",
            environment=this_environment(NEWSROOM_WING="public"),
            out=out,
            said=lambda _process: log.read_text(),
        ),
    ):
        yield site
