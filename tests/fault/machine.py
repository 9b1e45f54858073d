# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of failing machines share: a small community in two versions, and what a folder holds."""
import gzip
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("VOISOIN_BUILD", ROOT / "build/dev"))
PROGRAM = BUILD / "importer/voisoin-import"
DEMO = ROOT / "geodata/demo"
PEOPLE = 60
# What no two runs have in common: moments, what counts runs, and the numbers that rows are given.
RESTLESS = {"imported_at", "turn", "published_at", "last_update", "last_verified", "id", "generation.number"}
HIDDEN = ("sqlite_", "spatialite_history", "geometry_columns", "sql_statements_log", "idx_")


def sheet(version):
    """PEOPLE nurses, each with the version in every field that can hold it."""
    lines = ["identifiant;nom;profession;adresse;code postal;commune;lon;lat;domicile;zone;horaires;remarque"]
    for n in range(PEOPLE + version):  # another version is another number of people too
        lines.append(f"p{n};Cabinet {n} v{version};Infirmier;{n + 1} rue Daguerre;75014;Paris;"
                     f"{2.325 + n / 20000:.6f};48.8335;oui;rayon {version} km;lundi-vendredi {6 + version}h-19h;v{version}")
    return "\n".join(lines) + "\n"


def addresses(version):
    lines = (DEMO / "adresses.csv").read_text().splitlines(keepends=True)[:400 + 100 * version]
    return gzip.compress("".join(lines).encode(), mtime=0)


class Rows:
    """The rows of a database as texts, where a row that another points to stands for its number."""

    def __init__(self, database):
        self.database = database
        self.named = {}

    def columns(self, table):
        return [row[1] for row in self.database.execute(f'PRAGMA table_info("{table}")')]

    def by_id(self, table):
        if table not in self.named:
            self.named[table] = dict(self.read(table, "id"))
        return self.named[table]

    def read(self, table, key=None):
        """(key, text) of every row."""
        links = {row[3]: row[2] for row in self.database.execute(f'PRAGMA foreign_key_list("{table}")')
                 if row[4] in (None, "id") and "id" in self.columns(row[2])}
        names = [name for name in self.columns(table)
                 if name not in RESTLESS and f"{table}.{name}" not in RESTLESS]
        wanted = ", ".join([key or "0"] + [f'"{name}"' for name in names])
        for row in self.database.execute(f'SELECT {wanted} FROM "{table}"'):
            cells = [self.by_id(links[name]).get(cell) if name in links else cell
                     for name, cell in zip(names, row[1:])]
            yield row[0], repr(cells)


def content(path):
    """Every row of a whole database, what changes from run to run aside; fails when it is not whole."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise AssertionError(f"{path}: {verdict}")
        tables = [name for name, in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
        every = Rows(database)
        found = {table: sorted(text for _, text in every.read(table))
                 for table in tables if not table.startswith(HIDDEN)}
    database.close()
    return found


class Machine(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="voisoin-fault-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for version in (1, 2):
            (self.folder / f"v{version}").mkdir()
            (self.folder / f"v{version}/infirmiers.csv").write_text(sheet(version))
            (self.folder / f"v{version}/adresses.csv.gz").write_bytes(addresses(version))
            day = 1_790_000_000 + 86400 * version
            for file in (self.folder / f"v{version}").iterdir():
                os.utime(file, (day, day))

    def order(self, what, version):
        """The arguments that make a folder say `version`."""
        return {"import": ["sheet", str(self.folder / f"v{version}/infirmiers.csv")],
                "addresses": ["addresses", str(self.folder / f"v{version}/adresses.csv.gz")],
                "publish": ["publish"]}[what]

    def start(self, data, arguments, **environment):
        return subprocess.Popen([PROGRAM, "--data", data, *arguments], stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True,
                                env={**os.environ, "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
                                     **environment})

    def run_program(self, data, arguments, code=0, **environment):
        program = self.start(data, arguments, **environment)
        told, logged = program.communicate(timeout=300)
        if code is not None:
            self.assertEqual(program.returncode, code, f"{arguments}\n{told}\n{logged}")
        return program.returncode, told, logged

    def load(self, data, version):
        for what in ("addresses", "import", "publish"):
            self.run_program(data, self.order(what, version))

    @staticmethod
    def current(data, series):
        return int((data / series / "current").read_text())

    def published(self, data, series="directory"):
        return content(data / series / f"{series}-{self.current(data, series)}.sqlite")

    @staticmethod
    def told(data):
        return content(data / "workspace.sqlite")

    @staticmethod
    def leftovers(data):
        return [path for path in data.rglob("*") if ".part" in path.name or path.name.endswith("-journal")]
