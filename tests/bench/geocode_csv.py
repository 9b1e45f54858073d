#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows per second of POST /search/csv/ on a running service.

    geocode_csv.py URL QUESTIONS.csv [ROUNDS] [PID]

QUESTIONS.csv has the columns `qid` and `query` (geocode_questions.py writes one). PID is the service's, when it
runs on this machine: the processor time it took tells what cores of its own would have done."""
import csv
import http.client
import io
import os
import sys
import time
import urllib.parse

BOUNDARY = "voisoin-bench"


def body_of(path):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["qid", "adresse"])
    count = 0
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            writer.writerow([row["qid"], row["query"]])
            count += 1
    head = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="columns"\r\n\r\nadresse\r\n--{BOUNDARY}\r\n'
            'Content-Disposition: form-data; name="data"; filename="bench.csv"\r\n\r\n')
    return (head + out.getvalue() + f"\r\n--{BOUNDARY}--\r\n").encode(), count


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    place = urllib.parse.urlsplit(sys.argv[1])
    body, count = body_of(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    pid = sys.argv[4] if len(sys.argv) > 4 else None
    for _ in range(rounds):
        before, used = time.monotonic(), processor_seconds(pid) if pid else 0
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=600)
        connection.request("POST", "/search/csv/", body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})
        answer = connection.getresponse()
        rows = list(csv.DictReader(io.StringIO(answer.read().decode(), newline="")))
        seconds = time.monotonic() - before
        assert answer.status == 200 and len(rows) == count
        found = sum(row["result_status"] == "ok" for row in rows)
        line = f"{count} rows, {found} found, {seconds:.2f} s, {count / seconds:.0f} rows/s"
        if pid:
            used = processor_seconds(pid) - used
            line += f"; {used / count * 1e6:.0f} us of processor a row: {count / used:.0f} rows/s a core"
        print(line)


main()
