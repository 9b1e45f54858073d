# SPDX-License-Identifier: GPL-3.0-or-later
"""Two generations in turn, a hundred times, under 64 connections: no request fails, no answer mixes the two.
Part of bench_search.py; in the second generation every name ends with " II"."""
import http.client
import json
import os
import shutil
import sqlite3
import threading
import time

CONNECTIONS = 64
SWAPS = 100


def make_second(data):
    folder = data / "directory"
    shutil.copyfile(folder / "directory-1.sqlite", folder / "directory-2.sqlite")
    with sqlite3.connect(folder / "directory-2.sqlite") as second:
        second.execute("UPDATE generation SET number = 2")
        second.execute("UPDATE resource SET name = name || ' II'")
    second.close()


def point_to(data, number):
    fresh = data / "directory/current.new"
    fresh.write_text(f"{number}\n")
    os.rename(fresh, data / "directory/current")


class Asker(threading.Thread):
    def __init__(self, port, paths, stop):
        super().__init__()
        self.port, self.paths, self.stop = port, paths, stop
        self.answers, self.failures, self.seen = 0, [], set()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.stop.is_set():
            path = self.paths[self.answers % len(self.paths)]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = json.loads(answer.read())
                found = body["features"] + body["near_misses"]
                second = {feature["properties"]["name"].endswith(" II") for feature in found}
                if answer.status != 200 or (found and second != {body["generation"] == 2}):
                    self.failures.append((path, answer.status, body["generation"], second))
                self.seen.add(body["generation"])
            except (OSError, ValueError, http.client.HTTPException) as error:
                self.failures.append((path, repr(error)))
                connection.close()
            self.answers += 1
        connection.close()


def swap(service, data, paths):
    """(answers, failures)"""
    make_second(data)
    stop = threading.Event()
    askers = [Asker(service.port, paths[number:] + paths[:number], stop) for number in range(CONNECTIONS)]
    for asker in askers:
        asker.start()
    try:
        for number in range(SWAPS):
            wanted = 2 - number % 2
            point_to(data, wanted)
            while json.loads(service.get("/healthz"))["generation"] != wanted:
                time.sleep(0.01)
    finally:
        stop.set()
        for asker in askers:
            asker.join()
        point_to(data, 1)
    if set.union(*[asker.seen for asker in askers]) != {1, 2}:
        raise RuntimeError("one of the generations never answered")
    failures = [failure for asker in askers for failure in asker.failures]
    for failure in failures[:5]:
        print("FAILED", failure)
    return sum(asker.answers for asker in askers), len(failures)
