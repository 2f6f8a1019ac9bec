#!/usr/bin/env bash
# Archives -> whether they work on their own: scripts/check_wheel.sh FOLDER [PYTHON]
#
# The wheel goes into a fresh environment, beside the locked packages, and is run away from the
# checkout. The source archive must make a wheel of the same files.
set -euo pipefail

folder=$(cd "$1" && pwd)
python=${2:-python3}
here=$(cd "$(dirname "$0")" && pwd)
constraints=$(dirname "$here")/constraints.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wheels=("$folder"/*.whl)
sources=("$folder"/*.tar.gz)
if [ ${#wheels[@]} -ne 1 ] || [ ${#sources[@]} -ne 1 ] || [ ! -f "${wheels[0]}" ] || [ ! -f "${sources[0]}" ]; then
    echo "$folder must hold one wheel and one source archive: make wheel" >&2
    exit 1
fi

"$here/create_venv.sh" "$work/venv" "$python"
bin=$work/venv/bin
pip=("$bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --require-hashes --only-binary=:all: -r "$constraints"
"${pip[@]}" install --no-deps --no-index "${wheels[0]}"
"${pip[@]}" check
"$here/install_system_packages.sh"

cd "$work"
unset PYTHONPATH
"$bin/python" -c '
import sys
from pathlib import Path
import aqvision
sys.exit(not Path(aqvision.__file__).is_relative_to(sys.prefix))'
"$bin/aqvision" --version
"$bin/aqvision" doctor
"$bin/aqvision" samples samples
"$bin/aqvision" check samples/before.mp4
test -s samples/before.mp4

"${pip[@]}" wheel --no-deps --no-index --no-build-isolation --wheel-dir built "${sources[0]}"
list() { "$bin/python" -m zipfile --list "$1" | awk 'NR > 1 {print $1}' | sort; }
diff <(list "${wheels[0]}") <(list built/*.whl)
echo "$(basename "${wheels[0]}") and $(basename "${sources[0]}") work on their own"
