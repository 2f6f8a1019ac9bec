#!/usr/bin/env bash
# The system libraries that mediapipe and opencv load: installs those that are missing, where it may.
#   scripts/install_system_packages.sh            the libraries
#   scripts/install_system_packages.sh --tests    and a Chromium and a PostgreSQL server, for the tests
# It never fails a build: a library that stays missing is named in one line.
set -u
here=$(dirname "$0")
PATH=$PATH:/usr/sbin:/sbin

has_library() { ldconfig -p 2>/dev/null | grep -qF "$1 "; }
has_browser() {
    local name
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null && return 0
    done
    return 1
}
has_server() { command -v initdb >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; }
# Ubuntu 24.04 and Debian 13 renamed it; where both names are known, the new one is the real package.
glib_package() {
    if apt-cache show libglib2.0-0t64 >/dev/null 2>&1; then
        echo libglib2.0-0t64
    else
        echo libglib2.0-0
    fi
}

command -v ldconfig >/dev/null || exit 0 # not Linux: the wheels bring what they need

missing=()
has_library libEGL.so.1 || missing+=(libegl1)
has_library libGLESv2.so.2 || missing+=(libgles2)
has_library libGL.so.1 || missing+=(libgl1)
has_library libglib-2.0.so.0 || missing+=("$(glib_package)")
has_library libxcb.so.1 || missing+=(libxcb1)
[ ${#missing[@]} -eq 0 ] || "$here/apt_install.sh" "${missing[@]}"

if [ "${1:-}" = --tests ]; then
    has_browser || "$here/apt_install.sh" chromium
    has_server || "$here/apt_install.sh" postgresql
fi
exit 0
