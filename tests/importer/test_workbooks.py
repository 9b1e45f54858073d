#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks: what a coordinator keeps in Excel or LibreOffice goes in as its CSV would; what is no
workbook, or a trap, is refused in a sentence."""
import csv
import io
import json
import re
import resource
import sqlite3
import subprocess
import unittest
import zipfile

from importer_case import PROGRAM, ROOT, ImporterCase
from workbooks import (DATE, TIME, Raw, archive, bomb, failed, formula, number, ods, read_xlsx, xlsx,
                       xlsx_sheet)

TITLES = ["Nom", "Profession", "RPPS", "Téléphone", "Adresse", "Code postal", "Commune", "Lon", "Lat",
          "Mis à jour"]


class Workbooks(ImporterCase):
    def load(self, name, content, *more, code=0):
        return self.run_program("sheet", self.file(name, content), *more, code=code)

    def test_a_title_above_and_empty_rows_are_passed_over(self):
        rows = {1: ["CPTS d'essai : les infirmiers"], 4: TITLES,
                12: ["Cabinet Douze", "Infirmier", "", "", "", "", "", "2.33", "48.83"],
                14: ["", "Infirmier"]}
        done = self.load("classeur.xlsx", xlsx({"Infirmiers": rows}), code=1)
        self.assertIn("2 lignes lues : 1 nouvelle", done.stdout)
        self.assertIn("classeur.xlsx, feuille « Infirmiers », ligne 14: colonne « Nom »: le nom est vide",
                      done.stdout)

    def test_totals_and_remarks_below_are_told_and_copied(self):
        rows = {1: ["nom", "type", "lon", "lat"], 2: ["Cabinet", "structure", "2.33", "48.83"],
                4: ["Total", "1"], 5: ["* Merci de signaler les erreurs"]}
        copy = self.folder / "erreurs.xlsx"
        done = self.load("t.xlsx", xlsx({"F": rows}), "--report", str(copy))
        self.assertIn("1 ligne lue : 1 nouvelle", done.stdout)
        self.assertIn("ligne 5: * Merci de signaler les erreurs: c'est une remarque", done.stdout)
        page = read_xlsx(copy)["F"]
        self.assertEqual([row[2] for row in page["rows"]],
                         ["nom", "Cabinet", "", "Total", "* Merci de signaler les erreurs"])
        self.assertEqual(page["filter"], "A1:F2")
        self.assertIn("1 inchangée", self.run_program("sheet", str(copy), code=0).stdout)
        rows[5] = ["Dupont"]
        self.assertIn("2 refusées", self.load("t.xlsx", xlsx({"F": rows}), code=1).stdout)

    def test_hours_of_a_session_may_stand_in_one_cell(self):
        people = [["nom", "lon", "lat"], ["Pharmacie", "2.33", "48.83"]]
        sessions = [["Lieu", "Quoi", "Quand", "Heure"], ["Pharmacie", "vaccin grippe", "12 et 19/12/2026", "9h-12h"],
                    ["Pharmacie", "vaccin grippe", "13/12/2026", "9h-12h et 14h-18h"]]
        done = self.load("t.xlsx", xlsx({"Lieux": people, "Séances": sessions}), code=1)
        self.assertIn("3 lignes lues : 2 nouvelles", done.stdout)
        self.assertIn("écrivez une ligne par plage", done.stdout)
        self.assertEqual(len(self.told()[2]), 2)

    def test_an_empty_row_a_million_rows_below_does_no_harm(self):
        rows = [["nom", "lon", "lat"], ["Cabinet", "2.33", "48.83"]]
        sheet = xlsx_sheet(rows).replace("</sheetData>", '<row r="1048576" ht="12.8"/></sheetData>')
        done = self.load("t.xlsx", xlsx({"Une": sheet, "Deux": [rows[0], ["Autre", "2.33", "48.83"]]}))
        self.assertIn("2 nouvelles", done.stdout)
        self.assertIn("feuille « Une »: des cellules sont très loin", done.stdout)
        self.assertNotIn("feuille « Deux »", done.stdout)

    def test_zeros_and_dates_that_a_spreadsheet_lost_are_restored(self):
        place = [number("2.3301910000000002"), number("48.833813")]
        told = []
        for rpps, phone, date in (("10001234567", "199001234", number(46341, DATE)),
                                  ("1.0001234567E10", "33199001234", number(46341)),
                                  ("10001234567.0", "199001234", "15/11/2026")):
            row = ["Ada", "Infirmier", number(rpps), number(phone), "1 rue X", number(1000), "Bourg", *place,
                   date]
            self.load("t.xlsx", xlsx({"F": [TITLES, row]}))
            record = self.records()["Ada"]
            self.assertEqual((record["phone"], record["postcode"], record["updated"]),
                             ("01 99 00 12 34", "01000", "2026-11-15"))
            told.append(record["identity"])
        self.assertEqual(len(set(told)), 1)
        self.assertTrue(told[0].startswith("rpps:10001234567@"))

    def test_a_finess_number_gets_its_zero_back(self):
        rows = [["nom", "type", "finess", "lon", "lat"],
                ["Clinique", "structure", number(10000024), number(2.33), number(48.83)]]
        self.load("t.xlsx", xlsx({"F": rows}))
        self.assertEqual(self.records()["Clinique"]["identity"], "finess:010000024")

    def test_formulas_merged_cells_and_booleans_give_what_is_shown(self):
        rows = [["nom", "profession", "lon", "lat", "domicile", "remarque"],
                [formula('A9&"b"', "Cabinet"), "Infirmier", number(2.33), number(48.83),
                 Raw(' t="b"><v>1</v>'), failed("#REF!")],
                ["Autre", "Infirmier", number(2.34), number(48.83), "", "Remarque"]]
        sheet = xlsx_sheet(rows, '<mergeCells count="1"><mergeCell ref="F3:F5"/></mergeCells>')
        done = self.load("t.xlsx", xlsx({"F": sheet}))
        records = self.records()
        self.assertEqual((records["Cabinet"]["home_visit"], records["Autre"]["home_visit"]), (1, None))
        self.assertEqual((records["Cabinet"]["note"], records["Autre"]["note"]), (None, "Remarque"))
        self.assertIn("ligne 2: colonne « remarque »: #REF!: la formule de cette cellule échoue",
                      done.stdout)

    def test_each_sheet_with_known_titles_is_read_and_the_others_are_told(self):
        people = [["nom", "profession", "lon", "lat"], ["Cabinet A", "Infirmier", "2.33", "48.83"]]
        more = [["profession", "nom", "lat", "lon"], ["Pharmacien", "Pharmacie B", "48.84", "2.34"]]
        sessions = [["structure", "prestation", "date", "début", "fin"],
                    ["Pharmacie B", "vaccin grippe", number(46341, DATE), number(0.375, TIME), number(0.5)]]
        book = xlsx({"Séances": sessions, "Infirmiers": people, "Lisez-moi": [["Bonjour"]], "Vide": [],
                     "Pharmacies": more})
        done = self.load("t.xlsx", book)
        self.assertIn("3 lignes lues : 3 nouvelles, 0 changée, 0 inchangée, 0 refusée, 0 douteuse.",
                      done.stdout)
        self.assertIn("feuille « Lisez-moi »", done.stdout)
        self.assertIn("feuille « Vide »: cette feuille est vide", done.stdout)
        before = self.told()
        self.assertIn("3 inchangées", self.load("t.xlsx", book).stdout)
        self.assertEqual(self.told(), before)
        self.assertEqual(set(self.records()), {"Cabinet A", "Pharmacie B"})

    def test_the_same_person_in_two_sheets_is_refused_once(self):
        rows = [["nom", "lon", "lat"], ["Cabinet A", "2.33", "48.83"]]
        done = self.load("t.xlsx", xlsx({"Une": rows, "Deux": rows}), code=1)
        self.assertIn("feuille « Deux », ligne 2: colonne « nom »", done.stdout)
        self.assertIn("qu'à la ligne 2 de la feuille « Une »", done.stdout)

    def test_the_same_rows_as_csv_xlsx_and_ods_are_the_same(self):
        rows = [["identifiant"] + TITLES, ["1", "Cœur & Été", "Infirmière", "10001234567", "01 99 00 12 34",
                                          "12 rue X", "75014", "Paris", "2.33", "48.83", "2026-11-15"],
                ["2", "Deux; \"lignes\"", "Pharmacien", "", "", "", "", "", "2,34", "48,84", ""]]
        path = self.folder / "t.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        done = self.run_program("sheet", str(path), "--source", "Équipe", code=0)
        self.assertIn("2 nouvelles", done.stdout)
        before = self.told()
        for name, content in (("t.xlsx", xlsx({"F": rows})), ("t.ods", ods({"F": rows})),
                              ("sans-nom.bin", ods({"F": rows}))):
            done = self.load(name, content, "--source", "Équipe")
            self.assertIn("0 nouvelle, 0 changée, 2 inchangées, 0 refusée, 0 douteuse.", done.stdout)
            self.assertEqual(self.told(), before)

    def test_an_ods_has_its_dates_times_and_sheets(self):
        people = [["Bonjour"], [], ["nom", "type", "lon", "lat", "domicile", "mis à jour"],
                  ["Pharmacie", "structure", Raw(' office:value-type="float" office:value="2.33">'),
                   Raw(' office:value-type="float" office:value="48.83">'),
                   Raw(' office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p>'),
                   Raw(' office:value-type="date" office:date-value="2026-11-15"><text:p>x</text:p>')]]
        sessions = [["structure", "prestation", "date", "début", "fin"],
                    ["Pharmacie", "vaccin grippe",
                     Raw(' office:value-type="date" office:date-value="2026-12-01"><text:p>x</text:p>'),
                     Raw(' office:value-type="time" office:time-value="PT09H30M00S"><text:p>x</text:p>'),
                     "12h"]]
        done = self.load("t.ods", ods({"Lieux": people, "Séances": sessions}))
        self.assertIn("2 nouvelles, 0 changée, 0 inchangée, 0 refusée, 0 douteuse", done.stdout)
        record = self.records()["Pharmacie"]
        self.assertEqual((record["home_visit"], record["updated"]), (1, "2026-11-15"))
        self.assertIn(9 * 60 + 30, self.told()[2][0])

    def test_an_old_excel_file_is_read(self):
        """tests/cases/ancien.xls was written as BIFF8 by SheetJS 0.18.5, with fictional people."""
        content = (ROOT / "tests/cases/ancien.xls").read_bytes()
        done = self.load("ancien.xls", content, code=1)
        self.assertIn("3 lignes lues : 2 nouvelles, 0 changée, 0 inchangée, 1 refusée, 0 douteuse",
                      done.stdout)
        self.assertIn("ancien.xls, feuille « Infirmiers », ligne 8: colonne « nom »", done.stdout)
        record = self.records()["Cœur Été"]
        self.assertEqual((record["phone"], record["updated"], record["home_visit"]),
                         ("01 99 00 12 34", "2026-11-15", 1))
        self.assertTrue(record["identity"].startswith("rpps:10001234567@"))
        self.assertIn(9 * 60 + 30, self.told()[2][0])
        self.assert_refused(["sheet", self.file("ancien.dat", content)], [".xls ; renommez-le"])

    def test_what_an_old_excel_file_may_hide_is_told(self):
        done = self.load("ancien.xls", (ROOT / "tests/cases/ancien.xls").read_bytes(), code=1)
        self.assertIn("VRAI ou FAUX ne se lisent pas toujours", done.stdout)

    def test_comments_of_an_ods_are_no_part_of_its_cells(self):
        """LibreOffice writes the comment inside the cell; GDAL took its words for the name."""
        def noted(words, text):
            return Raw(' office:value-type="string"><office:annotation office:display="true"><text:p>'
                       f"{words}</text:p></office:annotation><text:p>{text}</text:p>")
        people = [["nom", "adresse", "commune"], [noted("à vérifier", "A"), "1 rue Daguerre", "Paris"],
                  ["B", noted("vu", "2 rue Daguerre"), noted("deux", "Paris")]]
        self.load("t.ods", ods({"Lieux": people}))
        self.assertEqual({record["name"]: record["address"] for record in self.records().values()},
                         {"A": "1 rue Daguerre", "B": "2 rue Daguerre"})

    def test_times_of_an_ods_that_miss_the_hour_by_nothing_are_it(self):
        time = Raw(' office:value-type="time" office:time-value="PT13H59M59.999999996S"><text:p>14:00'
                   "</text:p>")
        sessions = [["structure", "prestation", "date", "début", "fin"],
                    ["A", "vaccin grippe", "15/11/2026", time, "17h"]]
        self.load("t.ods", ods({"Lieux": [["nom", "adresse", "commune"], ["A", "1 rue X", "Paris"]],
                                "Séances": sessions}))
        self.assertIn(14 * 60, self.told()[2][0])

    def test_days_counted_from_1904_refuse_the_workbook(self):
        book = xlsx({"F": [["nom", "lon", "lat"], ["A", "2.33", "48.83"]]})
        self.load("t.xlsx", book)
        parts = {}
        with zipfile.ZipFile(io.BytesIO(book)) as file:
            for name in file.namelist():
                parts[name] = file.read(name).decode()
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            "<sheets>", '<workbookPr date1904="1"/><sheets>')
        self.assert_refused(["sheet", self.file("mac.xlsx", archive(parts))], ["depuis 1904"])

    def test_a_page_named_xls_is_told_what_it_is(self):
        for content in ("<html><body><table><tr><td>nom</td></tr></table></body></html>",
                        '<?xml version="1.0"?>\n<Workbook/>', "\ufeff<!DOCTYPE html><table>"):
            self.assert_refused(["sheet", self.file("export.xls", content)], ["page web"])

    def test_reports_tell_the_sheet(self):
        report = self.folder / "r.csv"
        book = xlsx({"F": [["nom", "lon", "lat"], ["A", "2.33", "48.83"], ["B", "2", ""]]})
        self.load("t.xlsx", book, "--report", str(report), code=1)
        with open(report, encoding="utf-8-sig", newline="") as file:
            rows = [(row["feuille"], row["ligne"], row["état"]) for row in csv.DictReader(file, delimiter=";")]
        self.assertEqual(sorted(rows), [("F", "2", "nouvelle"), ("F", "3", "refusée")])
        report = self.folder / "r.json"
        self.load("t.xlsx", book, "--report", str(report), code=1)
        self.assertEqual({line["feuille"] for line in json.loads(report.read_text())["lignes"]}, {"F"})

    def test_a_csv_named_xlsx_is_read_as_what_it_is(self):
        self.load("t.xlsx", "nom;lon;lat\nCabinet;2.33;48.83\n")
        self.assertIn("Cabinet", self.records())


class Template(ImporterCase):
    def test_a_template_explains_itself_and_can_be_loaded(self):
        path = self.folder / "modele.xlsx"
        self.run_program("template", str(path), data=False, code=0)
        done = self.run_program("sheet", str(path), code=0)
        self.assertIn("2 lignes lues : 2 nouvelles, 0 changée, 0 inchangée, 0 refusée, 1 douteuse.",
                      done.stdout)
        self.assertIn("c'est la ligne d'exemple du modèle", done.stdout)
        self.assertNotIn("cette colonne n'est pas connue", done.stdout)
        with zipfile.ZipFile(path) as file:
            sheet = file.read("xl/worksheets/sheet1.xml").decode()
            texts = file.read("xl/sharedStrings.xml").decode()
            comments = file.read("xl/comments1.xml").decode()
        self.assertIn('type="list"', sheet)
        self.assertIn("Professions!$A$2:$A$", sheet)
        self.assertIn("oui,non", sheet)
        self.assertIn("Sage-femme", texts)
        self.assertEqual(comments.count("<comment "), 31)
        self.assertIn('"1,2,3,0"', sheet)
        self.assertIn("Professions!$B$2:$B$", sheet)
        for word in ("Cardiologie", "Pharmacie", "Les horaires de la semaine."):
            self.assertIn(word, texts)

    def test_every_language_of_the_list_is_read(self):
        path = self.folder / "modele.xlsx"
        self.run_program("template", str(path), data=False, code=0)
        with zipfile.ZipFile(path) as file:
            texts = re.findall(r"<t[^>]*>([^<]*)</t>", file.read("xl/sharedStrings.xml").decode())
        languages = texts[texts.index("Les langues les plus demandées") + 1:]
        self.assertGreater(len(languages), 45)
        rows = "".join(f"Cabinet {i};2.33;48.83;{language}\n" for i, language in enumerate(languages))
        done = self.run_program("sheet", self.file("langues.csv", "nom;lon;lat;langues\n" + rows), code=0)
        self.assertIn("0 douteuse", done.stdout)
        with sqlite3.connect(self.data / "workspace.sqlite") as database:
            kept = [text for text, in database.execute("SELECT languages FROM record ORDER BY id")]
        self.assertEqual(kept, languages)

    def test_a_template_never_overwrites(self):
        path = self.file("plein.xlsx", "mes lignes")
        for name, words in ((path, "existe déjà"), (str(self.folder / "t.csv"), ".xlsx"),
                            (str(self.folder / "absent/t.xlsx"), "ne peut pas être écrit")):
            done = self.run_program("template", name, data=False, code=2)
            self.assertIn(words, done.stderr)
        self.assertEqual((self.folder / "plein.xlsx").read_text(), "mes lignes")
        self.assertIn("un seul", self.run_program("template", data=False, code=2).stderr)


class Refused(ImporterCase):
    def setUp(self):
        super().setUp()
        self.run_program("sheet", self.file("base.csv", "nom;lon;lat\nCabinet;2.33;48.83\n"), code=0)

    def refuse(self, name, content, *words):
        self.assert_refused(["sheet", self.file(name, content)], [name, "Rien n'a changé", *words])

    def test_what_is_no_workbook_is_refused_in_a_sentence(self):
        rows = [["nom", "lon", "lat"], ["A", "2.33", "48.83"]]
        whole = xlsx({"F": rows})
        sheet = xlsx_sheet([rows[0]] + rows[1:] * 2000)
        password = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
        cases = [("vide.xlsx", b"", "est vide"),
                 ("coupe.xlsx", whole[:len(whole) // 2], "coupé ou abîmé"),
                 ("abime.xlsx", whole[:200] + b"\xff" * 300 + whole[500:], "abîmé"),
                 ("feuille.xlsx", xlsx({"F": sheet[:len(sheet) // 2]}), "abîmé"),
                 ("secret.xlsx", password + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
                 ("vieux.xls", password, "abîmé"),
                 ("texte.zip", archive({"lisez-moi.txt": "bonjour"}), "pas un classeur"),
                 ("lettre.docx", archive({"word/document.xml": "<w/>"}), "pas un classeur"),
                 ("binaire.xlsb", archive({"xl/workbook.bin": "x"}), ".xlsx"),
                 ("autre.xlsx", xlsx({"F": [["Bonjour"], ["à tous"]]}), "aucune feuille"),
                 ("titres.xlsx", xlsx({"F": rows[:1]}), "que des titres")]
        for name, content, words in cases:
            with self.subTest(name):
                self.refuse(name, content, words)

    def test_a_sheet_that_lost_a_title_stops_the_run(self):
        book = xlsx({"Bonne": [["nom", "lon", "lat"], ["A", "2.33", "48.83"]],
                     "Autre": [["profession", "commune", "adresse", "téléphone"], ["Infirmier", "X", "Y", ""]]})
        self.refuse("t.xlsx", book, "feuille « Autre », ligne 1: colonne « nom »", "il manque cette colonne")

    def test_a_bomb_is_refused_before_it_is_opened(self):
        content = bomb(880 * 1000 * 1000)
        self.assertLess(len(content), 1000 * 1000)
        self.refuse("bombe.xlsx", content, "se déplie en un fichier énorme")
        self.refuse("bombe.ods", bomb(50 * 1000 * 1000), "se déplie en un fichier énorme")

    def test_ten_thousand_members_are_too_many(self):
        self.refuse("t.xlsx", archive({f"{i}": "" for i in range(10001)}), "se déplie")

    def test_zip64_sizes_are_read(self):
        path = self.folder / "grand.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            with file.open("xl/workbook.xml", "w", force_zip64=True) as member:
                member.write(b"<workbook/>")
            file.filelist[0].file_size = 5 * 1024 ** 3  # written as a ZIP64 extra field
        self.assert_refused(["sheet", str(path)], ["se déplie en un fichier énorme"])

    def test_a_child_beyond_its_limits_is_stopped(self):
        cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 20001))
        book = xlsx({"F": xlsx_sheet([]).replace("<sheetData>", "<sheetData>" + cells)},
                    strings=["".join(chr(97 + i % 7) for i in range(30000))])
        self.assertLess(len(book), 300 * 1000)
        self.refuse("lourd.xlsx", book, "trop de mémoire")

    def test_a_machine_without_room_for_a_child_changes_nothing(self):
        path = self.file("t.xlsx", xlsx({"F": [["nom", "lon", "lat"]] + [["A", "2", "48"]]}))
        before = self.told()
        done = subprocess.run(
            [PROGRAM, "--data", self.data, "sheet", path], capture_output=True, text=True, timeout=120,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4)))
        self.assertIn(done.returncode, (2, 3), done.stderr)
        self.assertEqual(self.told(), before)


if __name__ == "__main__":
    unittest.main()
