#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# All sides of the search in one run, answers compared first: bench_search.sh [SCRATCH] [COUNT…]. What it measures and how is in
# SEARCH.md. As root it installs PostgreSQL 15 with PostGIS 3.3, nginx, MapServer and wrk from Debian where they are missing
# (none of them is started as a service); all servers run on the loopback, from SCRATCH, and end with it. 2,000,000 resources
# want 12 GB of memory and 15 GB of disk.
set -e
cd "$(dirname "$0")/../.."
# shellcheck source=../../cmake/packages.sh
. cmake/packages.sh
scratch=$(realpath -m "${1:-build/bench}")
shift || true
mkdir -p /etc/postgresql-common 2>/dev/null && [ -e /etc/postgresql-common/createcluster.conf ] ||
    echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf || true
# shellcheck disable=SC2086
RUNLEVEL=1 install_packages $PACKAGES_BUILD libpq-dev libcmocka-dev postgresql-15 postgresql-15-postgis-3 nginx-light cgi-mapserver wrk
cmake --preset release -DVOISOIN_BENCH=ON > /dev/null
cmake --build --preset release
[ $# -gt 0 ] || set -- 1000 200000 2000000
exec python3 tests/bench/bench_search.py build/release "$scratch" "$@"
