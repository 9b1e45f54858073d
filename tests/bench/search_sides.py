# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that bench_search.py and bench_map.py put side by side: each on the loopback, on a free port, ended by its number; what
they spend is the processor's time of all their processes."""
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
POSTGRES = Path("/usr/lib/postgresql/15/bin")


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
    """Of `location`, in `folder`."""

    def __init__(self, folder, location):
        folder.mkdir(parents=True, exist_ok=True)
        port = free_port()
        (folder / "nginx.conf").write_text(f"""daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
            user root; events {{ worker_connections 512; }}
            http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=10;
              server {{ listen 127.0.0.1:{port}; location / {{ {location} }} }} }}""")
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

    def spent_on_s(self, database):
        return sum(processor_s(pid) for pid in self.backends(database))

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

    def spent_s(self):
        return super().spent_s() + self.postgres.spent_on_s(self.database)


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
