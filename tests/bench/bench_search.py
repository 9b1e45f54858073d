# SPDX-License-Identifier: GPL-3.0-or-later
"""All sides of the search, in one run: see SEARCH.md. Run by bench_search.sh, which installs and builds.

bench_search.py BUILD SCRATCH COUNT…"""
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import bench_map
import search_swap
from search_sides import HERE, Behind, Nginx, Postgres, Service, anonymous_mb, median, running, wrk

ROOT = HERE.parent.parent
QUESTIONS = 2000
ROUNDS = 3
ROUND_S = 3
SWAPPED_MOST = 1000  # a hundred times loading more is another measure


def say(*words):
    print(*words, flush=True)


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


def static_nginx(folder, name, size):
    (folder / "www").mkdir(parents=True, exist_ok=True)
    (folder / "www" / name).write_bytes(b"x" * size)
    return Nginx(folder, f"root {folder}/www;")


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
    nginx = static_nginx(scratch / "nginx", "answer.json", size - 300)  # the answer's head is about as long
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
    result.update(bench_map.measure(build, scratch, data, postgres, database))
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
