"""The bundle for machines without internet: what can be seen of it without downloading it."""

import re
import subprocess
import sys
from pathlib import Path

from deploy import bundle
from tests.server import ROOT


def test_the_script_is_one_and_refuses_a_damaged_bundle(tmp_path: Path) -> None:
    script = ROOT / "deploy" / "install.sh"
    folder = tmp_path / "newsroom-9.9"
    folder.mkdir()
    (folder / "install.sh").write_bytes(script.read_bytes())
    bundle.copy_program(folder)
    bundle.write_sums(folder)
    target = tmp_path / "there"

    def install() -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["sh", str(folder / "install.sh"), str(target), sys.executable],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    with (folder / "newsroom.tar").open("ab") as file:
        file.write(b"x")
    done = install()
    assert done.returncode == 1
    assert "This bundle is damaged" in done.stderr
    assert not target.exists()
    bundle.copy_program(folder)
    target.mkdir()
    done = install()
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert target.exists()
    # What it began is taken away: here it has no packages to install.
    target.rmdir()
    done = install()
    assert done.returncode != 0
    assert "newsroom-9.9/wheels" in done.stderr
    assert not target.exists()
    # Nothing in it may ask the internet.
    text = script.read_text()
    assert "--no-index" in text
    assert not re.search(r"curl|wget|https?://", text)


def test_wheels_of_every_age_are_taken_for_both_machines() -> None:
    for machine in bundle.MACHINES:
        found = bundle.platforms(machine)
        assert f"manylinux2014_{machine}" in found
        assert f"manylinux_2_28_{machine}" in found
        assert all(each.endswith(machine) for each in found)
