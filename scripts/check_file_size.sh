#!/usr/bin/env bash
# Files -> refuses any above 1 MB, save the weights and the charts library that reports carry.
set -euo pipefail
limit_bytes=1000000
status=0
for file in "$@"; do
    case "$file" in
        models/*.task | src/aqvision/report/static/plotly-basic.min.js | reports/example/report.html) continue ;;
    esac
    if [ -f "$file" ] && [ "$(wc -c <"$file")" -gt "$limit_bytes" ]; then
        echo "$file: over $limit_bytes bytes" >&2
        status=1
    fi
done
exit $status
