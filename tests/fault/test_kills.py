#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill -9 at random moments of import, publish and address books, while a reader asks the service all the time: each
answer belongs to one generation, the files are whole, and the same command once more ends as if nothing had happened.
VOISOIN_KILLS: how many (default 9; 500 by hand). VOISOIN_SEED repeats a run."""
import collections
import json
import os
import random
import re
import subprocess
import threading
import time
import unittest
import urllib.request

from machine import BUILD, PEOPLE, Machine

SERVE = BUILD / "service/voisoin-serve"
KILLS = int(os.environ.get("VOISOIN_KILLS", "9"))
SEED = int(os.environ.get("VOISOIN_SEED", random.randrange(1 << 32)))
VERSION = re.compile(r"Cabinet \d+ v(\d+)$")


class Reader(threading.Thread):
    """Asks the service without a pause and checks every answer."""

    def __init__(self, data):
        super().__init__(daemon=True)
        self.process = subprocess.Popen([SERVE, "--data", data, "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE,
                                        text=True)
        self.port = None
        self.answers, self.faults, self.versions = 0, [], collections.defaultdict(set)
        self.stopping = False
        for line in self.process.stderr:
            if found := re.search(r"serving on .*, port (\d+)", line):
                self.port = int(found[1])
                break
        self.drain = threading.Thread(target=self.process.stderr.read, daemon=True)
        self.drain.start()
        self.start()

    def run(self):
        url = f"http://127.0.0.1:{self.port}/api/v1/resources?lon=2.3265&lat=48.8335&limit=200"
        while not self.stopping:
            try:
                with urllib.request.urlopen(url, timeout=20) as answer:
                    self.check(json.load(answer))
            except (OSError, ValueError) as error:
                self.faults.append(repr(error))
            time.sleep(0.002)

    def check(self, answer):
        versions = {int(VERSION.search(feature["properties"]["name"])[1]) for feature in answer["features"]}
        self.answers += 1
        if len(versions) != 1:
            self.faults.append(f"generation {answer['generation']} mixes versions {versions}")
            return
        version = versions.pop()
        self.versions[answer["generation"]].add(version)
        if len(answer["features"]) != PEOPLE + version:
            self.faults.append(f"generation {answer['generation']}: {len(answer['features'])} of version {version}")

    def stop(self):
        if self.stopping:
            return self.process.returncode
        self.stopping = True
        self.join(30)
        self.process.terminate()
        code = self.process.wait(30)
        self.drain.join(5)
        self.process.stderr.close()
        return code


class Kills(Machine):
    def controls(self):
        """What a folder holds that was never disturbed, for each version."""
        found = {}
        data = self.folder / "control"
        self.load(data, 1)
        for version in (2, 1, 2):
            self.load(data, version)
            found[version] = self.state(data)
        return found

    def state(self, data):
        return {"workspace": self.told(data), "directory": self.published(data),
                "addresses": self.published(data, "addresses")}

    def duration(self, data, arguments):
        begun = time.monotonic()
        self.run_program(data, arguments)
        return time.monotonic() - begun

    def kill_once(self, data, what, version, seconds, tally):
        before = self.state(data)
        program = self.start(data, self.order(what, version))
        try:
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.kill()
        program.communicate()
        killed = program.returncode == -9
        tally[f"{what} killed" if killed else f"{what} ended first"] += 1
        now, after = self.state(data), self.control[version]
        for part in now:  # each of the three is whole, and is the old one or the new one
            self.assertIn(now[part], (before[part], after[part]), f"{part} after {what} was killed")
            tally[f"{what} had changed {part}"] += killed and now[part] != before[part]
        self.run_program(data, self.order(what, version))
        return killed

    def test_a_kill_at_any_moment(self):
        chance = random.Random(SEED)
        print(f"VOISOIN_SEED={SEED}")
        self.control = self.controls()
        data = self.folder / "data"
        self.load(data, 1)
        seconds = {what: self.duration(data, self.order(what, 1)) for what in ("addresses", "import", "publish")}
        reader = Reader(data)
        self.addCleanup(reader.stop)
        tally = collections.Counter()
        version, killed = 1, 0
        while killed < KILLS:
            version = 3 - version
            for what in ("addresses", "import", "publish"):
                killed += self.kill_once(data, what, version, chance.uniform(0, seconds[what]), tally)
            self.assertEqual(self.state(data), self.control[version], "the rerun ends in the same state")
            self.run_program(data, ["check"])
        self.assertEqual(self.leftovers(data), [])
        code = reader.stop()
        told = ", ".join(f"{n} {words}" for words, n in tally.items() if n)
        print(f"{killed} kills: {told}; {reader.answers} answers of {len(reader.versions)} generations")
        self.assertEqual(code, 0)
        self.assertEqual(reader.faults, [])
        self.assertGreater(reader.answers, KILLS)
        self.assertGreater(len(reader.versions), KILLS // 9)
        self.assertTrue(all(len(versions) == 1 for versions in reader.versions.values()))


if __name__ == "__main__":
    unittest.main()
