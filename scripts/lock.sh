#!/usr/bin/env bash
# pyproject.toml -> constraints.txt and constraints-dev.txt: exact versions with the sha256 of every file.
#
# constraints.txt      what runs aqvision, and what builds it
# constraints-dev.txt  what the tests and checks need on top
#
# Versions already locked stay unless LOCK_ARGS says otherwise, for example
#   LOCK_ARGS=--upgrade scripts/lock.sh
#   LOCK_ARGS="--upgrade-package rich" scripts/lock.sh
# Run it with the oldest Python that is supported, so that the versions suit the newer ones too.
set -euo pipefail
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
read -r -a lock_args <<<"${LOCK_ARGS:-}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet pip-tools

# The requirements, without the project itself: no path gets into the lock.
"$python" - "$work" <<'PY'
import sys
import tomllib
from pathlib import Path

table = tomllib.loads(Path("pyproject.toml").read_text())
work = Path(sys.argv[1])
needed = table["build-system"]["requires"] + table["project"]["dependencies"]
extra = table["project"]["optional-dependencies"]["dev"]
(work / "runtime.in").write_text("\n".join(needed) + "\n")
(work / "all.in").write_text("-c runtime.txt\n" + "\n".join(needed + extra) + "\n")
PY

compile() { # compile INPUT OUTPUT
    (cd "$work" && venv/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
        --no-header --no-annotate --no-emit-options --no-emit-index-url --no-emit-trusted-host \
        --no-emit-find-links --newline=lf ${lock_args[@]+"${lock_args[@]}"} \
        --output-file "$2" "$1")
}

# What is locked now is where the resolver starts from.
if [ -f constraints.txt ]; then cp constraints.txt "$work/runtime.txt"; fi
if [ -f constraints-dev.txt ]; then cat constraints.txt constraints-dev.txt >"$work/all.txt"; fi
compile runtime.in runtime.txt
compile all.in all.txt

"$python" - "$work" <<'PY'
import re
import sys
from pathlib import Path

work = Path(sys.argv[1])


def locked(path: Path) -> dict[str, str]:
    """Requirement line (name==version) -> its block of hashes."""
    blocks = re.split(r"\n(?=[a-z])", path.read_text().strip())
    return {re.split(r"[ \\]", block)[0]: block for block in blocks if "==" in block}


runtime, everything = locked(work / "runtime.txt"), locked(work / "all.txt")
versions = {pin.split("==")[0]: pin.split("==")[1] for pin in everything}
if not runtime.keys() <= everything.keys():
    sys.exit(f"the two locks differ: {sorted(runtime.keys() - everything.keys())}")
if versions["opencv-python"] != versions["opencv-contrib-python"]:
    sys.exit("opencv-python and opencv-contrib-python write the same folder: lock one version")

INTRO = {
    "constraints.txt": "what runs aqvision, and what builds it",
    "constraints-dev.txt": "what the tests and checks need on top of constraints.txt",
}
extra = {pin: block for pin, block in everything.items() if pin not in runtime}
for name, blocks in zip(INTRO, (runtime, extra), strict=True):
    head = f"# {name}: {INTRO[name]}.\n# Written by `make lock`; install with `pip install --require-hashes -r`.\n"
    Path(name).write_text(head + "\n".join(blocks.values()) + "\n")
    print(f"{name}: {len(blocks)} packages")
PY
