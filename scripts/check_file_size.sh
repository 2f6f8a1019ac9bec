#!/usr/bin/env bash
# Files -> refuses any above 1 MB: what is large belongs in models/ or samples/, on purpose.
set -euo pipefail
limit_bytes=1000000
status=0
for file in "$@"; do
    if [ -f "$file" ] && [ "$(wc -c <"$file")" -gt "$limit_bytes" ]; then
        echo "$file: over $limit_bytes bytes" >&2
        status=1
    fi
done
exit $status
