#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real input: the whole address book of Paris, its quartiers, Santé.fr's flu file. Who vaccinates nearest to
12 rue d'Alésia must come in the order that the files themselves give."""
import csv
import gzip
import re
import sys
import tempfile
from pathlib import Path

from oracle import SHARED, Server, fold, read_csv, run_importer, vincenty_m

DOORS = [("12", "Rue d'Alésia", "75014"), ("35", "Rue Daguerre", "75014"), ("237", "Rue de Charenton", "75012"),
         ("8", "Rue de l'Ouest", "75014"), ("100", "Avenue du Maine", "75014"), ("1", "Boulevard Ney", "75018")]


def address_points(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return {(row["numero"], fold(row["nom_voie"]), row["code_postal"]): (float(row["lon"]), float(row["lat"]))
                for row in csv.DictReader(file, delimiter=";") if row["rep"] == ""}


def main():
    addresses = SHARED / "data/ban/adresses-75.csv.gz"
    flu = SHARED / "data/vaccination/santefr-grippe-paris.csv"
    quartiers = SHARED / "data/boundaries/quartiers-paris.geojson"
    if not all(path.exists() for path in (addresses, flu, quartiers)):
        print("skipped: the real files (../shared) are not here")
        return 77
    points = address_points(addresses)
    rows = [row for row in read_csv(flu) if row["Adresse_latitude"]]
    with tempfile.TemporaryDirectory() as data:
        run_importer(data, "addresses", addresses)
        run_importer(data, "territory", quartiers)
        said = run_importer(data, "vaccination", flu)
        if not re.search(r"\b96 lignes? lues?", said.stdout + said.stderr):
            sys.exit(f"not all 96 rows were read:\n{said.stdout}{said.stderr}")
        run_importer(data, "publish")
        with Server(data) as server:
            for number, street, postcode in DOORS:
                check_door(server, rows, points[number, fold(street), postcode], f"{number} {street} {postcode}")
            # the same twice changes nothing
        again = run_importer(data, "vaccination", flu)
        if "96 inchang" not in again.stdout + again.stderr:
            sys.exit(f"the same file again changed something:\n{again.stdout}{again.stderr}")
    print(f"{len(DOORS)} doors, {len(rows)} pharmacies in the order the files give")
    return 0


def check_door(server, rows, point, door):
    expected = sorted((vincenty_m(*point, float(row["Adresse_longitude"]), float(row["Adresse_latitude"])), row["Titre"])
                      for row in rows)
    answer = server.get("/api/v1/resources", address=door, skill="R210:0897", limit=200)
    given = [(feature["properties"]["distance_m"], feature["properties"]["name"]) for feature in answer["features"]
             if feature["geometry"]]
    if len(given) != len(expected):
        sys.exit(f"{door}: {len(given)} answers, the file has {len(expected)}")
    for (metres, name), (shown_m, shown) in zip(expected, given):
        if abs(metres - shown_m) > 1 or (fold(name) != fold(shown) and abs(metres - shown_m) > 0.51):
            sys.exit(f"{door}: expected {name} at {metres:.1f} m, given {shown} at {shown_m} m")
    if answer["query"]["address"]["score"] < 0.9:
        sys.exit(f"{door}: an exact address scores {answer['query']['address']['score']}")


if __name__ == "__main__":
    sys.exit(main())
