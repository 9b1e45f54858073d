#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad files and bad rows: a clear message, the right exit code, and what was there stays there."""
import gzip
import os
import unittest

from importer_case import DEMO, SQUARE, ImporterCase, collection, feature

HEADER = "nom;profession;adresse;code postal;commune;lon;lat;zone;horaires;domicile\n"
ROW = "Cabinet Exemple;Infirmier;;;;2.33;48.83;;;\n"


class WithSomethingPublished(ImporterCase):
    """The demo's territory and a row are published before each test."""

    def setUp(self):
        super().setUp()
        self.run_program("territory", str(DEMO / "territoire.geojson"), code=0)
        self.run_program("sheet", self.file("base.csv", HEADER + ROW), code=0)
        self.run_program("addresses", self.file("book.csv", ADDRESSES), code=0)
        self.run_program("publish", code=0)

    def test_files_that_are_no_table_are_refused_whole(self):
        (self.folder / "dossier").mkdir()
        cases = [
            ("absent.csv", None, ["absent.csv", "n'existe pas"]),
            ("dossier", None, ["dossier", "c'est un dossier"]),
            ("vide.csv", b"", ["vide.csv", "est vide"]),
            ("lignes.csv", b"\n\n\r\n", ["lignes.csv", "lignes vides"]),
            ("titres.csv", HEADER.encode(), ["titres.csv", "que sa ligne de titres"]),
            ("classeur.csv", b"PK\x03\x04" + b"\x14\0" * 40, ["classeur", "CSV UTF-8"]),
            ("vieux.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, ["classeur"]),
            ("page.csv", b"%PDF-1.7\n", ["PDF"]),
            ("hasard.csv", bytes(range(256)) * 9, ["hasard.csv", "n'est pas un fichier de texte"]),
            ("guillemet.csv", (HEADER + ROW + '"Jamais;fermé\n' + ROW).encode(),
             ["guillemet.csv:3", "guillemet", "ne se ferme jamais"]),
            ("coupe.csv", (HEADER + ROW + "Cabinet Coupé;Infir").encode(),
             ["coupe.csv:3", "coupé"]),
            ("coupe.csv.gz", gzip.compress((HEADER + ROW * 5000).encode())[:60],
             ["coupe.csv.gz", "coupé ou abîmé"]),
            ("sansnom.csv", b"adresse;commune\n1 rue X;Paris\n",
             ["sansnom.csv:1", "« nom »", "il manque cette colonne"]),
            ("dessin.geojson", b'{"type": "FeatureCollection", "features": []}', ["pas un tableau", "zones"]),
            ("sanslieu.csv", b"nom;commune\nX;Paris\n", ["« adresse »"]),
        ]
        for name, content, words in cases:
            with self.subTest(name):
                path = str(self.folder / name) if content is None else self.file(name, content)
                self.assert_refused(["sheet", path], words + ["Rien n'a changé"])

    def test_one_bad_file_among_good_ones_stops_the_run(self):
        good = self.file("bon.csv", HEADER + ROW)
        bad = self.file("mauvais.csv", HEADER + '"Jamais fermé\n')
        self.assert_refused(["sheet", good, bad], ["mauvais.csv:2"])

    def test_bad_rows_are_refused_one_by_one_and_the_others_get_in(self):
        path = self.file("lignes.csv", HEADER +
                         "Cabinet Un;Infirmier;;;;2.331;48.831;;;\n"
                         ";Infirmier;;;;2.33;48.83;;;\n"
                         "Cabinet Deux;Infirmier;;;;650832.7;6859515.05;;;\n"
                         "Cabinet Trois;Infirmier;;;;48.83;2.33;;;\n"
                         "Cabinet Quatre;Infirmier;;;;;;;;\n"
                         "Cabinet Cinq;Infirmier;1 rue Daguerre;;;;;;;\n"
                         "Cabinet Six;Infirmier;;;;2.33;;;;\n"
                         "Cabinet Sept;Infirmier;;;;2,335;48,835;;;\n"
                         "Cabinet Sept;Infirmier;;;;2,335;48,835;;;\n")
        done = self.run_program("sheet", path, code=1)
        for words in ("9 lignes lues : 2 nouvelles, 0 changée, 0 inchangée, 7 refusées",
                      "lignes.csv:3: colonne « nom »: le nom est vide",
                      "lignes.csv:4: colonne « lon »: 650832.7: ", "Lambert-93",
                      "lignes.csv:5: colonne « lon »: 48.83: la longitude et la latitude sont inv",
                      "lignes.csv:6: colonne « adresse »",
                      "lignes.csv:7: colonne « commune »",
                      "lignes.csv:8: colonne « lon »: 2.33: il manque",
                      "lignes.csv:10: colonne « nom »: Cabinet Sept: ", "ligne 9"):
            self.assertIn(words, done.stdout)
        self.assertEqual(done.stderr, "")
        self.assertLessEqual({"Cabinet Un", "Cabinet Sept", "Cabinet Exemple"}, set(self.records()))

    def test_a_typing_error_makes_nobody_disappear(self):
        two = HEADER + ROW + "Cabinet Autre;Infirmier;;;;2.331;48.831;;;\n"
        self.run_program("sheet", self.file("equipe.csv", two), code=0)
        broken = HEADER + "Cabinet Autre;Infirmier;;;;2331;48.831;;;\n"
        done = self.run_program("sheet", self.file("equipe.csv", broken), code=1)
        self.assertIn("rien n'est retiré", done.stdout)
        self.assertIn("Cabinet Autre", self.records())
        mended = HEADER + "Cabinet Autre;Infirmier;;;;2.331;48.831;;;\n"
        done = self.run_program("sheet", self.file("equipe.csv", mended), code=0)
        self.assertIn("1 retirée", done.stdout)

    def test_doubts_are_told_and_the_row_gets_in(self):
        path = self.file("doutes.csv", HEADER +
                         "Cabinet A;Alchimiste;;;;2.33;48.83;;;\n"
                         "Cabinet B;Infirmier;;;;2.33;48.83;Atlantide;;\n"
                         "Cabinet C;Infirmier;;;;2.33;48.83;rayon 2 km sauf Atlantide;;\n"
                         "Cabinet D;Infirmier;;;;2.33;48.83;;de temps en temps;\n"
                         "Cabinet E;Infirmier;;;;2.33;48.83;;;parfois\n"
                         "Cabinet F;Infirmier;;;;2.33;48.83;rayon 2 km;;non\n"
                         'Cabinet G;Infirmier;;;;2.33;48.83;"POLYGON((2.30 48.82, 2.33 48.84, '
                         '2.33 48.82, 2.30 48.84, 2.30 48.82))";;\n')
        done = self.run_program("sheet", path, code=0)
        self.assertIn("7 nouvelles, 0 changée, 0 inchangée, 0 refusée, 7 douteuses", done.stdout)
        for words in ("doutes.csv:2: colonne « profession »: Alchimiste",
                      "doutes.csv:3: colonne « zone »: Atlantide",
                      "doutes.csv:4: colonne « zone »: sauf Atlantide",
                      "doutes.csv:5: colonne « horaires »: de temps en temps",
                      "doutes.csv:6: colonne « domicile »: parfois",
                      "doutes.csv:7: colonne « zone »",
                      "doutes.csv:8: colonne « zone »", "se croise"):
            self.assertIn(words, done.stdout)
        zones = [row for row in self.told()[1]]
        self.assertEqual(len(zones), 1, "only the mended polygon: an unknown exclusion voids its row")

    def test_a_zone_that_crosses_itself_is_mended_and_told(self):
        crossed = "[[[2.30,48.82],[2.33,48.84],[2.33,48.82],[2.30,48.84],[2.30,48.82]]]"
        path = self.file("zones.geojson", collection(
            feature('{"name":"Bonne"}', SQUARE), feature('{"name":"Croisée"}', crossed)))
        done = self.run_program("zones", path, code=0)
        self.assertIn("zones.geojson: objet 2: Croisée: le contour se croise", done.stdout)
        self.assertIn("2 nouvelles, 0 changée, 0 inchangée, 0 refusée, 1 douteuse", done.stdout)

    def test_zones_that_cannot_be_are_refused(self):
        lambert = "[[[650000,6859000],[651000,6859000],[651000,6860000],[650000,6859000]]]"
        line = "[[[2.30,48.82],[2.33,48.84],[2.30,48.82],[2.30,48.82]]]"
        path = self.file("zones.geojson", collection(
            feature('{"name":"Bonne"}', SQUARE), feature('{"name":"Métrique"}', lambert),
            feature('{"name":"Plate"}', line), feature('{}', SQUARE),
            feature('{"name":"Point"}', "[2.33,48.83]", "Point")))
        done = self.run_program("zones", path, code=1)
        for words in ("1 nouvelle", "4 refusées", "objet 2: Métrique", "Lambert-93",
                      "objet 3: Plate", "objet 4: ce contour n'a pas de nom",
                      "objet 5: Point: ce n'est pas un polygone"):
            self.assertIn(words, done.stdout)
        self.assertNotIn("ERROR", done.stderr)
        self.assertEqual(done.stderr, "")

    def test_geographic_files_that_do_not_read_are_refused_whole(self):
        whole = (DEMO / "zones.geojson").read_bytes()
        cases = [("coupe.geojson", whole[:len(whole) // 2], ["coupe.geojson", "coupé"]),
                 ("vide.geojson", b'{"type":"FeatureCollection","features":[]}', ["aucun contour"]),
                 ("rien.geojson", b"", ["est vide"]),
                 ("texte.geojson", b"bonjour\n", ["ne se lit pas"])]
        for name, content, words in cases:
            with self.subTest(name):
                done = self.assert_refused(["zones", self.file(name, content)], words)
                self.assertNotIn("GDAL", done.stderr)

    def test_addresses_that_do_not_read_leave_the_book_in_service(self):
        book = ADDRESSES.encode()
        whole = gzip.compress(book * 1)
        cases = [("coupe.csv.gz", whole[:-30], ["coupé ou abîmé"]),
                 ("coupe.csv", book[:-40], ["coupe.csv:4", "coupé"]),
                 ("titres.csv", book.split(b"\n")[0] + b"\n", ["que sa ligne de titres"]),
                 ("autre.csv", b"nom;prenom\nA;B\n", ["il manque cette colonne"]),
                 ("vide.csv.gz", gzip.compress(b""), ["est vide"]),
                 ("texte.csv.gz", b"\x1f\x8bnon", [""])]
        for name, content, words in cases:
            with self.subTest(name):
                self.assert_refused(["addresses", self.file(name, content)], words)

    def test_bad_address_rows_are_refused_one_by_one(self):
        path = self.file("book.csv", ADDRESSES +
                         "x_4;14;;;75014;75114;Paris;2.33;48.83\n"
                         "x_5;15;;Rue Daguerre;75014;75114;Paris;650832;6859515\n"
                         "x_6;16 ou 18;;Rue Daguerre;75014;75114;Paris;2.33;48.83\n")
        done = self.run_program("addresses", path, code=1)
        for words in ("6 lignes lues : 3 nouvelles", "3 refusées",
                      "book.csv:5: colonne « nom_voie »",
                      "book.csv:6: colonne « lon »: 650832: ", "Lambert-93",
                      "book.csv:7: colonne « numero »: 16 ou 18"):
            self.assertIn(words, done.stdout)

    def test_the_flu_file_without_its_columns_is_refused(self):
        path = self.file("grippe.csv", "Finess;Titre\n750000001;X\n")
        self.assert_refused(["vaccination", path], ["« Adresse_voie 1 »", "Santé.fr"])

    def test_sessions_that_make_no_sense_are_refused(self):
        path = self.file("seances.csv",
                         "structure;prestation;date;récurrence;début;fin\n"
                         "Cabinet Exemple;vaccin grippe;2026-12-01;;9h;12h\n"
                         "Cabinet Exemple;vaccin grippe;31/02/2026;;9h;12h\n"
                         "Cabinet Exemple;danse;2026-12-01;;9h;12h\n"
                         "Cabinet Exemple;vaccin grippe;2026-12-02;;12h;9h\n"
                         "Cabinet Exemple;vaccin grippe;2026-12-02;;;12h\n"
                         "Cabinet Exemple;vaccin grippe;;de temps à autre;9h;12h\n"
                         "Cabinet Exemple;vaccin grippe;;;9h;12h\n"
                         ";vaccin grippe;2026-12-01;;9h;12h\n"
                         "Cabinet Inconnu;vaccin grippe;2026-12-01;;9h;12h\n"
                         "Cabinet Exemple;vaccin grippe;2026-12-01;;9h;12h\n"
                         "Cabinet Exemple;vaccin grippe;;tous les lundis;9h;12h\n")
        done = self.run_program("sheet", path, code=1)
        self.assertIn("3 nouvelles, 0 changée, 0 inchangée, 8 refusées, 1 douteuse", done.stdout)
        for line, column in ((3, "date"), (4, "prestation"), (5, "fin"), (6, "début"),
                             (7, "récurrence"), (8, "date"), (9, "structure"), (10, "structure"),
                             (11, "structure")):
            self.assertIn(f"seances.csv:{line}: colonne « {column} »", done.stdout)

    def test_commands_that_make_no_sense_are_refused(self):
        good = self.file("bon.csv", HEADER + ROW)
        cases = [(["danser"], "commande inconnue"), (["shet"], "vouliez-vous dire « sheet »"), ([], "Charger"),
                 (["sheet"], "il manque le fichier"), (["sheet", good, "--vite"], "option inconnue"),
                 (["sheet", good, "--as-of", "hier"], "AAAA-MM-JJ"),
                 (["sheet", good, "--report", "/nulle/part/r.csv"], "compte rendu"),
                 (["publish", good], "ne prend pas de fichier"),
                 (["rollback", "--dry-run"], "--dry-run"),
                 (["rollback", "douze"], "n'est pas un numéro"),
                 (["rollback", "99"], "99 n'est pas, ou n'est plus, gardé"),
                 (["rollback"], "Rien n'est plus ancien"),
                 (["territory", str(DEMO / "territoire.geojson"), "--timezone", "Lune/Mer"],
                  "fuseau"),
                 (["territory", str(DEMO / "territoire.geojson"), "--kind", "pays"], "sorte")]
        for arguments, words in cases:
            with self.subTest(" ".join(arguments)):
                self.assert_refused(arguments, [words])
        done = self.run_program("list", data=False, code=2)
        self.assertIn("--data", done.stderr)

    def test_a_damaged_directory_is_found_by_check(self):
        self.assertIn("rien à signaler", self.run_program("check", code=0).stdout)
        path = self.data / "directory/directory-1.sqlite"
        os.chmod(path, 0o644)
        with open(path, "r+b") as file:
            file.seek(4096)
            file.write(b"\xa5" * 20000)
        self.run_program("check", code=2)


class WithoutAStore(ImporterCase):
    def test_a_folder_that_cannot_be_written_is_a_failure_of_the_store(self):
        self.data = self.folder / "fichier"
        self.data.write_text("")
        sheet = self.file("bon.csv", HEADER + ROW)
        done = self.run_program("sheet", sheet, code=3)
        self.assertIn("Rien n'a changé", done.stderr)
        self.assertNotIn("import est en cours", done.stderr)
        self.assertTrue(done.stderr.startswith("Le dossier des données ne peut pas être écrit"), done.stderr)

    def test_what_is_technical_comes_after_the_words(self):
        self.data.mkdir()
        (self.data / "workspace.sqlite").write_bytes(b"\xa5" * 8192)
        done = self.run_program("publish", code=3)
        first, _, rest = done.stderr.partition("Détail technique")
        self.assertTrue(first.startswith("L'enregistrement a échoué : rien n'a changé."), done.stderr)
        self.assertIn("database", rest)

    def test_nothing_to_publish_is_said(self):
        done = self.run_program("publish", code=2)
        self.assertIn("chargez d'abord", done.stderr)
        for command in ("sheet", "rpps", "finess", "vaccination", "open-data"):
            self.assertIn(command, done.stderr)


ADDRESSES = ("id;numero;rep;nom_voie;code_postal;code_insee;nom_commune;lon;lat\n"
             "75114_2513_00010;10;;Rue Daguerre;75014;75114;Paris 14e Arrondissement;2.3303;48.8338\n"
             "75114_2513_00012;12;;Rue Daguerre;75014;75114;Paris 14e Arrondissement;2.3301;48.8338\n"
             "75114_2513_00012_b;12;b;Rue Daguerre;75014;75114;Paris 14e Arrondissement;2.33;48.834\n")

if __name__ == "__main__":
    unittest.main()
