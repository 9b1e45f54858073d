#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Days on which a place is closed: from the cell to the directory, and back from an export."""
import csv
import sqlite3
import unittest

from importer_case import ImporterCase

HEADERS = "nom;type;lon;lat;horaires;fermetures\n"


class Closures(ImporterCase):
    def load(self, *rows, code=0):
        done = self.run_program("sheet", self.file("lieux.csv", HEADERS + "".join(rows)), code=code)
        self.run_program("publish", code=0)
        return done

    def ask(self, query):
        number = (self.data / "directory/current").read_text().strip().split("-")[-1].split(".")[0]
        with sqlite3.connect(f"file:{self.data}/directory/directory-{number}.sqlite?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def closures(self):
        return self.ask("SELECT name, first_day, last_day FROM closure JOIN resource ON resource.id = resource "
                        "ORDER BY 1, 2")

    def test_what_the_cell_says_is_published(self):
        self.load("Pharmacie Alpha;structure;2.33;48.83;lun-ven 9h-19h;du 1er au 15 août 2027|24/12/2026\n",
                  "Pharmacie Bêta;structure;2.34;48.83;lun-ven 9h-19h;\n")
        self.assertEqual(self.closures(), [("Pharmacie Alpha", "2026-12-24", "2026-12-24"),
                                           ("Pharmacie Alpha", "2027-08-01", "2027-08-15")])

    def test_hours_are_not_believed_when_the_closed_days_cannot_be_read(self):
        done = self.load("Pharmacie Alpha;structure;2.33;48.83;lun-ven 9h-19h;en août\n")
        self.assertIn("fermetures", done.stdout)
        self.assertIn("en août", done.stdout)
        self.assertEqual(self.ask("SELECT count(*) FROM hours"), [(0,)])
        self.assertEqual(self.closures(), [])

    def test_a_change_of_closed_days_is_a_change_and_the_same_again_is_none(self):
        row = "Pharmacie Alpha;structure;2.33;48.83;lun-ven 9h-19h;%s\n"
        self.load(row % "24/12/2026")
        self.assertIn("1 inchangée", self.load(row % "24/12/2026").stdout)
        self.assertIn("1 changée", self.load(row % "31/12/2026").stdout)
        self.assertEqual(self.closures(), [("Pharmacie Alpha", "2026-12-31", "2026-12-31")])

    def test_a_correction_decides_all_closed_days_until_it_is_taken_back(self):
        row = "Pharmacie Alpha;structure;2.33;48.83;lun-ven 9h-19h;24/12/2026\n"
        self.load(row)
        said, (identity,) = self.closures(), self.ask("SELECT identity FROM resource")[0]
        for words, days in (("du 1/8/2027 au 15/8/2027; 1/5/2027", [("2027-05-01", "2027-05-01"),
                                                                    ("2027-08-01", "2027-08-15")]), ("?", [])):
            self.run_program("correct", identity, "fermetures", words, code=0)
            self.load(row)
            self.assertEqual(self.closures(), [("Pharmacie Alpha", *day) for day in days])
            self.assertIn("fermetures", self.run_program("diff", code=0).stdout)
        self.assertEqual(self.ask("SELECT count(*) FROM hours"), [(5,)])
        refused = self.run_program("correct", identity, "fermetures", "en août", code=2)
        self.assertIn("fermetures « en août »: cette valeur ne se lit pas, rien n'est corrigé", refused.stderr)
        self.run_program("correct", identity, "fermetures", "--remove", code=0)
        self.load(row)
        self.assertEqual(self.closures(), said)

    def test_an_export_brings_them_back(self):
        self.load("Pharmacie Alpha;structure;2.33;48.83;lun-ven 9h-19h;du 1/8/2027 au 15/8/2027|24/12/2026\n")
        path = str(self.folder / "export.csv")
        self.run_program("export", path, code=0)
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        self.assertEqual(rows[0]["fermetures"], "2026-12-24; 2027-08-01 - 2027-08-15")
        before = self.closures()
        self.run_program("sheet", path, code=0)
        self.run_program("publish", code=0)
        self.assertEqual(self.closures(), before)


if __name__ == "__main__":
    unittest.main()
