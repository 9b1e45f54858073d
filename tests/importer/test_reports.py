#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports: the copy of the coordinator's own tables, corrected and given back."""
import re
import subprocess
import unittest
import zipfile

from importer_case import DEMO, ImporterCase
from workbooks import archive, ods, read_xlsx, xlsx

TITLES = ["Nom", "Métier", "Adresse", "CP", "Ville", "Tél", "RPPS", "Horaires", "Signe"]
GOOD = ["Cabinet Un", "Infirmier", "12 rue Daguerre", "75014", "Paris", "0199001234", "01000123456",
        "lundi 9h-12h", "Lion"]
NAMELESS = ["", "Infirmier", "13 rue Daguerre", "75014", "Paris", "0199001235", "", "", ""]
DOUBTFUL = ["Cabinet Trois", "Alchimiste", "14 rue Daguerre", "75014", "Paris", "", "12", "parfois", ""]
HOSTILE = ['=HYPERLINK("http://x")', "Infirmier", "15 rue Daguerre", "75014", "Paris",
           "+33199001236", "", "", "-2 marches"]
TABLE = [TITLES, GOOD, NAMELESS, DOUBTFUL, HOSTILE]
RED, AMBER = "FFFFC7CE", "FFFFEB9C"


def as_csv(rows):
    return "".join(";".join('"%s"' % cell.replace('"', '""') for cell in row) + "\r\n" for row in rows)


def with_cell(path, sheet, place, text):
    """The workbook with another text in one cell, as bytes."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    book = parts["xl/workbook.xml"].decode()
    number = re.findall(r'<sheet name="([^"]*)"', book).index(sheet) + 1
    name = f"xl/worksheets/sheet{number}.xml"
    cell = f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'
    there = re.compile(rf'<c r="{place}"[^>]*?(/>|>.*?</c>)')
    before = parts[name].decode()
    if there.search(before) is None:
        raise AssertionError(f"{place} is not there")
    parts[name] = there.sub(lambda _: cell, before).encode()
    return archive(parts)


class Copies(ImporterCase):
    def setUp(self):
        super().setUp()
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)

    def report(self, *files, code=1, more=()):
        copy = str(self.folder / "erreurs.xlsx")
        done = self.run_program("sheet", *files, "--report", copy, *more, code=code)
        return copy, done.stdout

    def test_rows_stay_as_they_were_and_the_cells_to_blame_are_marked(self):
        for name, content in (("equipe.csv", as_csv(TABLE)), ("equipe.xlsx", xlsx({"equipe": TABLE})),
                              ("equipe.ods", ods({"equipe": TABLE}))):
            with self.subTest(name):
                copy, _ = self.report(self.file(name, content))
                book = read_xlsx(copy)
                self.assertEqual(list(book), ["Résumé", "equipe"])
                rows = book["equipe"]["rows"]
                self.assertEqual([row[2:] for row in rows], TABLE)
                self.assertEqual([row[0] for row in rows],
                                 ["état", *(["ajoutée"] if name == "equipe.csv" else ["inchangée"]),
                                  "refusée", "douteuse", rows[4][0]])
                self.assertEqual(rows[0][1], "erreurs")
                self.assertIn("colonne « Nom » : le nom est vide", rows[2][1])
                self.assertIn("colonne « Métier » : « Alchimiste » : ", rows[3][1])
                comments = book["equipe"]["comments"]
                self.assertEqual(set(comments), {"C3", "D4", "I4", "J4", "K1"})
                self.assertIn("écrivez le nom", comments["C3"])
                colours = book["equipe"]["colours"]
                self.assertEqual([colours.get(cell) for cell in ("A3", "C3", "D4", "E4")],
                                 [RED, RED, AMBER, None])
                self.assertEqual(book["equipe"]["filter"], "A1:K5")
                self.assertEqual(book["equipe"]["frozen"], 1)
                self.assertFalse(book["equipe"]["formulas"])
                text = "\n".join(cell for row in book["Résumé"]["rows"] for cell in row)
                for words in ("4 lignes lues", "2. La colonne", "sheet erreurs.xlsx", "Signe"):
                    self.assertIn(words, text)

    def test_a_corrected_copy_is_the_same_file_as_before(self):
        copy, _ = self.report(self.file("equipe.csv", as_csv(TABLE)))
        before = {row["identity"] for row in self.records().values()}
        again = self.folder / "corrige.xlsx"
        again.write_bytes(with_cell(copy, "equipe", "C3", "Cabinet Deux"))
        done = self.run_program("sheet", str(again), code=0)
        self.assertIn("4 lignes lues : 1 nouvelle, 0 changée, 3 inchangées, 0 refusée", done.stdout)
        self.assertNotIn("retirée", done.stdout)
        for words in ("« état »", "« erreurs »", "Résumé"):
            self.assertNotIn(words, done.stdout)
        self.assertLess(before, {row["identity"] for row in self.records().values()})
        done = self.run_program("sheet", self.file("equipe.csv", as_csv(TABLE)), code=1)
        self.assertIn("3 inchangées, 1 refusée", done.stdout)

    def test_a_copy_of_a_copy_still_speaks_for_the_first_file(self):
        copy, _ = self.report(self.file("equipe.csv", as_csv(TABLE)), more=("--source", "Équipe n° 2.1"))
        second = self.folder / "encore.xlsx"
        self.run_program("sheet", copy, "--report", str(second), code=1)
        book = read_xlsx(second)
        self.assertEqual([row[2:] for row in book["equipe"]["rows"]], TABLE)
        self.assertEqual(book["equipe"]["rows"][0].count("erreurs"), 1)
        mended = self.file("fini.xlsx", with_cell(second, "equipe", "C3", "Cabinet Deux"))
        self.assertIn("1 nouvelle, 0 changée, 3 inchangées",
                      self.run_program("sheet", mended, code=0).stdout)
        self.assertEqual(self.run_program("list", code=0).stdout.count("Équipe n° 2.1"), 1)

    def test_people_and_sessions_of_several_files_each_have_their_sheet(self):
        people = [["Liste des cabinets", ""], [], ["nom", "lon", "lat"], ["Cabinet", "2.33", "48.83"],
                  ["Deux", "x", "48.83"]]
        sessions = [["structure", "prestation", "date", "début", "fin"],
                    ["Cabinet", "danse", "1/12/2026", "9h", "12h"]]
        book = self.file("a.xlsx", xlsx({"Séances": sessions, "Gens": people, "Notes": [["Bonjour"]]}))
        table = self.file("b.csv", "nom;lon;lat\n;2.33;48.83\n")
        copy, _ = self.report(book, table)
        pages = read_xlsx(copy)
        self.assertEqual(list(pages), ["Résumé", "Séances", "Gens", "b"])
        self.assertEqual([row[0] for row in pages["Gens"]["rows"]],
                         ["", "", "état", "ajoutée", "refusée"])
        self.assertEqual(pages["Gens"]["rows"][0][2], "Liste des cabinets")
        self.assertEqual([row[0] for row in pages["Séances"]["rows"]], ["état", "refusée"])
        text = "\n".join(cell for row in pages["Résumé"]["rows"] for cell in row)
        self.assertIn("feuille « Notes »", text)
        self.assertIn("elle n'est pas lue", text)
        mended = with_cell(copy, "Séances", "D2", "vaccin grippe")
        mended = with_cell(self.file("un.xlsx", mended), "Gens", "D5", "2.34")
        mended = with_cell(self.file("deux.xlsx", mended), "b", "C2", "Trois")
        done = self.run_program("sheet", self.file("c.xlsx", mended), code=0)
        self.assertIn("4 lignes lues : 3 nouvelles, 0 changée, 1 inchangée", done.stdout)

    def test_a_file_that_is_refused_is_copied_with_the_reason(self):
        copy, _ = self.report(self.file("t.csv", "adresse;commune\n1 rue X;Paris\n"), code=2)
        text = "\n".join(cell for row in read_xlsx(copy)["Résumé"]["rows"] for cell in row)
        self.assertIn("est refusé : rien n'a changé", text)
        self.assertIn("colonne « nom »", text)
        copy, _ = self.report(str(self.folder / "absent.csv"), code=2)
        self.assertIn("n'existe pas", str(read_xlsx(copy)["Résumé"]["rows"]))

    def test_other_commands_list_what_they_found(self):
        copy = str(self.folder / "r.xlsx")
        self.run_program("addresses", str(DEMO / "adresses.csv"), "--report", copy, code=0)
        rows = read_xlsx(copy)["Lignes"]["rows"]
        self.assertEqual(rows[0][:4], ["fichier", "feuille", "ligne", "état"])
        self.assertEqual(read_xlsx(copy)["Résumé"]["rows"][0][0], "Compte rendu de Voisoin")

    def test_a_column_of_theirs_called_état_is_told_as_before(self):
        table = self.file("t.csv", "nom;lon;lat;état\nCabinet;2.33;48.83;actif\n")
        copy, told = self.report(table, code=0)
        self.assertIn("« état »: cette colonne n'est pas connue", told)
        self.assertEqual(read_xlsx(copy)["t"]["rows"][1], ["ajoutée", "", "Cabinet", "2.33", "48.83", "actif"])

    def test_a_large_table_is_copied_whole(self):
        rows = "".join(f"Cabinet {i};{'x' if i % 1000 == 7 else 2.33};{48 + i / 100000}\n" for i in range(25000))
        copy, told = self.report(self.file("grand.csv", "nom;lon;lat\n" + rows))
        self.assertIn("25 refusées", told)
        page = read_xlsx(copy)["grand"]
        self.assertEqual(len(page["rows"]), 25001)
        self.assertEqual(sum(row[0] == "refusée" for row in page["rows"]), 25)
        self.assertEqual(len(page["comments"]), 25)

    def test_gdal_and_openpyxl_read_it_too(self):
        copy, _ = self.report(self.file("equipe.csv", as_csv(TABLE)))
        told = subprocess.run(
            ["ogrinfo", "-ro", "-so", "--config", "OGR_XLSX_HEADERS", "FORCE", copy, "equipe"],
            capture_output=True, text=True, check=True).stdout
        self.assertIn("Feature Count: 4", told)
        try:
            import openpyxl
        except ImportError:
            self.skipTest("openpyxl is absent")
        book = openpyxl.load_workbook(copy)
        self.assertEqual(book["equipe"]["C5"].data_type, "s")
        self.assertIn("nom est vide", book["equipe"]["C3"].comment.text)
        book["equipe"]["C3"] = "Cabinet Deux"
        book.save(str(self.folder / "autre.xlsx"))
        done = self.run_program("sheet", str(self.folder / "autre.xlsx"), code=0)
        self.assertIn("1 nouvelle, 0 changée, 3 inchangées", done.stdout)


if __name__ == "__main__":
    unittest.main()
