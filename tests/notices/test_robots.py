"""Group robots: formats and signatures, and where their addresses may not lead."""

import base64
import hashlib
import hmac
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.models import GroupRobot
from articles.outbox import robots
from articles.outbox.robots import BadAddress, NotTaken, check_address
from tests.notices.servers import hook

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"


def robot(service: str, address: str, secret: str = "") -> GroupRobot:
    return GroupRobot(name="群", service=service, address=address, secret=secret)


def test_each_service_gets_its_own_format(settings: Any) -> None:
    with hook() as server, patch("time.time", lambda: 1600000000.5):
        settings.ROBOT_HOSTS = [server.host]
        base = f"http://{server.host}/robot?key=k"
        robots.post(robot("wecom", base), "甲")
        robots.post(robot("dingtalk", base, "SECx"), "乙")
        server.answer = '{"code": 0, "msg": "success"}'
        robots.post(robot("feishu", base, "y"), "丙")
        wecom, dingtalk, feishu = server.posts
    assert wecom == ("/robot?key=k", {"msgtype": "text", "text": {"content": "甲"}})
    asked = parse_qs(urlsplit(dingtalk[0]).query)
    expected = base64.b64encode(
        hmac.new(b"SECx", b"1600000000500\nSECx", hashlib.sha256).digest()
    ).decode()
    assert asked == {"key": ["k"], "timestamp": ["1600000000500"], "sign": [expected]}
    assert dingtalk[1] == {"msgtype": "text", "text": {"content": "乙"}}
    signed = base64.b64encode(hmac.new(b"1600000000\ny", b"", hashlib.sha256).digest()).decode()
    assert feishu[1] == {
        "timestamp": "1600000000", "sign": signed, "msg_type": "text", "content": {"text": "丙"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, "broken"),
        (200, '{"errcode": 93000, "errmsg": "invalid webhook url"}'),
        (200, '{"code": 19021, "msg": "sign match fail"}'),
        (200, "<html>sign in</html>"),
        (200, "[]"),
        (200, "{}"),
        (302, ""),
    ],
)
def test_a_refusal_is_a_refusal_even_with_200(settings: Any, status: int, answer: str) -> None:
    with hook() as server:
        settings.ROBOT_HOSTS = [server.host]
        server.status, server.answer = status, answer
        server.headers_sent = {"Location": f"http://{server.host}/elsewhere"}
        with pytest.raises(NotTaken):
            robots.post(robot("wecom", f"http://{server.host}/"), "甲")
        assert len(server.posts) == 1, "no redirect is followed"


@pytest.mark.parametrize(
    "address",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://oapi.dingtalk.com/robot/send",
        "https://qyapi.weixin.qq.com.evil.example/",
        "https://qyapi.weixin.qq.com@evil.example/",
        "https://qyapi.weixin.qq.com:8443/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://",
        "https://qyapi.weixin.qq.com/ x",
        "https://qyapi.weixin.qq.com/\r\nHost: inside",
        "https://[::",
        "qyapi.weixin.qq.com",
        "",
    ],
)
def test_addresses_lead_to_the_service_alone(address: str) -> None:
    with pytest.raises(BadAddress):
        check_address("wecom", address)
    check_address("wecom", WECOM)


@pytest.mark.parametrize("ip", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1"])
def test_a_name_that_leads_into_the_house_is_refused(ip: str) -> None:
    found = [(0, 0, 0, "", (ip, 443))]
    with (
        patch("socket.getaddrinfo", return_value=found),
        patch("socket.create_connection") as connected,
        pytest.raises(BadAddress),
    ):
        robots.post(robot("wecom", WECOM), "甲")
    assert not connected.called
