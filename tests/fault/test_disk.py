#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A disk that is full, or that fails once, at each operation of import, publish, addresses and open-data: what was served is
still served, exit 3 with one clear line, and the next run finds its way. VOISOIN_FAULTS: how many operations of each
are tried, spread over all of them (default 8); "all" tries each."""
import os
import shutil
import sys
import unittest

from machine import BUILD, ROOT, Machine

sys.path.insert(0, str(ROOT / "tests/importer"))
import publishers  # noqa: E402

DISK = next(BUILD.glob("tests/*failing_disk.so"))
WANTED = os.environ.get("VOISOIN_FAULTS", "8")
FRENCH = "L'enregistrement a échoué : rien n'a changé."


def spread(count):
    """Operations to fail, of 1 .. count: the first, the last and those between."""
    if WANTED == "all" or count <= int(WANTED):
        return list(range(1, count + 1))
    steps = int(WANTED) - 1
    return sorted({1 + (count - 1) * i // steps for i in range(steps + 1)})


class Faulty(Machine):
    def faulty(self, data, arguments, kind, at):
        counted = self.folder / "count"
        code, told, logged = self.run_program(
            data, arguments, code=None, LD_PRELOAD=str(DISK), FAULT_FOLDER=str(data), FAULT_KIND=kind,
            FAULT_AT=str(at), FAULT_COUNT=str(counted))
        return code, told, logged, int(counted.read_text())


class Disk(Faulty):
    def setUp(self):
        super().setUp()
        self.master = self.folder / "master"
        self.load(self.master, 1)

    def state(self, data):
        return {"workspace": self.told(data), "directory": self.published(data),
                "addresses": self.published(data, "addresses")}

    def fresh(self, name, what):
        """The folder just before `what` is done for version 2."""
        data = self.folder / name
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(self.master, data)
        if what == "publish":
            self.run_program(data, self.order("import", 2))
        return data

    def check_all(self, what, kind):
        control = self.fresh("control", what)
        before = self.state(control)
        code, _, logged, count = self.faulty(control, self.order(what, 2), kind, 0)
        self.assertEqual((code, logged), (0, ""))
        self.assertGreater(count, 5, "the disk is watched")
        after = self.state(control)
        self.assertNotEqual(before, after)
        tried = {"operations": count, "tried": 0, "failed": 0, "done all the same": 0, "kept though told failed": 0}
        base = self.fresh("base", what)
        for at in spread(count):
            with self.subTest(what=what, kind=kind, at=at, of=count):
                data = self.folder / "data"
                shutil.rmtree(data, ignore_errors=True)
                shutil.copytree(base, data)
                self.check_one(data, what, kind, at, before, after, tried)
        print(f"{what}, {kind}: " + ", ".join(f"{n} {words}" for words, n in tried.items()))

    def check_one(self, data, what, kind, at, before, after, tried):
        code, told, logged, _ = self.faulty(data, self.order(what, 2), kind, at)
        now = self.state(data)
        tried["tried"] += 1
        self.assertIn(code, (0, 3), logged)
        if code == 0:
            tried["done all the same"] += 1
            self.assertEqual(now, after)
        else:
            tried["failed"] += 1
            self.assertEqual(logged.count(FRENCH), 1, logged)
            self.assertEqual(told, "")
            self.assertEqual(now["directory"], before["directory"], "what was served is served")
            self.assertEqual(now["addresses"], before["addresses"])
            if now["workspace"] != before["workspace"]:
                tried["kept though told failed"] += 1
                self.assertEqual(now["workspace"], after["workspace"], "all or nothing")
        kept = 2 if code == 0 and what != "import" else 1
        series = "addresses" if what == "addresses" else "directory"
        self.assertEqual(len(list((data / series).glob("*.sqlite"))), kept, "no generation that never was in force")
        self.run_program(data, self.order(what, 2))
        self.assertEqual(self.state(data), after, "the next run ends as if nothing had happened")
        self.assertEqual(self.leftovers(data), [])
        self.run_program(data, ["check"])

    def test_a_full_disk_while_importing(self):
        self.check_all("import", "full")

    def test_a_full_disk_while_publishing(self):
        self.check_all("publish", "full")

    def test_a_full_disk_while_making_an_address_book(self):
        self.check_all("addresses", "full")

    def test_a_broken_write_while_importing(self):
        self.check_all("import", "broken")

    def test_a_broken_write_while_publishing(self):
        self.check_all("publish", "broken")

    def test_a_broken_write_while_making_an_address_book(self):
        self.check_all("addresses", "broken")


class Downloads(Faulty):
    """A publisher on the loopback, and a disk that fails while its files come."""

    def setUp(self):
        super().setUp()
        self.site = publishers.Site()
        self.addCleanup(self.site.close)
        corners = "[[[2.30,48.80],[2.36,48.80],[2.36,48.86],[2.30,48.86],[2.30,48.80]]]"
        communes = ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"75114",'
                    '"nom":"Paris 14e Arrondissement"},"geometry":{"type":"Polygon","coordinates":%s}}]}' % corners)
        titles = ("Finess;Titre;Adresse_voie 1;Adresse_voie 2;Adresse_codepostal;Adresse_ville;Modalites_accueil;"
                  "Adresse_latitude;Adresse_longitude\n")
        self.files = {"adresses-75.csv.gz": (self.folder / "v1/adresses.csv.gz").read_bytes(),
                      "communes-75.geojson": communes.encode(),
                      "santefr-grippe.csv": (titles + "750000019;Pharmacie Fictive;12 Rue Daguerre;;75014;Paris;;"
                                             "48.8338;2.3302\n").encode()}
        self.site.pages = {f"/{name}": publishers.Page(body) for name, body in self.files.items()}
        self.settings = "[open-data]\nfiness =\nrpps =\nessais = 1\n" + "".join(
            f"{key} = {self.site.address}/{name}\n" for key, name in
            (("adresses", "adresses-75.csv.gz"), ("communes", "communes-75.geojson"), ("vaccination", "santefr-grippe.csv")))

    def fresh(self, name):
        data = self.folder / name
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        (data / "voisoin-import.ini").write_text(self.settings)
        return data

    def state(self, data):
        return self.told(data), self.published(data, "addresses")

    def check_all(self, kind):
        control = self.fresh("control")
        code, _, logged, count = self.faulty(control, ["open-data", "75114"], kind, 0)
        self.assertEqual((code, logged), (0, ""))
        after, failed = self.state(control), 0
        for at in spread(count):
            with self.subTest(kind=kind, at=at, of=count):
                data = self.fresh("data")
                code, _, logged, _ = self.faulty(data, ["open-data", "75114"], kind, at)
                failed += code == 3
                self.assertIn(code, (0, 3), logged)
                self.assertEqual(logged.count("L'enregistrement a échoué"), code == 3, logged)
                for name, body in self.files.items():
                    if (data / "downloads" / name).exists():
                        self.assertEqual((data / "downloads" / name).read_bytes(), body, "never half a file")
                self.run_program(data, ["open-data", "75114"])
                self.assertEqual(self.state(data), after)
                self.assertEqual(self.leftovers(data), [])
        self.assertGreater(failed, 0)
        print(f"open-data, {kind}: {count} operations, {failed} failed")

    def test_a_full_disk_while_downloading(self):
        self.check_all("full")

    def test_a_broken_write_while_downloading(self):
        self.check_all("broken")


if __name__ == "__main__":
    unittest.main()
