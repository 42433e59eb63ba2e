#!/bin/sh
# Install Newsroom from its bundle, without asking anything of the internet:
#   sh install.sh [FOLDER] [PYTHON]      default: /opt/newsroom/<version>, python3
set -eu
here=$(cd "$(dirname "$0")" && pwd)
version=$(basename "$here" | sed 's/^newsroom-//')
target=${1:-/opt/newsroom/$version}
python=${2:-python3}

cd "$here"
sha256sum --check --quiet SHA256SUMS || { echo "This bundle is damaged: copy it again." >&2; exit 1; }
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || {
  echo "Python 3.11, 3.12 or 3.13 is needed: sh install.sh $target /path/to/python3.11" >&2
  exit 1
}
if [ -e "$target" ]; then
  echo "$target exists already. Name another folder: an upgrade goes beside the old version." >&2
  exit 1
fi
mkdir -p "$(dirname "$target")"
mkdir "$target"
# What is only begun is taken away, so that the same command can be repeated.
trap 'rm -rf "$target"' EXIT
trap 'exit 1' HUP INT TERM
tar -xf newsroom.tar -C "$target"
"$python" -m venv "$target/.venv"
"$target/.venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  --no-index --find-links "$here/wheels" --require-hashes -r "$target/requirements.txt"
touch "$target/.venv/.installed"
trap - EXIT
echo "Newsroom $version is in $target. What comes next stands in $target/docs/operations.md."
