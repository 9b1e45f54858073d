#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The official files of a territory, from a publisher on the loopback that has all the faults of the real ones."""
import csv
import gzip
import io
import json
import os
import pty
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest
import zipfile

import publishers
from importer_case import DEMO, PROGRAM, ROOT, ImporterCase, collection, feature

from test_finess import document, site  # the shape of FINESS+

sys.path.insert(0, str(ROOT / "tests/bench"))
from generate import rpps_header  # noqa: E402

for name in list(os.environ):  # a proxy of this machine would be asked instead of the loopback
    if name.lower().endswith("_proxy"):
        del os.environ[name]


def square(west, east):
    return "[[[%s,48.80],[%s,48.80],[%s,48.86],[%s,48.86],[%s,48.80]]]" % (west, east, east, west, west)


def commune(code, name, west, east):
    return feature('{"code":"%s","nom":"%s"}' % (code, name), square(west, east))


COMMUNES = collection(commune("75056", "Paris", 2.30, 2.40), commune("75114", "Paris 14e Arrondissement", 2.30, 2.36),
                      commune("75113", "Paris 13e Arrondissement", 2.36, 2.40))
VACCINATION_HEADER = ('Finess;Titre;"Adresse_voie 1";"Adresse_voie 2";Adresse_codepostal;Adresse_ville;'
                      'Modalites_accueil;Adresse_latitude;Adresse_longitude\n')


def place(finess, name, street, postcode, lat, lon):
    return f'{finess};"{name}";"{street}";;{postcode};Paris;"<p><strong>Accès :</strong> sans rendez-vous</p>";{lat};{lon}\n'


VACCINATION = (VACCINATION_HEADER + place("750000019", "Pharmacie Fictive", "12 Rue Daguerre", "75014", 48.8338, 2.3302)
               + place("750000027", "Pharmacie Imaginaire", "10 Rue Daguerre", "75014", 48.8339, 2.3305)
               + place("750000035", "Pharmacie du Treize", "1 Rue Nulle Part", "75013", 48.83, 2.38)
               + place("690000013", "Pharmacie de Lyon", "1 Rue Nulle Part", "69001", 45.76, 4.83))
ELSEWHERE = b"75113_0001_00001;1;;Rue Nulle Part;75013;75113;Paris 13e Arrondissement;2.380000;48.830000;1\n"
ADDRESSES = gzip.compress((DEMO / "adresses.csv").read_bytes() + ELSEWHERE, mtime=0)


def person(number, name, street, postcode, town, insee=""):
    place = " (coord. structure)"
    fields = {"Identification nationale PP": f"8100000000{number:02}", "Nom d'exercice": name,
              "Prénom d'exercice": "CAMILLE", "Code profession": "60", "Libellé profession": "Infirmier",
              "Code catégorie professionnelle": "C", "Code mode exercice": "L", "Numéro Voie" + place: "12",
              "Libellé type de voie" + place: "Rue", "Libellé Voie" + place: street, "Code postal" + place: postcode,
              "Code commune" + place: insee, "Libellé commune" + place: town, "Code secteur d'activité": "SA07"}
    return "|".join(fields.get(title, "") for title in rpps_header("56").split("|")) + "\n"


PEOPLE = (rpps_header("56") + "\n" + person(1, "QUATORZE", "DAGUERRE", "75014", "Paris")
          + person(2, "CEDEX", "DAGUERRE", "75674", "PARIS CEDEX 14") + person(3, "CODEE", "DAGUERRE", "75014", "Paris", "75114")
          + person(4, "TREIZE", "NULLE PART", "75013", "Paris", "75113") + person(5, "LYON", "NULLE PART", "69001", "Lyon"))
SITES = gzip.compress(document(
    site(), site("750000029", info={"nomEgeLong": "CENTRE MEDICO-PSYCHOLOGIQUE TREIZE"},
                 place={"cogCommune": "75113", "codePostal": "75013", "libelleVoie": "NULLE PART"}),
    site("690000021", info={"nomEgeLong": "CENTRE MEDICO-PSYCHOLOGIQUE LYON"},
         place={"cogCommune": "69381", "codePostal": "69001", "ligneAcheminement": "LYON"})).encode(), mtime=0)
BAN, OUTLINES, FLU = "/adresses-75.csv.gz", "/communes-75", "/grippe.csv"
RPPS, FINESS = "/ps-libreacces.txt", "/finess-structures"
EVERYTHING = (BAN, OUTLINES, FINESS, RPPS, FLU)


class OpenData(ImporterCase):
    def setUp(self):
        super().setUp()
        self.site = publishers.Site()
        self.addCleanup(self.site.close)
        self.site.pages = {BAN: publishers.Page(ADDRESSES), OUTLINES: publishers.Page(COMMUNES),
                           FLU: publishers.Page(VACCINATION), RPPS: publishers.Page(PEOPLE),
                           FINESS: publishers.Page(SITES)}
        self.data.mkdir()
        self.configure()

    def configure(self, **settings):
        settings = {"adresses": self.site.address + "/adresses-{departement}.csv.gz",
                    "communes": self.site.address + "/communes-{departement}",
                    "vaccination": self.site.address + FLU, "rpps": self.site.address + RPPS, "finess": self.site.address + FINESS,
                    "essais": 4, "pause_s": 0, "attente_s": 2, **settings}
        shipped = (DEMO.parents[1] / "importer/voisoin-import.ini").read_text()
        lines = ["%s = %s" % (name, value) for name, value in settings.items() if f"\n{name} =" in shipped]
        (self.data / "voisoin-import.ini").write_text("[open-data]\n" + "\n".join(lines) + "\n")

    def ask(self, *arguments, code=0):
        return self.run_program("open-data", *(arguments or ["75114"]), code=code)

    def names(self, word):
        """Of the rows in force, without that word."""
        return {name.replace(word, "").strip() for name in self.records() if word in name}

    def kept(self, name):
        return (self.data / "downloads" / name).read_bytes()

    def leftovers(self):
        return sorted(path.name for path in (self.data / "downloads").iterdir() if ".part" in path.name)


class Pipeline(OpenData):
    def test_a_commune_is_downloaded_loaded_and_published(self):
        done = self.ask()
        self.assertEqual(done.stderr, "", "a pipe stays silent")
        self.assertEqual(len(re.findall(r"2 (?:lignes|structures) .*ailleurs", done.stdout)), 3, done.stdout)
        self.assertIn("Paris 14e Arrondissement (75114)", done.stdout)
        self.assertIn("publish", done.stdout)
        self.assertEqual(self.names("Pharmacie"), {"Fictive", "Imaginaire"})
        self.assertEqual(self.names("Camille"), {"QUATORZE", "CEDEX", "CODEE"})
        self.assertEqual(len(self.records()), 2 + 3 + 1)
        self.run_program("publish", code=0)
        self.run_program("check", code=0)
        with sqlite3.connect(f"file:{self.data}/directory/directory-1.sqlite?mode=ro", uri=True) as database:
            names = [row[0] for row in database.execute("SELECT name FROM resource ORDER BY name")]
            areas = database.execute("SELECT kind, code, name FROM area ORDER BY kind, code").fetchall()
        self.assertEqual(names, sorted(self.records()))
        self.assertEqual(areas, [("commune", "75113", "Paris 13e Arrondissement"),
                                 ("commune", "75114", "Paris 14e Arrondissement"),
                                 ("territory", "75114", "Paris 14e Arrondissement")])

    def test_asked_twice_nothing_changes_and_nothing_is_downloaded_again(self):
        self.ask()
        before = (self.told(), self.published())
        self.site.forget()
        done = self.ask()
        self.assertIn("Rien n'a changé depuis la dernière fois.", done.stdout)
        self.assertEqual((self.told(), self.published()), before)
        self.assertEqual({path for path, _ in self.site.requests}, set(EVERYTHING))
        self.assertEqual(self.site.sent, {})

    def test_a_new_file_replaces_what_the_last_one_said(self):
        self.ask()
        lines = VACCINATION.splitlines(keepends=True)
        self.site.pages[FLU].put(lines[0] + lines[2] + lines[3])
        self.site.forget()
        done = self.ask()
        self.assertIn("1 de moins", done.stdout)
        self.assertEqual(self.names("Pharmacie"), {"Imaginaire"})
        self.assertEqual(len(self.names("Camille")), 3)
        self.assertEqual(set(self.site.sent), {FLU})
        self.assertEqual(self.published()[1], "1\n", "the same address book is not made again")

    def test_the_address_book_is_made_again_when_its_file_changed_or_another_is_in_service(self):
        self.ask()
        self.site.pages[BAN].put(gzip.compress(gzip.decompress(ADDRESSES).rsplit(b"\n", 2)[0] + b"\n", mtime=0))
        self.ask()
        self.assertEqual(self.published()[1], "2\n")
        self.ask()
        self.assertEqual(self.published()[1], "2\n")
        self.run_program("rollback", "--addresses", code=0)
        self.ask()
        self.assertEqual(self.published()[1], "3\n")

    def test_a_departement_and_a_city_with_arrondissements_are_territories_too(self):
        for code, name in (("75", "Paris (75)"), ("75056", "Paris (75056)")):
            with self.subTest(code=code):
                done = self.ask(code)
                self.assertIn(name, done.stdout)
                self.assertEqual(self.names("Pharmacie"), {"Fictive", "Imaginaire", "du Treize"})
                self.assertEqual(self.names("Camille"), {"QUATORZE", "CEDEX", "CODEE", "TREIZE"})

    def test_only_the_code_of_the_territory_goes_out(self):
        self.ask()
        self.ask()
        allowed = {"Host", "User-Agent", "Accept", "If-None-Match", "If-Modified-Since"}
        for path, headers in self.site.requests:
            self.assertIn(path, EVERYTHING)
            self.assertLessEqual(set(headers), allowed)
            self.assertRegex(headers["User-Agent"], r"^voisoin/\d+\.\d+\.\d+$")

    def test_a_rehearsal_tells_and_changes_nothing(self):
        done = self.ask("75114", "--dry-run")
        for path in EVERYTHING:
            self.assertIn(self.site.address + path, done.stdout)
        self.assertIn("sans carnet d'adresses", done.stdout)
        self.assertEqual(self.records(), {})
        self.assertEqual(self.published(), [None, None])
        self.run_program("addresses", str(self.data / "downloads/adresses-75.csv.gz"), code=0)
        done = self.ask("75114", "--dry-run")
        self.assertIn("2 de plus", done.stdout)
        self.assertEqual(self.records(), {})
        self.assertEqual(self.published(), [None, "1\n"])

    def test_offline_nobody_is_asked(self):
        self.assertIn("--offline", self.ask("75114", "--offline", code=2).stderr)
        self.ask()
        self.site.close()
        self.assertIn("Rien n'a changé", self.ask("75114", "--offline").stdout)

    def test_a_report_holds_every_row_of_every_source(self):
        report = self.folder / "report.json"
        self.ask("75114", "--report", str(report))
        rows = json.loads(report.read_text())["lignes"]
        self.assertEqual(sum(row["état"] == "nouvelle" for row in rows), 3 + 1 + 3 + 2)

    def test_what_is_no_territory_is_refused(self):
        for code in ("7", "999", "Paris", "75O14", "751140", "20", "/etc/passwd", "75114&x=1"):
            with self.subTest(code=code):
                self.assert_refused(["open-data", code], ["territoire"])
        self.assert_refused(["open-data", "75014"], ["75014", "code postal"])
        self.assert_refused(["open-data"], ["code du territoire"])
        self.assert_refused(["open-data", "75114", "75113"], ["75113"])
        self.assert_refused(["open-data", "75114", "--source", "x"], ["--source"])

    def test_settings_that_say_nothing_useful_are_refused(self):
        for name, value in (("essais", "0"), ("pause_s", "x"), ("adresses", ""), ("adresses", "file:///etc/passwd"),
                            ("communes", "ftp://127.0.0.1/x")):
            with self.subTest(name=name, value=value):
                self.configure(**{name: value})
                self.assert_refused(["open-data", "75114"], ["voisoin-import.ini:", name])
        self.assertEqual(self.site.requests, [])

    def test_a_source_without_an_address_is_not_asked(self):
        self.configure(vaccination="")
        self.assertIn("pas demandé", self.ask().stdout)
        self.assertEqual(self.site.asked(FLU), [])


class Troubles(OpenData):
    def test_a_cut_at_any_byte_is_continued_where_it_was(self):
        seed = random.randrange(1 << 32)
        chance = random.Random(seed)
        for page in self.site.pages.values():
            length, cuts = len(page.body), []
            while len(cuts) < 3:
                cuts.append(chance.randrange(1, max(2, (length - sum(cuts)) // 2)))
            page.troubles = [publishers.cut(after) for after in cuts]
        self.ask()
        with self.subTest(seed=seed):
            for path, page in self.site.pages.items():
                asked = self.site.asked(path)
                self.assertEqual(len(asked), 4)
                self.assertTrue(all(headers["If-Range"] == page.etag for headers in asked[1:]))
                self.assertEqual(self.site.sent[path], len(page.body), "no byte came twice")
            self.assertEqual(self.kept("adresses-75.csv.gz"), ADDRESSES)
            self.assertEqual(self.leftovers(), [])

    def test_a_cut_is_continued_by_the_next_run(self):
        self.configure(essais=1)
        self.site.pages[BAN].troubles = [publishers.cut(1000)]
        done = self.ask(code=2)
        self.assertIn("coupée après 1000 octets", done.stderr)
        self.assertEqual(self.leftovers(), [".adresses-75.csv.gz.part", ".adresses-75.csv.gz.part.note"])
        self.ask()
        self.assertEqual(self.site.asked(BAN)[1]["Range"], "bytes=1000-")
        self.assertEqual(self.site.sent[BAN], len(ADDRESSES))
        self.assertEqual(self.leftovers(), [])

    def test_what_cannot_be_continued_begins_afresh(self):
        other = gzip.compress(gzip.decompress(ADDRESSES), compresslevel=1, mtime=0)
        cases = {
            "a server that ignores Range": dict(takes_ranges=False),
            "neither ETag nor date": dict(has_etag=False, modified=None),
            "the file changed in between": dict(troubles=[publishers.then_changes(publishers.cut(2000), other)]),
        }
        for name, traits in cases.items():
            with self.subTest(name):
                page = publishers.Page(ADDRESSES)
                page.troubles = [publishers.cut(2000)]
                vars(page).update(traits)
                self.site.pages[BAN] = page
                self.site.forget()
                self.ask()
                self.assertEqual(self.kept("adresses-75.csv.gz"), page.body)
                self.assertEqual(self.site.sent[BAN], 2000 + len(page.body))
                self.assertEqual(self.leftovers(), [])
                self.run_program("check", code=2)  # no directory yet, but
                page.put(page.body + gzip.compress(b""))  # another file next time

    def test_a_date_alone_is_enough_to_continue(self):
        self.site.pages[BAN].has_etag = False
        self.site.pages[BAN].troubles = [publishers.cut(500)]
        self.ask()
        self.assertEqual(self.site.asked(BAN)[1]["If-Range"], self.site.pages[BAN].date())
        self.assertEqual(self.site.sent[BAN], len(ADDRESSES))

    def test_pieces_that_do_not_fit_are_fetched_whole(self):
        """A publisher that gives the rest of another file all the same."""
        page = self.site.pages[BAN]
        def other_rest(handler, page):
            page.etag = handler.headers["If-Range"]
            handler.send_page(page)
        other = gzip.compress(b"x" * 100 + gzip.decompress(ADDRESSES), mtime=0)
        page.troubles = [publishers.then_changes(publishers.cut(2000), other), other_rest]
        page_after = gzip.compress(gzip.decompress(ADDRESSES), compresslevel=2, mtime=0)
        page.troubles[1] = publishers.then_changes(other_rest, page_after)
        self.ask()
        self.assertEqual(self.kept("adresses-75.csv.gz"), page_after)

    def test_a_redirection_is_followed_but_not_anywhere(self):
        page = self.site.pages[BAN]
        self.site.pages["/elsewhere"] = publishers.Page(ADDRESSES)
        page.troubles = [publishers.redirect("/elsewhere")]
        self.ask()
        self.assertEqual(self.kept("adresses-75.csv.gz"), ADDRESSES)
        for target in ("file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"):
            with self.subTest(target):
                page.troubles = [publishers.redirect(target)]
                self.assert_refused(["open-data", "75114"], ["n'est pas permise"])
                self.assertEqual(self.kept("adresses-75.csv.gz"), ADDRESSES)
        page.troubles = [publishers.redirect(BAN)] * 20
        self.assert_refused(["open-data", "75114"], ["sans fin"])

    def test_something_else_with_a_good_status_is_refused_and_what_was_there_stays(self):
        self.ask()
        html = b"\n <!DOCTYPE html><html><body>Maintenance</body></html>"
        cut_gzip = ADDRESSES[:-500]
        flipped = bytearray(ADDRESSES)
        flipped[len(flipped) // 2] ^= 0xFF
        cases = [
            (BAN, publishers.instead(html), "une page web"),
            (BAN, publishers.instead(gzip.compress(html)), "une page web"),
            (BAN, publishers.instead(cut_gzip, "application/gzip"), "coupé ou abîmé"),
            (BAN, publishers.instead(bytes(flipped), "application/gzip"), "coupé ou abîmé"),
            (BAN, publishers.without_length(4000), "coupé ou abîmé"),
            (BAN, publishers.instead(b'{"error":"rate limit"}', "application/json"), "message technique"),
            (BAN, publishers.instead(b"", "text/plain"), "vide"),
            (BAN, publishers.instead(b"PK\x03\x04" + bytes(200)), "archive"),
            (OUTLINES, publishers.instead(html), "une page web"),
            (OUTLINES, publishers.instead(COMMUNES[:-1].encode()), "coupé avant sa fin"),
            (OUTLINES, publishers.without_length(len(COMMUNES) // 2), "coupé avant sa fin"),
            (OUTLINES, publishers.instead(b"code;nom\n75114;Paris\n"), "pas du JSON"),
            (OUTLINES, publishers.instead(b"[]"), "liste de communes"),
            (OUTLINES, publishers.instead(b'{"type":"FeatureCollection","features":[]}'), "liste de communes"),
            (BAN, publishers.status(403), "403"),
            (BAN, publishers.status(404), "404"),
        ]
        kept = {BAN: self.kept("adresses-75.csv.gz"), OUTLINES: self.kept("communes-75.geojson")}
        for path, trouble, words in cases:
            with self.subTest(path=path, words=words):
                self.site.pages[path].troubles = [trouble]
                page = self.site.pages[path]
                page.etag = '"%s"' % random.random()  # another file than the one that is kept
                self.assert_refused(["open-data", "75114"], [words, "Rien n'a été chargé"])
                if words != "liste de communes":  # it was whole, and JSON
                    self.assertEqual(self.kept("adresses-75.csv.gz"), kept[BAN])
                    self.assertEqual(self.kept("communes-75.geojson"), kept[OUTLINES])
                self.assertEqual(self.leftovers(), [])

    def test_a_busy_publisher_is_asked_again(self):
        for code in (500, 502, 503, 429):
            with self.subTest(code=code):
                page = self.site.pages[BAN] = publishers.Page(ADDRESSES + gzip.compress(b"", mtime=code))
                page.troubles = [publishers.status(code), publishers.status(code), publishers.cut(0)]
                self.ask()
                self.assertEqual(self.kept("adresses-75.csv.gz"), page.body)

    def test_a_wrong_length_is_a_cut(self):
        self.site.pages[BAN].troubles = [publishers.wrong_length(len(ADDRESSES) + 100)] * 4
        done = self.ask(code=2)
        self.assertIn("longueur fausse", done.stderr)
        self.site.pages[BAN].troubles = [publishers.wrong_length(len(ADDRESSES) - 100)]
        self.site.pages[BAN].put(ADDRESSES + gzip.compress(b""))
        self.assertIn("coupé ou abîmé", self.ask(code=2).stderr)
        self.assertEqual(self.leftovers(), [])

    def test_a_slow_drip_is_given_up(self):
        self.configure(essais=1, attente_s=1, debit_min=1000)
        self.site.pages[BAN].troubles = [publishers.drip]
        self.assertIn("trop lente", self.ask(code=2).stderr)

    def test_an_endless_body_is_stopped(self):
        self.configure(taille_max_mo=1)
        self.site.pages[BAN].troubles = [publishers.endless]
        self.assertIn("dépasse 1 Mo", self.ask(code=2).stderr)
        self.assertLess(self.site.sent[BAN], 50_000_000)
        self.site.pages[BAN].troubles = [publishers.wrong_length(2_000_000)]
        self.assertIn("dépasse 1 Mo", self.ask(code=2).stderr)
        self.assertEqual(self.leftovers(), [])

    def test_nobody_there_is_said(self):
        self.configure(adresses="http://127.0.0.1:1/a.csv.gz", essais=2)
        self.assertIn("ne répond pas", self.ask(code=2).stderr)
        self.configure(adresses="http://voisoin.invalid/a.csv.gz")
        self.assertIn("introuvable", self.ask(code=2).stderr)

    def test_whoever_cannot_prove_who_it_is_is_refused(self):
        """Plain http where https is expected, then a certificate that nobody signed."""
        self.configure(adresses=self.site.address.replace("http:", "https:") + BAN)
        self.assertIn("certificat", self.ask(code=2).stderr)
        if shutil.which("openssl") is None:
            self.skipTest("skipped: no openssl to make a certificate with")
        key, certificate = self.folder / "key.pem", self.folder / "certificate.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        impostor = publishers.Site()
        self.addCleanup(impostor.close)
        impostor.pages = self.site.pages
        impostor.speak_tls(certificate, key)
        self.configure(adresses=impostor.address.replace("http:", "https:") + BAN)
        self.assertIn("certificat", self.ask(code=2).stderr)
        self.assertEqual(impostor.requests, [], "nothing is asked of it")

    def test_a_terminal_shows_how_fast_and_how_long_still(self):
        self.site.pages[BAN].put(gzip.compress(gzip.decompress(ADDRESSES), 0, mtime=0))
        self.site.pages[BAN].troubles = [publishers.slowly(20)]
        reader, terminal = pty.openpty()
        program = subprocess.Popen([PROGRAM, "--data", self.data, "open-data", "75114"], stdout=subprocess.DEVNULL,
                                   stderr=terminal)
        os.close(terminal)
        shown = b""
        try:
            while piece := os.read(reader, 4096):
                shown += piece
        except OSError:  # the other end is closed
            pass
        os.close(reader)
        self.assertEqual(program.wait(60), 0)
        self.assertRegex(shown.decode(), r"adresses-75\.csv\.gz : 0\.\d Mo sur 0\.\d \(\d+ %\), \d+\.\d Mo par seconde, encore \d+ s")
        self.assertTrue(shown.endswith(b"\r\x1b[K"), "the line is wiped")

    def test_a_publisher_that_fails_does_not_stop_the_others(self):
        self.site.pages[FLU].troubles = [publishers.status(404)]
        done = self.ask(code=1)
        self.assertIn("PAS CHARGÉ", done.stdout)
        self.assertIn("404", done.stdout)
        self.assertIn("voisoin-import.ini", done.stdout)
        self.assertEqual(self.published()[1], "1\n")
        self.assertEqual((len(self.names("Pharmacie")), len(self.names("Camille"))), (0, 3))
        self.ask()
        self.assertEqual(len(self.names("Pharmacie")), 2)
        # once it is loaded, a failure takes nothing away
        before = self.told()
        self.site.pages[FLU].put("Finess;Titre\n1;x\n")
        done = self.ask(code=1)
        self.assertIn("il manque cette colonne", done.stdout)
        self.assertEqual(self.told(), before)

    def test_an_archive_is_read_whole_before_it_is_believed(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("PS_LibreAcces_Personne_activite_202611220300.txt", PEOPLE)
        whole = packed.getvalue()
        flipped = bytearray(whole)
        flipped[200] ^= 0xFF
        page = self.site.pages[RPPS]
        for body, words in ((whole[:-40], "abîmée"), (bytes(flipped), "abîmée"), (whole[:300], "abîmée")):
            page.put(body)
            self.assertIn(words, self.ask(code=1).stdout)
            self.assertEqual(self.names("Camille"), set())
        page.put(whole)
        self.ask()
        self.assertEqual(len(self.names("Camille")), 3)

    def test_a_needed_publisher_that_fails_stops_everything(self):
        self.site.pages[BAN].troubles = [publishers.status(404)]
        self.assert_refused(["open-data", "75114"], ["404", "Rien n'a été chargé"])
        self.assertEqual(self.site.asked(FLU), [])

    def test_a_kept_file_that_was_touched_is_asked_for_again(self):
        self.ask()
        path = self.data / "downloads/adresses-75.csv.gz"
        path.write_bytes(ADDRESSES[:100])
        self.ask()
        self.assertEqual(path.read_bytes(), ADDRESSES)

    def test_the_files_date_is_the_publishers(self):
        done = self.ask()
        self.assertIn("du 2026-09-21", done.stdout)
        self.assertIn("données du 2026-09-21", self.run_program("list", code=0).stdout)

    def test_a_kill_at_any_moment_leaves_no_half_file(self):
        chance = random.Random(7)
        for _ in range(12):
            self.site.pages[BAN].troubles = [publishers.cut(chance.randrange(1, 3000)), publishers.drip]
            program = subprocess.Popen([PROGRAM, "--data", self.data, "open-data", "75114"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                program.wait(chance.uniform(0.0, 0.6))
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
            whole = self.data / "downloads/adresses-75.csv.gz"
            if whole.exists():
                self.assertEqual(whole.read_bytes(), ADDRESSES)
        self.site.pages[BAN].troubles = []
        self.ask()
        self.assertEqual(self.kept("adresses-75.csv.gz"), ADDRESSES)
        self.assertEqual(self.leftovers(), [])

    def test_two_at_a_time_do_not_mix(self):
        self.site.pages[BAN].troubles = [publishers.drip]
        first = subprocess.Popen([PROGRAM, "--data", self.data, "open-data", "75114"],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        while BAN not in first.stdout.readline():
            pass
        self.assertIn("en cours", self.ask(code=3).stderr)
        first.kill()
        first.wait()
        first.stdout.close()

    def test_the_proxy_of_the_environment_is_asked(self):
        self.configure(adresses="http://ban.invalid/adresses-{departement}.csv.gz")
        self.site.pages["http://ban.invalid/adresses-75.csv.gz"] = self.site.pages[BAN]
        os.environ.update(http_proxy=self.site.address, no_proxy="127.0.0.1")
        self.addCleanup(lambda: [os.environ.pop(name) for name in ("http_proxy", "no_proxy")])
        self.ask()
        self.assertEqual(self.kept("adresses-75.csv.gz"), ADDRESSES)


if __name__ == "__main__":
    unittest.main()
