"""Servers of two workers to be asked, each alone on the machine while it is."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsroom import servers

_NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  open_file_cache max=100;
  server {{
    listen 127.0.0.1:{port};
    location / {{ root {folder}/www; default_type text/html; add_header Content-Encoding br; }}
  }}
}}
"""


@contextmanager
def granian(application: str, **environment: str) -> Iterator[str]:
    """Two workers, as `make demo` has them."""
    port = servers.free_port()
    command = servers.granian(application, port, workers=2, log_level="error")
    with _running(command, f"http://127.0.0.1:{port}", "/", environment) as site:
        yield site


@contextmanager
def nginx(folder: Path, body: bytes) -> Iterator[str | None]:
    """One page as a file; None where there is no nginx."""
    tool = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if tool is None:
        yield None
        return
    port = servers.free_port()
    (folder / "www").mkdir()
    (folder / "www" / "page").write_bytes(body)
    # Its workers may be another user than who starts it.
    for each in (folder, folder / "www", folder / "www" / "page"):
        each.chmod(0o755)
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port))
    command = [tool, "-c", str(config), "-p", str(folder)]
    with _running(command, f"http://127.0.0.1:{port}", "/page", {}) as site:
        yield f"{site}/page"


@contextmanager
def _running(
    command: list[str], site: str, path: str, environment: dict[str, str]
) -> Iterator[str]:
    with servers.running(
        command,
        site + path,
        environment=servers.this_environment(**environment),
        out=subprocess.DEVNULL,
    ):
        yield site
