#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes in, and how: the demo whole, real-life encodings, addresses to points, reports."""
import csv
import gzip
import json
import sqlite3
import subprocess
import unittest
import zipfile

from importer_case import DEMO, SQUARE, ImporterCase, collection, feature

SHEETS = [str(DEMO / name) for name in
          ("seances.csv", "professionnels.csv", "structures.csv", "points.csv")]
HEADER = "nom;profession;adresse;code postal;commune;lon;lat\n"


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


class Demo(ImporterCase):
    def load(self):
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.run_program("zones", str(DEMO / "zones.geojson"), code=0)
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)
        return self.run_program("sheet", *SHEETS, code=0)

    def test_every_row_of_the_demo_goes_in_without_a_doubt(self):
        rows = sum(len(read_csv(sheet)) for sheet in SHEETS)
        done = self.load()
        self.assertIn(f"{rows} lignes lues : {rows} nouvelles, 0 changée, 0 inchangée, "
                      "0 refusée, 0 douteuse.", done.stdout)
        self.assertEqual(done.stderr, "", "a pipe stays silent")
        self.assertTrue(all(row["method"] != "none" for row in self.records().values()))
        done = self.run_program("publish", code=0)
        self.assertIn("Annuaire 1 publié", done.stdout)
        self.assertNotIn("sans point", done.stdout)
        self.run_program("check", code=0)
        self.assertIn("1 (en service)", self.run_program("list", code=0).stdout)

    def test_the_same_files_again_change_nothing(self):
        self.load()
        before = self.told()
        done = self.load()
        self.assertIn("0 nouvelle, 0 changée", done.stdout)
        self.assertEqual(self.told(), before)

    def test_rollback_goes_one_back_or_to_a_number(self):
        self.load()
        for _ in range(3):
            self.run_program("publish", code=0)
        self.run_program("rollback", code=0)
        self.assertEqual(self.published()[0].strip(), "2")
        self.run_program("rollback", "1", code=0)
        self.assertEqual(self.published()[0].strip(), "1")
        self.run_program("rollback", "3", code=0)
        self.assertEqual(self.published()[0].strip(), "3")


class Sheets(ImporterCase):
    def load(self, name, content, *more, code=0):
        return self.run_program("sheet", self.file(name, content), *more, code=code)

    def test_one_table_in_every_encoding_and_with_every_separator_is_one(self):
        rows = [["Téléphone", "Nom", "PROFESSION", "Compétence", "Latitude", "Longitude", "Signe"],
                ["01.99.00.12.34", "Cœur Été", "Infirmière", "prise de sang", "48,83", "2,33", "Lion"]]
        told = []
        for separator in ";\t,|":
            quoted = [['"%s"' % cell if "," in cell and separator == "," else cell for cell in row]
                      for row in rows]
            for end in ("\n", "\r\n"):
                text = end.join(separator.join(row) for row in quoted) + end
                for encoding in ("utf-8", "utf-8-sig", "cp1252", "mac_roman", "utf-16"):
                    if encoding in ("cp1252", "mac_roman") and separator == "|":
                        continue
                    with self.subTest(separator=separator, encoding=encoding):
                        done = self.load("table.csv", text.encode(encoding))
                        self.assertIn("1 ligne lue", done.stdout)
                        self.assertIn("« Signe »: cette colonne n'est pas connue", done.stdout)
                        row = self.records()["Cœur Été"]
                        self.assertEqual(row["phone"], "01 99 00 12 34")
                        self.assertEqual(row["profession"], "G15:60")
                        told.append(self.told())
        self.assertEqual(len({str(one) for one in told}), 1)

    def test_accents_are_those_of_windows_or_of_the_mac(self):
        for encoding in ("cp1252", "mac_roman"):
            for name in ("Élodie Béa", "Zoë Français à l’œuvre", "“Noël” – Hélène", "CRÈCHE Été"):
                with self.subTest(encoding=encoding, name=name):
                    self.load("t.csv", f"nom;lon;lat\n{name};2.33;48.83\n".encode(encoding))
                    self.assertEqual(list(self.records()), [name])

    def test_an_empty_cell_is_unknown_and_never_no(self):
        self.load("table.csv", "nom;lon;lat;domicile;nouveaux patients;accès fauteuil\n"
                               "Oui;2.33;48.83;oui;oui;oui\nNon;2.33;48.84;non;non;non\n"
                               "Rien;2.33;48.85;;;\n")
        rows = self.records()
        for name, value in (("Oui", 1), ("Non", 0), ("Rien", None)):
            for column in ("home_visit", "new_patients", "wheelchair"):
                self.assertEqual(rows[name][column], value)

    def test_languages_have_one_name_and_none_is_guessed(self):
        rows = [("Une", "English, EN; anglais (courant)", "anglais"),
                ("Deux", "FR/ES", "français;espagnol"),
                ("Trois", "LSF", "langue des signes"),
                ("Quatre", "portuguaiz; russe", "portuguaiz;russe"),
                ("Cinq", "notions d'anglais", "notions d'anglais")]
        path = self.file("langues.csv", "nom|lon|lat|langues\n" + "".join(
            f'{name} Exemple|2.33|48.83|"{cell}"\n' for name, cell, _ in rows))
        done = self.run_program("sheet", path, code=0)
        self.assertIn("5: colonne « langues »: portuguaiz", done.stdout)
        self.assertIn("vouliez-vous dire « portugais » ?", done.stdout)
        self.assertIn("6: colonne « langues »: notions d'anglais", done.stdout)
        self.assertIn("2 douteuses", done.stdout)
        self.run_program("publish", code=0)
        database = sqlite3.connect(self.data / "directory/directory-1.sqlite")
        self.addCleanup(database.close)
        kept = dict(database.execute("SELECT name, languages FROM resource"))
        self.assertEqual(kept, {f"{name} Exemple": kept for name, _, kept in rows})
        signing = database.execute("SELECT r.name FROM resource r JOIN resource_skill o ON o.resource = r.id"
                                   " JOIN skill s ON s.id = o.skill WHERE s.code = 'loc:langue-des-signes'")
        self.assertEqual(signing.fetchall(), [("Trois Exemple",)])

    def test_a_row_is_new_then_the_same_then_changed_then_gone(self):
        row = HEADER + "Cabinet Exemple;Infirmier;;;;2.33;48.83\n"
        other = "Cabinet Autre;Infirmier;;;;2.34;48.83\n"
        self.assertIn("2 nouvelles", self.load("t.csv", row + other).stdout)
        self.assertIn("2 inchangées", self.load("t.csv", row + other).stdout)
        self.assertIn("1 changée, 1 inchangée",
                      self.load("t.csv", row + other.replace("Infirmier", "Pharmacien")).stdout)
        self.assertIn("1 inchangée, 0 refusée, 0 douteuse, 1 retirée",
                      self.load("t.csv", row).stdout)

    def test_a_csv_may_have_a_title_and_explanations_above(self):
        text = ("Annuaire de la CPTS;;;\nmis à jour en novembre;;;\n;;;\nNom;Métier;Longitude;Latitude\n"
                "Cabinet;Infirmier;2.33;48.83\n;Infirmier;2.33;48.83\n")
        done = self.load("t.csv", text, code=1)
        self.assertIn("2 lignes lues : 1 nouvelle", done.stdout)
        self.assertIn("t.csv:6: colonne « Nom »: le nom est vide", done.stdout)

    def test_cells_beyond_the_titles_are_told(self):
        done = self.load("t.csv", "nom,lon,lat,ville\nCabinet, le bon,2.33,48.83,Paris\n", code=1)
        self.assertIn("t.csv:2: Paris: cette ligne a plus de cellules que de titres", done.stdout)
        done = self.load("u.csv", "nom;;lon;lat\nCabinet;bonjour;2.33;48.83\n")
        self.assertIn("u.csv:1: bonjour: cette colonne n'a pas de titre", done.stdout)

    def test_two_tables_may_number_their_rows_alike(self):
        for name, person in (("a.csv", "Cabinet A"), ("b.csv", "Cabinet B")):
            self.load(name, f"identifiant;nom;lon;lat\n1;{person};2.33;48.83\n")
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.assertIn("2 fiches", self.run_program("publish", code=0).stdout)

    def test_a_dry_run_tells_all_and_changes_nothing(self):
        self.load("t.csv", HEADER + "Cabinet Exemple;Infirmier;;;;2.33;48.83\n")
        before = self.told()
        done = self.load("t.csv", HEADER + "Cabinet Autre;Infirmier;;;;2.33;48.83\n", "--dry-run")
        self.assertIn("1 nouvelle", done.stdout)
        self.assertIn("1 retirée", done.stdout)
        self.assertIn("rien n'a changé", done.stdout)
        self.assertEqual(self.told(), before)

    def test_reports_tell_every_row_as_csv_and_json(self):
        content = (HEADER + "Cabinet Un;Infirmier;;;;2.33;48.83\n" + ";Infirmier;;;;2.33;48.83\n" +
                   'Cabinet "Deux";Alchimiste;;;;2.34;48.83\n' + "=1+1;Infirmier;;;;1;x\n")
        report = self.folder / "r.csv"
        self.load("t.csv", content, "--report", str(report), code=1)
        rows = read_csv(report)
        states = sorted((row["ligne"], row["état"]) for row in rows)
        self.assertEqual(states, [("2", "nouvelle"), ("3", "refusée"), ("4", "douteuse"),
                                  ("4", "nouvelle"), ("5", "refusée")])
        report = self.folder / "r.json"
        self.load("t.csv", content, "--report", str(report), code=1)
        told = json.loads(report.read_text())
        self.assertEqual((told["lues"], told["inchangées"], told["refusées"], told["douteuses"]),
                         (4, 2, 2, 1))
        self.assertEqual({line["colonne"] for line in told["lignes"] if line["cause"]},
                         {"nom", "profession", "lon"})

    def test_more_than_twenty_findings_are_summed_up(self):
        bad = "".join(f"Cabinet {i};Infirmier;;;;999;{i}\n" for i in range(30))
        done = self.load("t.csv", HEADER + bad, code=1)
        self.assertIn("30 refusées", done.stdout)
        self.assertIn("… et 10 autres (voir --report).", done.stdout)
        self.assertEqual(done.stdout.count("t.csv:"), 20)

    def test_a_name_in_two_columns_and_an_rpps_without_its_zero(self):
        self.load("t.csv", "prénom;nom;rpps;lon;lat\nAda;Exemple;10001234567;2.33;48.83\n")
        self.assertEqual(self.records()["Ada Exemple"]["kind"], "professional")


class Places(ImporterCase):
    def setUp(self):
        super().setUp()
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)

    def place(self, cells):
        done = self.run_program("sheet", self.file("t.csv", HEADER + f"Cabinet;Infirmier;{cells}\n"),
                                code=0)
        return self.records()["Cabinet"], done.stdout

    def test_an_address_becomes_its_point(self):
        row, told = self.place("12 rue Daguerre;75014;Paris;;")
        self.assertEqual((row["method"], row["citycode"]), ("geocoded", "75114"))
        self.assertGreaterEqual(row["score"], 0.8)
        self.assertIn("0 douteuse", told)

    def test_own_coordinates_win_when_they_agree(self):
        row, told = self.place("12 rue Daguerre;75014;Paris;2.3302;48.8339")
        self.assertEqual((row["method"], row["citycode"]), ("source", "75114"))
        self.assertIn("0 douteuse", told)

    def test_own_coordinates_far_from_the_address_are_doubted(self):
        row, told = self.place("12 rue Daguerre;75014;Paris;4.83;45.76")
        self.assertEqual(row["method"], "geocoded")
        self.assertIn("les coordonnées sont à", told)

    def test_a_doubtful_address_keeps_no_point_and_lists_candidates(self):
        row, told = self.place("12 rue Daguère du Moulin;75014;Paris;;")
        self.assertEqual(row["method"], "none")
        self.assertIn("1 douteuse", told)
        self.assertIn("t.csv:2: colonne « adresse »: 12 rue Daguère du Moulin", told)

    def test_the_same_street_in_another_town_is_not_the_place(self):
        for cells in ("12 rue Daguerre;69001;Lyon;;", "12 rue Daguerre;;Lyon;;",
                      "12 rue Daguerre;69001;;;"):
            row, told = self.place(cells)
            self.assertEqual(row["method"], "none", cells)
            self.assertIn("1 douteuse", told)

    def test_an_unknown_street_keeps_no_point(self):
        row, told = self.place("3 allée des Licornes Imaginaires;75014;Paris;;")
        self.assertEqual(row["method"], "none")
        self.assertIn("1 douteuse", told)

    def test_a_number_that_does_not_exist_is_doubted(self):
        row, told = self.place("9999 rue Daguerre;75014;Paris;;")
        self.assertEqual(row["method"], "none")
        self.assertIn("1 douteuse", told)

    def test_without_an_address_book_it_is_said_once(self):
        self.data = self.folder / "autre"
        row, told = self.place("12 rue Daguerre;75014;Paris;;")
        self.assertEqual(row["method"], "none")
        self.assertIn("pas encore de carnet d'adresses", told)


class Geography(ImporterCase):
    def areas(self):
        return {row[4]: row for row in self.told()[3]}

    def test_publishers_properties_are_recognised(self):
        path = self.file("t.geojson", collection(
            feature('{"c_quinsee":"7511401","l_qu":"Montparnasse"}', SQUARE),
            feature('{"c_arinsee":75114,"l_ar":"14ème Ardt"}', SQUARE),
            feature('{"insee":92046,"nomcom":"Malakoff"}', SQUARE),
            feature('{"code_iris":"751145620","nom_iris":"PLAISANCE 20"}', SQUARE),
            feature('{"kind":"territory","code":"x","name":"Chez nous"}', SQUARE)))
        done = self.run_program("territory", path, code=0)
        self.assertIn("5 nouvelles", done.stdout)
        said = {value for area in self.told()[3] for value in area if isinstance(value, str)}
        self.assertLessEqual({"quartier", "Montparnasse", "commune", "Paris 14e", "75114", "92046",
                              "Malakoff", "iris", "PLAISANCE 20", "territory", "Chez nous"}, said)

    def test_metres_of_a_declared_system_become_degrees(self):
        # around 12 rue Daguerre: x 650832.7, y 6859515.05 in the national address base,
        # which gives lon 2.330191, lat 48.833813 for the same door
        ring = [[650732, 6859415], [650932, 6859415], [650932, 6859615], [650732, 6859615],
                [650732, 6859415]]
        path = self.file("t.geojson", collection(
            feature('{"kind":"commune","code":"75114","name":"Essai"}', json.dumps([ring])),
            crs="urn:ogc:def:crs:EPSG::2154"))
        self.run_program("territory", path, code=0)
        inside = "Dedans;Infirmier;;;;2.330191;48.833813\nDehors;Infirmier;;;;2.3330;48.833813\n"
        self.run_program("sheet", self.file("t.csv", HEADER + inside), code=0)
        rows = self.records()
        self.assertEqual(rows["Dedans"]["citycode"], "75114")
        self.assertIsNone(rows["Dehors"]["citycode"])

    def test_a_shapefile_in_its_archive_is_read(self):
        drawn = self.file("dessin.geojson", collection(feature('{"nom":"Été"}', SQUARE)))
        subprocess.run(["ogr2ogr", "-f", "ESRI Shapefile", self.folder / "zone.shp", drawn, "-t_srs", "EPSG:2154",
                        "-lco", "ENCODING=UTF-8"], check=True, capture_output=True)
        with zipfile.ZipFile(self.folder / "zone.zip", "w") as archive:
            for part in self.folder.glob("zone.*"):
                if part.suffix != ".zip":
                    archive.write(part, part.name)
        done = self.run_program("zones", str(self.folder / "zone.zip"), code=0)
        self.assertIn("1 nouvelle", done.stdout)
        self.assertEqual(self.told()[3][0][4], "Été")

    def test_a_kind_may_be_given(self):
        path = self.file("t.geojson", collection(feature('{"nom":"Nord"}', SQUARE)))
        self.assertIn("--kind", self.run_program("territory", path, code=1).stdout)
        self.run_program("territory", path, "--kind", "quartier", code=0)


class Looking(ImporterCase):
    def test_a_folder_that_was_only_looked_at_stays_empty(self):
        self.assertIn("aucun", self.run_program("list", code=0).stdout)
        self.assertIn("aucun", self.run_program("check", code=2).stdout)
        self.assertFalse(self.data.exists())


class Addresses(ImporterCase):
    def test_a_local_base_and_a_gzip_are_read(self):
        header = ("cle_interop;commune_insee;voie_nom;numero;suffixe;commune_nom;position;x;y;long;"
                  "lat;source;date_der_maj\n")
        rows = ("75114_0001_00012_bis;75114;Rue Essai;12;bis;Paris;entrée;;;2.33;48.83;;\n"
                "75114_0001_00014;;Rue Essai;14;;Paris;entrée;650832.7;6859515.05;;;;\n"
                "75114_0002_99999;75114;Le Hameau;99999;;Paris;segment;;;2.34;48.84;;\n")
        path = self.file("bal.csv.gz", gzip.compress(("\ufeff" + header + rows).encode()))
        done = self.run_program("addresses", path, code=0)
        self.assertIn("1 voies, 2 numéros, 1 lieux-dits", done.stdout)
        self.assertIn("3 lignes lues : 3 nouvelles", done.stdout)

    def test_latin_rows_are_understood(self):
        text = ("numero;nom_voie;code_insee;nom_commune;lon;lat\n"
                "1;Rue de l'Évêché;75114;Paris;2.33;48.83\n")
        self.run_program("addresses", self.file("a.csv", text.encode("cp1252")), code=0)
        sheet = HEADER + "Cabinet;Infirmier;1 rue de l'évêché;;Paris;;\n"
        self.run_program("sheet", self.file("t.csv", sheet), code=0)
        self.assertEqual(self.records()["Cabinet"]["method"], "geocoded")


class Help(ImporterCase):
    def test_each_command_explains_itself_with_an_example(self):
        contents = self.run_program("--help", data=False, code=0).stdout
        commands = ["territory", "zones", "sheet", "vaccination", "addresses", "publish",
                    "rollback", "list", "check", "diff", "export", "exclude"]
        for command in commands:
            self.assertIn(f"  {command} ", contents)
            page = self.run_program(command, "--help", data=False, code=0).stdout
            self.assertIn("Exemple", page)
            self.assertIn(f"voisoin-import --data donnees {command}", page)
            self.assertEqual(self.run_program("help", command, data=False, code=0).stdout, page)
        self.assertEqual(self.run_program("help", data=False, code=0).stdout, contents)

    def test_commands_are_listed_by_task(self):
        contents = self.run_program("--help", data=False, code=0).stdout
        at = [contents.index(word) for word in ("\nCharger :\n", "  sheet ", "\nPublier :\n", "  rollback ",
                                                "\nConsulter :\n", "  export ", "\nDécider :\n", "  correct ")]
        self.assertEqual(at, sorted(at))

    def test_skills_are_listed_and_looked_for(self):
        every = self.run_program("skills", data=False, code=0).stdout.splitlines()
        self.assertGreater(len(every), 500)
        near = self.run_program("skills", "prise", "de", "sang", data=False, code=0).stdout.splitlines()
        self.assertLess(len(near), 21)
        self.assertTrue(set(near) <= set(every))
        self.assertIn("prise de sang", near[0].lower())
        self.assertIn("skills", self.run_program("skills", "xyzzyqq", data=False, code=2).stderr)


if __name__ == "__main__":
    unittest.main()
