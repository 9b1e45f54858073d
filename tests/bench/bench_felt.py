#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a coordinator feels: from `publish` being launched after one correction to the running service answering with it.

    bench_felt.py [1000 200000] --programs build/release --addresses adresses-75.csv.gz [--rounds 5]

For each COUNT generate.py writes a CSV of resources with coordinates, which is imported, published and served. Then, a
round at a time, one telephone number is corrected, `publish` is launched, and the resource is asked for every two
milliseconds until it has the new number. Medians of the rounds, in milliseconds on the wall; processor time of `publish`
beside them, for wall time is the machine's too."""
import argparse
import http.client
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLL_S = 0.002
WAIT_S = 300


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Service:
    def __init__(self, program, data):
        self.port = free_port()
        self.process = subprocess.Popen([program, "--data", data, "--listen", f"127.0.0.1:{self.port}"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, path):
        try:
            self.connection.request("GET", path)
            answer = self.connection.getresponse()
            body = answer.read()
            return json.loads(body) if answer.status == 200 else None
        except OSError:
            self.connection.close()
            return None

    def wait(self, path, is_there):
        """The moment at which the answer is there."""
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            answer = self.ask(path)
            if answer is not None and is_there(answer):
                return time.monotonic()
            time.sleep(POLL_S)
        sys.exit(f"{path}: not served within {WAIT_S} s")

    def close(self):
        self.process.terminate()
        self.process.wait()


def import_points(options, count, folder):
    points, data = folder / "points.csv", folder / "data"
    generate = Path(__file__).with_name("generate.py")
    subprocess.run([sys.executable, generate, "points", "--defects", "0", "--rows", str(count), "--addresses",
                    *options.addresses, "--output", points], check=True)
    for words in (["sheet", points], ["publish"]):
        subprocess.run([options.importer, "--data", data, *words], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    points.unlink()
    return data


def some_id(data):
    number = int((data / "directory/current").read_text())
    with sqlite3.connect(f"file:{data}/directory/directory-{number}.sqlite?mode=ro", uri=True) as directory:
        row = directory.execute("SELECT public_id FROM resource ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM resource)")
        return row.fetchone()[0]


def round_of(options, service, data, public_id, phone):
    """Seconds: until the answer has the new number, and of processor that publish took."""
    def importer(*words):
        subprocess.run([options.importer, "--data", data, *words], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    importer("correct", public_id, "téléphone", phone)
    before, started = os.times(), time.monotonic()
    publish = subprocess.Popen([options.importer, "--data", data, "publish"], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    served = service.wait(f"/api/v1/resources/{public_id}", lambda answer: answer["properties"]["phone"] == phone)
    if publish.wait() != 0:
        sys.exit(f"publish: exit {publish.returncode}")
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return served - started, spent


def measure(options, count):
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        data = import_points(options, count, Path(folder))
        public_id = some_id(data)
        service = Service(options.service, data)
        try:
            service.wait(f"/api/v1/resources/{public_id}", lambda answer: True)
            rounds = [round_of(options, service, data, public_id, f"01 99 00 10 {i:02d}") for i in range(options.rounds)]
        finally:
            service.close()
    return [statistics.median(column) for column in zip(*rounds)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", nargs="*", type=int, default=[1000, 200000])
    parser.add_argument("--programs", required=True, type=Path, help="a build folder")
    parser.add_argument("--addresses", nargs="+", required=True, metavar="BAN")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", help="where the data are written")
    options = parser.parse_args()
    options.importer = options.programs / "importer/voisoin-import"
    options.service = options.programs / "service/voisoin-serve"
    print(f"Two cores wanted idle; load {os.getloadavg()[0]:.1f}\n")
    print("| resources | served, ms | processor of publish, ms |\n|---|---|---|")
    for count in options.counts:
        served, spent = measure(options, count)
        print(f"| {count:,} | {served * 1e3:.0f} | {spent * 1e3:.0f} |", flush=True)


main()
