"""Who really asks, where proxies of ours stand in front: the outermost WSGI layer.

What a trusted proxy says of the caller becomes the request's own address and scheme; what
anybody else says in those headers is dropped before anything can believe it.
"""

import ipaddress
from collections.abc import Iterable, Sequence

from newsroom.environment import Network
from newsroom.pagestore.gate import Application, Environ, Start

_SAID = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_REQUEST_ID",
)  # fmt: skip


class Proxies:
    def __init__(self, inner: Application, trusted: Sequence[Network]) -> None:
        self._inner, self._trusted = inner, trusted

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        said = {name: environ.pop(name) for name in _SAID if name in environ}
        if said and self._trusts(environ.get("REMOTE_ADDR", "")):
            if said.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
                environ["wsgi.url_scheme"] = said["HTTP_X_FORWARDED_PROTO"]
            if caller := self._caller(said.get("HTTP_X_FORWARDED_FOR", "")):
                environ["REMOTE_ADDR"] = caller
            if name := said.get("HTTP_X_REQUEST_ID"):
                environ["HTTP_X_REQUEST_ID"] = name
        return self._inner(environ, start)

    def _trusts(self, address: str) -> bool:
        try:
            known = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
            known = known.ipv4_mapped
        return any(known in network for network in self._trusted)

    def _caller(self, chain: str) -> str:
        """The last address that is no proxy of ours: what stands before it anybody can write.
        Empty where it is no address."""
        for each in reversed(chain.split(",")):
            if not self._trusts(address := each.strip()):
                try:
                    return str(ipaddress.ip_address(address))
                except ValueError:
                    return ""
        return ""
