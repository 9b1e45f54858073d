# SPDX-License-Identifier: GPL-3.0-or-later
"""Independent answers to the same questions: nothing here calls Voisoin. Files are read with Python's csv and json,
distances are Vincenty's, polygons are tested by ray casting on doubles, words are folded by unicodedata."""
import csv
import json
import math
import os
import re
import signal
import socket
import subprocess
import time
import unicodedata
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = Path(os.environ.get("VOISOIN_BUILD", ROOT / "build/dev"))
SHARED = Path(os.environ.get("VOISOIN_SHARED", ROOT / "../shared"))
IMPORTER = BUILD / "importer/voisoin-import"
SERVER = BUILD / "service/voisoin-serve"


def fold(text):
    text = text.lower().replace("œ", "oe").replace("æ", "ae")
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", text))


def vincenty_m(lon1, lat1, lon2, lat2):
    """Vincenty's inverse formula on WGS 84 (T. Vincenty, 1975): right to half a millimetre at these distances."""
    a, f = 6378137.0, 1 / 298.257223563
    b = a * (1 - f)
    u1, u2 = (math.atan((1 - f) * math.tan(math.radians(lat))) for lat in (lat1, lat2))
    length = lam = math.radians(lon2 - lon1)
    for _ in range(200):
        sin_sigma = math.hypot(math.cos(u2) * math.sin(lam),
                               math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(lam))
        if sin_sigma == 0:
            return 0.0
        cos_sigma = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(lam)
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = math.cos(u1) * math.cos(u2) * math.sin(lam) / sin_sigma
        cos2_alpha = 1 - sin_alpha ** 2
        cos_2m = cos_sigma - 2 * math.sin(u1) * math.sin(u2) / cos2_alpha if cos2_alpha else 0
        c = f / 16 * cos2_alpha * (4 + f * (4 - 3 * cos2_alpha))
        before = lam
        lam = length + (1 - c) * f * sin_alpha * (
            sigma + c * sin_sigma * (cos_2m + c * cos_sigma * (2 * cos_2m ** 2 - 1)))
        if abs(lam - before) < 1e-12:
            break
    k = cos2_alpha * (a * a - b * b) / (b * b)
    big_a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    big_b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    delta = big_b * sin_sigma * (cos_2m + big_b / 4 * (
        cos_sigma * (2 * cos_2m ** 2 - 1) - big_b / 6 * cos_2m * (4 * sin_sigma ** 2 - 3) * (4 * cos_2m ** 2 - 3)))
    return b * big_a * (sigma - delta)


def rings_of(geometry):
    parts = geometry["coordinates"]
    return [ring for part in (parts if geometry["type"] == "MultiPolygon" else [parts]) for ring in part]


def inside(geometry, lon, lat):
    odd = False
    for ring in rings_of(geometry):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd


def metres_to_edge(geometry, lon, lat):
    """On a local plane: right to a metre within some kilometres. Tells whether a door is too near an edge to judge."""
    shrink, least = math.cos(math.radians(lat)), math.inf
    for ring in rings_of(geometry):
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            ax, ay, bx, by = (x1 - lon) * shrink, y1 - lat, (x2 - lon) * shrink, y2 - lat
            dx, dy = bx - ax, by - ay
            t = max(0, min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy or 1)))
            least = min(least, math.hypot(ax + t * dx, ay + t * dy) * 111195)
    return least


def read_csv(path, delimiter=";"):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def read_features(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))["features"]


def run_importer(data, *arguments, expect=(0,)):
    done = subprocess.run([IMPORTER, "--data", data, *arguments], capture_output=True, text=True)
    if done.returncode not in expect:
        raise SystemExit(f"voisoin-import {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


class Server:
    """voisoin-serve on a free port of the loopback, for the length of a with block."""

    def __init__(self, data):
        self.data = data

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [SERVER, "--data", self.data, "--listen", f"127.0.0.1:{self.port}", "--www", BUILD / "www"],
            stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                if self.get("/healthz")["status"] == "ok":
                    return self
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("voisoin-serve did not become ready")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        if self.process.wait(timeout=30) != 0:
            raise SystemExit(f"voisoin-serve ended with {self.process.returncode}")

    def get(self, path, **parameters):
        query = "?" + urllib.parse.urlencode(parameters, doseq=True) if parameters else ""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}{query}", timeout=30) as answer:
            return json.loads(answer.read())
