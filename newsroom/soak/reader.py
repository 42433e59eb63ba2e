"""A reader who is told nothing when a server is being started anew."""

import http.client


class Reader:
    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=20)

    def get(self, path: str) -> tuple[int, str]:
        """Status and page; status 0 when nobody answered."""
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return 0, ""

    def close(self) -> None:
        self._connection.close()
