# SPDX-License-Identifier: GPL-3.0-or-later
"""Places of vaccination: Santé.fr's flu file and the ministry's Covid centres. On the real files, when
they are there, each row is accounted for and hours are compared with those a regular expression reads."""
import csv
import io
import os
import pathlib
import re
import sqlite3
import unittest

from importer_case import DEMO, ROOT, ImporterCase

SHARED = pathlib.Path(os.environ.get("VOISOIN_SHARED", ROOT.parent / "shared")) / "data/vaccination"
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
COVID = """gid;nom;xy_precis;id_adr;adr_num;adr_voie;com_cp;com_insee;com_nom;lat_coor1;long_coor1;
structure_siren;structure_type;structure_rais;structure_num;structure_voie;structure_cp;structure_insee;
structure_com;_edit_datemaj;lieu_accessibilite;rdv_lundi;rdv_mardi;rdv_mercredi;rdv_jeudi;rdv_vendredi;
rdv_samedi;rdv_dimanche;lieu_tel;rdv;date_fermeture;date_ouverture;rdv_site_web;rdv_tel;rdv_modalites;
rdv_consultation_prevaccination""".replace("\n", "").split(";")
FLU = ["Finess", "Titre", "Adresse_voie 1", "Adresse_voie 2", "Adresse_codepostal", "Adresse_ville",
       "Modalites_accueil", "Adresse_latitude", "Adresse_longitude"]


def table(header, *rows, end=""):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator=end + "\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in rows)
    return out.getvalue()


def centre(**changes):
    return {"gid": "1", "nom": "Centre Exemple", "adr_num": "12", "adr_voie": "Rue Daguerre",
            "com_cp": "75014", "com_insee": "75114", "com_nom": "Paris", "lat_coor1": "48.8338",
            "long_coor1": "2.33019", "_edit_datemaj": "2021-01-15 10:29:55.497366", "rdv": "t",
            "date_ouverture": "18/01/2021", "rdv_tel": "+33199001234"} | {
                f"rdv_{day}": "9h-12h" for day in DAYS} | changes


def pharmacy(**changes):
    return {"Finess": "750000011", "Titre": "Pharmacie Exemple", "Adresse_voie 1": "12 Rue Daguerre",
            "Adresse_codepostal": "75014", "Adresse_ville": "Paris",
            "Modalites_accueil": "<p><strong>Accès :</strong> sans rendez-vous</p>"
            "<div><li>Lundi : 08h30-13h00 et 14h00-20h00</li></div>",
            "Adresse_latitude": "48.8338", "Adresse_longitude": "2.33019"} | changes


class VaccinationCase(ImporterCase):
    def hours(self):
        """Spans by identity: (weekday, opens, closes)."""
        found = {}
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as database:
            for identity, *span in database.execute(
                    "SELECT identity, weekday, opens, closes FROM record_hours "
                    "JOIN record ON record.id = record ORDER BY 1, 2, 3"):
                found.setdefault(identity, []).append(tuple(span))
        return found

    def load(self, content, *options, code=0):
        return self.run_program("vaccination", self.file("lieux.csv", content), *options, code=code)


class CovidTest(VaccinationCase):
    def test_a_centre_is_read(self):
        self.load(table(COVID, centre(lieu_accessibilite="Oui", rdv_dimanche="fermé",
                                      rdv_site_web="https://www.exemple.fr/x",
                                      rdv_modalites="Ouvert aux plus de 75 ans",
                                      lieu_tel="01 99 00 99 99"), end=";"))
        record = self.records()["Centre Exemple"]
        self.assertEqual((record["identity"], record["kind"]), ("covid:1", "point"))
        self.assertEqual((record["address"], record["citycode"]), ("12 Rue Daguerre", "75114"))
        self.assertEqual((record["phone"], record["website"]),
                         ("01 99 00 12 34", "https://www.exemple.fr/x"))
        self.assertEqual((record["wheelchair"], record["walk_in"], record["updated"]),
                         (1, 0, "2021-01-15"))
        self.assertEqual(record["note"], "Ouvert aux plus de 75 ans. Téléphone du lieu : 01 99 00 99 99")
        self.assertEqual(self.hours()["covid:1"], [(day, 540, 720) for day in range(6)])

    def test_a_centre_that_has_closed_is_never_shown(self):
        done = self.load(table(COVID, centre(date_fermeture="30/06/2021"),
                               centre(gid="2", nom="Ouvert", date_fermeture="01/01/2099"),
                               centre(gid="3", nom="Illisible", date_fermeture="bientôt")))
        self.assertEqual(sorted(self.records()), ["Illisible", "Ouvert"])
        self.assertIn("1 lieu a fermé", done.stdout)
        self.assertIn("Fermeture le 01/01/2099", self.records()["Ouvert"]["note"])
        self.assertIn("bientôt", done.stdout)

    def test_what_is_exported_comes_back_the_same_without_an_address_too(self):
        nowhere = centre(gid="2", nom="Les Halles", adr_num="", adr_voie="", com_cp="", com_insee="",
                         com_nom="", lat_coor1="", long_coor1="", id_adr="")
        self.load(table(COVID, centre(), nowhere), code=0)
        self.run_program("publish", code=0)
        first, again = str(self.folder / "a.csv"), str(self.folder / "b.csv")
        self.run_program("export", first, code=0)
        self.data = self.folder / "autre"
        self.run_program("sheet", first, code=0)
        self.assertEqual(sorted(r["identity"] for r in self.records().values()), ["covid:1", "covid:2"])
        self.run_program("publish", code=0)
        self.run_program("export", again, code=0)
        self.assertEqual(pathlib.Path(first).read_bytes(), pathlib.Path(again).read_bytes())

    def test_a_day_that_is_not_said_is_no_closed_day(self):
        done = self.load(table(COVID, centre(rdv_samedi=""), centre(gid="2", nom="B", rdv_lundi="No"),
                               centre(gid="3", nom="C", rdv_mardi="ouvert")))
        self.assertEqual(self.hours(), {})
        self.assertIn("samedi non précisé", self.records()["Centre Exemple"]["note"])
        self.assertIn("lundi No", self.records()["B"]["note"])
        self.assertIn("rdv_lundi", done.stdout)
        self.assertEqual(done.stdout.count("ne se lisent pas"), 1)

    def test_a_ban_key_places_a_centre_without_coordinates(self):
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)
        self.load(table(COVID, centre(lat_coor1="", long_coor1="", id_adr="75114_2513_00012",
                                      adr_num="", adr_voie="Rue Daguère")))
        record = self.records()["Centre Exemple"]
        self.assertEqual((record["method"], record["score"]), ("geocoded", 1))

    def test_the_same_file_twice_changes_nothing(self):
        text = table(COVID, centre(), centre(gid="2", nom="B"))
        self.load(text)
        self.assertIn("2 inchangées", self.load(text).stdout)

    def test_both_files_at_once_are_two_sources(self):
        covid, flu = self.file("a.csv", table(COVID, centre())), self.file("b.csv", table(FLU, pharmacy()))
        self.run_program("vaccination", covid, flu, code=0)
        self.run_program("vaccination", flu, code=0)  # says nothing of the other source
        self.assertEqual(sorted(self.records()), ["Centre Exemple", "Pharmacie Exemple"])

    def test_a_row_without_a_name_or_a_number_is_refused_and_the_rest_is_in(self):
        done = self.load(table(COVID, centre(nom=""), centre(gid="", nom="B"), centre(gid="3", nom="C"),
                               centre(gid="3", nom="D")), code=1)
        self.assertEqual(sorted(self.records()), ["C"])
        for line in (2, 3, 5):
            self.assertIn(f"lieux.csv:{line}", done.stdout)

    def test_every_row_of_the_real_file_is_in_or_accounted_for(self):
        real = SHARED / "centres-vaccination-covid.csv"
        if not real.exists():
            self.skipTest("skipped: the real file is not there")
        report = self.folder / "report.csv"
        self.run_program("vaccination", str(real), "--report", str(report), code=0)
        with open(real, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        told = {record["identity"] for record in self.records_list()}
        closed = {f"covid:{row['gid']}" for row in rows if row["date_fermeture"]}
        self.assertEqual(told, {f"covid:{row['gid']}" for row in rows} - closed)
        self.assertIn(f"{len(closed)} lieux ont fermé", report.read_text())
        hours, compared = self.hours(), 0
        for row in rows:
            week = [simple_day(row[f"rdv_{day}"]) for day in DAYS]
            if None in week or f"covid:{row['gid']}" in closed:
                continue
            spans = [(day, *span) for day, spans in enumerate(week) for span in spans]
            self.assertEqual(hours.get(f"covid:{row['gid']}", []), spans, row)
            compared += 1
        self.assertGreater(compared, 250)

    def records_list(self):
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute("SELECT * FROM record")]


def simple_day(cell):
    """The spans of the plainest shapes, joined where they touch; None for any other."""
    cell = cell.strip().lower()
    if cell == "fermé":
        return []
    if not re.fullmatch(r"(\d?\d[:h](\d\d)?-\d?\d[:h](\d\d)?)( ?/ ?\d?\d[:h](\d\d)?-\d?\d[:h](\d\d)?)*", cell):
        return None
    times = [int(hour) * 60 + int(minute or 0) for hour, minute in re.findall(r"(\d?\d)[:h](\d\d)?", cell)]
    spans = list(zip(times[::2], times[1::2]))
    if any(opens >= closes for opens, closes in spans) or times != sorted(times):
        return None
    return [spans[0]] if len(spans) == 1 else (
        spans if spans[0][1] < spans[1][0] else [(spans[0][0], spans[1][1])] + spans[2:])


class FluTest(VaccinationCase):
    def test_the_header_is_known_in_any_order_without_accents_or_case(self):
        names = [name.upper().replace("_", " ") for name in reversed(FLU)]
        text = table(FLU, pharmacy()).split("\n", 1)[0]
        self.assertNotEqual(text, ";".join(names))
        row = {name.upper().replace("_", " "): value for name, value in pharmacy().items()}
        self.load(table(names, row))
        record = self.records()["Pharmacie Exemple"]
        self.assertEqual((record["identity"], record["walk_in"]), ("finess:750000011", 1))
        self.assertEqual(self.hours()["finess:750000011"], [(0, 510, 780), (0, 840, 1200)])

    def test_an_appointment_is_the_vaccination_s_and_not_the_pharmacy_s(self):
        row = pharmacy()
        row["Modalites_accueil"] = row["Modalites_accueil"].replace("sans", "avec")
        self.load(table(FLU, row))
        record = self.records()["Pharmacie Exemple"]
        self.assertIsNone(record["walk_in"])
        self.assertIn("Vaccination contre la grippe : avec rendez-vous", record["note"])
        with sqlite3.connect(self.data / "workspace.sqlite") as database:
            skills = {code for code, in database.execute("SELECT skill FROM record_skill")}
        self.assertEqual(skills, {"rdv:0897", "G15:21", "R244:312"})

    def test_a_file_without_a_needed_column_is_refused(self):
        for header, row, missing in ((FLU, pharmacy(), "Modalites_accueil"), (COVID, centre(), "rdv_lundi")):
            kept = [name for name in header if name != missing]
            path = self.file("lieux.csv", table(kept, row))
            self.assert_refused(["vaccination", path], [missing])

    def test_all_800_rows_of_the_real_file_are_in(self):
        real = SHARED / "santefr-grippe-800.csv"
        if not real.exists():
            self.skipTest("skipped: the real file is not there")
        done = self.run_program("vaccination", str(real), code=0)
        self.assertIn("800 nouvelles, 0 changée, 0 inchangée, 0 refusée", done.stdout)
        again = self.run_program("vaccination", str(real), code=0)
        self.assertIn("800 inchangées", again.stdout)


if __name__ == "__main__":
    unittest.main()
