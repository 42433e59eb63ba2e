"""Group robots: the message formats of WeCom, DingTalk and Feishu, and a careful way to post.

Formats and signatures are those of the services' own documents for group robots. Addresses
lead to those services alone, over TLS and never into the house: the connection is made to the
very address that was looked at, and redirects are not followed.
"""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import re
import socket
import ssl
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import SplitResult, quote_plus, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from articles.models import Delivery, GroupRobot
from articles.outbox.message import lines

# WeCom takes 2048 bytes a message.
MOST = 5
TIMEOUT = 10  # seconds
_LONGEST_ANSWER = 65536
# Other signs are written with per cent in an address; as they are, they cannot be sent.
_PLAIN = re.compile(r"[!-~]+")
_HOSTS = {
    GroupRobot.Service.WECOM: ("qyapi.weixin.qq.com",),
    GroupRobot.Service.DINGTALK: ("oapi.dingtalk.com",),
    GroupRobot.Service.FEISHU: ("open.feishu.cn", "open.larksuite.com"),
}


class BadAddress(ValueError):
    """The address leads where robots may not go. `str()` says why, for whoever typed it."""


class NotTaken(Exception):
    """The service did not take the message. `str()` is its answer, shortened."""


def check_address(service: str, address: str) -> SplitResult:
    """Raises BadAddress unless the address is the service's own, or named by the operator."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadAddress(_("This is not a web address.")) from None
    host = parts.hostname or ""
    if not host or parts.username or parts.password or not _PLAIN.fullmatch(address):
        raise BadAddress(_("This is not a web address."))
    if _named_by_operator(parts):
        return parts
    if parts.scheme != "https":
        raise BadAddress(_("The address must be an encrypted one (https)."))
    own = _HOSTS[GroupRobot.Service(service)]
    if host not in own or port not in (None, 443):
        raise BadAddress(
            _("A robot of this service has an address at %(hosts)s.") % {"hosts": "、".join(own)}
        )
    return parts


def _named_by_operator(parts: SplitResult) -> bool:
    return parts.scheme in ("http", "https") and parts.netloc.lower() in settings.ROBOT_HOSTS


def send(deliveries: Sequence[Delivery]) -> None:
    robot = deliveries[0].robot
    assert robot is not None
    said = lines([delivery.notice for delivery in deliveries], personal=False)
    post(robot, "\n".join(f"{line.text}\n{line.link}" for line in said))


def post(robot: GroupRobot, text: str) -> None:
    """Raises BadAddress, NotTaken or OSError."""
    parts = check_address(robot.service, robot.address)
    query, body = _envelope(robot, text, time.time())
    target = parts.path or "/"
    if parts.query or query:
        target += "?" + "&".join(filter(None, (parts.query, query)))
    connection = _connection(parts)
    try:
        connection.request(
            "POST",
            target,
            json.dumps(body, ensure_ascii=False).encode(),
            {"Content-Type": "application/json; charset=utf-8"},
        )
        answer = connection.getresponse()
        _judge(answer.status, answer.read(_LONGEST_ANSWER))
    except http.client.HTTPException as error:
        raise NotTaken(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()


def _envelope(robot: GroupRobot, text: str, now: float) -> tuple[str, dict[str, Any]]:
    """What is added to the address, and the message."""
    if robot.service == GroupRobot.Service.WECOM:
        return "", {"msgtype": "text", "text": {"content": text}}
    if robot.service == GroupRobot.Service.DINGTALK:
        query = ""
        if robot.secret:
            moment = str(round(now * 1000))
            signed = _hmac(robot.secret, f"{moment}\n{robot.secret}")
            query = f"timestamp={moment}&sign={quote_plus(signed)}"
        return query, {"msgtype": "text", "text": {"content": text}}
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        moment = str(int(now))
        # Feishu signs nothing, with the time and the secret as the key.
        body |= {"timestamp": moment, "sign": _hmac(f"{moment}\n{robot.secret}", "")}
    return "", body


def _hmac(key: str, message: str) -> str:
    digest = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _judge(status: int, content: bytes) -> None:
    """The services answer 200 to what they refuse, too, and say so in the body."""
    shown = content[:200].decode(errors="replace")
    if status != 200:
        raise NotTaken(f"HTTP {status}: {shown}")
    try:
        answer = json.loads(content)
    except ValueError:
        raise NotTaken(shown) from None
    if not isinstance(answer, dict):
        raise NotTaken(shown)
    codes = [answer[name] for name in ("errcode", "code", "StatusCode") if name in answer]
    if not codes or any(codes):
        raise NotTaken(shown)


def _connection(parts: SplitResult) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    ip = str(found[0][4][0])
    if not _named_by_operator(parts) and not all(
        ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found
    ):
        raise BadAddress(_("%(host)s leads to a private address.") % {"host": host})
    if parts.scheme == "https":
        return _PinnedTLS(host, port, ip)
    return _Pinned(host, port, ip)


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was looked at before, not to what the name says by now."""

    def __init__(self, host: str, port: int, ip: str) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._ip = ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), self.timeout)


class _PinnedTLS(_Pinned):
    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
