# SPDX-License-Identifier: GPL-3.0-or-later
"""Boxes of the map that hold a thousand points: the service against MapServer's WFS over PostGIS. Part of bench_search.py; see
SEARCH.md. Both sides are asked the same boxes, one after the other, and must name the same resources."""
import http.client
import json
import os
import socket

from search_sides import Nginx, Program, Service, median

BOXES = 100
POINTS = 1000
NEAR_ENOUGH = 10  # points more or less
WIDEST = 10  # half of a box's side, in degrees
ROUNDS = 3
PASSES = 3  # over all boxes, each round

MAPFILE = """MAP
  NAME "points"
  EXTENT -180 -90 180 90
  PROJECTION "init=epsg:4326" END
  WEB
    METADATA
      "ows_enable_request" "*"
      "ows_onlineresource" "http://127.0.0.1/"
      "ows_srs" "EPSG:4326"
      "wfs_getfeature_formatlist" "geojson"
    END
  END
  OUTPUTFORMAT
    NAME "geojson"
    DRIVER "OGR/GEOJSON"
    MIMETYPE "application/json; subtype=geojson"
    FORMATOPTION "STORAGE=stream"
    FORMATOPTION "FORM=simple"
    FORMATOPTION "LCO:COORDINATE_PRECISION=6"
  END
  LAYER
    NAME "point"
    TYPE POINT
    STATUS ON
    EXTENT -180 -90 180 90
    CONNECTIONTYPE POSTGIS
    CONNECTION "%s"
    DATA "place FROM point USING UNIQUE id USING SRID=4326"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    PROJECTION "init=epsg:4326" END
    TEMPLATE "unused"
    METADATA
      "wfs_title" "point"
      "gml_featureid" "id"
      "gml_include_items" "public_id,name,profession"
    END
  END
END
"""


class Wfs:
    """nginx, mapserv, and PostgreSQL's processes behind it."""

    def __init__(self, folder, postgres, database):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "points.map").write_text(MAPFILE % postgres.where(database))
        (folder / "mapserver.conf").write_text(f'CONFIG\n  ENV\n    MS_MAPFILE "{folder}/points.map"\n  END\nEND\n')
        path = folder / "socket"
        path.unlink(missing_ok=True)
        self.postgres, self.database = postgres, database
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(64)
            # FastCGI: it takes its requests from the socket that is its input.
            self.mapserv = Program(["/usr/lib/cgi-bin/mapserv"], stdin=listener,
                                   env={**os.environ, "MAPSERVER_CONFIG_FILE": str(folder / "mapserver.conf")})
        self.nginx = Nginx(folder, f"include /etc/nginx/fastcgi_params; fastcgi_pass unix:{path}; fastcgi_buffers 64 16k;")
        self.port = self.nginx.port

    def spent_s(self):
        return self.nginx.spent_s() + self.mapserv.spent_s() + self.postgres.spent_on_s(self.database)

    def stop(self):
        self.nginx.stop()
        self.mapserv.stop()


def our_path(box):
    return "/api/v1/map?bbox=" + ",".join(f"{side:.7f}" for side in box)


def wfs_path(box):
    west, south, east, north = box
    return ("/?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=point&OUTPUTFORMAT=geojson&"
            f"BBOX={south:.7f},{west:.7f},{north:.7f},{east:.7f},urn:ogc:def:crs:EPSG::4326")


def box_around(lon, lat, half):
    return lon - half, lat - half, lon + half, lat + half


def box_of_many(service, lon, lat):
    """The box around a door that holds about POINTS, or the widest."""
    low, high = 0.0, float(WIDEST)
    half = high
    for _ in range(30):
        count = json.loads(service.get(our_path(box_around(lon, lat, half)) + "&zoom=0"))["numberMatched"]
        if abs(count - POINTS) <= NEAR_ENOUGH or (half == WIDEST and count < POINTS):
            break
        low, high = (half, high) if count < POINTS else (low, half)
        half = (low + high) / 2
    return box_around(lon, lat, half)


def boxes_of(service, data):
    lines = (data / "questions.tsv").read_text().splitlines()
    doors = [line.split("\t")[:2] for line in lines[:: max(1, len(lines) // BOXES)][:BOXES]]
    return [box_of_many(service, float(lon), float(lat)) for lon, lat in doors]


def ask(server, paths):
    """The answers, by one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:400]}")
        yield body
    connection.close()


def compare(service, wfs, boxes):
    """How many points the boxes hold; both sides name the same."""
    points = 0
    ours = ask(service, map(our_path, boxes))
    theirs = ask(wfs, map(wfs_path, boxes))
    for box, mine, other in zip(boxes, ours, theirs):
        mine, other = json.loads(mine)["features"], json.loads(other)["features"]
        if any("count" in feature["properties"] for feature in mine):
            raise RuntimeError(f"clusters in {box}")
        names = sorted(feature["id"] for feature in mine)
        if names != sorted(feature["properties"]["public_id"] for feature in other):
            raise RuntimeError(f"answers differ: {box}")
        points += len(names)
    return points


def spend(server, paths):
    """(µs of processor, bytes) a request"""
    before = server.spent_s()
    size = sum(len(body) for _ in range(PASSES) for body in ask(server, paths))
    return (server.spent_s() - before) / PASSES / len(paths) * 1e6, size / PASSES / len(paths)


def points_of(service, boxes):
    """How many points the boxes hold."""
    return sum(len(json.loads(body)["features"]) for body in ask(service, map(our_path, boxes)))


def measure(build, scratch, data, postgres, database):
    """Without PostGIS (postgres is None), our side alone."""
    service = Service(build, data)
    boxes = boxes_of(service, data)
    sides = {"voisoin": (service, list(map(our_path, boxes)))}
    if postgres is not None:
        wfs = Wfs(scratch / "mapserver", postgres, database)
        sides["mapserver"] = (wfs, list(map(wfs_path, boxes)))
    points = points_of(service, boxes) if postgres is None else compare(service, wfs, boxes)
    result = {"map_points": points / len(boxes)}
    rounds = [{name: spend(*side) for name, side in sides.items()} for _ in range(ROUNDS + 1)][1:]  # the first warms
    for name, (server, _) in sides.items():
        result["map_" + name] = median([round_[name][0] for round_ in rounds])
        result["map_bytes_" + name] = rounds[0][name][1]
        server.stop()
    return result
