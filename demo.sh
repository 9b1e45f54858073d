#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what Voisoin needs, builds it, loads the demonstration (Paris 14e, fictional people) and serves it.
# usage: ./demo.sh [--port N] [--no-serve]
set -euo pipefail
cd "$(dirname "$0")"
. cmake/packages.sh

port=8080
serve=yes
while [ $# -gt 0 ]; do
    case $1 in
    --port) port=${2:?"--port needs a number"}; shift 2 ;;
    --no-serve) serve=no; shift ;;
    *) printf 'usage: ./demo.sh [--port N] [--no-serve]\n' >&2; exit 2 ;;
    esac
done
case $port in '' | *[!0-9]*) printf -- '--port wants a number, not "%s"\n' "$port" >&2; exit 2 ;; esac

# shellcheck disable=SC2086
install_packages $PACKAGES_BUILD
install_node_modules --omit=dev

say "Build"
cmake --preset release
cmake --build --preset release

data=build/demo-data
importer=build/release/importer/voisoin-import
say "Load the demonstration into $data"
geodata/demo/load.sh "$importer" "$data"

[ "$serve" = yes ] || exit 0
say "Voisoin is at http://127.0.0.1:$port/ (Ctrl-C to stop)"
exec build/release/service/voisoin-serve --data "$data" --www build/release/www --listen "127.0.0.1:$port"
