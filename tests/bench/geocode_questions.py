#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions whose answers are known: real addresses of a BAN file, written as people write them.

    geocode_questions.py BAN.csv[.gz] SEED COUNT > questions.csv
    geocode_questions.py BAN.csv[.gz] SEED COUNT --without REST.csv > questions.csv

Each address is written in every way below (one category each), with the columns that geocode_bench
reads. Another seed gives another sample and other mistakes: nothing is tuned to one of them.
With --without the questions are plain addresses of one street in ten, and REST.csv is the file
without those streets: what a geocoder says of addresses that it does not have."""
import csv
import gzip
import random
import re
import sys
import unicodedata
import zlib

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NEIGHBOURS = {"a": "zqs", "e": "zrd", "i": "uok", "o": "ipl", "u": "yij", "s": "qdz", "t": "ryg",
              "n": "bh", "r": "etf", "l": "kmo", "m": "lp", "c": "xvd", "d": "sfe", "p": "om",
              "g": "fh", "b": "vn", "v": "cb", "h": "gj", "f": "dg"}
SHORT = {"Rue": "r", "Avenue": "av", "Boulevard": "bd", "Place": "pl", "Impasse": "imp",
         "Square": "sq", "Passage": "pass", "Allée": "all", "Quai": "qu", "Route": "rte",
         "Chemin": "che", "Saint": "st", "Sainte": "ste", "Docteur": "dr", "Général": "gal",
         "Faubourg": "fbg", "Maréchal": "mal", "Professeur": "pr", "Villa": "vla"}
SOUNDS = [("eau", "o"), ("au", "o"), ("ph", "f"), ("qu", "k"), ("ai", "e"), ("y", "i"),
          ("ss", "s"), ("ll", "l"), ("nn", "n"), ("tt", "t"), ("rr", "r"), ("en", "an"),
          ("ain", "in"), ("c", "k"), ("s", "z"), ("th", "t")]
BEFORE = ["Cabinet de kinésithérapie, ", "chez Mme Lefèvre, ", "Pharmacie du Marché - ",
          "Maison de santé ", "Mme Dupuis appt 12 ", "Résidence du Parc, bâtiment C, "]
BEHIND = [", 3e étage", ", bâtiment B", " appt 42", ", escalier 2", ", code 45A12", " RDC",
          " (interphone Petit)"]



def plain(text):
    text = text.replace("œ", "oe").replace("Œ", "OE")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def mistype(word, chance):
    at = chance.randrange(len(word))
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == 2:
        return word[:at] + chance.choice(NEIGHBOURS.get(word[at], LETTERS)) + word[at + 1:]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2:]


def with_typos(street, count, chance):
    words = plain(street).lower().split()
    long = [i for i, w in enumerate(words) if i > 0 and len(w) >= 5 and w.isalpha()]
    if not long:
        return None
    at = chance.choice(long)
    before = words[at]
    while words[at] == before:
        for _ in range(count):
            words[at] = mistype(words[at], chance)
    return " ".join(words)


def by_ear(street, chance):
    words = plain(street).lower().split()
    for i in range(len(words) - 1, 0, -1):
        fits = [(a, b) for a, b in SOUNDS if a in words[i]]
        if len(words[i]) >= 5 and fits:
            a, b = chance.choice(fits)
            words[i] = words[i].replace(a, b, 1)
            return " ".join(words)
    return None


def glued(street):
    text = plain(street).lower()
    for a, b in ((" l'", " l"), (" d'", " d"), ("-", "")):
        if a in text:
            return text.replace(a, b, 1)
    return None


def split(street, chance):
    words = plain(street).lower().split()
    long = [i for i, w in enumerate(words) if i > 0 and len(w) >= 7 and w.isalpha()]
    if not long:
        return None
    i = chance.choice(long)
    at = chance.randrange(3, len(words[i]) - 2)
    words[i] = words[i][:at] + " " + words[i][at:]
    return " ".join(words)


def other_postcode(postcode, chance):
    return "750%02d" % chance.choice([n for n in range(1, 21) if n != int(postcode[3:])])


def suffix_word(suffix):
    return {"b": " bis", "t": " ter", "q": " quater"}.get(suffix, suffix)


def ways(row, chance):
    number, street, postcode = row["number"], row["street"], row["postcode"]
    door = number + suffix_word(row["suffix"])
    district = int(row["citycode"][3:])
    short = " ".join(SHORT.get(w, w) for w in street.split())
    low = plain(street).lower()
    yield "plain", f"{door} {street} {postcode} Paris"
    yield "comma", f"{door}, {street}, {postcode} Paris"
    yield "capitals", f"{door} {plain(street).upper().replace(chr(39), ' ')} {postcode} PARIS"
    yield "short", f"{door} {short} {postcode} Paris"
    yield "district", f"{door} {low} paris {district}"
    yield "district_e", f"{door} {low} {district}e"
    yield "district_eme", f"{door} {low}, Paris {district}ème"
    yield "cedex", f"{door} {low} 75{900 + district * 3} PARIS CEDEX {district:02d}"
    yield "behind", f"{door} {street}, {postcode} Paris{chance.choice(BEHIND)}"
    yield "behind_2", f"{door} {street}{chance.choice(BEHIND)}, {postcode} Paris"
    yield "before", f"{chance.choice(BEFORE)}{door} {street} {postcode} Paris"
    yield "last", f"{postcode} {low} {door}"
    yield "nowhere", f"{door} {low}"
    yield "wrong_code", f"{door} {low} {other_postcode(postcode, chance)} paris"
    yield "city_typo", f"{door} {low} {postcode} {with_typos('x paris', 1, chance)[2:]}"
    yield "range", f"{number}-{int(number) + 2} {low} {postcode} paris"
    for name, text in (("typo", with_typos(street, 1, chance)),
                       ("typos", with_typos(street, 2, chance)),
                       ("ear", by_ear(street, chance)), ("glued", glued(street)),
                       ("split", split(street, chance))):
        if text:
            yield name, f"{door} {text} {postcode}"
            if name == "typo":
                yield "typo_nowhere", f"{door} {text}"


def opened(path):
    return gzip.open(path, "rt") if path.endswith(".gz") else open(path)


def read(path):
    with opened(path) as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if row["numero"] == "0" or re.match(r"\d", row["nom_voie"]):
                continue
            yield {"number": row["numero"], "suffix": row["rep"], "street": row["nom_voie"],
                   "postcode": row["code_postal"], "citycode": row["code_insee"],
                   "lon": row["lon"], "lat": row["lat"]}


def is_left_out(street):
    return zlib.crc32(street.encode()) % 10 == 0


def write_rest(path, rest):
    """The file without the streets left out; a number written into a name is no other street."""
    with opened(path) as lines, open(rest, "w") as out:
        out.write(next(lines))
        for line in lines:
            if not is_left_out(re.sub(r"^\d+\w* ", "", line.split(";")[4])):
                out.write(line)


def main():
    path, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    rest = sys.argv[5] if len(sys.argv) == 6 and sys.argv[4] == "--without" else None
    chance = random.Random(seed)
    rows = list(read(path))
    if rest:
        write_rest(path, rest)
        rows = [row for row in rows if is_left_out(row["street"])]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow("qid category query autocomplete lat lon housenumber street postcode citycode "
                 "city need".split())
    for index, row in enumerate(chance.sample(rows, min(count, len(rows)))):
        for name, text in ways(row, chance):
            if rest and name != "plain":
                continue
            out.writerow([f"{name}-{index}", "absent" if rest else name, text, 0, row["lat"],
                          row["lon"], row["number"] + row["suffix"], row["street"],
                          row["postcode"], row["citycode"], "Paris", "number"])


main()
