# SPDX-License-Identifier: GPL-3.0-or-later
"""What the importer's end-to-end tests share: a data folder, the program, and what is published."""
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
SUPPRESSIONS = ROOT / "tests/importer/leaks_of_libraries.txt"
DEMO = ROOT / "geodata/demo"

SQUARE = ("[[[2.32,48.82],[2.34,48.82],[2.34,48.84],[2.32,48.84],[2.32,48.82]]]")


def feature(properties, coordinates, kind="Polygon"):
    return ('{"type":"Feature","properties":%s,"geometry":{"type":"%s","coordinates":%s}}'
            % (properties, kind, coordinates))


def collection(*features, crs=None):
    member = '"crs":{"type":"name","properties":{"name":"%s"}},' % crs if crs else ""
    return '{"type":"FeatureCollection",%s"features":[%s]}' % (member, ",".join(features))


class ImporterCase(unittest.TestCase):
    """Each test gets an empty folder; `self.run_program` answers like a shell."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="voisoin-importer-"))
        self.data = self.folder / "data"

    def tearDown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def run_program(self, *arguments, code=None, data=True):
        place = ["--data", str(self.data)] if data else []
        environment = {k: v for k, v in os.environ.items() if k != "VOISOIN_DATA"}
        environment["LSAN_OPTIONS"] = f"suppressions={SUPPRESSIONS}:print_suppressions=0"
        done = subprocess.run([PROGRAM, *place, *arguments], capture_output=True, text=True,
                              timeout=120, env=environment)
        if code is not None:
            self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def told(self):
        """Everything the workspace was told, so that a test can see that nothing changed."""
        path = self.data / "workspace.sqlite"
        if not path.exists():
            return []
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
            return [database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()
                    for table in ("record", "record_zone", "session", "area")]

    def records(self):
        """Rows in force by name, as dictionaries."""
        with sqlite3.connect(f"file:{self.data / 'workspace.sqlite'}?mode=ro", uri=True) as database:
            database.row_factory = sqlite3.Row
            return {row["name"]: dict(row) for row in database.execute("SELECT * FROM record")}

    def published(self):
        """What readers see: both pointers."""
        pointers = [self.data / "directory/current", self.data / "addresses/current"]
        return [pointer.read_text() if pointer.exists() else None for pointer in pointers]

    def assert_refused(self, arguments, words, code=2):
        """Refused with these words, and nothing changed."""
        before = (self.told(), self.published())
        done = self.run_program(*arguments, code=code)
        output = done.stdout + done.stderr
        for word in words:
            self.assertIn(word, output)
        self.assertEqual((self.told(), self.published()), before)
        return done
