#!/usr/bin/env bash
# A Python -> an environment with monomech to compare with: scripts/create_bench_venv.sh FOLDER [PYTHON]
# Where it cannot be installed, no python is left in the folder, and the comparison is left out.
set -uo pipefail

folder=$1
python=${2:-python3}
version=0.15.24

echo "Installing monomech $version into $folder (about 250 MB the first time)" >&2
rm -rf "$folder"
if "$python" -m venv "$folder" &&
    "$folder/bin/python" -m pip --disable-pip-version-check install --quiet "monomech[pose]==$version" &&
    "$folder/bin/python" -c "import monomech, mediapipe"; then
    exit 0
fi
rm -rf "$folder"
mkdir -p "$folder"
echo "monomech could not be installed here: it will not be compared." >&2
