"""Read settings from the environment, and say clearly what is wrong with them.

Every reader names the variable in its error, so that an operator sees at once what to mend.
"""

import ipaddress
import os
import re
import secrets
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

TRUE = {"1", "true", "yes", "on"}
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\]")
_HOST_AND_PORT = re.compile(rf"({_HOST.pattern})(:\d{{1,5}})?")
# Django knows a star for every host below one.
_ORIGIN = re.compile(rf"https?://(\*\.)?{_HOST_AND_PORT.pattern}")
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def choice(name: str, choices: Sequence[str], default: str) -> str:
    value = text(name, default) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of: {', '.join(choices)}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither on (1) nor off (0).")


def integer(name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
    value = text(name) or str(default)
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number.") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name}={number} is not between {least} and {most}.")
    return number


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list written with commas; spaces around the entries do not count."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def hosts(name: str, default: Sequence[str] = ()) -> list[str]:
    """Names of hosts as a browser sends them, without https:// and without a port."""
    found = words(name, default)
    for word in found:
        bare = word.removeprefix("[").removesuffix("]") if word.startswith("[") else word
        if "/" in word or (bare == word and ":" in word):
            raise ImproperlyConfigured(
                f"{name}: {word!r} is not the name of a host alone; write paper.example."
            )
    return found


def other_hosts(name: str, *, ports: bool = False) -> list[str]:
    """Names of hosts of other houses, in small letters; with `ports` one may follow."""
    found = [word.lower() for word in words(name)]
    right = _HOST_AND_PORT if ports else _HOST
    for word in found:
        if not right.fullmatch(word):
            raise ImproperlyConfigured(
                f"{name}: {word!r} is not the name of a host; write www.example.com"
                f"{' or robots.example:8080' if ports else ''}."
            )
    return found


def origins(name: str) -> list[str]:
    """As browsers send them: https://host, with a port where it is another one."""
    found = [word.rstrip("/") for word in words(name)]
    for word in found:
        if not _ORIGIN.fullmatch(word):
            raise ImproperlyConfigured(
                f"{name}: {word!r} is not an origin; write https://paper.example."
            )
    return found


def location(name: str) -> str:
    """A path on our own site, like /private-files; empty when it is not set."""
    value = text(name)
    if value and not re.fullmatch(r"/[\w.~/-]+", value):
        raise ImproperlyConfigured(f"{name}={value!r} is not a location like /private-files.")
    return value


def networks(name: str) -> list[Network]:
    """Addresses or networks, written with commas like 127.0.0.1, 10.0.0.0/8, ::1."""
    try:
        return [ipaddress.ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}; write 127.0.0.1 or 10.0.0.0/8.") from None


def collector(name: str) -> dict[str, str | int | bool]:
    """host:port, udp://host:port or tcp://host:port; nothing when it is not set."""
    value = text(name)
    if not value:
        return {}
    scheme, _slashes, rest = value.rpartition("://")
    host, _colon, port = rest.rpartition(":")
    right = scheme in ("", "udp", "tcp") and host and port.isdecimal() and 0 < int(port) < 65_536
    if not right:
        raise ImproperlyConfigured(
            f"{name}={value!r} is no collector; write it like log.example:514 or tcp://log:601."
        )
    return {"host": host.strip("[]"), "port": int(port), "tcp": scheme == "tcp"}


def web_address(name: str) -> str:
    """An address like https://host, without a slash at its end; empty when it is not set."""
    value = text(name).rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{name}={value!r} does not begin with https:// or http://.")
    return value


def time_zone(name: str, default: str) -> str:
    value = text(name, default) or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ImproperlyConfigured(
            f"{name}={value!r} is not a time zone; write it like Asia/Shanghai."
        ) from None
    return value


def command(name: str) -> list[str]:
    """A command and its arguments, quoted as for a shell, which never sees it."""
    try:
        return shlex.split(text(name))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is no command: {error}.") from None


def clock(name: str) -> time | None:
    """A time of day, written like 03:00; None when it is not set."""
    value = text(name)
    if not value:
        return None
    try:
        return time.fromisoformat(value).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} is not a time like 03:00.") from None


def clock_span(name: str, default: str) -> tuple[time, time]:
    """Two clock times of one day, written like 06:00-18:00."""
    value = text(name, default) or default
    try:
        first, last = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError:
        first = last = time.min
    if not first < last:
        raise ImproperlyConfigured(f"{name}={value!r} is not a span like 06:00-18:00.")
    return first, last


def folder(name: str, default: Path) -> Path:
    """Where files lie; it need not be there yet."""
    path = Path(text(name) or default)
    nearest = next((each for each in (path, *path.parents) if os.path.lexists(each)), path)
    if os.path.lexists(nearest) and not os.path.isdir(nearest):  # noqa: PTH112 - never raises
        raise ImproperlyConfigured(f"{name}: {nearest} is not a folder; name one, or a new one.")
    return path


def make_private(path: Path) -> Path:
    """Make the folder for us alone. One that is there keeps its mode: others may have to read."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def secret(name: str, *, keep_in: Path, production: bool) -> str:
    """The variable; in development a random key made once and kept beside the database."""
    if value := text(name):
        if production and len(value) < 50:
            raise ImproperlyConfigured(f"{name} is too short: give it 50 characters or more.")
        return value
    if production:
        raise ImproperlyConfigured(f"{name} must be set when NEWSROOM_ENV=production.")
    try:
        return keep_in.read_text().strip()
    except FileNotFoundError:
        pass
    make_private(keep_in.parent)
    key = secrets.token_urlsafe(64)
    try:
        # Two processes may start at once: whoever creates the file decides.
        with os.fdopen(os.open(keep_in, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(key)
        return key
    except FileExistsError:
        return keep_in.read_text().strip()


@dataclass(frozen=True)
class OpenIDConnect:
    """The organisation's own sign-in; `match` says by what its people are found here."""

    issuer: str
    client_id: str
    secret: str
    name: str
    match: str
    asks_second_factor: bool

    def providers(self) -> dict[str, object]:
        """As django-allauth wants to be told of it."""
        app = {
            "provider_id": "house",
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def openid_connect(production: bool) -> OpenIDConnect | None:
    """NEWSROOM_OIDC_…: all that is needed, or nothing."""
    needed = ("NEWSROOM_OIDC_ISSUER", "NEWSROOM_OIDC_CLIENT_ID", "NEWSROOM_OIDC_CLIENT_SECRET")
    given = [name for name in needed if text(name)]
    if not given:
        return None
    if missing := [name for name in needed if name not in given]:
        raise ImproperlyConfigured(f"{given[0]} is set: {' and '.join(missing)} must be set too.")
    issuer = web_address("NEWSROOM_OIDC_ISSUER")
    if production and urlsplit(issuer).scheme != "https":
        raise ImproperlyConfigured("NEWSROOM_OIDC_ISSUER must begin with https:// in production.")
    return OpenIDConnect(
        issuer,
        text("NEWSROOM_OIDC_CLIENT_ID"),
        text("NEWSROOM_OIDC_CLIENT_SECRET"),
        text("NEWSROOM_OIDC_NAME") or "OpenID Connect",
        choice("NEWSROOM_OIDC_MATCH", ("email", "username"), "email"),
        flag("NEWSROOM_OIDC_SECOND_FACTOR"),
    )
