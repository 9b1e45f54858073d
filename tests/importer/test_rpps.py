#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The extracts of the Annuaire Santé (RPPS): their vintages, their traps, who stays and who goes.

The people are invented; the shapes of the rows are those that are published."""
import gzip
import os
import pathlib
import re
import pathlib
import sqlite3
import subprocess
import sys
import unittest
import zipfile

from importer_case import DEMO, ROOT, ImporterCase

sys.path.insert(0, str(ROOT / "tests/bench"))
from generate import rpps_header  # noqa: E402

SHARED = pathlib.Path(os.environ.get("VOISOIN_SHARED", ROOT / "../shared"))
ID, NAME, FIRST = "Identification nationale PP", "Nom d'exercice", "Prénom d'exercice"
PROFESSION, SKILL = "Code profession", "Code savoir-faire"
PLACE = " (coord. structure)"
SOMEBODY = {
    ID: "810000000001", NAME: "NOMFICTIF", FIRST: "ALEXANDRE", PROFESSION: "60",
    "Libellé profession": "Infirmier", "Code catégorie professionnelle": "C",
    "Code mode exercice": "L", "Numéro Voie" + PLACE: "41", "Libellé type de voie" + PLACE: "Rue",
    "Libellé Voie" + PLACE: "DAGUERRE", "Code postal" + PLACE: "75014",
    "Libellé commune" + PLACE: "Paris", "Code secteur d'activité": "SA07",
}
SKILLS_TITLES = ("Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|"
                 "Prénom d'exercice|Code profession|Libellé profession|"
                 "Code catégorie professionnelle|Libellé catégorie professionnelle|"
                 "Code type savoir-faire|Libellé type savoir-faire|Code savoir-faire|"
                 "Libellé savoir-faire")
DIPLOMA_TITLES = ("Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|"
                  "Prénom d'exercice|Code type diplôme obtenu|Libellé type diplôme obtenu|"
                  "Code diplôme obtenu|Libellé diplôme obtenu|Code type autorisation|"
                  "Libellé type autorisation|Code discipline autorisation|"
                  "Libellé discipline autorisation")


def at(**fields):
    """Fields of the place by short names."""
    titles = {"numero": "Numéro Voie", "repetition": "Indice répétition voie",
              "code": "Code type de voie", "type": "Libellé type de voie", "voie": "Libellé Voie",
              "bureau": "Bureau cedex", "postal": "Code postal", "insee": "Code commune",
              "commune": "Libellé commune", "pays": "Libellé pays", "telephone": "Téléphone",
              "telephone2": "Téléphone 2", "email": "Adresse e-mail"}
    return {titles[name] + PLACE: value for name, value in fields.items()}


def line(titles, fields):
    names = titles.split("|")
    unknown = set(fields) - set(names)
    assert not unknown, unknown
    return "|".join(fields.get(name, "") for name in names)


def table(titles, *rows, end="\n"):
    return end.join([titles] + [line(titles, row) for row in rows]) + end


class RppsCase(ImporterCase):
    def activities(self, *rows, name="PS_LibreAcces_Personne_activite_202611230300.txt", **options):
        """A file of the 56 columns: each row is SOMEBODY with what differs."""
        return self.file(name, table(rpps_header("56"), *[SOMEBODY | row for row in rows],
                                     **options))

    def load(self, *paths, code=0):
        return self.run_program("rpps", *paths, code=code).stdout

    def query(self, sql):
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as found:
            return found.execute(sql).fetchall()

    def identities(self):
        return [row[0] for row in self.query("SELECT identity FROM record ORDER BY 1")]

    def skills(self, identity="%"):
        return {row[0] for row in self.query(
            "SELECT skill FROM record_skill JOIN record ON record.id = record "
            f"WHERE identity LIKE '{identity}'")}

    def each(self, cases):
        """Loads one person a case, all at once; their records in the order of the cases."""
        self.load(self.activities(*[{ID: f"8100000{i:05d}"} | fields
                                    for i, fields in enumerate(cases)]))
        records = {record["identity"][5:16]: record for record in self.all_records()}
        return [records.get(f"100000{i:05d}") for i in range(len(cases))]

    def all_records(self):
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as found:
            found.row_factory = sqlite3.Row
            return [dict(row) for row in found.execute("SELECT * FROM record")]

    def one(self):
        records = self.all_records()
        self.assertEqual(len(records), 1, records)
        return records[0]

    def with_book(self):
        self.run_program("addresses", str(DEMO / "adresses.csv"), code=0)


class Vintages(RppsCase):
    def other_titles(self, fields):
        """The same fields under the titles of another publisher."""
        return {name.replace("structure)", "Structure)") if name.endswith(PLACE) else name: value
                for name, value in fields.items()}

    def test_each_vintage_gives_the_same_person(self):
        told = []
        for shape in ("56", "52", "other"):
            fields = self.other_titles(SOMEBODY) if shape == "other" else SOMEBODY
            path = self.file("a.txt", table(rpps_header(shape), fields))
            self.load(path)
            told.append(self.one())
            self.assertIn(", 0 refusée", self.load(path))
        self.assertEqual(told[0], told[1])
        self.assertEqual(told[0], told[2])
        self.assertEqual(told[0]["identity"], "rpps:10000000001@41 rue daguerre 75014")
        self.assertEqual(told[0]["name"], "Alexandre NOMFICTIF")
        self.assertEqual(told[0]["profession"], "G15:60")

    def test_columns_may_come_in_any_order_and_unknown_ones_do_no_harm(self):
        titles = "|".join(["Sans rapport"] + sorted(rpps_header("52").split("|"), reverse=True))
        self.load(self.file("a.txt", table(titles, SOMEBODY)))
        self.assertEqual(self.identities(), ["rpps:10000000001@41 rue daguerre 75014"])

    def test_a_missing_column_refuses_the_file_by_name(self):
        for title in (ID, NAME, "Libellé Voie" + PLACE, "Code postal" + PLACE, PROFESSION):
            titles = rpps_header("56").replace(title, "Autre chose", 1)
            fields = {name: value for name, value in SOMEBODY.items() if name != title}
            path = self.file("activite.txt", table(titles, fields))
            self.assert_refused(["rpps", path], [title, "activite.txt", "il manque cette colonne"])

    def test_another_kind_of_file_is_refused(self):
        for content in ("a;b;c\n1;2;3\n", "nom|ville\nX|Y\n", line(rpps_header("56"), SOMEBODY)):
            path = self.file("autre.txt", content)
            self.assert_refused(["rpps", path], ["autre.txt", "pas un fichier du RPPS"])

    def test_a_spreadsheet_s_quotes_refuse_the_file_and_its_letters_do_not(self):
        titles, row = rpps_header("56"), line(rpps_header("56"), SOMEBODY)
        quoted = "\n".join('"' + text.replace("|", '"|"') + '"' for text in (titles, row))
        self.assert_refused(["rpps", self.file("a.txt", quoted + "\n")],
                            ["pas un fichier du RPPS", "sans les ouvrir dans un tableur"])
        path = self.file("b.txt", "")
        pathlib.Path(path).write_bytes(f"{titles}\n{row}\n".encode("cp1252"))
        self.load(path)
        self.assertEqual(self.one()["name"], "Alexandre NOMFICTIF")

    def test_skills_alone_do_not_say_where(self):
        path = self.file("s.txt", table(SKILLS_TITLES, {ID: "810000000001", SKILL: "SM04"}))
        self.assert_refused(["rpps", path], ["Personne_activite"])

    def test_mark_line_ends_and_a_last_bar_do_not_matter(self):
        titles, row = rpps_header("56"), line(rpps_header("56"), SOMEBODY)
        for content in (f"\ufeff{titles}\r\n{row}\r\n", f"{titles}|\n{row}|\n", f"{titles}|\n{row}\n",
                        f"{titles}\n{row}|\n", f"{titles}\n{row}", f"\n{titles}\n\n{row}\n\n"):
            self.load(self.file("a.txt", content))
            self.assertEqual(self.identities(), ["rpps:10000000001@41 rue daguerre 75014"])

    def test_gzip_and_zip_are_read_and_the_name_gives_the_date(self):
        text = pathlib.Path(self.activities({}))
        zipped = self.folder / "PS_LibreAcces.zip"
        with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(text, "PS_LibreAcces_Personne_activite_202611210300.txt")
            archive.writestr("PS_LibreAcces_SavoirFaire_202611210300.txt",
                             table(SKILLS_TITLES, {ID: "810000000001", SKILL: "SI04"}))
            archive.writestr("LISEZMOI.txt", "rien\n")
            archive.writestr("guide.pdf", b"%PDF-1.4")
        self.load(str(zipped))
        self.assertEqual(self.query("SELECT as_of FROM source"), [("2026-11-21",)])
        self.assertEqual(self.skills(), {"G15:60", "R38:SI04"})
        packed = self.file("PS_LibreAcces_Personne_activite_202611220300.txt.gz",
                           gzip.compress(text.read_bytes()))
        self.load(packed)
        self.assertEqual(self.query("SELECT as_of FROM source"), [("2026-11-22",)])

    def test_a_damaged_archive_is_refused(self):
        text = pathlib.Path(self.activities(*[{ID: f"8100000{i:05d}"} for i in range(3000)]))
        zipped = self.folder / "a.zip"
        with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(text, "PS_LibreAcces_Personne_activite_202611210300.txt")
        whole = zipped.read_bytes()
        self.load(str(zipped))
        middle = len(whole) // 2
        damaged = whole[:middle] + bytes(64) + whole[middle + 64:]
        for content in (whole[:middle], damaged, b"PK\x03\x04" + bytes(40)):
            zipped.write_bytes(content)
            self.assert_refused(["rpps", str(zipped)], ["a.zip", "ZIP"] if content != damaged
                                else ["ZIP est coupée ou abîmée"])
        cut = self.file("a.txt.gz", gzip.compress(text.read_bytes())[:-500])
        self.assert_refused(["rpps", cut], ["coupé ou abîmé"])


class Rows(RppsCase):
    def test_quotes_and_backslashes_are_data(self):
        self.load(self.activities({NAME: 'O"NOM\\D', FIRST: "ÉLODIE",
                                   "Raison sociale site": 'CABINET "DU PARC"'}))
        self.assertEqual((self.one()["name"], self.one()["note"]),
                         ('Élodie O"NOM\\D', 'Cabinet "Du Parc"'))

    def test_names_are_readable(self):
        cases = [("JEAN-LOUP", "DE LA TOUR", "Jean-Loup DE LA TOUR"),
                 ("ANNE MAËLLE", "ŒUVRARD", "Anne Maëlle ŒUVRARD"),
                 ("Yves", "MIRAGE", "Yves MIRAGE"), ("", "MIRAGE", "MIRAGE")]
        records = self.each([{FIRST: first, NAME: name} for first, name, _ in cases])
        self.assertEqual([record["name"] for record in records], [case[2] for case in cases])

    def test_rows_of_a_person_at_a_place_are_one_however_far_apart(self):
        doctor = {PROFESSION: "10"}
        others = [{ID: f"8100001{i:05d}"} for i in range(5000)]
        path = self.activities(doctor | {SKILL: "SM26"}, *others,
                               doctor | {SKILL: "SM04"} | at(telephone="0199000001"),
                               doctor | {SKILL: "SM26"})
        output = self.load(path)
        self.assertIn("5003 lignes lues : 5001 nouvelles", output)
        self.assertEqual(self.skills("rpps:10000000001@%"), {"G15:10", "R38:SM54", "R38:SM04"})
        self.assertEqual(self.query("SELECT phone FROM record WHERE identity LIKE "
                                    "'rpps:10000000001@%'"), [("01 99 00 00 01",)])

    def test_a_person_at_two_places_is_two_resources_with_one_number(self):
        self.load(self.activities({}, at(numero="62", voie="DES PLANTES")))
        self.assertEqual(self.identities(), ["rpps:10000000001@41 rue daguerre 75014",
                                             "rpps:10000000001@62 rue des plantes 75014"])
        numbers = self.query("SELECT DISTINCT identifier FROM record_identifier")
        self.assertEqual(numbers, [("rpps:10000000001",)])

    def test_adeli_numbers_are_another_register(self):
        self.load(self.activities({ID: "0759300012"}, {ID: "02A9300012", NAME: "AUTRE"}))
        self.assertEqual(self.identities(), ["adeli:2A9300012@41 rue daguerre 75014",
                                             "adeli:759300012@41 rue daguerre 75014"])

    def test_general_practice_has_three_codes_and_one_skill(self):
        self.each([{PROFESSION: "10", SKILL: code} for code in ("SM26", "SM53", "SM54")])
        self.assertEqual(self.query("SELECT skill, count(*) FROM record_skill GROUP BY skill"),
                         [("G15:10", 3), ("R38:SM54", 3)])

    def test_professions_reach_the_taxonomy(self):
        cases = {"93": "R95:93", "69": "G15:60", "72": "loc:psychotherapeute", "86": "G15:86",
                 "39": "loc:preparateur-pharmacie"}
        records = self.each([{PROFESSION: code} for code in cases])
        self.assertEqual([record["profession"] for record in records], list(cases.values()))

    def test_an_unknown_code_is_told_once_and_refuses_nobody(self):
        rows = [{ID: f"8100000{i:05d}", PROFESSION: "97", "Libellé profession": "Conseiller",
                 SKILL: "ZZ9"} for i in range(7)]
        output = self.load(self.activities(*rows))
        self.assertIn("7 lignes lues : 7 nouvelles", output)
        self.assertEqual(output.count("Conseiller, 7 lignes"), 1)
        self.assertEqual(output.count("ZZ9"), 1)
        self.assertIsNone(self.query("SELECT profession FROM record")[0][0])

    def test_specialties_may_lie_in_a_file_of_their_own(self):
        skills = self.file("s.txt", table(SKILLS_TITLES, {ID: "810000000001", SKILL: "SM40"},
                                          {ID: "810000000009", SKILL: "SM04"}))
        diplomas = self.file("d.txt", table(
            DIPLOMA_TITLES, {ID: "810000000002", "Libellé diplôme obtenu":
                             "Diplôme d'État d'infirmier en pratique avancée"}))
        self.load(skills, self.activities({PROFESSION: "10"}, {ID: "810000000002"}), diplomas)
        self.assertEqual(self.skills("rpps:10000000001@%"), {"G15:10", "R38:SM40"})
        self.assertEqual(self.skills("rpps:10000000002@%"), {"G15:60", "R356:86"})

    def test_what_is_not_told_stays_unknown(self):
        self.load(self.activities({}))
        record = self.one()
        for field in ("home_visit", "remote", "walk_in", "new_patients", "wheelchair", "fees",
                      "phone", "email", "note"):
            self.assertIsNone(record[field], field)

    def test_the_structure_is_noted_when_it_says_more_than_the_name(self):
        cases = [("CABINET MME NOMFICTIF", "", None), ("CH DE FLEYRIAT", "", "CH de Fleyriat"),
                 ("SARL X", "OPTIC DAGUERRE", "Optic Daguerre")]
        records = self.each([{"Raison sociale site": company, "Enseigne commerciale site": sign}
                             for company, sign, _ in cases])
        self.assertEqual([record["note"] for record in records], [case[2] for case in cases])

    def test_phone_and_mail(self):
        self.load(self.activities(at(telephone="", telephone2="0199000042",
                                     email="cabinet@exemple.fr")))
        record = self.one()
        self.assertEqual((record["phone"], record["email"]),
                         ("01 99 00 00 42", "cabinet@exemple.fr"))
        output = self.load(self.activities(at(telephone="néant", email="pas une adresse")))
        self.assertIn("1 fiche : le numéro de téléphone ne se lit pas", output)
        self.assertIsNone(self.one()["email"])

    def test_who_receives_nobody_is_left_out_and_counted(self):
        left_out = [
            ({"Code catégorie professionnelle": "E"}, "1 ligne d'étudiant"),
            ({"Code genre activité": "GENR02"}, "1 ligne de remplaçant"),
            ({"Code genre activité": "GENR04"}, "3 lignes d'activités sans soin"),
            ({"Code secteur d'activité": "SA32"}, "3 lignes d'activités sans soin"),
            ({"Code secteur d'activité": "", "Libellé secteur d'activité": "Recherche"},
             "3 lignes d'activités sans soin"),
            ({name: "" for name in at(numero="", type="", voie="", postal="", commune="")},
             "1 ligne sans lieu d'exercice"),
            (at(postal="GL", bureau="GL 5O 2QJ CHELTENHAM", commune="", pays="Royaume-uni"),
             "1 ligne à l'étranger"),
        ]
        rows = [{ID: f"8100001{i:05d}"} | fields for i, (fields, _) in enumerate(left_out)]
        output = self.load(self.activities({}, *rows))
        for words in {words for _, words in left_out}:
            self.assertIn(words, output)
        self.assertEqual(len(self.identities()), 1)

    def test_hospitals_and_public_agents_are_kept(self):
        records = self.each([
            {"Code secteur d'activité": "SA01", "Code mode exercice": "S"},
            {"Code secteur d'activité": "SA02"}, {"Code secteur d'activité": "SA99"},
            {"Code catégorie professionnelle": "M"}, {"Code genre activité": "GENR01"},
            at(pays="France"), at(pays="La Réunion", postal="97400", commune="Saint-Denis")])
        self.assertNotIn(None, records)


class Addresses(RppsCase):
    def test_split_fields_become_an_address(self):
        cases = [
            (at(numero="9", code="RTE", type="Route", voie="DE BESANCON", bureau="25300 DOUBS",
                postal="25300"), ("9 Route de Besancon", "25300", "Doubs")),
            (at(numero="P", code="PL", type="Place", voie="VIOLET", bureau="75015 PARIS"),
             ("Place Violet", "75015", "Paris")),
            (at(numero="6", voie="ALL DU LEVANT", bureau="69890 TOUR DE SALVAGNY (LA)",
                postal="69890"), ("6 All du Levant", "69890", "La Tour de Salvagny")),
            (at(numero="0012", repetition="B", type="Rue", voie="DE L'ABBÉ CARTON", postal="75014",
                commune="Paris"), ("12 bis Rue de l'Abbé Carton", "75014", "Paris")),
            (at(numero="41", type="Rue", voie="RUE DAGUERRE", postal="75014", commune="Paris"),
             ("41 Rue Daguerre", "75014", "Paris")),
            (at(voie="41 RUE DAGUERRE", bureau="75674 PARIS CEDEX 14"),
             ("41 Rue Daguerre", "75674", "Paris")),
            (at(bureau="HAYE (L')", postal="88240"), (None, "88240", "L'Haye")),
            (at(numero="12", postal="75014"), (None, "75014", None)),
        ]
        nowhere = {name: "" for name in at(numero="", type="", voie="", postal="", commune="")}
        records = self.each([nowhere | fields for fields, _ in cases])
        for record, (_, expected) in zip(records, cases):
            self.assertEqual((record["address"], record["postcode"], record["city"]), expected)

    def test_doors_are_found_in_the_book(self):
        self.with_book()
        cases = [at(), at(type="", code="R"), at(type="", voie="R DAGUERRE"),
                 at(postal="", commune="", bureau="75014 PARIS"),
                 at(postal="75674", commune="", bureau="75674 PARIS CEDEX 14"), at(insee="75056")]
        for fields, record in zip(cases, self.each(cases)):
            self.assertEqual((record["method"], record["citycode"], record["score"] > 0.9),
                             ("geocoded", "75114", True), fields)

    def test_a_door_that_is_not_sure_is_a_doubt_with_its_line(self):
        self.with_book()
        output = self.load(self.activities({}, {ID: "810000000002"} | at(voie="DAGUERRRRETTE")))
        self.assertIn("1 douteuse", output)
        self.assertRegex(output, r"202611230300\.txt:3: .*adresse")
        self.assertEqual(self.query("SELECT method FROM record ORDER BY identity"),
                         [("geocoded",), ("none",)])

    def test_somebody_without_a_street_is_kept_without_a_point(self):
        self.with_book()
        output = self.load(self.activities({name: "" for name in at(numero="", type="", voie="")}))
        self.assertIn("1 fiche sans rue", output)
        self.assertIn("0 douteuse", output)
        self.assertEqual(self.one()["method"], "none")


class Territory(RppsCase):
    ROWS = [{}, {ID: "810000000002"} | at(postal="75013"), {ID: "810000000003"} | at(postal="69003")]

    def numbers(self):
        return [re.match(r"rpps:1(\d+)@", identity)[1].lstrip("0") for identity in
                self.identities()]

    def test_the_address_book_decides(self):
        self.with_book()
        output = self.load(self.activities(*self.ROWS))
        self.assertEqual(self.numbers(), ["1"])
        self.assertIn("2 lignes d'ailleurs", output)

    def test_options_decide_otherwise(self):
        self.load(self.activities(*self.ROWS), "--postcodes", "75014,75013")
        self.assertEqual(self.numbers(), ["1", "2"])
        self.load(self.activities(*self.ROWS), "--departement", "69")
        self.assertEqual(self.numbers(), ["3"])

    def test_nobody_of_the_territory_replaces_nobody(self):
        path = self.activities(*self.ROWS)
        self.load(path)
        self.assert_refused(["rpps", path, "--postcodes", "35000"], ["aucune ligne"])
        self.assertEqual(len(self.identities()), 3)

    def test_two_territories_live_side_by_side_as_two_sources(self):
        path = self.activities(*self.ROWS)
        self.load(path, "--postcodes", "75014")
        self.load(path, "--postcodes", "75013", "--source", "RPPS 13e")
        self.assertEqual(self.numbers(), ["1", "2"])
        self.load(path, "--postcodes", "75013")
        self.assertEqual(sorted(set(self.numbers())), ["2"])


class Extracts(RppsCase):
    PEOPLE = [{ID: f"81000000000{i}", NAME: f"NOM{i}"} for i in range(1, 6)]

    def test_the_same_file_again_changes_nothing(self):
        path = self.activities(*self.PEOPLE)
        self.load(path)
        before = self.told()
        self.assertIn("0 nouvelle, 0 changée, 5 inchangées", self.load(path))
        self.assertEqual(self.told(), before)

    def test_who_is_absent_from_the_next_extract_disappears(self):
        self.load(self.activities(*self.PEOPLE))
        self.run_program("publish", code=0)
        output = self.load(self.activities(*self.PEOPLE[:3]))
        self.assertIn("2 retirées", output)
        self.assertEqual(len(self.identities()), 3)

    def test_a_dry_run_tells_and_changes_nothing(self):
        self.load(self.activities(*self.PEOPLE))
        before = self.told()
        output = self.load(self.activities(*self.PEOPLE[1:]), "--dry-run")
        self.assertIn("1 retirée", output)
        self.assertEqual(self.told(), before)

    def damaged(self, change, people=PEOPLE):
        lines = pathlib.Path(self.activities(*people)).read_text().splitlines()
        return self.file("a.txt", "\n".join(change(lines)) + "\n")

    def test_damaged_rows_are_refused_with_their_line_and_the_rest_is_in(self):
        people = [{ID: f"8100000000{i:02d}", NAME: f"NOM{i}"} for i in range(2, 42)]
        cases = [
            (lambda row: row + "|x|y", "plus de colonnes"),
            (lambda row: row[:60], "moins de colonnes"),
            (lambda row: row.replace("DAGUERRE", "DAG\0ERRE"), "pas du texte"),
            (lambda row: "x" * 600000, "n'en finit pas"),
            (lambda row: row.replace("810000000035", "x"), "ni un numéro RPPS"),
            (lambda row: row.replace("NOM35", ""), "le nom est vide"),
        ]
        for change, words in cases:
            output = self.load(self.damaged(
                lambda lines: lines[:34] + [change(lines[34])] + lines[35:], people), code=1)
            self.assertIn("40 lignes lues", output)
            self.assertIn("1 refusée", output)
            self.assertRegex(output, rf"a\.txt:35: .*{words}")
            self.assertEqual(len(self.identities()), 39, words)

    def test_damaged_rows_do_not_keep_who_left(self):
        self.load(self.activities(*self.PEOPLE))
        output = self.load(self.damaged(lambda lines: [lines[0], "x|y"] + lines[3:]), code=1)
        self.assertIn("2 retirées", output)
        self.assertEqual(len(self.identities()), 3)

    def test_a_file_that_was_cut_removes_nobody(self):
        self.load(self.activities(*self.PEOPLE))
        text = pathlib.Path(self.activities(*self.PEOPLE)).read_text().splitlines()
        cut = "\n".join(text[:3] + [text[3][:90]])
        output = self.load(self.file("a.txt", cut), code=1)
        self.assertIn("personne n'est retiré", output)
        self.assertRegex(output, r"a\.txt:4: .*moins de colonnes")
        self.assertEqual(len(self.identities()), 5)

    def test_a_file_with_many_damaged_rows_removes_nobody(self):
        self.load(self.activities(*self.PEOPLE))
        path, report = self.damaged(lambda lines: lines[:3] + ["x|y"] * 1200), self.folder / "r.csv"
        self.assertIn("1200 refusées", self.load(path, "--report", str(report), code=1))
        told = report.read_text()
        self.assertIn("200 autres lignes sont refusées", told)
        self.assertIn("personne n'est retiré", told)
        self.assertEqual(len(self.identities()), 5)

    def test_bytes_that_are_not_utf8_are_windows_1252(self):
        content = pathlib.Path(self.activities({FIRST: "ÉLODIE"})).read_text()
        self.load(self.file("a.txt", content.encode("cp1252", "replace")
                            .replace(rpps_header("56").encode("cp1252"),
                                     rpps_header("56").encode())))
        self.assertEqual(self.one()["name"], "Élodie NOMFICTIF")

    def test_nothing_stays_behind_in_the_folder(self):
        self.load(self.activities(*self.PEOPLE))
        self.assertEqual(list(self.data.glob("rpps*")), [])


class Real(RppsCase):
    def test_the_published_shapes(self):
        sample = SHARED / "data/rpps/sample-rows.txt"
        if not sample.exists():
            self.skipTest("skipped: no shared data")
        output = self.load(str(sample))
        self.assertIn("6 lignes lues : 4 nouvelles", output)
        self.assertEqual(self.identities(), [
            "adeli:000000001@9 route de besancon 25300", "adeli:000000002@place violet 75015",
            "rpps:10000000005@371 avenue du doyen gaston giraud 34295",
            "rpps:10000000006@cabinet du parc 75001"])

    def test_a_generated_file_goes_in_and_is_published(self):
        path = self.folder / "rpps.txt"
        subprocess.run([sys.executable, ROOT / "tests/bench/generate.py", "rpps", "--addresses",
                        DEMO / "adresses.csv", "--rows", "2000", "--output", path], check=True)
        self.with_book()
        output = self.load(str(path))
        self.assertIn("2000 lignes lues", output)
        told = self.query("SELECT count(*), sum(method = 'geocoded') FROM record")[0]
        self.assertGreater(told[1] / told[0], 0.93)
        with open(path, encoding="utf-8") as lines:
            rows = [row.split("|") for row in lines][1:]
        people = {row[2] for row in rows if "75014" in "".join(row[34:36])}
        self.assertEqual(len({i.split("@")[0] for i in self.identities()}), len(people))
        self.run_program("publish", code=0)


if __name__ == "__main__":
    unittest.main()
