#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the State's register takes, from its file to the directory that is served.

    bench_rpps.py build/release/importer/voisoin-import --addresses adresses-75.csv.gz \\
        [--rows 1000000] [--postcode 75014]

Makes a file with generate.py, loads the addresses, imports the file, imports it again, publishes,
and imports the rows of one postcode into another folder. Prints a row of a table for each step:
processor time (user and system, of all threads), time on the wall, the most memory held."""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

GENERATE = pathlib.Path(__file__).with_name("generate.py")


def run(title, *command):
    with tempfile.TemporaryFile("w+") as told:
        begun = time.monotonic()
        child = subprocess.Popen([str(part) for part in command], stdout=told)
        _, state, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
        told.seek(0)
        first = told.readline().strip()
    if os.waitstatus_to_exitcode(state) > 1:
        sys.exit(f"{title} failed")
    print(f"| {title} | {usage.ru_utime + usage.ru_stime:.1f} | {wall:.1f} | "
          f"{usage.ru_maxrss / 1024:.0f} | {first} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("importer")
    parser.add_argument("--addresses", required=True, metavar="BAN")
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--postcode", default="75014")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voisoin-bench-") as folder:
        data, other, rows = (pathlib.Path(folder) / name for name in ("data", "other", "rpps.txt"))
        program = [options.importer, "--data"]
        print("| step | CPU s | wall s | memory MB | said |\n|---|---|---|---|---|")
        run("generate.py", sys.executable, GENERATE, "rpps", "--addresses", options.addresses,
            "--rows", options.rows, "--output", rows)
        run("addresses", *program, data, "addresses", options.addresses)
        run("rpps", *program, data, "rpps", rows)
        run("rpps, the same again", *program, data, "rpps", rows)
        run("publish", *program, data, "publish")
        run("addresses", *program, other, "addresses", options.addresses)
        run("rpps --postcodes", *program, other, "rpps", rows, "--postcodes", options.postcode)
        run("publish", *program, other, "publish")


if __name__ == "__main__":
    main()
