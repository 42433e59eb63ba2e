"""Make var/bundle/newsroom-<version>.tar: the program and every package it needs, for machines
that have no internet. Run by `make bundle` where there is some.

The wheels are for Linux on x86-64 and arm64, for each Python named below; the bundle's own
install.sh asks nobody but the folder it lies in, and compares every file with SHA256SUMS first.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
# Newest first: pip takes a wheel for any of them.
GLIBC = ("2_28", "2_27", "2_26", "2_17", "2_12", "2_5")
MACHINES = ("x86_64", "aarch64")
_OLD_NAMES = {"2_17": "manylinux2014", "2_12": "manylinux2010", "2_5": "manylinux1"}


def platforms(machine: str) -> list[str]:
    found = []
    for glibc in GLIBC:
        found.append(f"manylinux_{glibc}_{machine}")
        if glibc in _OLD_NAMES:
            found.append(f"{_OLD_NAMES[glibc]}_{machine}")
    return [*found, f"linux_{machine}"]


def fetch(wheels: Path, machine: str, python: str) -> None:
    """The locked packages, each compared with the lock's checksums by pip itself."""
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--only-binary", ":all:", "--require-hashes", "--dest", str(wheels),
        "--implementation", "cp", "--python-version", python,
        "--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none",
    ]  # fmt: skip
    for platform in platforms(machine):
        command += ["--platform", platform]
    subprocess.run([*command, "-r", str(ROOT / "requirements.txt")], check=True)  # noqa: S603 - a fixed command, without a shell


def copy_program(out: Path) -> None:
    """What is committed, and nothing that lies about."""
    archive = subprocess.run(
        ["git", "archive", "--format=tar", "HEAD"],  # noqa: S607 - the one that made the clone
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (out / "newsroom.tar").write_bytes(archive.stdout)


def write_sums(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "bundle")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all of them")
    parser.add_argument("--machine", action="append", choices=MACHINES, help="default: both")
    options = parser.parse_args()
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    folder = options.out / f"newsroom-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    for python in options.python or PYTHONS:
        for machine in options.machine or MACHINES:
            print(f"Wheels for Python {python} on {machine} …", flush=True)
            fetch(wheels, machine, python)
    copy_program(folder)
    for name in ("requirements.txt", "deploy/install.sh"):
        shutil.copy(ROOT / name, folder)
    write_sums(folder)
    bundle = options.out / f"{folder.name}.tar"
    with tarfile.open(bundle, "w") as tar:
        tar.add(folder, folder.name)
    count = len(list(wheels.iterdir()))
    print(f"{bundle}: {count} wheels, {bundle.stat().st_size / 1024 / 1024:.0f} MB")


if __name__ == "__main__":
    main()
