#!/usr/bin/env bash
# A tag such as v0.1.0 -> its section of CHANGELOG.md: scripts/release_notes.sh TAG
# It refuses a tag that is not the version of pyproject.toml, or whose section is missing or has no date.
set -euo pipefail
cd "$(dirname "$0")/.."

version=${1#v}
stated=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
if [ "$version" != "$stated" ]; then
    echo "The tag says $version, pyproject.toml says $stated." >&2
    exit 1
fi
heading=$(grep -F "## [$version] - " CHANGELOG.md || true)
if ! [[ $heading =~ [0-9]{4}-[0-9]{2}-[0-9]{2}$ ]]; then
    echo "CHANGELOG.md needs a heading '## [$version] - YYYY-MM-DD'; it has '${heading:-none}'." >&2
    exit 1
fi
awk -v heading="$heading" '
    $0 == heading { inside = 1; next }
    /^## / { inside = 0 }
    inside' CHANGELOG.md
