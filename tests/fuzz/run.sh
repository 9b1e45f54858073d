#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/fuzz/run.sh [RUNS [TARGET…]]: builds the fuzz targets with the sanitizers and runs each RUNS times
# (1,000,000 when nothing is said) from its corpus; the first finding stops it, and its input is left in
# build/fuzz/findings. A finding becomes a case of a unit test.
set -euo pipefail
cd "$(dirname "$0")/../.."

runs=${1:-1000000}
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
    for source in tests/fuzz/fuzz_*.c; do
        name=$(basename "$source" .c)
        targets+=("${name#fuzz_}")
    done
fi

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target "${targets[@]/#/fuzz_}"
mkdir -p build/fuzz/findings
for target in "${targets[@]}"; do
    grown=build/fuzz/corpus/$target
    mkdir -p "$grown"
    seeds=()
    [ -d "tests/fuzz/corpus/$target" ] && seeds=("tests/fuzz/corpus/$target")
    printf '\n== %s, %s runs\n' "$target" "$runs"
    # what libraries keep for the life of the program is no finding
    log=build/fuzz/findings/$target.log
    ASAN_OPTIONS=detect_leaks=0 "build/fuzz/tests/fuzz/fuzz_$target" -runs="$runs" -max_len=4096 -timeout=20 \
        -artifact_prefix="build/fuzz/findings/$target-" "$grown" "${seeds[@]}" >"$log" 2>&1 || {
        tail -n 60 "$log" >&2
        exit 1
    }
    tail -n 1 "$log"
done
