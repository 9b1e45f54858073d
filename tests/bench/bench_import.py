#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Resources with coordinates, from a CSV into a spatially indexed store, beside ogr2ogr and PostGIS in the same run.

    bench_import.py [--build build/release] [--scratch DIR] [--rounds 1] --addresses BAN.csv.gz [COUNT...]

For each COUNT (20000 200000 2000000) generate.py writes the file once; then each side takes it in turn, --rounds times, and
the median is printed:

  voisoin   `sheet`, then `publish`: a workspace that knows each row again, and a checked and synced directory of it
  ogr2ogr   Debian's gdal-bin, CSV to SpatiaLite with its spatial index, one transaction, no sync
  PostGIS   COPY into an unlogged table, points made of it, GiST and ANALYZE, in one process of `postgres --single`

Processor time is user and system of the process and its children, memory the largest resident set. All sides must hold
every row and find the same rows in the same window. As root it installs what is missing of gdal-bin, sqlite3 and
postgresql-15-postgis-3; without PostGIS the other two sides are measured."""
import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

WINDOW = (2.30, 48.82, 2.34, 48.84)  # a part of Paris
POSTGRES = Path("/usr/lib/postgresql/15/bin")
NAMES = ["identifiant", "type", "nom", "profession", "competences", "adresse", "code_postal", "commune", "lon", "lat",
         "telephone"]


class Cost:
    def __init__(self, cpu_s=0.0, wall_s=0.0, memory_mb=0.0):
        self.cpu_s, self.wall_s, self.memory_mb = cpu_s, wall_s, memory_mb

    def __add__(self, other):
        return Cost(self.cpu_s + other.cpu_s, self.wall_s + other.wall_s, max(self.memory_mb, other.memory_mb))


def run(command, stdin=None, environment=None):
    """Runs a program and tells what it and its children took."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.PIPE if stdin else None, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})})
    if stdin:
        process.stdin.write(stdin.encode())
        process.stdin.close()
    said = process.stdout.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))}: {said[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024), said


def ask_sqlite(path, sql):
    return int(subprocess.run(["sqlite3", "-readonly", "-cmd", ".load mod_spatialite", path, sql], check=True,
                              capture_output=True, text=True).stdout.strip())


def in_window(index, table, key, geometry, extra=""):
    """By the index first, by the point itself then: boxes are rounded, each side in its way."""
    west, south, east, north = WINDOW
    return (f"SELECT count(*) FROM {index} JOIN {table} ON {table}.{key} = pkid {extra} WHERE xmax >= {west} AND "
            f"xmin <= {east} AND ymax >= {south} AND ymin <= {north} AND MbrMinX({geometry}) BETWEEN {west} AND {east} "
            f"AND MbrMinY({geometry}) BETWEEN {south} AND {north}")


def voisoin(options, source, folder):
    data = folder / "voisoin"
    shutil.rmtree(data, ignore_errors=True)
    program = options.build / "importer/voisoin-import"
    sheet, _ = run([program, "--data", data, "sheet", source])
    publish, _ = run([program, "--data", data, "publish"])
    path = data / "directory/directory-1.sqlite"
    rows = ask_sqlite(path, "SELECT count(*) FROM resource")
    found = ask_sqlite(path, in_window("idx_place_geometry", "place", "id", "place.geometry",
                                       "JOIN resource ON resource.place = place.id"))
    return {"sheet": sheet, "publish": publish, "voisoin": sheet + publish}, rows, found, path


def ogr2ogr(_options, source, folder):
    path = folder / "ogr.sqlite"
    path.unlink(missing_ok=True)
    cost, _ = run(["ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES", "-gt", "unlimited", "-a_srs", "EPSG:4326", "-nln",
                   "resource", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", "-oo", "SEPARATOR=SEMICOLON",
                   path, source], environment={"OGR_SQLITE_SYNCHRONOUS": "OFF", "OGR_SQLITE_CACHE": "256"})
    rows = ask_sqlite(path, "SELECT count(*) FROM resource")
    return {"ogr2ogr": cost}, rows, ask_sqlite(path, in_window("idx_resource_GEOMETRY", "resource", "ogc_fid", "resource.GEOMETRY")), path


def as_postgres(command):
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *map(str, command)]


def postgis(_options, source, folder):
    cluster = folder / "postgres"
    shutil.rmtree(cluster, ignore_errors=True)
    cluster.mkdir()
    shutil.chown(cluster, "postgres", "postgres")
    run(as_postgres([POSTGRES / "initdb", "-D", cluster, "-E", "UTF8", "--locale=C.UTF-8"]))
    settings = ["fsync=off", "shared_buffers=1GB", "maintenance_work_mem=512MB", "max_wal_size=8GB", "autovacuum=off",
                "max_parallel_maintenance_workers=0", "jit=off"]
    single = as_postgres([POSTGRES / "postgres", "--single", "-D", cluster, *[f"-c{value}" for value in settings],
                          "postgres"])
    columns = ", ".join(f"{name} {'float8' if name in ('lon', 'lat') else 'text'}" for name in NAMES)
    west, south, east, north = WINDOW
    run(single, "CREATE EXTENSION postgis\n")
    cost, _ = run(single, f"CREATE UNLOGGED TABLE row ({columns})\n"
                          f"COPY row FROM '{source}' (FORMAT csv, HEADER, DELIMITER ';')\n"
                          f"CREATE UNLOGGED TABLE resource AS SELECT row.*, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS geometry FROM row\n"
                          f"DROP TABLE row\n"
                          f"CREATE INDEX ON resource USING gist (geometry)\nANALYZE resource\n")
    _, said = run(single, "SELECT 'rows ' || count(*) FROM resource\n"
                          f"SELECT 'found ' || count(*) FROM resource WHERE geometry && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326)"
                          f" AND lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north}\n")
    words = {part.split()[0]: int(part.split()[1].rstrip('"')) for part in said.split('"') if part.startswith(("rows ", "found "))}
    return {"PostGIS": cost}, words["rows"], words["found"], None


def source_of(options, count, folder):
    path = folder / "points.csv"
    subprocess.run([sys.executable, Path(__file__).with_name("generate.py"), "points", "--defects", "0", "--rows", str(count),
                    "--addresses", *options.addresses, "--output", path], check=True)
    path.chmod(0o644)
    return path


def install():
    wanted = [("ogr2ogr", "gdal-bin"), ("sqlite3", "sqlite3 libsqlite3-mod-spatialite"), (POSTGRES / "initdb", "postgresql-15 postgresql-15-postgis-3")]
    missing = [package for program, names in wanted if not shutil.which(program) for package in names.split()]
    if missing and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *missing], check=True, env=environment,
                       stdout=subprocess.DEVNULL)


def measure(options, count, folder):
    source = source_of(options, count, folder)
    sides = [voisoin, ogr2ogr] + ([postgis] if (POSTGRES / "initdb").exists() and os.geteuid() == 0 else [])
    costs, sizes, found = {}, {}, {}
    for _ in range(options.rounds):
        for side in sides:
            parts, rows, found[side], path = side(options, source, folder)
            assert rows == count, f"{side.__name__}: {rows} rows of {count}"
            for name, cost in parts.items():
                costs.setdefault(name, []).append(cost)
            if path:
                sizes[list(parts)[-1]] = path.stat().st_size / 1e6
    assert found[voisoin] == found[ogr2ogr] == found.get(postgis, found[ogr2ogr]), f"in the window: {found}"
    base = statistics.median(cost.cpu_s for cost in costs["ogr2ogr"])
    print(f"\n{count} rows, {source.stat().st_size / 1e6:.0f} MB of CSV, {found[voisoin]} of them in the window of every side\n")
    print("| side | processor s | ogr2ogr = 1 | wall s | memory MB | file MB |\n|---|---|---|---|---|---|")
    for name, values in costs.items():
        cpu_s, wall_s, memory_mb = (statistics.median(getattr(value, part) for value in values)
                                    for part in ("cpu_s", "wall_s", "memory_mb"))
        size = f"{sizes[name]:.0f}" if name in sizes else ""
        print(f"| {name} | {cpu_s:.2f} | {cpu_s / base:.2f} | {wall_s:.1f} | {memory_mb:.0f} | {size} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path("build/release"))
    parser.add_argument("--scratch", type=Path, default=Path("build/bench/import"))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--addresses", action="append", required=True)
    parser.add_argument("count", type=int, nargs="*", default=[20000, 200000, 2000000])
    options = parser.parse_args()
    install()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for count in options.count:
        folder = (options.scratch / str(count)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        measure(options, count, folder)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
