#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what the tests need, builds with sanitizers, runs every test, unit to browser. Safe to run again.
set -euo pipefail
cd "$(dirname "$0")"
. cmake/packages.sh

# shellcheck disable=SC2086
install_packages $PACKAGES_BUILD $PACKAGES_TEST
install_node_modules

say "Build with AddressSanitizer and UndefinedBehaviorSanitizer"
cmake --preset dev
cmake --build --preset dev

say "Build as people run it (the browser and the demonstration use it)"
cmake --preset release
cmake --build --preset release

say "Tests"
ctest --preset dev -j "$(nproc)" "$@"

say "Fuzz targets, ${VOISOIN_FUZZ_RUNS:=20000} inputs each"
tests/fuzz/run.sh "$VOISOIN_FUZZ_RUNS"
