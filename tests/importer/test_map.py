#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""--map: titles that nobody could guess, values for all rows, columns left alone."""
import unittest

from importer_case import DEMO, ImporterCase
from workbooks import read_xlsx, xlsx

TABLE = ("Praticien;Où\nça se trouve;Quoi;Nom\n").replace("\nça", " ça") + \
        "Cabinet Un;12 rue Daguerre;Infirmier;interne\nCabinet Deux;14 rue Daguerre;Kiné;interne\n"
MAP = ("# pour la CPTS\n\nPraticien = nom\nOu ca se trouve=adresse\n\"Quoi\" = métier\nNom = ignorer\n"
       "= commune: Paris\n= domicile: oui\n")


class Maps(ImporterCase):
    def sheet(self, table, mapping, code, *more):
        return self.run_program("sheet", self.file("t.csv", table), "--map",
                                self.file("colonnes.txt", mapping), *more, code=code)

    def test_their_titles_are_ours_and_a_constant_fills_what_is_empty(self):
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)
        done = self.sheet(TABLE, MAP, 0)
        self.assertIn("2 lignes lues : 2 nouvelles, 0 changée, 0 inchangée, 0 refusée, 0 douteuse.",
                      done.stdout)
        self.assertNotIn("n'est pas connue", done.stdout)
        row = self.records()["Cabinet Un"]
        self.assertEqual((row["city"], row["home_visit"], row["profession"], row["method"]),
                         ("Paris", 1, "G15:60", "geocoded"))

    def test_a_map_may_come_from_a_spreadsheet_in_windows_letters(self):
        text = "Leur colonne;Notre colonne\r\nPraticien;nom\r\nOù ça se trouve;adresse\r\nNom;-\r\n;commune: Paris\r\n"
        done = self.sheet(TABLE, text.encode("cp1252"), 0)
        self.assertIn("2 nouvelles", done.stdout)
        self.assertEqual(set(self.records()), {"Cabinet Un", "Cabinet Deux"})

    def test_a_filled_cell_wins_over_a_constant(self):
        self.sheet("nom;lon;lat;ville;type\nA;2.33;48.83;Lyon;\nB;2.33;48.84;;structure\n",
                   "= commune: Paris\n= type: point\n", 0)
        rows = self.records()
        self.assertEqual([rows[name]["city"] for name in "AB"], ["Lyon", "Paris"])
        self.assertEqual([rows[name]["kind"] for name in "AB"], ["point", "structure"])

    def test_each_wrong_line_is_told_with_what_it_may_have_meant(self):
        cases = [("Praticien = nomm\n", "colonnes.txt:1: nomm: ce n'est pas le nom", "vouliez-vous dire « nom »"),
                 ("Praticiens = nom\nPratiqien = adresse\n", "colonnes.txt:2: Pratiqien: aucune colonne n'a ce titre",
                  "« Praticien »"),
                 ("Zzzzzzzz = nom\n", "aucune colonne n'a ce titre", "les titres lus sont : « Praticien », "),
                 ("Praticien = téléfone\n", "ce n'est pas le nom", "« téléphone »"),
                 ("Praticien nom\n", "colonnes.txt:1", "pas de signe ="),
                 ("Praticien = nom\nPraticien = adresse\n", "colonnes.txt:2", "déjà dans une ligne"),
                 ("Praticien = nom\nQuoi = nom\n", "colonnes.txt:2", "notre colonne est déjà donnée"),
                 ("Praticien =\n", "colonnes.txt:1", "il manque le nom d'une de nos colonnes"),
                 ("= commune\n", "colonnes.txt:1", "« = commune: Paris »"),
                 ("= vile: Paris\n", "vile: ce n'est pas le nom", "« ville »"),
                 ("= zzzz: Paris\n", "zzzz: ce n'est pas le nom", "template colonnes.txt")]
        for mapping, *words in cases:
            with self.subTest(mapping):
                done = self.sheet(TABLE, mapping, 2)
                for word in words:
                    self.assertIn(word, done.stderr)
                self.assertIn("Rien n'a changé", done.stderr)
                self.assertEqual(self.told(), [])

    def test_a_map_that_is_not_there_is_told(self):
        table = self.file("t.csv", TABLE)
        done = self.run_program("sheet", table, "--map", str(self.folder / "absente.txt"), code=2)
        self.assertIn("absente.txt", done.stderr)
        self.assertIn("--map ne va qu'avec sheet",
                      self.run_program("publish", "--map", "x", code=2).stderr)

    def test_the_row_of_titles_is_found_by_the_map_alone(self):
        book = xlsx({"F": [["Annuaire 2026"], [], ["Qui", "Est", "Nord"], ["Cabinet", "2.33", "48.83"],
                           ["", "2.33", "48.83"]]})
        copy = str(self.folder / "erreurs.xlsx")
        done = self.run_program("sheet", self.file("t.xlsx", book), "--map", self.file(
            "m.txt", "Qui = nom\nEst = lon\nNord = lat\n"), "--report", copy, code=1)
        self.assertIn("feuille « F », ligne 5: colonne « Qui »: le nom est vide", done.stdout)
        page = read_xlsx(copy)["F"]
        self.assertEqual(set(page["comments"]), {"C5"})
        self.assertEqual(page["rows"][2], ["état", "erreurs", "Qui", "Est", "Nord"])

    def test_the_template_of_a_map_names_all_columns_and_changes_nothing(self):
        path = self.folder / "colonnes.txt"
        self.run_program("template", str(path), data=False, code=0)
        text = path.read_text()
        for words in ("# Votre titre = téléphone\n", "# Votre titre = récurrence\n", "# = commune: Paris\n"):
            self.assertIn(words, text)
        table = self.file("t.csv", "nom;lon;lat\nA;2.33;48.83\n")
        self.run_program("sheet", table, "--map", str(path), code=0)


if __name__ == "__main__":
    unittest.main()
