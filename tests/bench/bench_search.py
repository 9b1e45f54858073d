# SPDX-License-Identifier: GPL-3.0-or-later
"""All sides of the search, in one run: see SEARCH.md. Run by bench_search.sh, which installs and builds.

bench_search.py BUILD SCRATCH COUNT…"""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import search_swap

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
POSTGRES = Path("/usr/lib/postgresql/15/bin")
QUESTIONS = 2000
ROUNDS = 3
ROUND_S = 3
SWAPPED_MOST = 1000  # a hundred times loading more is another measure


def say(*words):
    print(*words, flush=True)


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def wait_for_port(port, process, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"nothing listens on port {port}")


def processor_s(process):
    """What a process has spent, all its threads; Linux makes the clock's number from the process's."""
    try:
        return time.clock_gettime((~process << 3) | 2)
    except OSError:
        return 0.0


def children(process):
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(word) for word in path.read_text().split()] if path.exists() else []


def anonymous_mb(process):
    found = re.search(r"RssAnon:\s*(\d+)", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024


running = []  # all that was started, to be ended whatever happens


class Program:
    """A server that this run started, and ends by its number."""

    def __init__(self, command, port=None, **options):
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)
        self.port = port
        running.append(self)
        if port:
            wait_for_port(port, self.process)

    def pids(self):
        return [self.process.pid]

    def spent_s(self):
        return sum(processor_s(pid) for pid in self.pids())

    def stop(self):
        if self in running:
            running.remove(self)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Nginx(Program):
    def __init__(self, scratch, name, size):
        folder = scratch / "nginx"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "www").mkdir(parents=True)
        (folder / "www" / name).write_bytes(b"x" * size)
        port = free_port()
        (folder / "nginx.conf").write_text(f"""daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
            user root; events {{ worker_connections 512; }}
            http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10;
              server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}""")
        super().__init__(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], port,
                         stderr=subprocess.DEVNULL)

    def pids(self):
        return children(self.process.pid)


class Postgres(Program):
    """A cluster of its own, on a socket in its folder."""

    def __init__(self, scratch):
        self.folder = scratch / "postgres"
        self.user = [] if os.getuid() else ["runuser", "-u", "postgres", "--"]
        if not (self.folder / "data").exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.user:
                shutil.chown(self.folder, "postgres")
            self.run(POSTGRES / "initdb", "-D", self.folder / "data", "-A", "trust", "--no-sync", "-U", "bench",
                     "--locale=C.UTF-8")
        command = [*self.user, POSTGRES / "postgres", "-D", self.folder / "data", "-k", self.folder]
        for setting in ("listen_addresses=", "shared_buffers=3GB", "work_mem=64MB", "effective_cache_size=12GB",
                        "random_page_cost=1.1", "fsync=off", "full_page_writes=off", "max_wal_size=8GB", "jit=off",
                        "max_parallel_workers_per_gather=0", "autovacuum=off"):
            command += ["-c", setting]
        super().__init__([str(word) for word in command], stderr=open(self.folder.parent / "postgres.log", "w"))
        for _ in range(200):
            if subprocess.run([POSTGRES / "pg_isready", "-h", self.folder, "-q"]).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError("postgres does not start")

    def run(self, *command, **options):
        subprocess.run([str(word) for word in [*self.user, *command]], check=True, stdout=subprocess.DEVNULL, **options)

    def backends(self, database):
        found = []
        for parent in [self.process.pid, *children(self.process.pid)]:
            for child in children(parent):
                title = Path(f"/proc/{child}/cmdline").read_bytes().decode(errors="replace")
                if f" {database} " in title:
                    found.append(child)
        return found

    def where(self, database):
        return f"host={self.folder} user=bench dbname={database}"

    def load(self, database, files):
        known = subprocess.run([POSTGRES / "psql", "-h", self.folder, "-U", "bench", "-d", "postgres", "-Atc",
                                f"SELECT 1 FROM pg_database WHERE datname = '{database}_done'"],
                               capture_output=True, text=True, check=True).stdout.strip()
        if known:
            return
        admin = [POSTGRES / "psql", "-q", "-h", self.folder, "-U", "bench", "-d"]
        for sql in (f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database}"):
            subprocess.run([*admin, "postgres", "-c", sql], check=True)
        subprocess.run([*admin, database, "-f", HERE / "search_postgis.sql"], check=True, cwd=files)
        subprocess.run([*admin, "postgres", "-c", f"CREATE DATABASE {database}_done"], check=True)


class Behind(Program):
    """search_postgis serve, and PostgreSQL's processes behind it."""

    def __init__(self, tool, postgres, database, counted):
        port = free_port()
        self.postgres, self.database = postgres, database
        super().__init__([tool, "serve", postgres.where(database), str(port), counted], port)

    def pids(self):
        return [self.process.pid, *self.postgres.backends(self.database)]


class Service(Program):
    def __init__(self, build, data):
        port = free_port()
        config = data / "service.ini"
        config.write_text("[service]\naccess_log = off\n")
        self.began = time.monotonic()
        super().__init__([build / "service/voisoin-serve", "--data", data, "--config", config, "--listen",
                          f"127.0.0.1:{port}"], port, stderr=subprocess.DEVNULL)
        self.get("/api/v1/status")
        self.ready_s = time.monotonic() - self.began

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=600) as answer:
            return answer.read()


def wrk(server, paths, seconds, connections=8):
    """(requests, µs of processor a request, bytes a request, p50 and p99 in ms)"""
    before = server.spent_s()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", HERE / "search.lua",
               f"http://127.0.0.1:{server.port}", "--", paths]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    spent = server.spent_s() - before
    requests, errors, size, p50, p99 = map(int, re.search(
        r"requests (\d+) errors (\d+) bytes (\d+) p50 (\d+) p99 (\d+)", out).groups())
    if errors or not requests:
        raise RuntimeError(out)
    return requests, spent / requests * 1e6, size / requests, p50 / 1000, p99 / 1000


def median(values):
    return sorted(values)[len(values) // 2]


def figures(command):
    """What a program printed: name, value, unit."""
    out = subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True).stdout
    return {line.split("\t")[0]: float(line.split("\t")[1]) for line in out.splitlines()}


def answers_of(path):
    found = {}
    for line in path.read_text().splitlines():
        kind, number, matched, *hits = line.split("\t")
        found[kind, int(number)] = (int(matched), [(int(h.split(":")[0]), float(h.split(":")[1])) for h in hits])
    return found


def same_hits(ours, theirs):
    """The same places in the same order, but for those as far as each other (to 2 cm: the plane's order)."""
    if len(ours) != len(theirs):
        return False
    for (name, metres), (other, other_metres) in zip(ours, theirs):
        if abs(metres - other_metres) > 0.02:
            return False
        twins = [n for n, m in ours if abs(m - other_metres) <= 0.02]
        is_cut = abs(ours[-1][1] - other_metres) <= 0.02  # its twin may be the twenty-first
        if other != name and other not in twins and not is_cut:
            return False
    return True


def compare(ours, theirs, counted):
    """How many questions have the same answer; those that differ are named."""
    same = 0
    for key, (matched, hits) in ours.items():
        kind = key[0].removesuffix("_hits")  # the same question without near misses
        other_matched, other_hits = theirs[kind, key[1]]
        good = same_hits(hits, other_hits) and (kind not in counted or matched == other_matched)
        if not good:
            say("DIFFERENT", key, matched, other_matched, hits, other_hits)
        same += good
    return same


def paths_of(data):
    lines = (data / "questions.tsv").read_text().splitlines()
    paths = []
    for line in lines:
        lon, lat, skill, _ = line.split("\t")
        paths.append(f"/api/v1/resources?lon={lon}&lat={lat}&skill=loc%3Asoin-{int(skill) - 25}&radius_m=2000&limit=20")
    return paths


def compare_http(service, behind, paths):
    for path in paths:
        ours = json.loads(service.get(path))
        with urllib.request.urlopen(f"http://127.0.0.1:{behind.port}{path.replace('%3A', ':')}", timeout=60) as answer:
            theirs = json.loads(answer.read())
        a = [(f["properties"]["distance_m"], f["id"]) for f in ours["features"]]
        b = [(f["properties"]["distance_m"], f["id"]) for f in theirs["features"]]
        if sorted(a) != sorted(b) or theirs["numberMatched"] not in (None, ours["numberMatched"]):
            raise RuntimeError(f"answers differ: {path}")
        for mine, other in zip(sorted(ours["features"], key=lambda f: f["id"]), sorted(theirs["features"], key=lambda f: f["id"])):
            if set(mine["properties"]) != set(other["properties"]):
                raise RuntimeError(f"fields differ: {path}")


def count_of(data):
    return int(data.name)


def bench_http(build, scratch, data, postgres, database, result):
    tools = build / "tests/bench"
    paths = paths_of(data)
    full = [path for path, keep in zip(paths, result["full"]) if keep]
    (data / "paths.txt").write_text("\n".join(full) + "\n")
    (data / "static.txt").write_text("/answer.json\n")
    service = Service(build, data)
    result["ready"] = service.ready_s
    result["anonymous"] = anonymous_mb(service.process.pid)
    size = round(wrk(service, data / "paths.txt", 2)[2])
    nginx = Nginx(scratch, "answer.json", size - 300)  # the answer's head is about as long
    servers = {"voisoin": (service, data / "paths.txt"), "nginx": (nginx, data / "static.txt")}
    if postgres:
        servers["postgis"] = (Behind(tools / "search_postgis", postgres, database, "uncounted"), data / "paths.txt")
        servers["postgis_counted"] = (Behind(tools / "search_postgis", postgres, database, "counted"), data / "paths.txt")
        compare_http(service, servers["postgis_counted"][0], full[:100])
        compare_http(service, servers["postgis"][0], full[:20])
    spent = {name: [] for name in servers}
    for name, (server, asked) in servers.items():
        wrk(server, asked, 1)
    for _ in range(ROUNDS):
        for name, (server, asked) in servers.items():
            spent[name].append(wrk(server, asked, ROUND_S))
    for name in servers:
        result["http_" + name] = median([round_[1] for round_ in spent[name]])
    result["bytes"] = size
    tail = [wrk(service, data / "paths.txt", ROUND_S, 32) for _ in range(ROUNDS)]
    result["p50"], result["p99"] = median([t[3] for t in tail]), median([t[4] for t in tail])
    result["rate"] = median([t[0] for t in tail]) / ROUND_S
    if count_of(data) <= SWAPPED_MOST:
        result["swap_answers"], result["swap_failures"] = search_swap.swap(service, data, paths)
    for server, _ in servers.values():
        server.stop()


def bench(build, scratch, count, postgres):
    tools, data = build / "tests/bench", scratch / str(count)
    database = f"bench_{count}"
    if not (data / "directory/current").exists():
        subprocess.run([tools / "search_data", data, str(count), str(QUESTIONS)], check=True)
    result = figures([tools / "search_engine", data, data / "engine.answers"])
    ours = answers_of(data / "engine.answers")
    result["full"] = [len(ours["near", i][1]) == 20 for i in range(QUESTIONS)]
    if not any(result["full"]):
        result["full"] = [len(ours["near", i][1]) > 0 for i in range(QUESTIONS)]
    result["questions"] = sum(result["full"])
    if postgres:
        if not (data / "loaded").exists():
            (data / "tsv").mkdir(exist_ok=True)
            subprocess.run([tools / "search_dump", data, data / "tsv"], check=True)
            postgres.load(database, data / "tsv")
            shutil.rmtree(data / "tsv")
            (data / "loaded").touch()
        theirs = figures([tools / "search_postgis", "ask", postgres.where(database), data, data / "postgis.answers"])
        result.update({"postgis_" + name: value for name, value in theirs.items()})
        result["same"] = compare(ours, answers_of(data / "postgis.answers"), ("near", "home"))
        result["compared"] = len(ours)
    bench_http(build, scratch, data, postgres, database, result)
    del result["full"]
    return result


def main():
    build, scratch, counts = Path(sys.argv[1]), Path(sys.argv[2]), [int(word) for word in sys.argv[3:]]
    scratch.mkdir(parents=True, exist_ok=True)
    os.chmod(scratch, 0o755)
    os.chdir(ROOT)
    postgres = None if os.environ.get("WITHOUT_POSTGIS") else Postgres(scratch)
    try:
        for count in counts:
            result = bench(build, scratch, count, postgres)
            say(f"== {count}")
            for name, value in result.items():
                say(f"{name}\t{value:.2f}")
            (scratch / f"result-{count}.json").write_text(json.dumps(result, indent=1))
    finally:
        for program in reversed(running[:]):
            program.stop()


if __name__ == "__main__":
    main()
