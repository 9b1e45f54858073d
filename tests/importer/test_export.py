#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes out: tables that come back without a change, points, what a publication changes in words,
and whoever must not appear."""
import csv
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import unittest
from random import Random

from importer_case import DEMO, SQUARE, ImporterCase, collection, feature
from workbooks import read_xlsx

PEOPLE = "Tableur de démonstration (personnes fictives)"
RESTRICTED = {"téléphone direct", "mssanté", "adressage"}
HEADER = ("identifiant;type;nom;profession;compétences;adresse;code postal;commune;lon;lat;téléphone;"
          "domicile;zone;horaires;nouveaux patients;remarque;mis à jour\n")


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def content(path):
    """All the texts of a file that was exported."""
    if path.endswith(".xlsx"):
        return str(read_xlsx(path))
    if path.endswith(".gpkg"):
        return pathlib.Path(path).read_bytes().decode("utf-8", "replace")
    return pathlib.Path(path).read_text("utf-8-sig")


class DemoCase(ImporterCase):
    """The demonstration, loaded and published as its own script does."""

    def setUp(self):
        super().setUp()
        for arguments in (
                ("addresses", DEMO / "adresses.csv"),
                ("territory", DEMO / "territoire.geojson"),
                ("zones", DEMO / "zones.geojson"),
                ("sheet", DEMO / "professionnels.csv", DEMO / "structures.csv", DEMO / "points.csv",
                 "--source", PEOPLE, "--as-of", "2026-11-20"),
                ("sheet", DEMO / "seances.csv", "--source", "Séances"),
                ("publish",)):
            self.run_program(*map(str, arguments), code=0)

    def export(self, name, *options):
        path = str(self.folder / name)
        self.run_program("export", path, *options, code=0)
        return path


class RoundTrip(DemoCase):
    def test_what_is_exported_comes_back_without_a_change(self):
        sessions = str(self.folder / "s.csv")
        people = self.export("a.csv", "--audience", "professional", "--sessions", sessions)
        self.assertEqual(len(rows(people)), 198)
        self.assertEqual(len(rows(sessions)), 37)
        told = self.run_program("sheet", people, "--source", PEOPLE, "--as-of", "2026-11-20",
                                code=0).stdout
        self.assertIn("198 lignes lues : 0 nouvelle, 0 changée, 198 inchangées", told)
        told = self.run_program("sheet", sessions, "--source", "Séances", code=0).stdout
        self.assertIn("37 lignes lues : 0 nouvelle, 0 changée, 37 inchangées", told)
        self.assertIn("rien ne change.", self.run_program("diff", "workspace", code=0).stdout)
        self.run_program("publish", code=0)
        self.assertEqual(self.run_program("diff", code=0).stdout,
                         "De l'annuaire 1 à l'annuaire 2 : rien ne change.\n")
        again = self.export("b.csv", "--audience", "professional")
        self.assertEqual(pathlib.Path(people).read_bytes(), pathlib.Path(again).read_bytes())

    def test_another_folder_loaded_from_the_export_shows_the_same_people(self):
        people = self.export("a.csv", "--audience", "professional")
        first = self.data / "directory/directory-1.sqlite"
        self.data = self.folder / "autre"
        for arguments in (("addresses", DEMO / "adresses.csv"),
                          ("territory", DEMO / "territoire.geojson"),
                          ("zones", DEMO / "zones.geojson"), ("sheet", people),
                          ("sheet", DEMO / "seances.csv"), ("publish",)):
            self.run_program(*map(str, arguments), code=0)
        shutil.copy(first, self.data / "directory/directory-7.sqlite")
        self.assertIn("de l'annuaire 7 à l'annuaire 1 : rien ne change.",
                      self.run_program("diff", "7", "1", code=0).stdout.lower())


    def test_a_workbook_holds_all_and_comes_back_without_a_change(self):
        book = self.export("a.xlsx", "--audience", "professional")
        page = read_xlsx(book)["Annuaire"]
        self.assertEqual(len(page["rows"]), 199)
        self.assertEqual(len(read_xlsx(book)["Séances"]["rows"]), 38)
        self.assertEqual((page["formulas"], page["frozen"], page["filter"]), (0, 1, "A1:AE199"))
        self.assertGreater(len(page["comments"]), 25)
        first = self.data / "directory/directory-1.sqlite"
        self.data = self.folder / "autre"
        for arguments in (("addresses", DEMO / "adresses.csv"),
                          ("territory", DEMO / "territoire.geojson"),
                          ("zones", DEMO / "zones.geojson"), ("sheet", book), ("publish",)):
            told = self.run_program(*map(str, arguments), code=0).stdout
        self.assertIn("198 fiches, 37 séances", told)
        shutil.copy(first, self.data / "directory/directory-7.sqlite")
        self.assertIn("de l'annuaire 7 à l'annuaire 1 : rien ne change.",
                      self.run_program("diff", "7", "1", code=0).stdout.lower())
        again = self.run_program("sheet", self.export("a.xlsx", "--audience", "professional"), code=0)
        self.assertIn("235 lignes lues : 0 nouvelle, 0 changée, 235 inchangées", again.stdout)
        self.assertNotIn("colonne", again.stdout)

    def test_a_geopackage_opens_with_points_zones_territory_and_sessions(self):
        path = self.export("a.gpkg", "--audience", "professional")
        self.export("a.gpkg", "--audience", "professional")  # once more, over the first
        told = subprocess.run(["ogrinfo", "-ro", "-so", "-al", path], capture_output=True, text=True,
                              check=True).stdout
        layers = dict(re.findall(r"Layer name: (\S+).*?Feature Count: (\d+)", told, re.S))
        self.assertEqual(layers, {"fiches": "198", "zones": "56", "territoire": "6", "séances": "37"})
        self.assertIn('ID["EPSG",4326]', told)
        query = ("SELECT count(*) FROM zones WHERE ST_IsValid(geom) AND ST_Area(geom) > 0 "
                 "UNION ALL SELECT count(*) FROM territoire WHERE ST_IsValid(geom)")
        told = subprocess.run(["ogrinfo", "-ro", "-q", path, "-dialect", "SQLite", "-sql", query],
                              capture_output=True, text=True, check=True).stdout
        self.assertEqual(re.findall(r"= (\d+)", told), ["56", "6"])
        with sqlite3.connect(path) as database, \
                sqlite3.connect(self.data / "directory/directory-1.sqlite") as directory:
            names = sorted(row[0] for row in database.execute("SELECT nom FROM fiches"))
            self.assertEqual(names, sorted(row[0] for row in directory.execute("SELECT name FROM resource")))
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.gpkg", "data"])


class Audience(DemoCase):
    def test_the_public_never_gets_restricted_fields(self):
        secrets = {row[column] for row in rows(self.export("pro.csv", "--audience", "professional"))
                   for column in RESTRICTED if row[column]}
        self.assertGreater(len(secrets), 50)
        for name in ("public.csv", "public.geojson", "public.xlsx", "public.gpkg"):
            text = content(self.export(name))
            self.assertEqual([secret for secret in secrets if secret in text], [], name)
            self.assertNotIn("mssanté", text)
        self.assertEqual(RESTRICTED & set(rows(str(self.folder / "public.csv"))[0]), set())

    def test_points_are_geojson_that_gdal_opens(self):
        path = self.export("a.geojson", "--audience", "professional")
        features = json.loads(pathlib.Path(path).read_text())["features"]
        self.assertEqual(len(features), 198)
        placed = [f for f in features if f["geometry"]]
        self.assertTrue(all(2.29 < f["geometry"]["coordinates"][0] < 2.36 for f in placed))
        self.assertIn("mssanté", features[0]["properties"])
        with sqlite3.connect(self.data / "directory/directory-1.sqlite") as database:
            ids = {row[0] for row in database.execute("SELECT public_id FROM resource")}
        self.assertEqual({f["id"] for f in features}, ids)
        if shutil.which("ogrinfo") is None:
            self.skipTest("ogrinfo is absent")
        told = subprocess.run(["ogrinfo", "-ro", "-so", "-al", path], capture_output=True, text=True,
                              check=True).stdout
        self.assertIn("Feature Count: 198", told)
        self.assertIn("Geometry: Point", told)

    def test_what_cannot_be_written_is_refused(self):
        for arguments, words in (
                (("export",), "--sessions"),
                (("export", "a.xls"), ".xlsx, .csv, .geojson ou .gpkg"),
                (("export", str(self.folder / "absent/a.xlsx")), "ne peut pas être écrit"),
                (("export", str(self.folder / "absent/a.gpkg")), "ne peut pas être écrit"),
                (("export", "a.csv", "--sessions", "s.xlsx"), "finir par .csv"),
                (("export", str(self.folder / "absent/a.csv")), "ne peut pas être écrit"),
                (("export", str(self.folder / "a.csv"), "--audience", "tous"), "professional"),
                (("export", str(self.folder / "a.csv"), "--generation", "9"), "list")):
            self.assert_refused(arguments, [words])
        self.assertFalse((self.folder / "a.csv").exists())


class Cells(ImporterCase):
    def load(self, text, code=0):
        self.run_program("sheet", self.file("t.csv", HEADER + text), code=code)
        self.run_program("publish", code=0)

    def export(self):
        path = str(self.folder / "out.csv")
        self.run_program("export", path, "--audience", "professional", code=0)
        return path

    def test_a_formula_goes_out_harmless_and_comes_back_whole(self):
        notes = ["=1+1", "+33 est le préfixe", "-2 marches", "@cabinet", '=HYPERLINK("http://x")']
        quoted = ['"%s"' % note.replace('"', '""') for note in notes]
        self.load("".join(f"{i};;Cabinet {i};Infirmier;;;;;-4.48;48.39;+44 20 7946 0000;;;;;{note};2026-01-01\n"
                          for i, note in enumerate(quoted)))
        written = rows(self.export())
        self.assertEqual([row["remarque"] for row in written], ["'" + note for note in notes])
        self.assertEqual({row["lon"] for row in written}, {"'-4.4800000"})
        self.assertEqual({row["téléphone"] for row in written}, {"'+442079460000"})
        for row in written:
            for cell in row.values():
                self.assertNotIn(cell[:1], ("=", "+", "-", "@", "\t", "\r") if cell else ())
        told = self.run_program("sheet", str(self.folder / "out.csv"), "--source", "t", "--as-of",
                                "2026-01-01", code=0).stdout
        self.assertIn("0 refusée, 0 douteuse", told)
        self.assertIn(f"{len(notes)} inchangées", told)
        self.assertEqual([self.records()[f"Cabinet {i}"]["note"] for i in range(len(notes))], notes)
        self.assertEqual(self.records()["Cabinet 0"]["phone"], "+442079460000")

    def test_hostile_texts_come_back_from_tables_and_workbooks(self):
        """Resources made of what breaks tables, by a generator with a fixed seed."""
        random = Random(14)
        pieces = ['=HYPERLINK("http://x";"y")', "+33 1 99 00 12 34", "-1", "@SUM(A1)", "'", "'=1", "''+x",
                  "0075", "007", "1e5", "1/2", "12/11/2026", "VRAI", '"', '""', ";", "|", ",", "\\", "\n",
                  "\n\n", "\t", "é", "œ", "🏥", "👩‍⚕️", "שלום", "مرحبا", "\u202e", "&amp;", "<b>", "]]>", "\u00a0",
                  "  ", "mot", "\u2028", "_x0041_", "#N/A", "%s%n", "$1", "ﬁ"]
        lines, names = [["identifiant", "nom", "lon", "lat", "adressage", "langues", "remarque"]], []
        for i in range(300):
            text = ["".join(random.choices(pieces, k=random.randint(1, 6))).strip(" \n\t\u00a0") for _ in range(3)]
            name = f"{text[0]} {i}" if i % 2 else f"{i} {text[0]}"
            if i == 7:
                text[2] = "très long " * 3000
            lines.append([str(i), name, "2.33", f"{48 + i / 10000}", text[1], "grec", text[2]])
            names.append(name)
        source = self.folder / "t.csv"
        with open(source, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)
        self.run_program("sheet", str(source), "--as-of", "2026-11-01")
        self.run_program("publish", code=0)
        columns = ("identity", "name", "note", "referral_note", "languages")
        before = sorted(tuple(row[c] for c in columns) for row in self.records().values())
        self.assertEqual(len(before), 300)
        first = self.data / "directory/directory-1.sqlite"
        for ending in ("csv", "xlsx"):
            out = str(self.folder / f"out.{ending}")
            self.run_program("export", out, "--audience", "professional", code=0)
            if ending == "csv":
                cells = [cell for row in rows(out) for cell in row.values() if cell]
                self.assertEqual([c for c in cells if c[0] in "=+-@\t\r"], [])
            else:
                self.assertEqual(read_xlsx(out)["Annuaire"]["formulas"], 0)
            whole, self.data = self.data, self.folder / f"lu-{ending}"
            self.run_program("sheet", out, "--as-of", "2026-11-01", code=0)
            after = sorted(tuple(row[c] for c in columns) for row in self.records().values())
            self.assertEqual(after, before)
            self.run_program("publish", code=0)
            shutil.copy(first, self.data / "directory/directory-7.sqlite")
            self.assertIn("rien ne change", self.run_program("diff", "7", "1", code=0).stdout)
            self.data = whole

    def test_what_no_cell_can_hold_is_told(self):
        self.load("1;;Cabinet;Infirmier;;;;;2.33;48.83;;;;;;%s;\n" % ("é" * 32768))
        told = self.run_program("export", str(self.folder / "a.xlsx"), code=0).stdout
        self.assertIn("1 cellule coupée", told)

    def test_zones_of_every_shape_come_back(self):
        areas = collection(feature('{"kind":"quartier","code":"1","name":"Nord"}', SQUARE))
        self.run_program("territory", self.file("t.geojson", areas), code=0)
        drawn = "POLYGON((2.32 48.82, 2.33 48.82, 2.33 48.83, 2.32 48.82))"
        zones = ["rayon 1,5 km", "Nord sauf rayon 300 m", "nord; 800 m", drawn, f"Nord; sauf {drawn}"]
        self.load("".join(f'{i};;Cabinet {i};Infirmier;;;;;2.33;48.83;;;"{zone}";;;;\n'
                          for i, zone in enumerate(zones)))
        path = self.export()
        self.run_program("sheet", path, "--source", "t", "--as-of", "2026-01-01", code=0)
        self.run_program("publish", code=0)
        self.assertIn("rien ne change", self.run_program("diff", code=0).stdout)
        self.assertEqual(rows(path)[0]["zone"], "rayon 1,5 km")
        self.assertIn("sauf MULTIPOLYGON(((2.3", rows(path)[4]["zone"])

    def test_a_note_of_several_lines_and_hours_past_midnight_come_back(self):
        self.load('1;;Garde;Pharmacie;;;;;2.33;48.83;;;;vendredi 20h-2h;;"une\n""deux"";trois";2026-01-01\n')
        path = self.export()
        told = self.run_program("sheet", path, "--source", "t", "--as-of", "2026-01-01",
                                code=0).stdout
        self.assertIn("1 inchangée", told)


class Words(ImporterCase):
    """A changed table gives these words, all of them and no others."""

    BEFORE = HEADER + (
        "1;;Ada Exemple;Infirmier;pansement;;;;2.33;48.83;01 99 00 00 01;oui;rayon 1 km;"
        "lundi 9h-12h;oui;;2026-11-01\n"
        "2;;Bob Exemple;Kinésithérapeute;;;;;2.34;48.83;;oui;rayon 2 km;;;;2026-11-01\n"
        "3;;Centre Exemple;Centre de santé;;;;;2.32;48.83;;;;;;;2026-11-01\n"
        "4;;Dora Exemple;Médecin;;;;;2.33;48.84;;non;;;;;2026-11-01\n")
    AFTER = HEADER + (
        "1;;Ada Exemple;Infirmier;prise de sang;;;;2.33;48.83;01 99 00 00 02;oui;rayon 2 km;"
        "lundi 9h-13h;non;;2026-11-15\n"
        "2;;Bob Exemple;Kinésithérapeute;;;;;2.34;48.83;;oui;rayon 500 m;;;;2026-11-15\n"
        "4;;Dora Exemple;Médecin;;;;;2.33;48.845;;;;;;;2026-11-15\n"
        "5;;Élise Exemple;Sage-femme;;;;;2.33;48.83;;;;;;;2026-11-15\n")
    LINES = [
        "Élise Exemple (Sage-femme) : arrive",
        "Centre Exemple (Centre de santé) : s'en va",
        "Ada Exemple (Infirmier) : compétence retirée : Pansement",
        "Ada Exemple (Infirmier) : compétence ajoutée : Prise de sang",
        "Ada Exemple (Infirmier) : téléphone : 01 99 00 00 01 → 01 99 00 00 02",
        "Ada Exemple (Infirmier) : zone agrandie : rayon 1 km → rayon 2 km",
        "Ada Exemple (Infirmier) : horaires : lundi 09:00-12:00 → lundi 09:00-13:00",
        "Ada Exemple (Infirmier) : ne prend plus de nouveaux patients (dit le 2026-11-15)",
        "Bob Exemple (Kinésithérapeute) : zone réduite : rayon 2 km → rayon 500 m",
        "Dora Exemple (Médecin) : point sur la carte déplacé de 556 m",
        "Dora Exemple (Médecin) : domicile : non → non précisé",
    ]
    COUNTS = "1 arrivée, 1 départ, 1 zone agrandie, 1 zone réduite, 3 fiches modifiées"

    def setUp(self):
        super().setUp()
        self.run_program("sheet", self.file("t.csv", self.BEFORE), code=0)

    def publish_both(self):
        self.run_program("publish", code=0)
        self.run_program("sheet", self.file("t.csv", self.AFTER), code=0)

    def test_what_publishing_would_change_is_told_and_nothing_changes(self):
        self.publish_both()
        for arguments in (("diff", "workspace"), ("publish", "--dry-run")):
            lines = self.run_program(*arguments, code=0).stdout.splitlines()
            self.assertEqual(lines[0], f"Ce que publier changerait : {self.COUNTS}.")
            self.assertEqual([line.strip() for line in lines[1:12]], self.LINES)
        self.assertEqual(self.published()[0], "1\n")
        self.assertEqual(sorted(p.name for p in (self.data / "directory").iterdir()),
                         ["current", "directory-1.sqlite"])

    def test_what_was_published_is_told_on_screen_and_in_files(self):
        self.publish_both()
        self.run_program("publish", code=0)
        paths = [str(self.folder / name) for name in ("r.csv", "r.json")]
        for path in paths:
            lines = self.run_program("diff", "--report", path, code=0).stdout.splitlines()
            self.assertEqual(lines[0], f"De l'annuaire 1 à l'annuaire 2 : {self.COUNTS}.")
            self.assertEqual([line.strip() for line in lines[1:]], self.LINES)
        as_json = json.loads(pathlib.Path(paths[1]).read_text())
        self.assertEqual((as_json["arrivées"], as_json["fiches modifiées"]), (1, 3))
        for told in (rows(paths[0]), as_json["lignes"]):
            self.assertEqual([line["phrase"] for line in told],
                             [line.split(") : ", 1)[1] for line in self.LINES])
            phone = told[4]
            self.assertEqual((phone["champ"], phone["avant"], phone["après"]),
                             ("téléphone", "01 99 00 00 01", "01 99 00 00 02"))
        back = self.run_program("diff", "2", "1", code=0).stdout
        self.assertIn("1 arrivée, 1 départ, 1 zone agrandie, 1 zone réduite", back)
        self.assertIn("prend de nouveaux patients (dit le 2026-11-01)", back)

    def test_fifty_lines_are_shown_and_all_are_written(self):
        self.run_program("publish", code=0)
        many = "".join(f"n{i};;Cabinet {i:03};Infirmier;;;;;2.33;48.83;;;;;;;\n" for i in range(80))
        self.run_program("sheet", self.file("u.csv", HEADER + many), code=0)
        path = str(self.folder / "r.csv")
        told = self.run_program("diff", "workspace", "--report", path, code=0).stdout
        self.assertIn("80 arrivées.", told)
        self.assertIn("… et 30 autres (voir --report).", told)
        self.assertEqual(told.count(": arrive"), 50)
        self.assertEqual(len(rows(path)), 80)

    def test_there_must_be_two_to_compare(self):
        self.assert_refused(["diff"], ["Rien n'est encore publié"])
        self.assert_refused(["publish", "--report", str(self.folder / "r.csv")], ["--dry-run"])
        told = self.run_program("diff", "workspace", code=0).stdout
        self.assertIn("ce serait le premier annuaire", told)
        self.run_program("publish", code=0)
        self.assert_refused(["diff"], ["pas d'annuaire gardé avant le numéro 1"])
        self.assert_refused(["diff", "1", "9"], ["list"])
        self.assert_refused(["diff", "un"], ["n'est pas un numéro"])


class Exclusions(ImporterCase):
    SHEET = HEADER + ("1;;Ada Exemple;Infirmier;;;;;2.33;48.83;;;;;;;\n"
                      "2;;Bob Exemple;Infirmier;;;;;2.34;48.83;;;;;;;\n")

    def names(self):
        number = self.published()[0].strip()
        with sqlite3.connect(self.data / f"directory/directory-{number}.sqlite") as database:
            return dict(database.execute("SELECT name, public_id FROM resource"))

    def reload(self):
        self.run_program("sheet", self.file("t.csv", self.SHEET), code=0)
        self.run_program("publish", code=0)
        return self.names()

    def test_the_excluded_stay_out_whatever_the_next_file_says(self):
        public_id = self.reload()["Ada Exemple"]
        told = self.run_program("exclude", public_id, "--reason", "à sa demande", code=0).stdout
        self.assertIn("Ada Exemple (sheet:t:1) ne paraîtra plus", told)
        self.assertEqual(set(self.reload()), {"Bob Exemple"})
        self.assertIn("1 départ", self.run_program("diff", code=0).stdout)
        self.run_program("sheet", self.file("u.csv", self.SHEET.replace("1;;Ada", "sheet:t:1;;Ada")),
                         code=0)
        self.assertEqual(set(self.reload()), {"Bob Exemple"})
        listed = self.run_program("exclude", code=0).stdout
        self.assertIn("sheet:t:1 : Ada Exemple, depuis le 2", listed)
        self.assertIn("à sa demande", listed)

        self.run_program("exclude", "--remove", public_id, code=0)
        self.assert_refused(["exclude", "--remove", public_id], ["n'est pas à l'écart"])
        self.assertIn("personne", self.run_program("exclude", code=0).stdout)
        self.assertIn("Ada Exemple", self.reload())

    def test_someone_no_file_gives_yet_may_be_excluded_by_identity(self):
        self.reload()
        self.run_program("exclude", "finess:750000001", code=0)
        self.assertIn("absent des fichiers", self.run_program("exclude", code=0).stdout)

    def test_a_name_is_not_an_identity(self):
        self.reload()
        self.assert_refused(["exclude", "Ada Exemple"], ["n'est l'identifiant d'aucune fiche"])
        self.assert_refused(["exclude", "--remove"], ["exclude seul"])

    def test_looking_makes_no_folder(self):
        self.assert_refused(["exclude"], ["Rien n'a encore été chargé"])
        self.assert_refused(["diff", "workspace"], ["Rien n'a encore été chargé"])
        self.assert_refused(["export", "a.csv"], ["Rien n'est encore publié"])
        self.assertFalse(self.data.exists())


if __name__ == "__main__":
    unittest.main()
