"""Wrong values stop the start with a sentence that names the variable."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from accounts import checks

_OIDC = {
    "NEWSROOM_OIDC_ISSUER": "https://id.paper.example",
    "NEWSROOM_OIDC_CLIENT_ID": "newsroom",
    "NEWSROOM_OIDC_CLIENT_SECRET": "secret",
}
_PROGRAM = "from newsroom import settings as s; print(s.SECOND_FACTOR, s.OIDC)"


def start(**variables: str) -> tuple[int, str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("NEWSROOM_") or name == "NEWSROOM_VAR"
    }
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=settings.BASE_DIR,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, (done.stderr.strip().splitlines() or [done.stdout])[-1]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"NEWSROOM_SECOND_FACTOR": "chiefs"}, "NEWSROOM_SECOND_FACTOR='chiefs' is not one of"),
        ({"NEWSROOM_INVITATION_HOURS": "0"}, "NEWSROOM_INVITATION_HOURS=0 is not between"),
        ({"NEWSROOM_SIGN_INS_KEPT_DAYS": "90"}, "NEWSROOM_SIGN_INS_KEPT_DAYS=90 is not between"),
        ({"NEWSROOM_ADMINISTRATORS_APART": "yes please"}, "neither on (1) nor off (0)"),
        (
            {"NEWSROOM_OIDC_ISSUER": "https://id.paper.example"},
            "NEWSROOM_OIDC_CLIENT_ID and NEWSROOM_OIDC_CLIENT_SECRET must be set too",
        ),
        (_OIDC | {"NEWSROOM_OIDC_ISSUER": "id.paper.example"}, "does not begin with https://"),
        (_OIDC | {"NEWSROOM_OIDC_MATCH": "name"}, "NEWSROOM_OIDC_MATCH='name' is not one of"),
    ],
)
def test_wrong_values(variables: dict[str, str], said: str) -> None:
    status, out = start(**variables)
    assert status != 0
    assert said in out


def test_the_defaults_of_production_and_development() -> None:
    production = {
        "NEWSROOM_ENV": "production",
        "NEWSROOM_HOSTS": "paper.example",
        "NEWSROOM_SECRET_KEY": "x" * 60,
    }
    assert start()[1].strip() == "nobody None"
    assert start(**production)[1].strip() == "editors None"
    plain = _OIDC | {"NEWSROOM_OIDC_ISSUER": "http://id.paper.example"}
    assert "must begin with https://" in start(**production, **plain)[1]


def test_production_without_second_factors_is_warned_of(settings: object) -> None:
    settings.PRODUCTION = True  # type: ignore[attr-defined]
    settings.SECOND_FACTOR = "nobody"  # type: ignore[attr-defined]
    assert [each.id for each in checks.check_second_factor()] == ["accounts.W001"]
    settings.SECOND_FACTOR = "editors"  # type: ignore[attr-defined]
    assert checks.check_second_factor() == []
    settings.PRODUCTION = False  # type: ignore[attr-defined]
    settings.SECOND_FACTOR = "nobody"  # type: ignore[attr-defined]
    assert checks.check_second_factor() == []
