"""A process with everything switched on: what it logs, sends and hands out."""

import gzip
import json
import os
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "t" * 24
UNPACK = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
RUN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from accounts.models import User
from django.test import Client
from django.views.defaults import page_not_found
from newsroom import health

def breaks(request):
    note = "geheimer-entwurf"
    raise RuntimeError("kaputt")

user = User.objects.create_user("chef", password="ein-langes-passwort", full_name="Chef")
client = Client(raise_request_exception=False, headers={"host": "localhost"})
client.force_login(user)
from django.urls import get_resolver
for pattern in get_resolver().url_patterns:
    if getattr(pattern, "name", "") == "healthz":
        pattern.callback = breaks
answer = client.post("/healthz?wort=geheime-frage", {"text": "geheimer-text"})
print(answer.status_code, answer["X-Request-ID"])
metrics = client.get("/metrics", headers={"authorization": "Bearer " + "t" * 24})
print([line for line in metrics.content.decode().splitlines() if "5xx" in line and "desk" in line])
import logging, sentry_sdk
sentry_sdk.flush(5)
logging.shutdown()
"""


def test_logs_collector_metrics_and_sentry_together(tmp_path: Path) -> None:
    sent: list[bytes] = []

    class Sentry(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent.append(UNPACK[self.headers.get("Content-Encoding", "")](body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_args: object) -> None:
            pass

    sentry = HTTPServer(("127.0.0.1", 0), Sentry)
    threading.Thread(target=sentry.serve_forever, daemon=True).start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as collector:
        collector.bind(("127.0.0.1", 0))
        collector.settimeout(20)
        environment = os.environ | {
            "NEWSROOM_VAR": str(tmp_path),
            "DATABASE_URL": "",
            "NEWSROOM_LOG": "json",
            "NEWSROOM_SYSLOG": f"127.0.0.1:{collector.getsockname()[1]}",
            "NEWSROOM_METRICS_TOKEN": TOKEN,
            "SENTRY_DSN": f"http://schluessel@127.0.0.1:{sentry.server_port}/1",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        }
        ran = subprocess.run(
            [sys.executable, "-c", RUN], cwd=ROOT, env=environment, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        record = collector.recv(65_536).decode()
    sentry.shutdown()
    status, name = ran.stdout.split()[:2]
    assert status == "500"
    assert ran.stdout.splitlines()[1] == (
        "['newsroom_requests_total{wing=\"desk\",class=\"5xx\"} 0']"
    )  # fmt: skip
    lines = [json.loads(each) for each in ran.stderr.splitlines()]
    failed = [each for each in lines if each["logger"] == "django.request"]
    assert [each["request_id"] for each in failed] == [name]
    assert "kaputt" in failed[0]["exception"]
    assert record.startswith("<86>1 ")
    assert json.loads(record.partition(" - ")[2])["event"] == "sign_in"
    told = b"\n".join(sent).decode()
    assert "kaputt" in told
    assert name in told
    for secret in ("geheime", "geheimer", "sessionid", "ein-langes-passwort"):
        assert secret not in ran.stderr.replace('note = "geheimer-entwurf"', "")
        assert secret not in told.replace('note = \\"geheimer-entwurf\\"', ""), secret


def test_a_wrong_address_of_sentry_stops_the_start(tmp_path: Path) -> None:
    environment = os.environ | {"NEWSROOM_VAR": str(tmp_path), "SENTRY_DSN": "no address"}
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True,
        text=True, timeout=120,
    )  # fmt: skip
    assert ran.returncode != 0
    assert "SENTRY_DSN" in ran.stderr
