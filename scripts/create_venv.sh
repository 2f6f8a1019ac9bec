#!/usr/bin/env bash
# A Python -> a fresh virtual environment: scripts/create_venv.sh FOLDER [PYTHON]
set -euo pipefail

folder=$1
python=${2:-python3}

if ! command -v "$python" >/dev/null; then
    echo "aqvision needs Python 3.11 or newer, and there is no '$python' here." >&2
    echo "Install it, or name another one: make PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "aqvision needs Python 3.11 or newer; '$python' is $("$python" --version 2>&1)." >&2
    echo "Name a newer one: make PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian and Ubuntu keep this part of Python in a package of its own.
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    "$(dirname "$0")/apt_install.sh" "python$version-venv" || true
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "This Python cannot make virtual environments: install python$version-venv, then try again." >&2
        exit 1
    fi
fi
"$python" -m venv --clear "$folder"
