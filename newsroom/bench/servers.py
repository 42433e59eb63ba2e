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
  {more}
  server {{
    listen 127.0.0.1:{port};
    location / {{ {location} }}
  }}
}}
"""
_FILE = "root {folder}/www; default_type text/html; add_header Content-Encoding br;"

_CACHE = """
  proxy_cache_path {folder}/kept keys_zone=pages:1m;
  proxy_cache pages; proxy_cache_valid 200 410 1s; proxy_cache_lock on;
  proxy_ignore_headers Cache-Control; proxy_cache_key $host$request_uri$http_accept_encoding;
  proxy_http_version 1.1; proxy_set_header Host $http_host; proxy_set_header Connection "";
"""


@contextmanager
def granian(application: str, **environment: str) -> Iterator[str]:
    """Two workers, as `make demo` has them."""
    port = servers.free_port()
    command = servers.granian(application, port, workers=2, log_level="error")
    with _running(command, f"http://127.0.0.1:{port}", "/", environment) as site:
        yield site


@contextmanager
def nginx_with_a_file(folder: Path, body: bytes) -> Iterator[str | None]:
    """One page as a file; None where there is no nginx."""
    (folder / "www").mkdir()
    (folder / "www" / "page").write_bytes(body)
    # Its workers may be another user than who starts it.
    for each in (folder, folder / "www", folder / "www" / "page"):
        each.chmod(0o755)
    with _nginx(folder, "/page", _FILE.format(folder=folder)) as site:
        yield site and f"{site}/page"


@contextmanager
def nginx_with_a_cache(folder: Path, site: str, path: str) -> Iterator[str | None]:
    """Before `site`, keeping each answer for one second; None where there is no nginx."""
    folder.chmod(0o755)
    more = _CACHE.format(folder=folder)
    with _nginx(folder, path, f"proxy_pass {site};", more) as front:
        yield front and front + path


@contextmanager
def _nginx(folder: Path, path: str, location: str, more: str = "") -> Iterator[str | None]:
    tool = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if tool is None:
        yield None
        return
    port = servers.free_port()
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port, location=location, more=more))
    command = [tool, "-c", str(config), "-p", str(folder)]
    with _running(command, f"http://127.0.0.1:{port}", path, {}) as site:
        yield site


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
