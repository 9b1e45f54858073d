#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who comes to this door for that, in the demonstration: the service's answer against the sheets themselves."""
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from oracle import (IMPORTER, ROOT, Server, fold, inside, metres_to_edge, read_csv, read_features, vincenty_m)

DEMO = ROOT / "geodata/demo"
NEEDS = ["loc:pansement", "loc:prise-de-sang", "G15:60", "G15:70", "G15:50", "G15:91", "G15:80"]
STREETS = {"av": "avenue", "bd": "boulevard", "r": "rue", "pl": "place"}


def taxonomy():
    entries = {row["code"]: row for row in read_csv(ROOT / "geodata/skills.csv")}
    words = {}
    for code, row in entries.items():
        for word in [*row["synonyms"].split("|"), row["label_en"], row["label_fr"]]:
            if word:
                words[stem(word)] = code
    return entries, words


def stem(text):
    return " ".join(word[:-1] if len(word) > 3 and word[-1] in "sx" else word for word in fold(text).split())


def implied(entries, code):
    """The code and all it implies: parents of the same kind, the profession of a specialty."""
    while code:
        yield code
        parent = entries[code]["parent"]
        if not parent:
            return
        kinds = entries[code]["kind"], entries[parent]["kind"]
        code = parent if kinds[0] == kinds[1] or kinds == ("specialty", "profession") else ""


def read_resources(entries, words, doors):
    resources = []
    for name in ("professionnels", "structures", "points"):
        for row in read_csv(DEMO / f"{name}.csv"):
            said = [row["profession"], *re.split(r"[|;]", row["compétences"])]
            skills = {code for word in said if word.strip() for code in implied(entries, words[stem(word)])}
            point = (float(row["lon"]), float(row["lat"])) if row["lon"] else doors.get(door_key(row["adresse"]))
            zones = [zone.strip() for zone in re.split(r"[|;]", row["zone"]) if zone.strip()]
            resources.append({"name": row["nom"], "skills": skills, "point": point, "home": row["domicile"], "zones": zones})
    return resources


def door_key(text):
    found = re.match(r"\s*(\d+)\s*(bis|ter|quater|[a-z])?\b[\s,]*(.+)", text.replace("’", "'"), re.I)
    if not found:
        return None
    street = [STREETS.get(word, word) for word in fold(found[3]).split()]
    suffix = {"bis": "b", "ter": "t", "quater": "q"}.get((found[2] or "").lower(), (found[2] or "").lower())
    return found[1], suffix, " ".join(street)


def covers(zone, resource, areas, door):
    """Inside, outside, or None when the door is too near the edge to judge without the same arithmetic."""
    radius = re.match(r"(?:rayon )?([\d,.]+) ?(km|m)$", zone)
    if radius:
        metres = float(radius[1].replace(",", ".")) * (1000 if radius[2] == "km" else 1)
        away = vincenty_m(*resource["point"], *door)
        return None if abs(away - metres) < 2 else away < metres
    geometry = areas[fold(zone)]
    return None if metres_to_edge(geometry, *door) < 1 else inside(geometry, *door)


def comes(resource, areas, door):
    if resource["home"] == "non" or not resource["zones"]:
        return False
    excluded = [covers(zone[5:], resource, areas, door) for zone in resource["zones"] if zone.startswith("sauf ")]
    included = [covers(zone, resource, areas, door) for zone in resource["zones"] if not zone.startswith("sauf ")]
    if not included:
        included = [inside(areas["75114"], *door)]
    if None in included or None in excluded:
        return None
    return any(included) and not any(excluded)


def check_sessions(server):
    """A session without an appointment is an answer, and only a session about what is asked is."""
    rows = read_csv(DEMO / "seances.csv")
    flu = {row["structure"] for row in rows if "grippe" in fold(row["prestation"]) and row["rendez-vous"] == "sans"}
    question = {"address": "12 rue d'Alésia 75014", "skill": "R210:0897", "walk_in": "true", "limit": 200}
    held = {one["properties"]["name"] for one in server.get("/api/v1/resources", kind="session", **question)["features"]}
    if held != flu:
        sys.exit(f"sessions against flu without appointment: expected {sorted(flu)}, given {sorted(held)}")
    # the town hall says nothing of itself; its Saturday session does
    saturday = server.get("/api/v1/resources", **question, **{"from": "2026-11-28T09:00", "to": "2026-11-28T12:00"})
    if not any("mairie" in fold(one["properties"]["name"]) for one in saturday["features"]):
        sys.exit("the town hall's Saturday session without appointment is not an answer")


def main():
    entries, words = taxonomy()
    addresses = read_csv(DEMO / "adresses.csv")
    doors = {(row["numero"], row["rep"], fold(row["nom_voie"])): (float(row["lon"]), float(row["lat"])) for row in addresses}
    areas = {}
    for feature in read_features(DEMO / "territoire.geojson") + read_features(DEMO / "zones.geojson"):
        for key in (feature["properties"].get("code"), feature["properties"]["name"]):
            if key:
                areas[fold(str(key))] = feature["geometry"]
    resources = read_resources(entries, words, doors)
    chosen = random.Random(14).sample([row for row in addresses if row["rep"] == ""], 60)
    chosen.append(next(row for row in addresses if row["numero"] == "12" and row["nom_voie"] == "Rue d'Alésia" and not row["rep"]))
    compared = found = 0
    with tempfile.TemporaryDirectory() as data:
        subprocess.run([DEMO / "load.sh", IMPORTER, data], check=True, stdout=subprocess.DEVNULL)
        with Server(data) as server:
            for row in chosen:
                door = float(row["lon"]), float(row["lat"])
                for need in NEEDS:
                    if need not in entries:
                        sys.exit(f"{need} is no longer in the taxonomy")
                    address = f"{row['numero']} {row['nom_voie']} {row['code_postal']}"
                    answer = server.get("/api/v1/resources", address=address, skill=need, mode="home", limit=200)
                    given = sorted(feature["properties"]["name"] for feature in answer["features"])
                    judged = [(comes(one, areas, door), one["name"]) for one in resources if need in one["skills"]]
                    doubtful = {name for verdict, name in judged if verdict is None}
                    expected = sorted(name for verdict, name in judged if verdict)
                    if [n for n in given if n not in doubtful] != [n for n in expected if n not in doubtful]:
                        sys.exit(f"{address}, {need}: expected {expected}, given {given}")
                    compared += 1
                    found += len(given)
            check_sessions(server)
    if found < compared:
        sys.exit(f"only {found} answers to {compared} questions: the demonstration is too thin")
    print(f"{compared} questions, {found} answers, the same as the sheets say")
    return 0


if __name__ == "__main__":
    sys.exit(main())
