"""Whose word about the caller is believed."""

import ipaddress
from collections.abc import Iterable
from typing import Any

import pytest

from newsroom.pagestore.gate import Environ, Start
from newsroom.proxies import Proxies

OURS = [ipaddress.ip_network(each) for each in ("127.0.0.1", "10.0.0.0/8", "::1")]


def seen(**environ: Any) -> tuple[str, str, set[str]]:
    """Address and scheme that the application sees, and what is left of the headers."""
    found: list[Environ] = []

    def inner(environ: Environ, start: Start) -> Iterable[bytes]:
        found.append(environ)
        return []

    Proxies(inner, OURS)({"wsgi.url_scheme": "http", **environ}, lambda *_all: None)
    left = {name for name in found[0] if "FORWARDED" in name or name == "HTTP_X_REAL_IP"}
    return found[0].get("REMOTE_ADDR", ""), found[0]["wsgi.url_scheme"], left


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.1.2.3", "::1", "::ffff:127.0.0.1"])
def test_a_proxy_of_ours_is_believed(peer: str) -> None:
    said = {"HTTP_X_FORWARDED_FOR": "198.51.100.9", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(REMOTE_ADDR=peer, **said) == ("198.51.100.9", "https", set())


@pytest.mark.parametrize("peer", ["198.51.100.1", "11.0.0.1", "", "nonsense", "::2"])
def test_nobody_else_is(peer: str) -> None:
    said = {
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_FORWARDED": "for=127.0.0.1;proto=https",
        "HTTP_X_REAL_IP": "127.0.0.1",
    }
    assert seen(REMOTE_ADDR=peer, **said) == (peer, "http", set())


@pytest.mark.parametrize(
    ("chain", "caller"),
    [
        ("1.1.1.1, 198.51.100.9", "198.51.100.9"),
        ("1.1.1.1, 198.51.100.9, 10.0.0.7", "198.51.100.9"),
        ("10.0.0.7", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("nonsense", "127.0.0.1"),
        ("198.51.100.9, <script>", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_of_a_chain_the_last_that_is_not_ours_counts(chain: str, caller: str) -> None:
    assert seen(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=chain)[0] == caller


@pytest.mark.parametrize("scheme", ["ftp", "HTTPS, http", ""])
def test_a_scheme_that_is_none_is_ignored(scheme: str) -> None:
    assert seen(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO=scheme)[1] == "http"
