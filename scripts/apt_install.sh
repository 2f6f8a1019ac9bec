#!/usr/bin/env bash
# Package names -> installed on Debian or Ubuntu, where this user may: scripts/apt_install.sh NAME...
# Says in one line what is missing, and returns 1, where it may not or could not.
set -uo pipefail

[ $# -gt 0 ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "Please install with your system's package manager: $*" >&2
    exit 1
fi
if [ "$(id -u)" = 0 ]; then
    as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    echo "Please ask an administrator to run: apt-get install $*" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
install() { ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1; }

echo "Installing system packages: $*" >&2
install "$@" && exit 0
# The package lists may be old or missing.
${as_root[@]+"${as_root[@]}"} apt-get update -qq </dev/null >/dev/null 2>&1
install "$@" && exit 0
echo "Could not install: $*. Try by hand: apt-get install $*" >&2
exit 1
