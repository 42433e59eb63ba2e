"""Servers of two workers to be asked, each alone on the machine while it is."""

import os
import shutil
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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def granian(application: str, **environment: str) -> Iterator[str]:
    """Two workers of four threads, as `make demo` has them."""
    port = _free_port()
    command = [
        str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", "2",
        "--blocking-threads", "4", "--log-level", "error", application,
    ]  # fmt: skip
    with _running(command, port, environment) as site:
        yield site


@contextmanager
def nginx(folder: Path, body: bytes) -> Iterator[str | None]:
    """One page as a file; None where there is no nginx."""
    tool = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if tool is None:
        yield None
        return
    port = _free_port()
    (folder / "www").mkdir()
    (folder / "www" / "page").write_bytes(body)
    # Its workers may be another user than who starts it.
    for each in (folder, folder / "www", folder / "www" / "page"):
        each.chmod(0o755)
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port))
    with _running([tool, "-c", str(config), "-p", str(folder)], port, {}, path="/page") as site:
        yield f"{site}/page"


@contextmanager
def _running(
    command: list[str], port: int, environment: dict[str, str], path: str = "/"
) -> Iterator[str]:
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=os.environ | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    site = f"http://127.0.0.1:{port}"
    try:
        _wait(site + path, process)
        yield site
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    for _try in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"The server for {url} ended at once.")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within 30 seconds.")
