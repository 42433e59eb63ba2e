"""Every variable that an operator may set, with its meaning.

Names, defaults and limits are read from the code of the settings, so that they cannot differ from
it; what a variable means for people is written here. `manage.py configuration --write` makes
docs/configuration.md of both, and a test fails when a variable has no meaning here, when a meaning
belongs to none, or when the page is not in step.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "configuration.md"
READERS = frozenset(
    """text choice flag integer words hosts web_address time_zone clock_span secret
    networks collector command clock folder origins other_hosts location""".split()
)

# Group by group, in the order of the page. Where the code has no plain default, it stands here
# after a bar, in the words of the page.
MEANINGS: dict[str, dict[str, str]] = {
    "Where and how it runs": {
        "NEWSROOM_ENV": "`production` refuses to start on development defaults",
        "NEWSROOM_WING": "what this process serves: everything, the readers' site without "
        "`/admin/`, or the newsroom",
        "NEWSROOM_SECRET_KEY": "signs sessions and links; 50 characters or more, and it must be "
        "set in production | made once in `var/`",
        "NEWSROOM_HOSTS": "host names, separated by commas; must be set in production | this "
        "machine",
        "NEWSROOM_SITE_URL": "the readers' site as the world writes it, `https://…` | taken from "
        "the request",
        "NEWSROOM_DESK_URL": "the newsroom as staff write it: links in messages begin with it | "
        "`NEWSROOM_SITE_URL`",
        "NEWSROOM_VAR": "where files of this machine live | `var/`",
        "NEWSROOM_DEBUG": "Django's debugging pages; never in production",
        "NEWSROOM_LANGUAGE": "language of screens and pages; `zh-hans` or `en`",
        "NEWSROOM_TIME_ZONE": "the newsroom's clock",
        "NEWSROOM_DAY_SHIFT": "the day shift of the duty roster; night is the rest",
    },
    "Database and cache": {
        "DATABASE_URL": "`postgres://user:password@host/name` or `sqlite:////path/to/file` | "
        "SQLite in `var/`",
        "NEWSROOM_DB_READ_ONLY": "`1`: the process cannot write (with `NEWSROOM_WING=public`)",
        "NEWSROOM_DB_MAX_AGE": "seconds that a connection is kept open",
        "NEWSROOM_QUERY_SECONDS": "seconds that one question to the database may take in a "
        "process that serves people, 3600 at most; `0` sets no limit | 5 with "
        "`NEWSROOM_WING=public`, else 30",
        "NEWSROOM_PAGE_STORE_MB": "memory in each worker for readers' pages it has made; `0` "
        "keeps none",
        "REDIS_URL": "shared cache; reads wait there for any worker, so set it where readers are "
        "served by machines without a worker",
    },
    "Messages": {
        "EMAIL_URL": "mail server, `smtp+tls://user:password@host:587` | no e-mail",
        "NEWSROOM_MAIL_FROM": "sender of mail; must be set with `EMAIL_URL`",
        "NEWSROOM_ROBOT_HOSTS": "hosts that group robots may have beside those of WeCom, DingTalk "
        "and Feishu",
        "NEWSROOM_CHECK_PAGES": "`1`: the worker asks `NEWSROOM_SITE_URL` for each new page and "
        "alarms its editor",
    },
    "Files": {
        "NEWSROOM_EDITOR": "the editor of texts: `ckeditor`, contained (docs/containment.md), or "
        "`prose`, maintained; stored texts are the same",
        "NEWSROOM_VIDEO_HOSTS": "hosts of films: a paragraph that is only a link there is drawn as "
        "a card",
        "NEWSROOM_S3_BUCKET": "pictures and recordings in S3-compatible storage | files in "
        "`var/private`",
        "NEWSROOM_S3_ENDPOINT": "its address, where it is not Amazon's",
        "NEWSROOM_S3_REGION": "its region",
        "NEWSROOM_S3_ACCESS_KEY": "its access key",
        "NEWSROOM_S3_SECRET_KEY": "its secret key",
        "NEWSROOM_MEDIA_DIR": "pictures and recordings, where they lie in files | `private` in "
        "`NEWSROOM_VAR`",
        "NEWSROOM_STATIC_DIR": "collected static files; one folder for all processes of a machine "
        "| `static` in `NEWSROOM_VAR`",
        "NEWSROOM_READS_DIR": "where reads wait for the worker, without Redis; one folder for all "
        "processes of a machine | `reads` in `NEWSROOM_VAR`",
        "NEWSROOM_ACCEL_REDIRECT": "nginx's internal location for pictures and recordings; use it "
        "where there is video: a slow player holds a thread otherwise",
        "NEWSROOM_UPLOAD_MAX_MB": "largest picture or document",
        "NEWSROOM_RECORDING_MAX_MB": "largest audio or video file",
    },
    "Backup": {
        "NEWSROOM_BACKUP_AT": "when the worker makes one, like `03:00` | never by itself",
        "NEWSROOM_BACKUP_DIR": "where backups lie | `backups` in `NEWSROOM_VAR`",
        "NEWSROOM_BACKUP_KEEP": "so many of the newest stay there",
        "NEWSROOM_BACKUP_MEDIA": "`0` where pictures and recordings lie in a bucket that keeps its "
        "own history",
        "NEWSROOM_BACKUP_COPY_COMMAND": "a command that takes each backup to another place; "
        "`{file}` stands for it, else it comes last",
    },
    "Security": {
        "NEWSROOM_TRUSTED_PROXIES": "addresses and networks of proxies of yours that end TLS; what "
        "anybody else says in `X-Forwarded-…` and `X-Request-ID` is taken away",
        "NEWSROOM_TRUSTED_PROXY": "`1`: the same of whoever connects, where nobody but your proxy "
        "can",
        "NEWSROOM_TRUSTED_ORIGINS": "origins that may post forms, behind a proxy, as `https://…`",
        "NEWSROOM_HTTPS": "in production: redirect to https, secure cookies, HSTS",
        "NEWSROOM_HSTS_SECONDS": "how long browsers insist on https",
        "NEWSROOM_SESSION_HOURS": "a sign-in ends after so many hours, however busy somebody is",
        "NEWSROOM_IDLE_MINUTES": "signed out after so long without activity; `0`: never",
        "NEWSROOM_GUARDED": "`1`: guarded days; the desk is closed, only withdrawals are possible",
        "NEWSROOM_AUDIT_KEY": "file with the Ed25519 key (PEM) that signs exports of records; the "
        "same on every machine, and it must be there (`export_audit --make-key`) | made in `var/`",
        "NEWSROOM_ACCESS_LOG_DAYS": "how long it is kept who opened which piece; the law asks for "
        "six months at least",
    },
    "Signing in": {
        "NEWSROOM_SECOND_FACTOR": "whose sign-in needs a second factor | `editors` in production, "
        "else `nobody`",
        "NEWSROOM_ADMINISTRATORS_APART": "`1`: the administrator's powers as three roles "
        "(三员分立)",
        "NEWSROOM_INVITATION_HOURS": "how long an invitation opens",
        "NEWSROOM_SIGN_INS_KEPT_DAYS": "how long it is kept who signed in, when and from where",
        "NEWSROOM_OIDC_ISSUER": "the organisation's own sign-in (OpenID Connect): its issuer",
        "NEWSROOM_OIDC_CLIENT_ID": "this newsroom's name there",
        "NEWSROOM_OIDC_CLIENT_SECRET": "this newsroom's secret there",
        "NEWSROOM_OIDC_NAME": "what the button says | `OpenID Connect`",
        "NEWSROOM_OIDC_MATCH": "by what its people are found here",
        "NEWSROOM_OIDC_SECOND_FACTOR": "`1`: it asks for a second factor itself, and none is asked "
        "here",
    },
    "Logs and metrics": {
        "NEWSROOM_LOG": "lines for people, or a JSON object a line",
        "NEWSROOM_LOG_LEVEL": "the least that is logged | `INFO` in production, else `WARNING`",
        "NEWSROOM_SYSLOG": "collector of security events, `host:port` by UDP or `tcp://host:port` "
        "(RFC 5424)",
        "NEWSROOM_METRICS_TOKEN": "20 characters or more: `/metrics` answers whoever sends it as "
        "`Authorization: Bearer …`",
        "NEWSROOM_METRICS_ALLOW": "`/metrics` answers these addresses and networks, separated by "
        "commas",
        "SENTRY_DSN": "errors go to this Sentry, without bodies, cookies or people (needs "
        "`pip install 'sentry-sdk>=2,<3'` in the same environment)",
    },
}


@dataclass(frozen=True)
class Variable:
    name: str
    meaning: str
    default: str
    """As the page writes it; empty: not set."""
    limits: str

    @property
    def row(self) -> str:
        told = f"{self.meaning}; {self.limits}" if self.limits else self.meaning
        return f"| `{self.name}` | {told} | {self.default or '–'} |"


def read_from_code() -> dict[str, tuple[str, str]]:
    """Name → (default, limits), as the calls in the project's code have them."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((ROOT / "newsroom").glob("*.py")):
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            name = _plain(call.args[0])
            if isinstance(name, str):
                found.setdefault(name, (_default(call), _limits(call)))
    return found


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls like `env.integer("NAME", …)`, or `integer("NAME", …)` among the readers."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or _kind(node) not in READERS:
            continue
        name = _plain(node.args[0])
        if isinstance(name, str) and name.isupper():
            yield node


def _plain(node: ast.expr | None) -> object:
    """The value of a literal or a product of some; None for anything else."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        left, right = _plain(node.left), _plain(node.right)
        return left * right if isinstance(left, int) and isinstance(right, int) else None
    try:
        return ast.literal_eval(node) if node is not None else None
    except ValueError:
        return None


def _kind(call: ast.Call) -> str:
    """`integer` of `env.integer(…)` and of `integer(…)`."""
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Name):
        return ""
    return function.attr if function.value.id in ("env", "environment") else ""


def _argument(call: ast.Call, place: int, name: str) -> object:
    for keyword in call.keywords:
        if keyword.arg == name:
            return _plain(keyword.value)
    return _plain(call.args[place]) if len(call.args) > place else None


def _default(call: ast.Call) -> str:
    kind = _kind(call)
    if kind == "flag":
        return "`1`" if _argument(call, 1, "default") else "`0`"
    value = _argument(call, 2 if kind == "choice" else 1, "default")
    return f"`{value}`" if isinstance(value, str | int) and value != "" else ""


def _limits(call: ast.Call) -> str:
    if _kind(call) == "choice":
        choices = _argument(call, 1, "choices")
        names = choices if isinstance(choices, tuple | list) else ()
        return " or ".join(f"`{each}`" for each in names)
    least, most = _argument(call, 9, "least"), _argument(call, 9, "most")
    if isinstance(least, int) and isinstance(most, int):
        return f"{least} to {most}"
    return f"{least} at least" if isinstance(least, int) else ""


def groups() -> dict[str, list[Variable]]:
    """What the page shows. Raises KeyError with a name that the code does not read."""
    code = read_from_code()
    found: dict[str, list[Variable]] = {}
    for group, meanings in MEANINGS.items():
        for name, written in meanings.items():
            meaning, _bar, own = written.partition(" | ")
            default, limits = code[name]
            found.setdefault(group, []).append(Variable(name, meaning, own or default, limits))
    return found


def known() -> set[str]:
    return {name for meanings in MEANINGS.values() for name in meanings}


def page() -> str:
    lines = [
        "# Configuration",
        "",
        "Settings come from the environment. A wrong value stops the start with a sentence that",
        "names the variable. Without any of them everything lives in `var/` on this machine.",
        "",
        "This page is made from the code: `python manage.py configuration --write`. How they are",
        "given to services and commands: [operations](operations.md).",
    ]
    for group, variables in groups().items():
        lines += ["", f"## {group}", "", "| variable | meaning | default |", "|---|---|---|"]
        lines += [variable.row for variable in variables]
    return "\n".join(lines) + "\n"
