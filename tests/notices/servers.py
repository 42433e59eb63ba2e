"""A mail server and a webhook of our own, on this machine: they take what they are told to take."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.server import free_port


class Mailbox(socketserver.ThreadingTCPServer):
    """As much of SMTP as Django speaks. Addresses in `refused` get an error."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.mails: list[EmailMessage] = []
        self.refused: set[str] = set()
        super().__init__(("127.0.0.1", port), _Conversation)

    def to(self, address: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == address]


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word = line.decode(errors="replace").strip()
            command = word[:4].upper()
            if command == "DATA":
                self._say("354 go on")
                data = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    data += part[1:] if part.startswith(b"..") else part
                mail = message_from_bytes(data, policy=policy.default)
                assert isinstance(mail, EmailMessage)
                self.server.mails.append(mail)
                self._say("250 taken")
            elif command == "RCPT" and any(each in word for each in self.server.refused):
                self._say("550 nobody here by that name")
            elif command == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")


@contextmanager
def mail_server(port: int | None = None) -> Iterator[tuple[Mailbox, int]]:
    port = port or free_port()
    with Mailbox(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server, port
        server.shutdown()


class Hook(ThreadingHTTPServer):
    """Answers posts with `status` and `answer`, and keeps what came, whatever it answered."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        self.status, self.answer = 200, '{"errcode": 0}'
        self.headers_sent: dict[str, str] = {}
        self.posts: list[tuple[str, dict[str, Any]]] = []
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", port), _Post)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def texts(self) -> list[str]:
        return [
            body["text"]["content"] if "text" in body else body["content"]["text"]
            for _path, body in self.posts
        ]


class _Post(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, json.loads(body)))
        self.send_response(self.server.status)
        for name, value in self.server.headers_sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.answer.encode())

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def hook(port: int = 0) -> Iterator[Hook]:
    with Hook(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
