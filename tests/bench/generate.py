#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of any size in the shapes that the importer reads, of people who do not exist.

    generate.py sheet  --addresses BAN.csv.gz --rows 1000 > sheet.csv
    generate.py points --addresses BAN.csv.gz --rows 2000000 --output points.csv
    generate.py rpps   --addresses BAN.csv.gz --rows 1000000 --header 56 > rpps.txt
    generate.py finess --addresses BAN.csv.gz --rows 100000 > finess.csv
    generate.py finess-plus --addresses BAN.csv.gz --rows 100000 > finess.json

  sheet        a coordinator's table, with addresses
  points       the same with lon and lat, and an identifier a row
  rpps         Personne_activite: --header 56, 52, or other (the titles as another publisher
               writes them); --rows counts lines, several of them a person
  finess       legacy extract with its geolocalisation rows (Lambert-93)
  finess-plus  daily JSON

The addresses are real ones of the given BAN files, the names are made of invented syllables, the
telephone numbers are those that no one has. --defects is the share of rows with something wrong
(0.02): a slip in the street, no postcode, no number, the same row again. The same --seed gives the
same file."""
import argparse
import csv
import gzip
import json
import random
import re
import sys

FIRST = ["Capucine", "Basile", "Ondine", "Mehdi", "Élodie", "Théophile", "Zoé", "Anne-Sophie",
         "Loïc", "Inès", "François", "Maëlle", "Raphaël", "Aminata", "Hugo", "Solène", "Jean-Loup",
         "Yasmine", "Côme", "Agathe", "Noé", "Clémence", "Tristan", "Léonie"]
LAST = [begin + end for begin in
        ("Fict", "Invent", "Exempl", "Fabul", "Chimér", "Imagin", "Suppos", "Légend", "Romanc",
         "Apocryph", "Irré", "Mirag", "Utop", "Fantaisi", "Prétend", "Simul")
        for end in ("ard", "ivel", "oteau", "inet", "ier", "ette", "andre", "ulin", "esque", "ou",
                    "ois", "erin", "aud", "illon", "ac", "uel")]
TRADES = [  # G15 code, label, words of a sheet, weight
    ("60", "Infirmier", "Infirmier", 30), ("10", "Médecin", "Médecin", 25),
    ("70", "Masseur-Kinésithérapeute", "Kinésithérapeute", 14),
    ("21", "Pharmacien", "Pharmacien", 9), ("40", "Chirurgien-Dentiste", "Chirurgien-dentiste", 6),
    ("93", "Psychologue", "Psychologue", 6), ("91", "Orthophoniste", "Orthophoniste", 4),
    ("50", "Sage-Femme", "Sage-femme", 3), ("80", "Pédicure-Podologue", "Pédicure-podologue", 2),
    ("96", "Psychomotricien", "Psychomotricien", 1)]
SPECIALTIES = [("SM54", "Médecine Générale"), ("SM26", "Qualifié en Médecine Générale"),
               ("SM04", "Cardiologie et maladies vasculaires"), ("SM38", "Ophtalmologie"),
               ("SM40", "Pédiatrie"), ("SM42", "Psychiatrie"), ("SM15", "Dermatologie"),
               ("SM32", "Neurologie")]
SKILLS = {"60": ["pansement complexe", "prise de sang", "vaccin grippe"],
          "10": ["médecine générale", "suivi de grossesse", "vaccin grippe"],
          "21": ["vaccin grippe", "vaccin covid"]}
WAYS = {"Rue": "R", "Avenue": "AV", "Boulevard": "BD", "Place": "PL", "Impasse": "IMP",
        "Square": "SQ", "Passage": "PAS", "Allée": "ALL", "Quai": "QU", "Route": "RTE",
        "Chemin": "CHE", "Villa": "VLA", "Cité": "CITE"}
CATEGORIES = [("620", "Pharmacie d'Officine"), ("124", "Centre de Santé"),
              ("603", "Maison de santé (L.6223-3)"), ("500", "E.H.P.A.D."),
              ("354", "Service de Soins Infirmiers A Domicile (S.S.I.A.D)"),
              ("156", "Centre Médico-Psychologique (C.M.P.)")]
CHUNK = 4096  # rows written at once

RPPS_BEGIN = ("Type d'identifiant PP|Identifiant PP|Identification nationale PP|"
              "Code civilité d'exercice|Libellé civilité d'exercice|Code civilité|"
              "Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|"
              "Libellé profession|Code catégorie professionnelle|"
              "Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|"
              "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|")
RPPS_STRUCTURE = ("Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|"
                  "Numéro FINESS établissement juridique|"
                  "Identifiant technique de la structure|Raison sociale site|"
                  "Enseigne commerciale site|")
RPPS_PLACE = [title + " (coord. structure)" for title in (
    "Complément destinataire", "Complément point géographique", "Numéro Voie",
    "Indice répétition voie", "Code type de voie", "Libellé type de voie", "Libellé Voie",
    "Mention distribution", "Bureau cedex", "Code postal", "Code commune", "Libellé commune",
    "Code pays", "Libellé pays", "Téléphone", "Téléphone 2", "Télécopie", "Adresse e-mail")]
RPPS_END = ("|Code Département (structure)|Libellé Département (structure)|"
            "Ancien identifiant de la structure|Autorité d'enregistrement|"
            "Code secteur d'activité|Libellé secteur d'activité|"
            "Code section tableau pharmaciens|Libellé section tableau pharmaciens")
RPPS_ROLE = "|Code rôle|Libellé rôle|Code genre activité|Libellé genre activité"


def rpps_header(shape):
    place = "|".join(RPPS_PLACE)
    if shape == "52":
        return RPPS_BEGIN + RPPS_STRUCTURE + place + RPPS_END
    if shape == "56":
        return RPPS_BEGIN + RPPS_STRUCTURE + place + RPPS_END + RPPS_ROLE
    begin = RPPS_BEGIN.replace("Libellé civilité d'exercice", "Libellé civilité exercice")
    end = RPPS_END.replace("Code Département (structure)", "Code département (coord. structure)")
    role = "|Code fonction|Libellé fonction|Code genre d'activité|Libellé genre d'activité"
    return begin + RPPS_STRUCTURE + place.replace("structure", "Structure") + end + role


class Address:
    __slots__ = ("id", "number", "repetition", "street", "postcode", "citycode", "city", "lon",
                 "lat", "x", "y")

    def __init__(self, row):
        self.id = row.get("id", "")
        self.number, self.repetition, self.street = row["numero"], row["rep"], row["nom_voie"]
        self.postcode, self.citycode = row["code_postal"], row["code_insee"]
        self.city = re.sub(r" \d+er? Arrondissement$| \d+e Arrondissement$", "", row["nom_commune"])
        self.lon, self.lat = row["lon"], row["lat"]
        self.x, self.y = row.get("x", ""), row.get("y", "")


def read_addresses(paths):
    addresses = []
    for path in paths:
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter=";")
            addresses += [Address(row) for row in rows
                          if row["numero"].isdigit() and row["nom_voie"] and row["lon"]]
    return addresses


class World:
    """A seeded choice among the addresses, the names and the mistakes."""

    def __init__(self, options):
        self.addresses = read_addresses(options.addresses)
        if not self.addresses:
            sys.exit("generate.py: these files hold no address with a number")
        self.draw = random.Random(options.seed).random
        self.defects = options.defects
        self.trades = [trade for trade in TRADES for _ in range(trade[3])]

    def one_of(self, items):
        return items[int(self.draw() * len(items))]

    def address(self):
        return self.addresses[int(self.draw() * len(self.addresses))]

    def is_wrong(self):
        return self.draw() < self.defects

    def slip(self, text):
        """One letter left out, in the middle of the text."""
        at = 1 + int(self.draw() * max(1, len(text) - 2))
        return text[:at] + text[at + 1:]

    def phone(self):
        number = int(self.draw() * 10000)
        return f"019900{number:04d}"


def door(address):
    number = address.number + (" " + address.repetition if address.repetition else "")
    return f"{number} {address.street}"


SHEET_TITLES = "identifiant;type;nom;profession;compétences;adresse;code postal;commune;"


def sheet_rows(world, count):
    yield SHEET_TITLES + "téléphone;domicile;zone"
    before = None
    for number in range(1, count + 1):
        if before is not None and world.is_wrong() and world.draw() < 0.1:
            yield before
            continue
        address, (code, _, trade, _) = world.address(), world.one_of(world.trades)
        where, postcode = door(address), address.postcode
        if world.is_wrong():
            where = world.slip(where)
        if world.is_wrong():
            postcode = ""
        skill = world.one_of(SKILLS[code]) if code in SKILLS else ""
        zone = ";oui;rayon 2 km" if world.draw() < 0.2 else ";;"
        before = (f"p{number};professionnel;{world.one_of(FIRST)} {world.one_of(LAST)};{trade};"
                  f"{skill};{where};{postcode};{address.city};{world.phone()}{zone}")
        yield before


def point_rows(world, count):
    yield SHEET_TITLES + "lon;lat;téléphone"
    for number in range(1, count + 1):
        address, (code, _, trade, _) = world.address(), world.one_of(world.trades)
        skill = world.one_of(SKILLS[code]) if code in SKILLS else ""
        yield (f"p{number};professionnel;{world.one_of(FIRST)} {world.one_of(LAST)};{trade};"
               f"{skill};{door(address)};{address.postcode};{address.city};{address.lon};"
               f"{address.lat};{world.phone()}")


def rpps_person(world, number):
    """What stands before the place of a person's rows: identity, then each of the specialties."""
    code, label, _, _ = world.one_of(world.trades)
    title = "DR|Docteur" if code in ("10", "40") else "|"
    name = f"{world.one_of(LAST).upper()}|{world.one_of(FIRST).upper()}"
    begin = f"8|{number:011d}|8{number:011d}|{title}|M|Monsieur|{name}|{code}|{label}|C|Civil|"
    if code != "10":
        return [begin + "|||"]
    first = world.one_of(SPECIALTIES)
    known = [first] if world.draw() < 0.85 else [first, world.one_of(SPECIALTIES)]
    return [f"{begin}S|Spécialité ordinale|{skill}|{words}" for skill, words in known]


def rpps_place(world, number):
    """The structure, its address and what follows, as one of the shapes that the extract has."""
    address = world.address()
    kind, _, name = address.street.partition(" ")
    way, shape = WAYS.get(kind), world.draw()
    street = ("||", address.street.upper()) if way is None else (f"|{way}|{kind}", name.upper())
    if way is not None and shape < 0.1:
        street = ("||", f"{way} {name.upper()}")
    words = world.slip(street[1]) if world.is_wrong() else street[1]
    houses = "" if world.is_wrong() else address.number
    town = f"{address.postcode} {address.city.upper()}|{address.postcode}||"
    if shape > 0.6:
        town = f"|{address.postcode}|{address.citycode}|{address.city}"
    if world.is_wrong():
        town = f"|||{address.city}" if shape > 0.6 else f"{address.postcode} {address.city}|||"
    self_employed = world.draw() < 0.7
    mode = "L|Libéral" if self_employed else "S|Salarié"
    sector = "SA07|Cabinet individuel" if self_employed else "SA01|Etablissement public de santé"
    return (f"|{mode}|||||C{number:011d}|CABINET {number}|||"
            f"|{houses}|{address.repetition.upper()}{street[0]}|{words}||{town}|||{world.phone()}"
            f"||||||{number:012d}|CNOM/CNOM/CNOM|{sector}||")


def rpps_rows(world, count, shape):
    """Rows of a second place come some thousands of lines after those of the first."""
    yield rpps_header(shape)
    end = "" if shape == "52" else "||||"
    written, number, later = 0, 0, []
    while written < count:
        number += 1
        people = rpps_person(world, number)
        place = rpps_place(world, number)
        lines = [person + place + end for person in people]
        if world.is_wrong() and world.draw() < 0.5:
            lines.append(lines[0])
        if world.draw() < 0.25:
            second = rpps_place(world, number + 50000000)
            later += [person + second + end for person in people]
        if len(later) > 5000 or written + len(lines) + len(later) >= count:
            lines += later
            later = []
        yield from lines[:count - written]
        written += len(lines)


def finess_numbers(address, number):
    return f"{address.citycode[:2]}{number:07d}", f"{address.citycode[:2]}{9000000 - number:07d}"


def finess_rows(world, count):
    yield "finess;etalab;111;2026-05-12"
    points = []
    for number in range(1, count + 1):
        address, (category, words) = world.address(), world.one_of(CATEGORIES)
        kind, _, name = address.street.partition(" ")
        way = WAYS.get(kind, "")
        street = name.upper() if way else address.street.upper()
        if world.is_wrong():
            street = world.slip(street)
        site, owner = finess_numbers(address, number)
        town = f"{address.postcode} {address.city.upper()}"
        title = f"{words.upper().split('(')[0].strip()} {world.one_of(LAST).upper()}"
        yield (f"structureet;{site};{owner};{title};{title};;;{address.number};{way};{street};;;"
               f"{address.citycode[2:]};{address.citycode[:2]};DEPARTEMENT;{town};{world.phone()};;"
               f"{category};{words};0000;Agregat;;;01;Etablissement Tarif Libre;;;2001-01-01;"
               "2001-01-01;2020-02-04;")
        if address.x and world.draw() < 0.75:
            points.append(f"geolocalisation;{site};{address.x};{address.y};1,ATLASANTE,96,BAN,"
                          "EPSG:2154 RGF93 / Lambert-93 (Métropole);2026-05-04")
    yield from points


def finess_plus_site(world, number):
    address, (category, words) = world.address(), world.one_of(CATEGORIES)
    site, owner = finess_numbers(address, number)
    kind, _, name = address.street.partition(" ")
    title = f"{words.upper().split('(')[0].strip()} {world.one_of(LAST).upper()}"
    place = {"usageAdresse": "03", "numeroVoie": address.number, "typeVoie": WAYS.get(kind, ""),
             "libelleVoie": name.upper() if kind in WAYS else address.street.upper(),
             "cogCommune": address.citycode, "ligneAcheminement": address.city.upper(),
             "codePostal": address.postcode}
    if world.draw() < 0.75:
        place["coordonneesGeographique"] = {
            "coordonneeX": address.y, "coordonneeY": address.x,  # the publisher swaps them
            "directionLatitude": address.lat, "directionLongitude": address.lon,
            "cleInInteropBAN": address.id, "scoreBAN": "0.97"}
    contact = [{"typeContact": {"roleContact": "01"}, "telecom": {"telephone": world.phone()}}]
    state = "I" if world.is_wrong() else "A"
    ege = {"informationsGeneralesEGE": {"egeId": str(number), "nomEgeCourt": title + " ",
                                        "nomEgeLong": title, "numFinessEge": site},
           "categorieentiteGeographiqueExercice": category, "adresse": [place],
           "contact": contact, "roleEge": [], "etatObjet": state,
           "dateDerniereMaj": "2021-10-18 00:00:00"}
    return {"informationsGeneralesPMEJ": {"denominationPm": title, "numFinessPm": owner},
            "adresse": [place], "contact": contact, "ege": [ege], "etatObjet": state}


def finess_plus_rows(world, count):
    begin = '{"schemaVersion":"v1.0.0","generatedAt":"2026-03-09T15:49:37.615611300Z","pmej":['
    for number in range(1, count + 1):
        site = json.dumps(finess_plus_site(world, number), ensure_ascii=False,
                          separators=(",", ":"))
        yield (begin if number == 1 else ",") + site
    yield "]}"


def write(rows, path):
    out = open(path, "w", encoding="utf-8", newline="\n") if path else \
        open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n", closefd=False)
    chunk = []
    with out:
        for row in rows:
            chunk.append(row)
            if len(chunk) == CHUNK:
                out.write("\n".join(chunk) + "\n")
                chunk.clear()
        if chunk:
            out.write("\n".join(chunk) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=["sheet", "points", "rpps", "finess", "finess-plus"])
    parser.add_argument("--addresses", nargs="+", required=True, metavar="BAN")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--defects", type=float, default=0.02)
    parser.add_argument("--header", choices=["56", "52", "other"], default="56")
    parser.add_argument("--output")
    options = parser.parse_args()
    world = World(options)
    rows = {"sheet": lambda: sheet_rows(world, options.rows),
            "points": lambda: point_rows(world, options.rows),
            "rpps": lambda: rpps_rows(world, options.rows, options.header),
            "finess": lambda: finess_rows(world, options.rows),
            "finess-plus": lambda: finess_plus_rows(world, options.rows)}[options.shape]()
    write(rows, options.output)


if __name__ == "__main__":
    main()
