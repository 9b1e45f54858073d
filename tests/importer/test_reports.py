#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports: the copy of the coordinator's own tables, corrected and given back."""
import json
import os
import pty
import re
import subprocess
import unittest
import zipfile
from random import Random

from importer_case import (DEMO, PROGRAM, SQUARE, SUPPRESSIONS, ImporterCase, collection, feature)
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

    def test_a_report_of_another_kind_is_refused_before_anything(self):
        table = self.file("t.csv", "nom;lon;lat\nCabinet;2.33;48.83\n")
        for name in ("erreurs.xls", "erreurs", "erreurs.pdf"):
            self.assert_refused(["sheet", table, "--report", str(self.folder / name)], [".xlsx, .csv ou .json"])
            self.assertFalse((self.folder / name).exists())
        self.assert_refused(["diff", "--report", str(self.folder / "d.xlsx")], [".csv ou .json"])

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


class Totals(ImporterCase):
    """Each row that is read is accepted or refused, once; what is counted is what is listed."""

    def check(self, *arguments, lists_rows=True):
        path = self.folder / "r.json"
        done = self.run_program(*arguments, "--report", str(path))
        self.assertIn(done.returncode, (0, 1), done.stderr)
        told = json.loads(path.read_text())
        accepted = told["nouvelles"] + told["changées"] + told["inchangées"]
        self.assertEqual(told["lues"], accepted + told["refusées"], arguments)
        rows = {"nouvelle": set(), "changée": set(), "inchangée": set(), "refusée": set(), "douteuse": set()}
        for line in told["lignes"]:
            if line["état"] not in rows:
                self.assertEqual(line["état"], "remarque")
                continue
            row = (line["fichier"], line["feuille"], line["ligne"])
            self.assertGreater(line["ligne"], 0, line)
            if line["état"] in ("refusée", "douteuse"):
                self.assertTrue(line["cause"] and line["remède"], line)
            else:
                self.assertNotIn(row, rows[line["état"]], "a row is accepted once")
            rows[line["état"]].add(row)
        self.assertEqual(len(rows["refusée"]), told["refusées"], arguments)
        self.assertEqual(len(rows["douteuse"]), told["douteuses"], arguments)
        if not lists_rows:
            return told
        self.assertEqual([len(rows[state]) for state in ("nouvelle", "changée", "inchangée")],
                         [told["nouvelles"], told["changées"], told["inchangées"]], arguments)
        taken = rows["nouvelle"] | rows["changée"] | rows["inchangée"]
        self.assertEqual(taken & rows["refusée"], set())
        self.assertLessEqual(rows["douteuse"], taken | rows["refusée"])
        return told

    def test_over_the_demonstration(self):
        self.check("addresses", str(DEMO / "adresses.csv"), lists_rows=False)
        for command, name in (("territory", "territoire.geojson"), ("zones", "zones.geojson"),
                              ("sheet", "professionnels.csv"), ("sheet", "structures.csv"),
                              ("sheet", "points.csv"), ("sheet", "seances.csv")):
            first = self.check(command, str(DEMO / name))
            again = self.check(command, str(DEMO / name))
            self.assertEqual(first["lues"], again["inchangées"])
            self.check(command, str(DEMO / name), "--dry-run")

    def test_over_tables_made_of_bad_cells(self):
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)
        random = Random(14)
        titles = ["identifiant", "type", "nom", "profession", "compétences", "adresse", "code postal", "ville",
                  "lon", "lat", "tél", "email", "domicile", "zone", "horaires", "rpps", "mis à jour", "secteur"]
        bad = ["", "", "", "x", "oui", "1", "=1", "12 rue Daguerre", "75014", "Paris", "2.33", "48.83", "650832",
               "rayon 2 km", "sauf Atlantide", "lundi 9h-12h", "parfois", "01 99 00 12 34", "a@b.fr", "31/02/2026",
               "Infirmier", "pansement; alchimie", "10001234567", "\n", "#N/A", "é" * 400, "professionnel"]
        times = ["structure", "prestation", "date", "récurrence", "début", "fin", "rendez-vous", "lien"]
        when = ["", "Cabinet 1", "vaccin grippe", "danse", "12 et 19 novembre", "1/12/2026", "tous les mardis", "9h",
                "12h", "25h", "sans", "peut-être", "http://x.fr", "javascript:x"]
        for turn in range(3):
            people = [titles] + [[random.choice(bad) for _ in titles] for _ in range(60)]
            for row in people[1:]:
                row[2] = row[2] or random.choice(["", "Cabinet 1", f"Cabinet {random.randint(1, 40)}"])
                if random.random() < 0.7:
                    row[8:10] = ["2.33", "48.83"]
            sessions = [times] + [[random.choice(when) for _ in times] for _ in range(30)]
            for row in sessions[1:]:
                if random.random() < 0.7:
                    row[:3], row[4:6] = ["Cabinet 1", "vaccin grippe", f"{random.randint(1, 30)}/11/2026"], ["9h", "12h"]
            book = xlsx({"Gens": people, "Séances": sessions, "Notes": [["bonjour"]]})
            told = self.check("sheet", self.file(f"t{turn % 2}.xlsx", book))
            self.assertEqual(told["lues"], sum(any(c.strip() for c in row) for row in people[1:] + sessions[1:]))
            self.assertGreater(told["refusées"], 5)
            self.assertGreater(told["nouvelles"] + told["changées"] + told["inchangées"], 5)
            told = self.check("sheet", self.file(f"p{turn % 2}.csv", as_csv(people)))
            self.assertGreater(told["douteuses"], 5)

    def test_over_contours_that_cannot_be(self):
        bad = collection(feature('{"name":"Bonne"}', SQUARE), feature("{}", SQUARE),
                         feature('{"name":"Point"}', "[2.33,48.83]", "Point"),
                         feature('{"name":"Bonne"}', SQUARE))
        self.check("zones", self.file("z.geojson", bad))

    def test_the_three_best_candidates_of_a_doubtful_address_are_listed(self):
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)
        table = "nom;adresse;ville\nCabinet;12 rue Daguère du Moulin;Paris\n"
        told = self.check("sheet", self.file("t.csv", table))
        doubt = [line for line in told["lignes"] if line["état"] == "douteuse"][0]
        self.assertEqual((doubt["colonne"], doubt["valeur"]), ("adresse", "12 rue Daguère du Moulin"))
        self.assertEqual(len(re.findall(r"« [^»]+ » \(0\.\d\d\)", doubt["remède"])), 3)


class Progress(ImporterCase):
    def watch(self, *arguments):
        """What a terminal receives on its error side, and the exit code."""
        master, slave = pty.openpty()
        program = subprocess.Popen([PROGRAM, "--data", str(self.data), *arguments], stdout=subprocess.DEVNULL,
                                   stderr=slave, env={**os.environ, "LSAN_OPTIONS":
                                                      f"suppressions={SUPPRESSIONS}:print_suppressions=0"})
        os.close(slave)
        text = b""
        while True:
            try:
                more = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            text += more
        os.close(master)
        return text.decode(), program.wait(timeout=120)

    def test_a_terminal_sees_rate_and_time_left_and_a_pipe_sees_nothing(self):
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)
        lines = [f"Cabinet {i};Infirmier;{i % 60 + 1} rue Daguerre;75014;Paris" for i in range(6000)]
        path = self.file("grand.csv", "nom;profession;adresse;code postal;ville\n" + "\n".join(lines) + "\n")
        text, code = self.watch("sheet", path, "--dry-run")
        self.assertEqual(code, 0)
        self.assertRegex(text, r"\r\d+ lignes, \d+ %, \d+ par seconde")
        self.assertTrue(text.endswith("\r\x1b[K"), "the line is wiped")
        self.assertEqual(self.run_program("sheet", path, "--dry-run", code=0).stderr, "")


if __name__ == "__main__":
    unittest.main()
