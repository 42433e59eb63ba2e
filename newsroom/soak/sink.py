"""The group's end of its robot: it takes every message and counts the lines."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Sink:
    def __init__(self, port: int = 0) -> None:
        self.lines: list[str] = []
        lines = self.lines

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                lines.append(told["text"]["content"])
                body = b'{"errcode": 0}'
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://{self.host}/group"

    @property
    def told(self) -> int:
        """Notices that arrived: two lines each, the sentence and where it leads."""
        return sum(len(text.split("\n")) // 2 for text in self.lines)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def listening(port: int) -> Iterator[Sink]:
    sink = Sink(port)
    try:
        yield sink
    finally:
        sink.close()
