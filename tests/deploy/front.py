"""The nginx configuration of deploy/ as it stands there, on free ports of this machine."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsroom import servers
from tests.server import ROOT

FILES = ROOT / "deploy" / "nginx"
_AROUND = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; text/css css; }}
  default_type application/octet-stream;
  access_log off; sendfile on;
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/newsroom.conf;
}}
"""


def tool() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("no nginx on this machine: nothing was tried with it")
    return found


def written(folder: Path, places: Mapping[str, str], *, cached: bool = False) -> Path:
    """All files in `folder`, with other places of this machine; `cached` takes what the
    commented lines offer."""
    (folder / "cache").mkdir(parents=True)
    key, pem = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", str(key), "-out", str(pem), "-days", "2", "-subj",
         "/CN=paper.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    for file in FILES.glob("*.conf"):
        text = file.read_text()
        if cached:
            text = re.sub(r"# (include /etc/nginx/newsroom/microcache)", r"\1", text)
        text = text.replace("/etc/nginx/newsroom/", f"{folder}/")
        text = re.sub(r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};", text)
        text = re.sub(r"ssl_certificate \S+;", f"ssl_certificate {pem};", text)
        text = re.sub(r"\n *listen \[::\].*", "", text)
        text = text.replace("/run/newsroom-cache", str(folder / "cache"))
        for old, new in places.items():
            text = text.replace(old, new)
        (folder / file.name).write_text(text)
    main = folder / "nginx.conf"
    main.write_text(_AROUND.format(folder=folder))
    # Its workers may be another user than who starts it.
    for each in (folder, *folder.parents):
        if each.is_relative_to(Path("/tmp")) and each != Path("/tmp"):
            each.chmod(each.stat().st_mode | 0o055)
    (folder / "cache").chmod(0o777)
    return main


@contextmanager
def standing(
    folder: Path, *, readers: list[int], desk: int, static: Path, media: Path, cached: bool = False
) -> Iterator[int]:
    """nginx in front of these ports; yields the port of its TLS."""
    port, plain = servers.free_port(), servers.free_port()
    challenge = folder / "acme" / ".well-known" / "acme-challenge"
    challenge.mkdir(parents=True)
    (challenge / "ready").touch()
    main = written(
        folder,
        {
            "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            "listen 80;": f"listen 127.0.0.1:{plain};",
            "server 127.0.0.1:8001": f"server 127.0.0.1:{readers[0]}",
            "server 127.0.0.1:8002": f"server 127.0.0.1:{readers[1]}",
            "server 127.0.0.1:8010": f"server 127.0.0.1:{desk}",
            "/var/www/acme": str(folder / "acme"),
            "/var/lib/newsroom/static/": f"{static}/",
            "/var/lib/newsroom/private/": f"{media}/",
        },
        cached=cached,
    )
    with servers.running(
        [tool(), "-c", str(main), "-p", str(folder)],
        f"http://127.0.0.1:{plain}/.well-known/acme-challenge/ready",
        environment=servers.this_environment(),
        out=subprocess.PIPE,
        said=lambda process: str(process.communicate()[0]),
    ):
        yield port
