#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One resource seen by several sources: who is one with whom, whose word holds for each field, and what a human
decided stays decided. The random test compares what is published with a slow, obvious reconciler."""
import hashlib
import itertools
import math
import random
import sqlite3
import struct
import unicodedata
import unittest

from importer_case import ImporterCase

COLUMNS = ("identifiant", "type", "nom", "adresse", "code postal", "commune", "lon", "lat", "rpps", "finess", "siret", "téléphone",
           "email", "remarque", "langues", "secteur", "horaires", "zone", "mis à jour")
TRUST = {"sheet": 1, "vaccination": 2, "finess": 3, "rpps": 4}
TITLES = {"dr", "docteur", "pr", "professeur", "mme", "mlle", "mr"}
FIELDS = ("name", "phone", "email", "note", "languages", "fees")
EAST_M = 111320 * math.cos(math.radians(48.83))


def folded(text):
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.split())


def metres(a, b):
    return math.hypot((a[0] - b[0]) * EAST_M, (a[1] - b[1]) * 111200)


class ReconcileCase(ImporterCase):
    def load(self, name, rows, kind="sheet", code=None):
        """Loads dictionaries as a sheet, then calls its source another kind."""
        lines = [";".join(COLUMNS)]
        lines += [";".join(str(row.get(column, "")) for column in COLUMNS) for row in rows]
        path = self.file(name + ".csv", "\n".join(lines) + "\n")
        done = self.run_program("sheet", path, "--source", name, "--as-of", "2026-11-01", code=code)
        with self.workspace() as database:
            database.execute("UPDATE source SET kind = ? WHERE name = ?", (kind, name))
        return done

    def workspace(self):
        return sqlite3.connect(self.data / "workspace.sqlite")

    def publish(self):
        self.run_program("publish", code=0)
        return self.directory()

    def directory(self):
        """Resources by identity, with the source and the day of each field."""
        number = (self.data / "directory/current").read_text().strip()
        path = self.data / "directory" / number
        if not path.exists():
            path = self.data / f"directory/directory-{number}.sqlite"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            found = {row["identity"]: dict(row) for row in database.execute(
                "SELECT r.*, s.name AS source_name FROM resource AS r JOIN source AS s ON s.id = r.source")}
            for row in found.values():
                row["provenance"] = {p["field"]: p["name"] for p in database.execute(
                    "SELECT field, name FROM provenance JOIN source ON source.id = provenance.source "
                    "WHERE resource = ?", (row["id"],))}
        return found


class PlainReconciler:
    """Every pair of records, one level of certainty after the other."""

    def __init__(self, path):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            self.records = [dict(row) for row in database.execute(
                "SELECT record.*, source.kind AS source_kind, source.turn, source.name AS source_name "
                "FROM record JOIN source ON source.id = record.source ORDER BY record.id")]
            hours = database.execute("SELECT DISTINCT record FROM record_hours").fetchall()
            numbers = database.execute("SELECT record, identifier FROM record_identifier").fetchall()
        for record in self.records:
            record["point"] = struct.unpack_from("<dd", record["geometry"], 43) if record["geometry"] else None
            record["has_hours"] = (record["id"],) in {tuple(row) for row in hours}
            record["numbers"] = {row[1] for row in numbers if row[0] == record["id"]}
            words = folded(record["name"]).split()
            if record["kind"] == "professional":
                words = sorted([w for w in words if w not in TITLES] or words)
            record["key"] = (record["kind"], " ".join(words))

    def bearers(self, number, record):
        """How many records of its source bear that number."""
        return sum(number in r["numbers"] and r["kind"] != "professional" and r["source"] == record["source"]
                   for r in self.records)

    def bond(self, a, b):
        same_address = (a["address"] and b["address"] and folded(a["address"]) == folded(b["address"])
                        and a["postcode"] == b["postcode"])
        near = a["point"] and b["point"] and metres(a["point"], b["point"]) <= 50
        person = a["kind"] == b["kind"] == "professional"
        shared = a["numbers"] & b["numbers"]
        if a["identity"] == b["identity"]:
            return 0
        if a["kind"] != "professional" and b["kind"] != "professional" and shared:
            if same_address or near:
                return 2 if same_address else 2.1
            alone = all(self.bearers(n, record) == 1 for n in shared for record in (a, b) if n.startswith("finess:"))
            return 2.2 if alone and any(n.startswith("finess:") for n in shared) else None
        if person and shared:
            return 3 if same_address else 4 if near else None
        if a["key"] == b["key"]:
            return 5 if same_address else 6 if near else None
        return None

    @staticmethod
    def contradict(left, right):
        for sort in ("rpps:", "finess:"):
            ours = {n for r in left for n in r["numbers"] if n.startswith(sort)}
            theirs = {n for r in right for n in r["numbers"] if n.startswith(sort)}
            if ours and theirs and not ours & theirs:
                return True
        return False

    def clusters(self):
        of = {record["id"]: [record] for record in self.records}
        pairs = [(bond, a["id"], b["id"]) for a, b in itertools.combinations(self.records, 2)
                 if (bond := self.bond(a, b)) is not None]
        for bond, a, b in sorted(pairs):
            left, right = of[a], of[b]
            if left is right or {r["source"] for r in left} & {r["source"] for r in right}:
                continue
            if bond not in (0, 3, 4) and self.contradict(left, right):
                continue
            joined = left + right
            for record in joined:
                of[record["id"]] = joined
        return list({id(cluster): sorted(cluster, key=lambda r: r["id"]) for cluster in of.values()}.values())

    def expected(self):
        out = {}
        for cluster in self.clusters():
            ranked = sorted(cluster, key=lambda r: (TRUST[r["source_kind"]], -r["turn"]))
            values, provenance = {}, {}
            for field in FIELDS:
                teller = next((r for r in ranked if r[field] is not None), None)
                values[field] = teller[field] if teller else None
                if teller and teller is not ranked[0]:
                    provenance[field] = teller["source_name"]
            hours = next((r for r in ranked if r["has_hours"]), None)
            if hours and hours is not ranked[0]:
                provenance["hours"] = hours["source_name"]
            out[cluster[0]["identity"]] = (values, provenance, ranked[0]["source_name"], ranked[0]["updated"])
        return out


class RandomRecords(ReconcileCase):
    PLACES = [(f"{n} rue {street}", 2.30 + 0.004 * i, 48.83)
              for i, (n, street) in enumerate((n, s) for n in (1, 2, 3) for s in ("d'Alésia", "Œuf", "du Pont"))]

    def row(self, chance, person, source, number):
        first, last = person
        address, lon, lat = chance.choice(self.PLACES[:4] if chance.random() < 0.8 else self.PLACES)
        lon += chance.choice((0, 0, 30 / EAST_M, 400 / EAST_M))
        structure = first is None
        name = last if structure else chance.choice((f"{first} {last}", f"{last} {first}", f"Dr {last.upper()} {first}"))
        row = {"type": "structure" if structure else "professionnel", "nom": name, "code postal": "75014",
               "commune": "Paris", "lon": f"{lon:.7f}", "lat": f"{lat:.7f}", "secteur": chance.choice(("", "1", "2")),
               "téléphone": chance.choice(("", "", f"01990{chance.randrange(10000, 99999)}")),
               "email": chance.choice(("", f"p{chance.randrange(1000)}@exemple.fr")),
               "remarque": chance.choice(("", f"note {chance.randrange(1000)}")),
               "langues": chance.choice(("", "anglais", "arabe|russe")),
               "horaires": chance.choice(("", "lundi 9h-12h", "mardi 14h-18h")),
               "mis à jour": chance.choice(("", "2026-10-%02d" % chance.randrange(1, 29)))}
        if chance.random() < 0.7:
            row["adresse"] = chance.choice((address, address.upper(), address.replace("É", "E")))
        if chance.random() < 0.4:
            row["identifiant"] = f"{source}{number}"
        if chance.random() < 0.5:
            digits = sum(map(ord, str(person)))
            row["finess" if structure else "rpps"] = f"75{digits:07d}" if structure else f"1{digits:010d}"
        return row

    def test_published_as_every_pair_compared_says(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                self.setUp()
                chance = random.Random(seed)
                people = [(f, l) for f in ("Zoé", "Paul", "Inès") for l in ("Été", "Bois", "Martin", "Roux", "Œuvrard")]
                people += [(None, name) for name in ("Pharmacie du Pont", "Centre Œuvre", "Cabinet Alésia")]
                for name, kind in (("rouge", "rpps"), ("vert", "sheet"), ("bleu", "finess"), ("jaune", "sheet"),
                                   ("gris", "vaccination")):
                    rows = [self.row(chance, chance.choice(people), name, i) for i in range(45)]
                    self.load(name, rows, kind)
                plain = PlainReconciler(self.data / "workspace.sqlite")
                expected = plain.expected()
                self.assertGreater(len(plain.records), 180)
                self.assertLess(len(expected), len(plain.records) - 40)
                published = self.publish()
                self.assertEqual(set(published), set(expected))
                for identity, (values, provenance, source, updated) in expected.items():
                    row = published[identity]
                    with self.subTest(identity=identity):
                        self.assertEqual({field: row[field] for field in FIELDS}, values)
                        kept = {f: s for f, s in row["provenance"].items() if f in FIELDS + ("hours",)}
                        self.assertEqual(kept, provenance)
                        self.assertEqual(row["source_name"], source)
                        self.assertEqual(row["updated"], updated or "2026-11-01")
                before = {row["public_id"] for row in published.values()}
                self.assertEqual({row["public_id"] for row in self.publish().values()}, before)
                self.tearDown()
        self.setUp()


PERSON = {"type": "professionnel", "nom": "Jeanne Dupont", "adresse": "12 rue d'Alésia", "code postal": "75014",
          "commune": "Paris", "lon": "2.3300000", "lat": "48.8280000"}
RPPS = {**PERSON, "nom": "DUPONT Jeanne", "rpps": "10000000012", "téléphone": "0199001234"}
OTHER = {**PERSON, "nom": "Paul Bois", "adresse": "3 rue du Pont", "lon": "2.3400000"}


class Decisions(ReconcileCase):
    def test_an_excluded_person_stays_absent_whatever_comes(self):
        self.load("tableau", [PERSON, OTHER])
        self.load("registre", [RPPS], "rpps")
        public_id = next(r["public_id"] for r in self.publish().values() if r["name"] == "Jeanne Dupont")
        self.run_program("exclude", public_id, "--reason", "à sa demande", code=0)
        self.load("tableau", [OTHER])  # the name it was excluded under is gone
        self.assertEqual({r["name"] for r in self.publish().values()}, {"Paul Bois"})
        elsewhere = {**RPPS, "adresse": "9 rue Ailleurs", "lon": "2.3500000", "nom": "Jeanne Martin"}
        self.load("registre", [elsewhere], "rpps")
        self.assertEqual({r["name"] for r in self.publish().values()}, {"Paul Bois"})
        self.load("nouveau", [{**PERSON, "identifiant": "77", "nom": "Mme Dupont Jeanne"}])
        self.assertEqual({r["name"] for r in self.publish().values()}, {"Paul Bois"})
        self.run_program("exclude", "--remove", public_id, code=0)
        self.assertEqual({r["name"] for r in self.publish().values()},
                         {"Paul Bois", "Jeanne Martin", "Mme Dupont Jeanne"})

    def test_an_identity_that_becomes_somebody_else_s_refuses_the_file(self):
        """A table sorted and numbered anew: a correction would be somebody else's telephone."""
        def numbered(*people):
            return [{**person, "identifiant": str(i)} for i, person in enumerate(people, 1)]
        neighbour = {**PERSON, "nom": "Paul Bois"}
        self.load("tableau", numbered(PERSON, neighbour, OTHER))
        ids = {r["name"]: r["public_id"] for r in self.publish().values()}
        self.run_program("correct", ids["Jeanne Dupont"], "téléphone", "0199009999", code=0)
        before = self.told()
        for others in ((neighbour, PERSON), ({**OTHER, "nom": "Anne Roux"}, PERSON, neighbour)):
            done = self.load("tableau", numbered(*others), code=2)
            self.assertIn("était celui de « Jeanne Dupont »", done.stdout + done.stderr)
            self.assertEqual(self.told(), before)
        married = {**PERSON, "nom": "Jeanne Bois-Dupont", "adresse": "12 rue d'Alésia"}
        self.load("tableau", numbered(married, neighbour, OTHER))
        self.assertEqual({r["name"]: r["phone"] for r in self.publish().values()}["Jeanne Bois-Dupont"],
                         "01 99 00 99 99")

    def test_a_decision_that_holds_nobody_any_more_is_told(self):
        self.load("tableau", [PERSON, OTHER])
        ids = {r["name"]: r["public_id"] for r in self.publish().values()}
        self.run_program("correct", ids["Jeanne Dupont"], "téléphone", "0199009999", code=0)
        self.run_program("exclude", ids["Paul Bois"], code=0)
        self.assertNotIn("aucune source", self.load("tableau", [OTHER, PERSON]).stdout)
        renamed = [{**PERSON, "nom": "Jeanne Roux"}, {**OTHER, "nom": "P. B."}]
        said = self.load("tableau", renamed).stdout
        self.assertIn("Jeanne Dupont: cette fiche n'est plus dans aucune source", said)
        self.assertIn("Paul Bois: cette fiche mise à l'écart n'est plus dans aucune source", said)
        self.assertIn("aucune des lignes d'avant", said)

    def test_excluded_here_may_appear_elsewhere(self):
        elsewhere = {**RPPS, "adresse": "9 rue Ailleurs", "lon": "2.3500000"}
        self.load("registre", [RPPS, elsewhere, OTHER], "rpps")
        here = next(r["identity"] for r in self.publish().values() if r["phone"] and "alesia" in r["identity"])
        self.run_program("exclude", here, "--here", code=0)
        self.assertEqual(len(self.publish()), 2)
        self.load("tableau", [PERSON])
        self.assertEqual(len(self.publish()), 2)

    def test_a_public_id_stays_while_one_of_its_records_lives(self):
        self.load("tableau", [PERSON, OTHER])
        first = {r["name"]: r["public_id"] for r in self.publish().values()}["Jeanne Dupont"]
        self.load("registre", [RPPS], "rpps")
        both = {r["public_id"]: r for r in self.publish().values()}[first]
        self.assertEqual((both["name"], both["phone"], both["provenance"]),
                         ("Jeanne Dupont", "01 99 00 12 34", {"phone": "registre"}))
        self.load("tableau", [OTHER])
        self.assertEqual({r["public_id"]: r["name"] for r in self.publish().values()}[first], "DUPONT Jeanne")
        self.load("tableau", [OTHER, PERSON])
        self.assertIn(first, {r["public_id"] for r in self.publish().values()})

    def test_the_order_of_trust_is_in_the_settings(self):
        self.load("tableau", [{**PERSON, "téléphone": "0199000001"}])
        self.load("registre", [RPPS], "rpps")
        self.assertEqual([r["phone"] for r in self.publish().values()], ["01 99 00 00 01"])
        settings = self.data / "voisoin-import.ini"
        settings.write_text("[trust]\nphone = rpps\n")
        row, = self.publish().values()
        self.assertEqual((row["phone"], row["name"]), ("01 99 00 12 34", "Jeanne Dupont"))
        for wrong in ("phone = facebook", "order = sheet, correction", "phone = rpps, rpps"):
            settings.write_text(f"[trust]\n{wrong}\n")
            self.assert_refused(("publish",), ["voisoin-import.ini", "2"])

    def test_two_rows_of_one_table_are_never_merged_but_told(self):
        twins = [{**PERSON, "identifiant": "1"}, {**PERSON, "identifiant": "2"}]
        self.load("tableau", twins)
        self.load("registre", [RPPS], "rpps")
        told = self.run_program("publish", code=0).stdout
        self.assertEqual(len(self.directory()), 2)
        self.assertIn("2 doublons probables", told)  # the two rows, and the one left over with the register
        told = self.run_program("duplicates", code=0).stdout
        self.assertIn("2 doublons probables", told)
        first, second = (row["identity"] for row in self.directory().values())
        self.run_program("same", first, second, code=0)
        self.assertEqual(len(self.publish()), 1)
        self.run_program("same", first, second, "--different", code=0)
        self.assertEqual(len(self.publish()), 2)
        first, second = (hashlib.md5(identity.encode()).hexdigest()[:16] for identity in (first, second))  # of the map
        self.run_program("same", first, second, code=0)
        self.assertEqual(len(self.publish()), 1)
        self.assert_refused(("same", first, "0123456789abcdef"), ["0123456789abcdef", "duplicates"])
        self.assert_refused(("same", first, first), ["deux fois la même fiche"])

    def test_near_names_are_listed_and_never_merged(self):
        self.load("tableau", [{**PERSON, "nom": "Jeanne Dupond"}, {**OTHER, "téléphone": "0199000077"}])
        self.load("registre", [RPPS, {**OTHER, "nom": "Paul Bois-Martin", "adresse": "9 rue Ailleurs", "lon": "2.35",
                                      "téléphone": "0199000077"}], "rpps")
        path = self.folder / "d.csv"
        told = self.run_program("duplicates", "--report", str(path), code=0).stdout
        self.assertIn("Jeanne Dupond", told)
        self.assertIn("même téléphone", told)
        self.assertEqual(len(path.read_text("utf-8-sig").splitlines()), 3)
        self.assertEqual(len(self.publish()), 4)

    def test_one_rpps_at_two_near_places_is_listed_and_never_merged(self):
        moved = {**PERSON, "nom": "J. Dupont", "rpps": RPPS["rpps"], "adresse": "40 rue Daguerre"}
        self.load("registre", [RPPS], "rpps")
        for lat, listed in (("48.8300000", True), ("48.8330000", False)):  # 220 m and 550 m: a degree is 111.2 km
            self.load("tableau", [{**moved, "lat": lat}])
            told = self.run_program("duplicates", code=0).stdout
            self.assertEqual("même numéro RPPS" in told, listed, told)
            self.assertEqual(len(self.publish()), 2)
        self.load("tableau", [{**moved, "lat": "48.8300000"}])
        self.publish()
        self.run_program("same", *(row["identity"] for row in self.directory().values()), "--different", code=0)
        self.assertNotIn("même numéro RPPS", self.run_program("duplicates", code=0).stdout)

    def test_an_export_of_merged_resources_comes_back_without_a_change(self):
        self.load("tableau", [{**PERSON, "horaires": "lundi 9h-12h", "identifiant": "7"}, OTHER])
        self.load("registre", [{**RPPS, "email": "j@exemple.fr", "secteur": "1"}], "rpps")
        before = self.publish()
        path = str(self.folder / "annuaire.csv")
        self.run_program("export", path, "--audience", "professional", code=0)
        self.run_program("sheet", path, "--source", "reprise", "--as-of", "2026-11-01", code=0)
        self.assertIn("rien ne change.", self.run_program("diff", "workspace", code=0).stdout)
        self.assertEqual(set(self.publish()), set(before))

    def test_a_zone_that_was_half_read_is_incomplete(self):
        self.load("tableau", [{**PERSON, "zone": "rayon 2 km | Atlantide"}, {**OTHER, "zone": "rayon 1 km"}])
        rows = {row["id"]: row["name"] for row in self.publish().values()}
        path, = (self.data / "directory").glob("directory-*.sqlite")
        with sqlite3.connect(path) as database:
            gaps = [rows[number] for number, in database.execute("SELECT resource FROM zone_gap")]
        self.assertEqual(gaps, ["Jeanne Dupont"])

    def test_an_export_of_a_zone_half_read_stays_half_read(self):
        self.load("tableau", [{**PERSON, "zone": "rayon 2 km | Atlantide"}, {**OTHER, "zone": "rayon 1 km"}])
        self.publish()
        path = str(self.folder / "annuaire.csv")
        self.run_program("export", path, code=0)
        self.assertEqual(self.run_program("sheet", path, "--source", "tableau", code=0).stdout.count("À vérifier"), 0)
        self.publish()
        path = self.data / "directory/directory-2.sqlite"
        with sqlite3.connect(path) as database:
            gaps = database.execute("SELECT name FROM zone_gap JOIN resource ON resource.id = zone_gap.resource")
            self.assertEqual(gaps.fetchall(), [("Jeanne Dupont",)])

    def test_one_number_at_two_places_never_moves_a_door(self):
        place = {"type": "structure", "code postal": "75014", "commune": "Paris", "lat": "48.83", "finess": "750000001"}
        elsewhere = {"identifiant": "a", "nom": "Antenne", "adresse": "5 rue du Pont", "lon": "2.36", **place}
        here = {"identifiant": "b", "nom": "Siège", "adresse": "1 rue du Pont", "lon": "2.33", **place}
        self.load("registre", [{**here, "nom": "CENTRE DU PONT", "identifiant": "", "email": "siege@exemple.fr"}], "finess")
        self.load("feuille", [elsewhere, here])
        published = {row["name"]: row["email"] for row in self.publish().values()}
        self.assertEqual(published, {"Antenne": None, "Siège": "siege@exemple.fr"})
        listed = self.run_program("duplicates", code=0).stdout
        self.assertIn("même numéro SIRET ou FINESS, à deux endroits", listed)
        self.assertIn("Antenne", listed)

    def test_one_siret_at_two_doors_is_two_places(self):
        place = {"type": "structure", "code postal": "75014", "commune": "Paris", "lat": "48.83"}
        for doors, count in ((("1 rue du Pont", "5 rue du Pont"), 2), (("1 rue du Pont", "1 RUE DU PONT"), 1)):
            with self.subTest(doors=doors):
                self.setUp()
                for name, door, lon in (("rouge", doors[0], "2.33"), ("vert", doors[1], "2.36")):
                    self.load(name, [{**place, "nom": f"Centre {name}", "adresse": door, "lon": lon,
                                      "siret": "267 500 452 00011"}])
                self.assertEqual(len(self.publish()), count)
                listed = self.run_program("duplicates", code=0).stdout
                self.assertEqual("même numéro SIRET" in listed, count == 2)
                self.tearDown()

    def test_one_number_given_to_thousands_of_rows_is_listed_with_the_first_of_them(self):
        rows = [{"type": "structure", "nom": f"Centre {i}", "adresse": f"{i} rue du Pont", "code postal": "75014", "commune": "Paris",
                 "lon": f"{2.3 + i / 10000:.4f}", "lat": "48.83", "siret": "26750045200011"} for i in range(2000)]
        self.load("registre", rows)
        self.assertEqual(len(self.publish()), 2000)
        listed = self.run_program("duplicates", code=0).stdout
        self.assertIn("15964 doublons probables", listed)  # 8 for each, fewer for the first 8

    def test_different_numbers_are_different_people(self):
        self.load("tableau", [{**PERSON, "rpps": "10000000099"}])
        self.load("registre", [RPPS], "rpps")
        self.assertEqual(len(self.publish()), 2)

    def test_whoever_leaves_the_register_disappears(self):
        self.load("registre", [RPPS, OTHER], "rpps")
        self.assertEqual(len(self.publish()), 2)
        self.load("registre", [OTHER], "rpps")
        self.assertEqual({r["name"] for r in self.publish().values()}, {"Paul Bois"})


class Corrections(ReconcileCase):
    def one(self):
        row, = self.publish().values()
        return row

    def setUp(self):
        super().setUp()
        self.load("registre", [{**RPPS, "horaires": "mardi 8h-12h"}], "rpps")
        self.id = self.one()["public_id"]

    def correct(self, *words, code=0):
        return self.run_program("correct", *words, code=code).stdout

    def test_a_correction_beats_every_source_and_survives_every_import(self):
        self.correct(self.id, "téléphone", "01.99.00.99.99", "--reason", "au téléphone")
        self.correct(self.id, "Horaires", "lundi 9h-12h")
        self.correct(self.id, "nom", "Jeanne Dupont-Bois")
        for _ in range(2):
            row = self.one()
            self.assertEqual((row["phone"], row["name"]), ("01 99 00 99 99", "Jeanne Dupont-Bois"))
            corrected = {f for f, s in row["provenance"].items() if s == "Corrections de la coordination"}
            self.assertEqual(corrected, {"phone", "hours", "name"})
            self.load("tableau", [{**PERSON, "téléphone": "0199000001"}])
            self.load("registre", [{**RPPS, "téléphone": "0199000002", "email": "j@exemple.fr"}], "rpps")
        self.assertIn("au téléphone", self.correct())
        self.correct(self.id, "téléphone", "--remove")
        self.assertEqual(self.one()["phone"], "01 99 00 00 01")
        self.assertIn("2 corrections retirées", self.correct(self.id, "--remove"))
        self.assertEqual(self.one()["name"], "Jeanne Dupont")

    def test_zones_that_a_human_gave_are_counted_as_all_others(self):
        self.correct(self.id, "domicile", "oui")
        self.correct(self.id, "zone", "rayon 1 km")
        said = self.run_program("publish", code=0).stdout
        self.assertIn("1 zone de visite", said)
        self.assertNotIn("sans effet", said)

    def test_unknown_hides_what_the_sources_say(self):
        self.correct(self.id, "téléphone", "?")
        row = self.one()
        self.assertEqual((row["phone"], list(row["provenance"])), (None, ["phone"]))

    def test_a_correction_alone_never_makes_anybody_appear(self):
        self.correct(self.id, "téléphone", "0199009999")
        self.load("registre", [OTHER], "rpps")
        self.assertEqual(self.one()["name"], "Paul Bois")
        self.load("registre", [OTHER, RPPS], "rpps")
        self.assertIn("01 99 00 99 99", {row["phone"] for row in self.publish().values()})

    def test_a_correction_outlives_the_record_it_was_given_under(self):
        self.load("tableau", [PERSON])
        self.publish()
        self.correct(self.id, "téléphone", "0199009999")
        self.load("registre", [OTHER], "rpps")
        self.assertIn("01 99 00 99 99", {row["phone"] for row in self.publish().values()})

    def test_profession_and_skills_are_replaced(self):
        self.correct(self.id, "profession", "sage-femme")
        self.correct(self.id, "compétences", "pansement")
        number = self.one()["id"]
        path = sorted((self.data / "directory").glob("directory-*.sqlite"), key=lambda p: p.stat().st_mtime)[-1]
        with sqlite3.connect(path) as database:
            codes = {code for code, in database.execute(
                "SELECT code FROM resource_skill JOIN skill ON skill.id = skill WHERE resource = ?", (number,))}
        self.assertEqual(len(codes), 2)
        self.assertIn("loc:pansement", codes)

    def test_a_table_of_corrections_counts_by_its_filled_cells(self):
        path = self.file("c.csv", f"identifiant;téléphone;email;secteur\n{self.id};0199009999;;1\n")
        self.assertIn("2 corrections", self.correct(path))
        row = self.one()
        self.assertEqual((row["phone"], row["email"], row["fees"]), ("01 99 00 99 99", None, "1"))

    def test_what_cannot_be_read_is_refused_and_changes_nothing(self):
        for words, said in (((self.id, "téléphone", "demain"), "téléphone"), ((self.id, "rpps", "1"), "ne se corrige pas"),
                            (("personne", "téléphone", "0199009999"), "identifiant"),
                            ((self.id, "nom", "?"), "caché"), ((self.id, "email", "--remove"), "rien"),
                            ((self.id, "téléphone"), "valeur")):
            done = self.assert_refused(("correct", *words), [said])
            self.assertIn("Corrections :\n  aucune", self.correct(), done.stdout)

    def test_an_unreadable_value_is_refused_in_words_of_its_own(self):
        for field, value in (("fermetures", "tout l'été"), ("horaires", "quand je veux"), ("langues", "portuguaiz")):
            done = self.assert_refused(("correct", self.id, field, value), [
                f"{field} « {value} »", "cette valeur ne se lit pas, rien n'est corrigé"])
            for word in ("ligne", "colonne", "restent"):
                self.assertNotIn(word, done.stdout)
        path = self.file("decisions.csv", f"identifiant;fermetures\n{self.id};tout l'été\n")
        self.assert_refused(("correct", path), ["decisions.csv:2: colonne « fermetures »", "rien n'est corrigé"])


if __name__ == "__main__":
    unittest.main()
