#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# tests/fuzz/run.sh [RUNS [TARGET…]]: builds the fuzz targets with the sanitizers and runs each RUNS times
# (1,000,000 when nothing is said) from its corpus, as many targets at once as there are processors. A finding
# fails the run, which names the input that made it, in build/fuzz/findings. It becomes a case of a unit test.
# The same checkout tries the same inputs each time, so that what failed fails again: VOISOIN_FUZZ_SEED=0 tries others.
set -euo pipefail
cd "$(dirname "$0")/../.."

# fuzz_one TARGET RUNS: a question to an address book costs ten times what the others cost, and runs a fifth.
# What libraries keep for the life of the program is no finding. An input of 20 s is.
fuzz_one() {
    local runs=$2 grown=build/fuzz/corpus/$1 found=build/fuzz/findings/$1 seeds=()
    [ "$1" = geocode ] && runs=$((runs / 5))
    mkdir -p "$grown"
    [ -d "tests/fuzz/corpus/$1" ] && seeds=("tests/fuzz/corpus/$1")
    if ASAN_OPTIONS=detect_leaks=0 "build/fuzz/tests/fuzz/fuzz_$1" -runs="$runs" \
        -seed="${VOISOIN_FUZZ_SEED:-1}" -max_len=4096 -timeout=20 -artifact_prefix="$found-" "$grown" "${seeds[@]}" >"$found.log" 2>&1; then
        printf '  %-14s no finding in %s\n' "$1" "$(sed -n 's/^Done \(.*\)/\1/p' "$found.log")"
        return
    fi
    tail -n 60 "$found.log" >&2
    printf '\nFuzz target %s failed. The input: %s\nOnce more: build/fuzz/tests/fuzz/fuzz_%s FILE\n' "$1" \
        "$(sed -n 's/.*Test unit written to //p' "$found.log")" "$1" >&2
    return 255 # xargs then begins no other
}
export -f fuzz_one

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
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'fuzz_one {} '"$runs"
