"""The locks: every package pinned with its hashes, from nowhere in particular, and what is
installed is what is locked."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from django.conf import settings
from packaging.markers import Marker

ROOT = Path(settings.BASE_DIR)
LOCKS = ("requirements.txt", "requirements-dev.txt")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]+\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
_FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python|Public Domain|Unlicense|MPL|Mozilla|LGPL|HPND|Zope|CC0|zlib"
    r"|Historical Permission",
    re.IGNORECASE,
)


def pins(name: str) -> dict[str, tuple[str, str, list[str]]]:
    """Version, marker and hashes by the package's name."""
    found: dict[str, tuple[str, str, list[str]]] = {}
    last = ""
    for line in (ROOT / name).read_text().splitlines():
        text = line.strip()
        if match := _PIN.match(text):
            last = match[1].lower().replace("_", "-").replace(".", "-")
            found[last] = match[2], match[3] or "", []
        elif text.startswith("--hash="):
            found[last][2].append(text.removeprefix("--hash=").rstrip("\\ "))
        else:
            assert not text or text.startswith("#"), f"{name}: {line}"
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_by_its_hashes(name: str) -> None:
    locked = pins(name)
    assert len(locked) > 30
    for package, (version, _marker, hashes) in locked.items():
        assert hashes, f"{package} {version} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), package


def test_what_serves_is_what_was_tested() -> None:
    served, tried = pins("requirements.txt"), pins("requirements-dev.txt")
    for package, (version, _marker, _hashes) in served.items():
        assert tried[package][0] == version, package


def test_what_is_installed_is_what_is_locked() -> None:
    for package, (version, marker, _hashes) in pins("requirements-dev.txt").items():
        if marker and not Marker(marker).evaluate():
            continue
        try:
            installed = distribution(package)
        except PackageNotFoundError:
            pytest.fail(f"{package} is locked and not installed")
        assert installed.version == version, package


def test_every_licence_is_one_that_a_paper_may_use() -> None:
    """Nothing that serves the paper obliges it to give its own code away."""
    unknown = []
    for package, (_version, marker, _hashes) in pins("requirements.txt").items():
        if marker and not Marker(marker).evaluate():
            continue
        told = distribution(package).metadata
        said = " ".join(
            [told.get("License-Expression") or "", (told.get("License") or "")[:200]]
            + [line for line in told.get_all("Classifier") or [] if line.startswith("License")]
        )
        if not _FREE.search(said):
            unknown.append((package, said))
    assert unknown == []
