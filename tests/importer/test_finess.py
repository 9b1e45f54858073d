# SPDX-License-Identifier: GPL-3.0-or-later
"""FINESS, as its two publishers write it: each defect seen in the real files is a case. Positions are
compared with gdaltransform, which was not written here."""
import copy
import gzip
import json
import os
import pathlib
import sqlite3
import subprocess
import unittest
import zipfile

from importer_case import DEMO, ROOT, SQUARE, ImporterCase, collection, feature

SHARED = pathlib.Path(os.environ.get("VOISOIN_SHARED", ROOT.parent / "shared")) / "data/finess"
BOOK = str(DEMO / "adresses.csv")  # the 14th arrondissement of Paris
DAGUERRE_12 = (2.330191, 48.833813)


def site(number="750000011", **changes):
    """An establishment of FINESS+, with the publisher's own names and habits."""
    place = {"usageAdresse": "03", "numeroVoie": "12", "typeVoie": "R", "libelleVoie": "DAGUERRE ",
             "cogCommune": "75114", "ligneAcheminement": "PARIS", "codePostal": "75014"}
    place |= changes.pop("place", {})
    entry = {
        "informationsGeneralesEGE": {"egeId": "1", "nomEgeCourt": "CMP EXEMPLE",
                                     "nomEgeLong": "CENTRE MEDICO-PSYCHOLOGIQUE  EXEMPLE ",
                                     "numFinessEge": number, "siret": "12345678900011",
                                     "espic": ["0"]},
        "categorieentiteGeographiqueExercice": "156", "typeBudget": ["01"], "adresse": [place],
        "contact": [{"typeContact": {"roleContact": "01"},
                     "telecom": {"telephone": "0199001234"}}],
        "roleEge": [], "engagement": [{"nomEngagement": "X"}], "etatObjet": "A",
        "dateDerniereMaj": "2021-10-18 00:00:00"}
    entry["informationsGeneralesEGE"] |= changes.pop("info", {})
    return entry | changes


def coordinates(lon="", lat="", x="", y="", **more):
    return {"coordonneesGeographique": {"coordonneeX": x, "coordonneeY": y,
                                        "directionLatitude": lat, "directionLongitude": lon} | more}


def document(*sites, **more):
    owner = {"informationsGeneralesPMEJ": {"numFinessPm": "750000003", "denominationPm": "ASSO"},
             "adresse": [], "contact": [], "ege": list(sites), "etatObjet": "A"}
    return json.dumps({"schemaVersion": "v1.0.0", "generatedAt": "2026-03-09T15:49:37.6Z",
                       "gco": [], "pmej": [owner]} | more, ensure_ascii=False)


def row(number="750000011", **changes):
    """A `structureet` row of the older extracts."""
    fields = {"rs": "PHARMACIE EXEMPLE", "numvoie": "12", "typvoie": "R", "voie": "DAGUERRE",
              "commune": "114", "departement": "75", "ligneacheminement": "75014 PARIS",
              "telephone": "0199001234", "categetab": "620", "libcategetab": "Pharmacie d'Officine",
              "datemaj": "2020-02-04"} | changes
    names = """kind nofinesset nofinessej rs rslongue complrs compldistrib numvoie typvoie voie compvoie
        lieuditbp commune departement libdepartement ligneacheminement telephone telecopie categetab
        libcategetab categagretab libcategagretab siret codeape codemft libmft codesph libsph dateouv
        dateautor datemaj numuai""".split()
    fields |= {"kind": "structureet", "nofinesset": number}
    return ";".join(fields.get(name, "") for name in names)


def located(number, x, y, system):
    return f"geolocalisation;{number};{x};{y};1,ATLASANTE,96,BAN,{system};2026-05-04"


def extract(*rows):
    return "\n".join(("finess;etalab;111;2026-05-12",) + rows) + "\n"


class FinessCase(ImporterCase):
    def load(self, name, content, *options, code=0):
        return self.run_program("finess", self.file(name, content), *options, code=code)

    def place_of(self, name):
        """Longitude, latitude of a record; None when it has no point."""
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as database:
            blob = database.execute("SELECT geometry FROM record WHERE name = ?", (name,)).fetchone()[0]
        if blob is None:
            return None
        import struct
        return struct.unpack("<dd", blob[43:59])

    def skills_of(self, name):
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as database:
            return [skill for skill, in database.execute(
                "SELECT skill FROM record_skill JOIN record ON record.id = record "
                "WHERE name = ? ORDER BY skill", (name,))]

    def assert_at(self, name, point, tolerance=2e-6):
        found = self.place_of(name)
        self.assertIsNotNone(found, name)
        self.assertLess(abs(found[0] - point[0]) + abs(found[1] - point[1]), tolerance, (name, found))


class PlusTest(FinessCase):
    def test_a_site_is_read_with_its_numbers_category_and_phone(self):
        self.load("structures.json", document(site(place=coordinates("2.330191", "48.833813"))))
        record = self.records()["Centre Medico-Psychologique Exemple"]
        self.assertEqual(record["identity"], "finess:750000011")
        self.assertEqual((record["kind"], record["method"]), ("structure", "source"))
        self.assertEqual(record["address"], "12 Rue Daguerre")
        self.assertEqual((record["postcode"], record["citycode"], record["city"]),
                         ("75014", "75114", "Paris"))
        self.assertEqual(record["phone"], "01 99 00 12 34")
        self.assertEqual(record["updated"], "2021-10-18")
        self.assertEqual(self.skills_of(record["name"]), ["loc:cmp"])
        self.assertIn("siret:12345678900011", json.dumps(self.told_identifiers()))
        listed = self.run_program("list", code=0).stdout
        self.assertIn("2026-03-09", listed)

    def told_identifiers(self):
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as database:
            return database.execute("SELECT * FROM record_identifier").fetchall()

    def test_degrees_are_found_in_whichever_pair_holds_them(self):
        metres = {"x": "6859515.05", "y": "650832.7"}  # swapped, as the publisher has them
        cases = {
            "Un": coordinates("2.330191", "48.833813", **metres),
            "Deux": coordinates("650832.7", "6859515.05", x="2.330191", y="48.833813"),
            "Trois": coordinates(" 2.330191 ", "48.833813 "),
        }
        self.load("structures.json", document(*(
            site(f"75000001{i}", info={"nomEgeLong": name}, place=place)
            for i, (name, place) in enumerate(cases.items()))))
        for name in cases:
            self.assert_at(name, DAGUERRE_12)

    def test_metres_and_zeros_are_never_a_position(self):
        places = [coordinates(x="6859515.05", y="650832.7"), coordinates("0", "0"), coordinates(),
                  {"coordonneesGeographique": None}, {"coordonneesGeographique": {}}]
        self.load("structures.json", document(*(
            site(f"75000001{i}", info={"nomEgeLong": f"LIEU {i}"}, place=place)
            for i, place in enumerate(places))))
        for i in range(len(places)):
            self.assertIsNone(self.place_of(f"Lieu {i}"))

    def test_a_closed_site_is_left_out_and_counted(self):
        done = self.load("structures.json", document(
            site(), site("750000029", etatObjet="I"),
            site("750000037", etatObjet={"code": "I", "system": "x"}),
            site("750000045", info={"dateFermeture": "2024-01-01"})))
        self.assertEqual(len(self.records()), 1)
        self.assertIn("3 établissements sont fermés", done.stdout)

    def test_the_address_of_the_site_counts_not_that_of_its_seat(self):
        entry = site(place=coordinates("2.330191", "48.833813"))
        seat = dict(entry["adresse"][0], usageAdresse="02", libelleVoie="DE RIVOLI", codePostal="75001")
        other = {"typeContact": {"roleContact": "02"}, "telecom": {"telephone": "0199009999"}}
        entry["adresse"] = [seat, entry["adresse"][0]]
        entry["contact"] = [other] + entry["contact"]
        only_seat = site("750000029", info={"nomEgeLong": "SIEGE"})
        only_seat["adresse"] = [seat]
        self.load("structures.json", document(entry, only_seat))
        record = self.records()["Centre Medico-Psychologique Exemple"]
        self.assertEqual((record["address"], record["phone"]), ("12 Rue Daguerre", "01 99 00 12 34"))
        self.assertEqual(self.records()["Siege"]["address"], "12 Rue de Rivoli")

    def test_a_ban_key_joins_the_address_book_where_there_is_no_position(self):
        self.run_program("addresses", BOOK, code=0)
        key = {"cleInInteropBAN": "75114_2513_00012", "scoreBAN": "0.97"}
        cases = {
            "Clef": coordinates(**key),
            "Lettres Perdues": coordinates(**key) | {"libelleVoie": "DAGERRE"},
            "Clef Douteuse": coordinates(**(key | {"scoreBAN": "0.41"})) | {"libelleVoie": "DE NULLE PART"},
            "Position Douteuse": coordinates("2.3522", "48.8566", **(key | {"scoreBAN": "0.41"})),
            "Clef Contraire": coordinates(**key) | {"numeroVoie": "35"},
            "Clef D'ailleurs": coordinates(**key) | {"cogCommune": "75113", "libelleVoie": "INCONNUE"},
            "Loin": coordinates("2.3522", "48.8566", **key),
        }
        self.load("structures.json", document(*(
            site(f"75000001{i}", info={"nomEgeLong": name.upper()}, place=place)
            for i, (name, place) in enumerate(cases.items()))), "--departement", "75")
        records = self.records()
        for name in ("Clef", "Lettres Perdues", "Loin"):
            self.assertEqual((records[name]["method"], records[name]["score"]), ("geocoded", 1), name)
            self.assert_at(name, DAGUERRE_12)
        self.assertEqual(records["Position Douteuse"]["method"], "geocoded")  # of its address
        self.assert_at("Position Douteuse", DAGUERRE_12)
        self.assertEqual(records["Clef Douteuse"]["method"], "none")
        self.assertEqual(records["Clef d'Ailleurs"]["method"], "none")
        self.assertNotEqual(self.place_of("Clef Contraire"), self.place_of("Clef"))
        self.assertEqual(records["Clef Contraire"]["method"], "geocoded")

    def test_home_visits_are_said_of_those_defined_by_them_and_unknown_of_all_others(self):
        categories = {"354": 1, "209": 1, "127": 1, "460": 1, "124": None, "355": None, "620": None,
                      "603": None, "500": None}
        self.load("structures.json", document(*(
            site(f"75000{code}0", info={"nomEgeLong": f"LIEU {code}"},
                 categorieentiteGeographiqueExercice=code) for code in categories)))
        for code, visits in categories.items():
            self.assertEqual(self.records()[f"Lieu {code}"]["home_visit"], visits, code)

    def test_each_category_of_the_format_notes_has_its_skill(self):
        skills = {"620": ["G15:21", "R244:312"], "124": ["loc:centre-de-sante"], "603": ["R244:99"],
                  "354": ["R244:28"], "209": ["R244:132"], "127": ["R244:128"], "156": ["loc:cmp"],
                  "223": ["R244:125"], "355": ["loc:hopital"], "365": ["loc:hopital"],
                  "500": ["loc:ehpad"], "462": []}
        self.load("structures.json", document(*(
            site(f"75000{code}0", info={"nomEgeLong": f"LIEU {code}"},
                 categorieentiteGeographiqueExercice=code) for code in skills)))
        for code, expected in skills.items():
            self.assertEqual(self.skills_of(f"Lieu {code}"), expected, code)
        self.assertEqual(self.records()["Lieu 620"]["profession"], "G15:21")

    def test_what_the_name_of_a_health_centre_says_is_believed(self):
        names = {"CENTRE DE SANTE DENTAIRE": ["loc:centre-dentaire"],
                 "CENTRE MEDICO-DENTAIRE": ["loc:centre-de-sante", "loc:centre-dentaire"],
                 "CENTRE DE SOINS INFIRMIERS": ["G15:60", "loc:centre-de-sante"]}
        self.load("structures.json", document(*(
            site(f"75000001{i}", info={"nomEgeLong": name}, categorieentiteGeographiqueExercice="124")
            for i, name in enumerate(names))))
        told = {record["name"].upper(): self.skills_of(name) for name, record in self.records().items()}
        self.assertEqual(told, names)

    def test_an_unknown_category_is_told_once_and_kept_as_a_structure(self):
        done = self.load("structures.json", document(*(
            site(f"75000001{i}", categorieentiteGeographiqueExercice="987") for i in range(3))))
        self.assertEqual(done.stdout.count("987"), 1)
        self.assertIn("3 structures restent sans compétence", done.stdout)
        self.assertEqual(len(self.told()[0]), 3)

    def test_the_same_file_twice_changes_nothing_and_the_next_one_removes_the_absent(self):
        both = document(site(), site("750000029", info={"nomEgeLong": "AUTRE"}))
        self.load("structures.json", both)
        self.assertIn("0 nouvelle, 0 changée, 2 inchangées", self.load("structures.json", both).stdout)
        self.load("autre-nom.json", document(site()))
        self.assertEqual(list(self.records()), ["Centre Medico-Psychologique Exemple"])

    def test_a_cut_json_is_refused_wholly_with_its_place(self):
        self.load("structures.json", document(site()))
        whole = document(*(site(f"75000001{i}") for i in range(5)))
        for length in (0, 1, 40, 200, len(whole) // 3, len(whole) // 2, len(whole) - 1):
            path = self.file("structures.json", whole[:length])
            words = ["Rien n'a changé"] + (["à la colonne"] if length > 0 else [])
            self.assert_refused(["finess", path], words)

    def test_a_json_that_is_something_else_is_refused(self):
        for text in ('{"a": 1}', "[]", '{"pmej": 3', '{"pmej": [}', '{"pmej": []} x'):
            self.assert_refused(["finess", self.file("autre.json", text)], ["autre.json"])

    def test_strange_shapes_do_not_stop_the_rest(self):
        strange = site("750000029", adresse=None, contact={"telecom": "x"}, etatObjet=None)
        strange["informationsGeneralesEGE"]["siret"] = 12345
        strange["informationsGeneralesEGE"]["nomEgeLong"] = "ETRANGE"
        nameless = site("750000037", info={"nomEgeLong": " ", "nomEgeCourt": None})
        numberless = site("75000003", info={"nomEgeLong": "SANS NUMERO"})
        done = self.load("structures.json", document(strange, nameless, numberless, site(), 3, None, []),
                         code=1)
        self.assertEqual(sorted(self.records()), ["Centre Medico-Psychologique Exemple", "Etrange"])
        self.assertIn("n'a pas de nom", done.stdout)
        self.assertIn("ce n'est pas un numéro FINESS", done.stdout)

    def test_the_one_text_of_an_archive_is_read(self):
        whole = document(*(site(f"75000001{i}") for i in range(9)))
        def archive(name, **members):
            with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as out:
                for member, text in members.items():
                    out.writestr(member.replace("_", "."), text)
            return str(self.folder / name)
        self.load("structures.json", whole.encode())
        told = self.run_program("finess", archive("structures.zip", structures_json=whole, lisezmoi_pdf="-"), code=0)
        self.assertIn("9 inchangées", told.stdout)
        self.assert_refused(["finess", archive("deux.zip", a_json=whole, b_json=whole)], ["plusieurs fichiers"])
        self.assert_refused(["finess", archive("rien.zip", lisezmoi_pdf="-")], ["ne contient pas"])
        cut = pathlib.Path(archive("coupe.zip", structures_json=whole)).read_bytes()[:-40]
        self.assert_refused(["finess", self.file("coupe.zip", cut)], ["ZIP est coupée"])

    def test_a_gzipped_file_is_read(self):
        self.load("structures.json.gz", gzip.compress(document(site()).encode()))
        self.assertEqual(len(self.records()), 1)
        whole = gzip.compress(document(*(site(f"75000001{i}") for i in range(9))).encode())
        self.assert_refused(["finess", self.file("structures.json.gz", whole[:-20])], ["abîmé"])

    def test_a_position_outside_the_commune_of_the_row_is_not_believed(self):
        self.run_program("territory", self.file("communes.geojson", collection(
            feature('{"kind":"commune","code":"75114","name":"Paris 14e"}', SQUARE),
            feature('{"kind":"commune","code":"75113","name":"Paris 13e"}',
                    SQUARE.replace("2.32", "2.36").replace("2.34", "2.38")))), code=0)
        inside = site(place=coordinates("2.330191", "48.833813"))
        outside = site("750000029", info={"nomEgeLong": "DEHORS"}, place=coordinates("2.37", "48.83"))
        done = self.load("structures.json", document(inside, outside))
        self.assert_at("Centre Medico-Psychologique Exemple", DAGUERRE_12)
        self.assertIsNone(self.place_of("Dehors"))
        self.assertIn("75113", done.stdout)

    def test_only_the_territory_is_kept_and_the_rest_is_told_in_one_note(self):
        elsewhere = [site(f"92000001{i}", place={"cogCommune": "92049", "codePostal": "92120"})
                     for i in range(4)]
        hospital = site("750000029", info={"nomEgeLong": "HOPITAL"},
                        place={"codePostal": "75674", "ligneAcheminement": "PARIS CEDEX 14"})
        self.run_program("addresses", BOOK, code=0)
        done = self.load("structures.json", document(site(), hospital, *elsewhere))
        self.assertIn("4 lignes d'ailleurs", done.stdout)
        self.assertEqual(len(self.records()), 2)
        self.assertEqual(self.records()["Hopital"]["method"], "geocoded")
        self.load("structures.json", document(site(), hospital, *elsewhere), "--departement", "92")
        self.assertEqual({record["citycode"] for record in self.records().values()}, {"92049"})
        self.assert_refused(["finess", self.file("f.json", document(site())), "--departement", "Paris"],
                            ["département"])

    def test_the_publisher_s_own_example_is_read(self):
        example = SHARED / "finessplus-structures-sample.json"
        if not example.exists():
            self.skipTest("skipped: the publisher's example is not there")
        self.run_program("finess", str(example), code=0)
        record = self.records()["Clinique Docteur Convert"]
        self.assertEqual(record["identity"], "finess:010780195")
        self.assertEqual(record["address"], "62 Avenue de Jasseron")
        self.assertEqual(record["phone"], "04 28 63 12 34")
        self.assert_at("Clinique Docteur Convert", (5.254203, 46.211257))


def by_gdal(x, y, epsg):
    done = subprocess.run(["gdaltransform", "-s_srs", f"EPSG:{epsg}", "-t_srs", "OGC:CRS84",
                           "-output_xy"], input=f"{x} {y}\n", capture_output=True, text=True, check=True)
    return tuple(float(part) for part in done.stdout.split())


class LegacyTest(FinessCase):
    def test_metres_become_the_degrees_that_gdal_says(self):
        places = {"Métropole": (650832.7, 6859515.05, 2154, "RGF93 / Lambert-93 (Métropole)"),
                  "Antilles": (657242.9, 1795384.4, 5490, "RGAF09/UTM Zone 20N (Antilles)"),
                  "Guyane": (353000.5, 545000.5, 2972, "RGFG95 / UTM 22N (Guyane)"),
                  "Réunion": (340000.1, 7690000.1, 2975, "RGR92 / UTM 40S (La Réunion)"),
                  "Mayotte": (520000.2, 8585000.2, 4471, "RGM04 / UTM 38S (Mayotte)")}
        rows = [row(f"75000001{i}", rs=name) for i, name in enumerate(places)]
        rows += [located(f"75000001{i}", x, y, f"EPSG:{epsg} {words}")
                 for i, (x, y, epsg, words) in enumerate(places.values())]
        self.load("cs1100507.csv", extract(*rows))
        for name, (x, y, epsg, _) in places.items():
            self.assert_at(name, by_gdal(x, y, epsg), 3e-7)

    def test_systems_have_the_names_of_older_vintages(self):
        names = {"Métropole": (650832.7, 6859515.05, 2154, "BD_ADRESSE,V2.2,LAMBERT_93"),
                 "De 2025": (650832.7, 6859515.05, 2154, "96,BAN,L93_METROPOLE"),
                 "Guadeloupe": (657242.9, 1795384.4, 5490, "UTM_N20"),
                 "Saint-Pierre": (561000.5, 5180000.5, 4467, "UTM_N21"),
                 "Guyane": (353000.5, 545000.5, 2972, "UTM_N22"),
                 "Mayotte": (520000.2, 8585000.2, 4471, "UTM_S38"),
                 "Réunion": (340000.1, 7690000.1, 2975, "UTM_S40")}
        rows = [row(f"75000001{i}", rs=name) for i, name in enumerate(names)]
        rows += [located(f"75000001{i}", x, y, f"1,ATLASANTE,100,IGN,{words}")
                 for i, (x, y, epsg, words) in enumerate(names.values())]
        self.load("cs1100507.csv", extract(*rows))
        for name, (x, y, epsg, _) in names.items():
            self.assert_at(name, by_gdal(x, y, epsg), 3e-7)

    def test_positions_are_joined_whatever_the_order_and_the_file(self):
        first = located("750000011", 650832.7, 6859515.05, "EPSG:2154")
        other = row("750000029", rs="AUTRE")
        files = [self.file("cs1100507.csv", extract(first, row())),
                 self.file("cs1100502.csv", extract(row(), other)),
                 self.file("positions.csv", extract(located("750000029", 650832.7, 6859515.05,
                                                            "EPSG:2154")))]
        done = self.run_program("finess", *files, code=0)
        self.assert_at("Pharmacie Exemple", DAGUERRE_12)
        self.assert_at("Autre", DAGUERRE_12)
        self.assertIn("déjà dans un autre fichier", done.stdout)

    def test_a_position_in_an_unknown_system_is_told_and_not_taken(self):
        done = self.load("f.csv", extract(row(), located("750000011", 1, 2, "WGS 84 ?")))
        self.assertIsNone(self.place_of("Pharmacie Exemple"))
        self.assertIn("1 position est dans un système de coordonnées inconnu", done.stdout)
        for x, y in ((0, 0), ("", ""), (1, ""), ("x", "y"), ("1e999", "1")):  # found by fuzzing: empty ones
            self.load("f.csv", extract(row(), located("750000011", x, y, "EPSG:2154")))
            self.assertIsNone(self.place_of("Pharmacie Exemple"))
        self.load("f.csv", extract(row(), located("750000011", 0, 0, "EPSG:2154")))
        self.assertIsNone(self.place_of("Pharmacie Exemple"))

    def test_latin_1_utf_8_and_quotes_are_read(self):
        name = 'LIEU D\'ACCUEIL ""L\'ÉTÉ"" À CÔTÉ'
        for encoding in ("utf-8", "latin-1"):
            self.load("f.csv", extract(row(rs=f'"{name}"')).encode(encoding))
            self.assertEqual(list(self.records()), ['Lieu d\'Accueil "L\'Été" à Côté'])

    def test_insee_codes_are_made_of_departement_and_commune(self):
        codes = {("75", "114"): "75114", ("01", "451"): "01451", ("9A", "123"): "97123",
                 ("9B", "207"): "97207", ("9C", "302"): "97302", ("9D", "408"): "97408",
                 ("9E", "502"): "97502", ("9F", "606"): "97606", ("9J", "611"): "98611",
                 ("2A", "004"): "2A004", ("2B", "033"): "2B033"}
        self.load("f.csv", extract(*(
            row(f"7500000{i + 10}", rs=f"LIEU {i}", departement=departement, commune=commune)
            for i, (departement, commune) in enumerate(codes))))
        for i, code in enumerate(codes.values()):
            self.assertEqual(self.records()[f"Lieu {i}"]["citycode"], code)

    def test_addresses_are_written_as_people_read_them(self):
        cases = [
            (dict(numvoie="900", typvoie="RTE", voie="DE PARIS"), "900 Route de Paris"),
            (dict(numvoie="1", typvoie="R", voie="RAYMOND BARRE", compvoie="C", lieuditbp="ZAC MOULIN"),
             "1 C Rue Raymond Barre, ZAC Moulin"),
            (dict(numvoie="", typvoie="", voie="", lieuditbp="BP 71 IMMEUBLE SEMAFA"), "Immeuble Semafa"),
            (dict(numvoie="", typvoie="", voie="", lieuditbp="BP 71"), None),
            (dict(numvoie="62", typvoie="AV", voie="DE JASSERON", lieuditbp="BP 132"), "62 Avenue de Jasseron"),
            (dict(numvoie="28b", typvoie="", voie="Rue Alexandre Bérard"), "28b Rue Alexandre Bérard"),
            (dict(numvoie="3", typvoie="BD", voie="DU DR ROUX", compldistrib="BAT C"), "3 Boulevard du Dr Roux, Bat C"),
            (dict(numvoie="3", typvoie="", voie="MAS DE LA PASS"), "3 Mas de la Pass"),
            (dict(numvoie="3", typvoie="XYZ", voie="DES LILAS"), "3 XYZ des Lilas"),
        ]
        self.load("f.csv", extract(*(row(f"75000001{i}", rs=f"LIEU {i}", **fields)
                                     for i, (fields, _) in enumerate(cases))))
        for i, (_, address) in enumerate(cases):
            self.assertEqual(self.records()[f"Lieu {i}"]["address"], address)

    def test_names_keep_their_abbreviations_and_the_one_that_says_more_is_taken(self):
        cases = [("CH DE FLEYRIAT", "CENTRE HOSPITALIER DE BOURG", "Centre Hospitalier de Bourg"),
                 ("CMPP  INTERSECTORIEL ALOES", "CMPP INTERSECTORIEL", "CMPP Intersectoriel Aloes"),
                 ("SSIAD DE L'ADMR", "", "SSIAD de l'ADMR"), ("", "EHPAD LES LYS", "EHPAD les Lys"),
                 ("Pharmacie déjà lisible", "", "Pharmacie déjà lisible"),
                 ("CMP STE ANNE", "", "CMP Ste Anne")]
        self.load("f.csv", extract(*(row(f"75000001{i}", rs=short, rslongue=long)
                                     for i, (short, long, _) in enumerate(cases))))
        self.assertEqual(sorted(self.records()), sorted(name for _, _, name in cases))

    def test_a_cut_extract_is_refused_wholly(self):
        self.load("f.csv", extract(row()))
        whole = extract(row(), row("750000029"))
        self.assert_refused(["finess", self.file("f.csv", whole[:-40])], ["coupé", "f.csv:3"])
        self.assert_refused(["finess", self.file("f.csv", extract(row(rs='"JAMAIS FERME')))], ["guillemet"])
        self.assert_refused(["finess", self.file("f.csv", "a;b\nc;d\n")], ["structureet"])

    def test_a_row_that_is_wrong_is_refused_with_its_line_and_the_rest_is_in(self):
        rows = [row(), "structureet;750000029;trop court", "autre;chose", row("75000003X", rs="FAUX"),
                row("750000011", rs="ENCORE"), row("750000045", rs="JUSTE")]
        done = self.load("f.csv", extract(*rows), code=1)
        for line in (3, 4, 5, 6):
            self.assertIn(f"f.csv:{line}", done.stdout)
        self.assertEqual(sorted(self.records()), ["Juste", "Pharmacie Exemple"])

    def test_the_same_extract_twice_changes_nothing(self):
        text = extract(row(), row("750000029", rs="AUTRE"), located("750000011", 650832.7, 6859515.05,
                                                                    "EPSG:2154"))
        self.load("f.csv", text)
        self.assertIn("2 inchangées", self.load("f.csv", text).stdout)

    def test_the_real_rows_are_read(self):
        example = SHARED / "legacy-cs1100502-sample.csv"
        if not example.exists():
            self.skipTest("skipped: the real rows are not there")
        self.run_program("finess", str(example), code=0)
        records = self.records()
        self.assertEqual(len(records), 5)
        hospital = records["Centre Hospitalier de Bourg-en-Bresse Fleyriat"]
        self.assertEqual((hospital["citycode"], hospital["postcode"]), ("01451", "01440"))
        self.assert_at(hospital["name"], by_gdal(870262.2, 6571540.8, 2154), 3e-7)
        self.assertEqual(records["PMI Saint Barthelemy"]["note"], "PMI CMS de Gustavia")
        self.run_program("publish", code=0)


if __name__ == "__main__":
    unittest.main()
