#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the #include lines, the SQL and the page's modules, and fails when a room reaches through the
wrong door. The rules are README.md's table of rooms. Also compiles every public header alone."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
C_STANDARD = set("""assert ctype errno float inttypes iso646 limits locale math setjmp signal stdalign stdarg
stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string strings time wchar""".split())
POSIX = re.compile(r"^(sys|arpa|netinet)/|^(dirent|netdb|fcntl|getopt|glob|malloc|poll|pthread|sched|search|semaphore|unistd|termios|spawn|libgen|ftw)\.h$")
WRITING_DOORS = {"geodata/workspace.h", "geodata/publish.h", "geodata/addresses.h"}

# room: (libraries it may include, its own words for a refusal)
ROOMS = {
    "include/geodata": r"^$",
    "geodata": r"^(sqlite3|spatialite|proj|geodesic|zlib)\.h$|^(spatialite|unicode|libical)/|^libical\.h$",
    "importer": r"^(gdal|ogr_|cpl_|zlib|sodium|nettle/|curl/|xlsxwriter|jansson\.h|ini\.h|proj\.h)",
    "service": r"^(microhttpd|jansson|zlib|ini)\.h$|^systemd/",
}


# room: its alcoves, from the floor up. A file includes what lies in its own alcove or below it; a public
# header lies where its source does.
ALCOVES = {
    "geodata": """base geometry store taxonomy schedule workspace publish atlas search geocoder question""".split(),
    "importer": """files run cells words territory finess rpps vaccination sheet export open_data commands""".split(),
}


def includes(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found[1], found[2]


def refusal(room, path, kind, name):
    if kind == '"':
        if name.startswith("embedded/"):
            return None if room != "include/geodata" else "the manual includes no generated file"
        if name.startswith("geodata/"):
            if room == "service" and name in WRITING_DOORS:
                return "the service never writes: this is the importer's door"
            return None
        if room == "include/geodata":
            return "a public header includes public headers only"
        beside = ROOT / room if room in ALCOVES else path.parent
        return None if (beside / name).exists() else "a header of another room"
    if name.removesuffix(".h") in C_STANDARD or POSIX.search(name):
        return None
    if not re.search(ROOMS[room], name):
        return "this library belongs to another room"
    if name == "microhttpd.h" and path.name != "http.c":
        return "only service/http.c knows libmicrohttpd"
    return None


def alcove_of(room, name):
    """Of a header as it is included; None: not in this room, or of no alcove (types that all share)."""
    if name.startswith("geodata/"):
        found = list((ROOT / "geodata").glob(f"*/{Path(name).stem}.c")) if room == "geodata" else []
        return found[0].parent.name if found else None
    return name.split("/")[0] if "/" in name and not name.startswith("embedded/") else None


def climb(room, path, kind, name):
    if room not in ALCOVES or kind != '"':
        return None
    order, here = ALCOVES[room], path.parent.name
    if here not in order:
        return f"of no alcove; they are {', '.join(order)}"
    there = alcove_of(room, name)
    if there and order.index(there) > order.index(here):
        return f"{here}/ lies below {there}/"
    return None


def check_includes(problems):
    files = 0
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.[ch]")):
            files += 1
            for number, kind, name in includes(path):
                why = refusal(room, path, kind, name) or climb(room, path, kind, name)
                if why:
                    problems.append(f"{path.relative_to(ROOT)}:{number}: {name}: {why}")
    return files


def check_sql(problems):
    sql = re.compile(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|PRAGMA|ATTACH)\s')
    for room in ("geodata", "importer", "service"):
        for path in sorted((ROOT / room).rglob("*.[ch]")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if sql.search(line):
                    problems.append(f"{path.relative_to(ROOT)}:{number}: SQL lives in geodata/sql/")


def check_page(problems):
    rules = [
        (r"\bfetch\s*\(", {"api.js"}, "only api.js asks the service"),
        (r"leaflet(-src)?(\.esm)?\.js['\"]|\bL\.", {"map.js"}, "only map.js knows Leaflet"),
        (r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", set(), "text goes in by textContent"),
    ]
    for path in sorted((ROOT / "www").glob("*.js")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            code = line.split("//")[0]
            if code.lstrip().startswith(("*", "/*")):
                continue
            for pattern, allowed, why in rules:
                if path.name not in allowed and re.search(pattern, code):
                    problems.append(f"www/{path.name}:{number}: {why}")


def check_headers_alone(problems):
    for path in sorted((ROOT / "include/geodata").glob("*.h")):
        done = subprocess.run(
            ["cc", "-std=c17", "-Wall", "-Werror", "-fsyntax-only", "-I", str(ROOT / "include"), "-x", "c", str(path)],
            capture_output=True, text=True)
        if done.returncode != 0:
            problems.append(f"{path.relative_to(ROOT)} does not compile alone: {done.stderr.strip()[:400]}")


def check_itself(problems):
    """The rules would catch what they are for."""
    bad = [
        ("service", "service/x.c", '"', "geodata/publish.h"), ("service", "service/x.c", "<", "sqlite3.h"),
        ("service", "service/x.c", "<", "microhttpd.h"), ("importer", "importer/run/x.c", "<", "microhttpd.h"),
        ("geodata", "geodata/base/x.c", "<", "jansson.h"), ("geodata", "geodata/base/x.c", '"', "params.h"),
        ("include/geodata", "include/geodata/x.h", "<", "sqlite3.h"), ("importer", "importer/run/x.c", "<", "sqlite3.h"),
    ]
    for room, path, kind, name in bad:
        if refusal(room, ROOT / path, kind, name) is None:
            problems.append(f"rooms.py lets {room} include {name}")
    for room, path, name in [
        ("geodata", "geodata/base/x.c", "atlas/atlas_data.h"), ("geodata", "geodata/store/x.c", "geodata/atlas.h"),
        ("importer", "importer/files/x.c", "sheet/sheet_row.h"), ("geodata", "geodata/x.c", "geodata/text.h"),
    ]:
        if climb(room, ROOT / path, '"', name) is None:
            problems.append(f"rooms.py lets {path} include {name}")


def main():
    problems = []
    check_itself(problems)
    files = check_includes(problems)
    check_sql(problems)
    check_page(problems)
    check_headers_alone(problems)
    print("\n".join(problems) if problems else f"{files} files, every room keeps to its doors")
    return 1 if problems or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
