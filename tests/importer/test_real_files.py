#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The publishers' own files, where a copy of them is at hand (VOISOIN_SHARED, else ../shared): what
the importer understood against what Python reads in them by other means."""
import csv
import html
import os
import pathlib
import re
import sqlite3
import unittest

from importer_case import ROOT, ImporterCase

SHARED = pathlib.Path(os.environ.get("VOISOIN_SHARED", ROOT.parent / "shared")) / "data"
DAYS = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"]


def minutes(text):
    hours, rest = text.split("h")
    return 60 * int(hours) + int(rest)


def hours_of(cell):
    """(weekday, opens, closes) straight from the markup."""
    spans = set()
    for day, text in re.findall(r"<li>(\w+) : ([^<]*)</li>", cell):
        for opens, closes in re.findall(r"(\d\dh\d\d)-(\d\dh\d\d)", text):
            spans.add((DAYS.index(day), minutes(opens), minutes(closes)))
    return spans


def labelled(cell, label):
    found = re.search(r"<strong>\s*%s\s*:\s*</strong>(.*?)</p>" % label, cell, re.S)
    return html.unescape(re.sub(r"<[^>]*>", "", found[1])).strip() if found else None


def joined(spans):
    """Spans of a day that touch or overlap are one."""
    out = []
    for span in sorted(spans):
        if out and out[-1][0] == span[0] and span[1] <= out[-1][2]:
            out[-1] = (span[0], out[-1][1], max(span[2], out[-1][2]))
        else:
            out.append(span)
    return out


@unittest.skipUnless(SHARED.is_dir(), "skipped: the publishers' files are not here")
class RealFiles(ImporterCase):
    def read_workspace(self):
        path = self.data / "workspace.sqlite"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            records = {row["identity"]: dict(row) for row in database.execute("SELECT * FROM record")}
            hours = {}
            for row in database.execute("SELECT identity, weekday, opens, closes FROM record_hours "
                                        "JOIN record ON record.id = record_hours.record"):
                hours.setdefault(row["identity"], []).append(tuple(row)[1:])
        return records, hours

    def check_flu(self, name):
        path = SHARED / "vaccination" / name
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        done = self.run_program("vaccination", str(path), code=0)
        self.assertIn(f"{len(rows)} lignes lues : {len(rows)} nouvelles, 0 changée, 0 inchangée, "
                      "0 refusée", done.stdout)
        records, hours = self.read_workspace()
        self.assertEqual(len(records), len(rows))
        for row in rows:
            identity = f"finess:{row['Finess']}"
            record, cell = records[identity], row["Modalites_accueil"]
            self.assertEqual(sorted(hours.get(identity, [])), joined(hours_of(cell)), identity)
            access = labelled(cell, "Accès")
            # the appointment is the vaccination's: it says nothing of the whole pharmacy
            self.assertEqual(record["walk_in"], 1 if access == "sans rendez-vous" else None, identity)
            self.assertEqual("grippe : avec rendez-vous" in (record["note"] or ""),
                             access == "avec rendez-vous", identity)
            phone = labelled(cell, "Téléphone pour la prise de rendez-vous")
            shown = re.sub(r"\D", "", record["phone"] or "")
            if phone:
                digits = re.sub(r"\D", "", phone)
                self.assertTrue(shown == digits or digits in (record["note"] or ""), (phone, shown))
            if not phone:
                self.assertEqual(shown, "", identity)
            self.assertNotRegex(record["note"] or "", r"<\s*/?\s*[a-zA-Z]")
            self.assertEqual(record["method"], "source" if row["Adresse_latitude"] else "none")
        return done

    def test_the_flu_file_of_paris(self):
        self.assertIn("0 douteuse", self.check_flu("santefr-grippe-paris.csv").stdout)

    def test_the_flu_file_of_800_places(self):
        self.check_flu("santefr-grippe-800.csv")

    def test_the_address_book_of_paris(self):
        done = self.run_program("addresses", str(SHARED / "ban/adresses-75.csv.gz"), code=0)
        self.assertIn("158048 lignes lues : 158048 nouvelles", done.stdout)

    def test_local_address_bases(self):
        for name, rows in (("bal-1.5-valid.csv", 2), ("bal-sample.csv", 15)):
            done = self.run_program("addresses", str(SHARED / "ban" / name), code=0)
            self.assertIn(f"{rows} lignes lues : {rows} nouvelles", done.stdout)

    def test_boundaries(self):
        for name, areas in (("quartiers-paris", 80), ("arrondissements-paris", 20),
                            ("iris-paris-2013", 992), ("communes-idf", 1287)):
            path = SHARED / "boundaries" / f"{name}.geojson"
            done = self.run_program("territory", str(path), code=0)
            self.assertIn(f"{areas} zones lues : {areas} nouvelles", done.stdout)


if __name__ == "__main__":
    unittest.main()
