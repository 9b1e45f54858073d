# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by demo.sh and test.sh: the Debian 12 packages, and how they are installed.
# shellcheck shell=bash

PACKAGES_BUILD="gcc libc6-dev cmake ninja-build pkg-config ca-certificates nodejs npm
 libsqlite3-dev libspatialite-dev libproj-dev proj-data libgeos-dev libicu-dev libical-dev tzdata
 libmicrohttpd-dev libjansson-dev zlib1g-dev libinih-dev libgdal-dev libxlsxwriter-dev libsodium-dev nettle-dev libcurl4-openssl-dev"
PACKAGES_TEST="libcmocka-dev clang libclang-rt-14-dev chromium fonts-dejavu-core gdal-bin python3 curl git
 sqlite3 libsqlite3-mod-spatialite procps hostname python3-prometheus-client python3-openpyxl"

say() { printf '\n== %s\n' "$*"; }

# Node may be there from elsewhere (a newer one): Debian's is only asked for when there is none.
wanted_packages() {
    local name
    for name in $*; do
        case $name in
        nodejs) command -v node >/dev/null && continue ;;
        npm) command -v npm >/dev/null && continue ;;
        esac
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || printf '%s ' "$name"
    done
}

# install_packages NAME…: installs what is missing, and nothing when all is there.
install_packages() {
    local missing sudo=
    missing=$(wanted_packages "$@")
    if [ -z "$missing" ]; then
        say "Debian packages: all there"
        return
    fi
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || {
            printf 'These Debian packages are missing; install them as root, then run this again:\n  apt-get install %s\n' "$missing" >&2
            exit 1
        }
        sudo=sudo
    fi
    say "Debian packages to install: $missing"
    $sudo apt-get update -q
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -q --no-install-recommends $missing
}

# install_node_modules [npm ci's options]: what package-lock.json says, once per lock file.
install_node_modules() {
    local stamp
    stamp=$(cat package-lock.json <(printf '%s' "$*") | sha256sum | cut -c1-16)
    if [ -e "node_modules/.installed-$stamp" ]; then
        say "npm packages: all there"
        return
    fi
    say "npm packages (from package-lock.json)"
    npm ci --ignore-scripts --no-audit --no-fund "$@"
    touch "node_modules/.installed-$stamp"
}
