#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""voisoin-serve over its socket, in Bourg-Voisin (tests/support/town.c)."""
import datetime
import gzip
import http.client
import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

from schema import faults
from server import SERVE, Server, folder, publish

HERE = "lon=2.3165&lat=48.8036"
DEBIAN = "/usr/lib/python3/dist-packages"
PAGE = "<!DOCTYPE html><html lang=\"fr\"><title>Essai</title><p>" + "mot " * 1000 + "</p></html>"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(kind, body):
    return json.loads(body) if kind.endswith("json") else body.decode("utf-8")


class OneServer(unittest.TestCase):
    """Tests that only ask share one service."""

    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        publish(cls.place.name)
        publish(cls.place.name, "addresses")
        www = os.path.join(cls.place.name, "www")
        write(os.path.join(www, "index.html"), PAGE)
        write(os.path.join(www, "main.js"), "export const one = 1;\n")
        write(os.path.join(www, "words", "fr.json"), "{}\n")
        write(os.path.join(www, ".secret"), "no\n")
        cls.server = Server(cls.place.name, "--www", www)

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.place.cleanup()
        if code != 0:
            raise AssertionError("exit %d\n%s" % (code, cls.server.log()))

    def get(self, target, *args, **headers):
        return self.server.get(target, *args, **headers)

    def answer(self, target):
        code, _, body = self.get(target)
        self.assertEqual(code, 200, body)
        return json.loads(body)


class Answers(OneServer):
    def test_answers_are_what_openapi_says(self):
        document = self.answer("/api/v1/openapi.json")
        one = self.answer("/api/v1/resources?skill=pansement&limit=1")["features"][0]["id"]
        cases = {
            "/api/v1/resources": ["?limit=200", "?" + HERE + "&limit=2", "?" + HERE + "&mode=home&skill=pansement",
                                  "?" + HERE + "&at=2026-11-22T03:00",
                                  "?q=infirmi%C3%A8re+%C3%A0+domicile+12+rue+d%27Al%C3%A9sia+samedi+xyzzy", "?address=12+rue+d%27Al%C3%A9sia+75014+Paris"],
            "/api/v1/orientation": ["?" + HERE + "&need=pansement,mode=home&need=vaccin+grippe"],
            "/api/v1/sessions": ["?" + HERE, "?" + HERE + "&skill=grippe&radius_m=20000&limit=1",
                                 "?resource=" + one],
            "/api/v1/sessions.ics": [""], "/api/v1/sessions.csv": ["?" + HERE],
            "/api/v1/resources/{id}": [""], "/api/v1/zones": ["?resource=" + one], "/api/v1/territory": [""],
            "/api/v1/skills": ["", "?q=kin%C3%A9"], "/api/v1/status": [""],
            "/api/v1/map": ["?bbox=2.2,48.7,2.5,48.9&zoom=3", "?bbox=2.2,48.7,2.5,48.9", "?bbox=178,-20,-170,0&zoom=5",
                            "?bbox=2.2,48.7,2.5,48.9&zoom=13&skill=pansement&mode=home&" + HERE],
            "/api/v1/basemap": ["?bbox=2.32,48.82,2.33,48.83&zoom=16"], "/api/v1/openapi.json": [""],
            "/search/": ["?q=12+rue+d%27al%C3%A9sia", "?q=rue&type=street&lon=2.3&lat=48.8"],
            "/reverse/": ["?lon=2.334&lat=48.8277&limit=5", "?lon=2.334&lat=48.8277&distance=1000"], "/healthz": [""],
            "/metrics": [""],
        }
        self.assertEqual(set(cases), {path for path, item in document["paths"].items() if "get" in item})
        for path, questions in cases.items():
            content = document["paths"][path]["get"]["responses"]["200"]["content"]
            (kind, media), = content.items()
            for question in questions:
                code, headers, body = self.get(path.replace("{id}", one) + question)
                self.assertEqual(code, 200, path + question)
                self.assertEqual(headers["Content-Type"].split(";")[0], kind)
                self.assertEqual(list(faults(document, media["schema"], read(kind, body))), [], path + question)

    def test_the_sessions_of_one_resource_are_those_among_all(self):
        last = datetime.date.today() + datetime.timedelta(days=300)
        ask = "/api/v1/sessions?limit=1000&to=%s" % last
        everything = self.answer(ask)["sessions"]
        for feature in self.answer("/api/v1/resources?limit=200")["features"]:
            host = feature["id"]
            mine = self.answer(ask + "&resource=" + host)["sessions"]
            self.assertEqual(mine, [session for session in everything if session["resource"]["id"] == host])
        self.assertEqual(self.get("/api/v1/sessions.ics?resource=none")[0], 404)

    def test_a_box_of_the_map_counts_what_all_pages_hold(self):
        everything = self.answer("/api/v1/resources?limit=200")["features"]
        places = [feature["geometry"]["coordinates"] for feature in everything if feature["geometry"]]
        chance = random.Random(5)
        for number in range(200):
            west, east = sorted(chance.uniform(2.29, 2.34) for _ in range(2))
            south, north = sorted(chance.uniform(48.79, 48.83) for _ in range(2))
            box = "%.6f,%.6f,%.6f,%.6f" % (west, south, east, north)
            zoom = "" if number % 4 == 0 else "&zoom=%d" % chance.randrange(23)
            answer = self.answer("/api/v1/map?bbox=" + box + zoom)
            west, south, east, north = map(float, box.split(","))
            inside = sum(west <= lon <= east and south <= lat <= north for lon, lat in places)
            self.assertEqual(answer["numberMatched"], inside, box)
            self.assertEqual(sum(mark["properties"].get("count", 1) for mark in answer["features"]), inside)
            self.assertEqual(len(answer["features"]), answer["numberReturned"])
            known = {feature["id"]: feature["properties"] for feature in everything}
            alone = [mark for mark in answer["features"] if "count" not in mark["properties"]]
            for mark in alone:
                resource = known[mark["id"]]
                profession = resource["profession"] and resource["profession"]["code"]
                self.assertEqual(mark["properties"], {"id": mark["id"], "kind": resource["kind"], "name": resource["name"],
                                                      "profession": profession})
            shown = [known[mark["id"]]["profession"] for mark in alone]
            by_code = {skill["code"]: skill for skill in shown if skill}
            self.assertEqual(sorted(answer["professions"], key=lambda skill: skill["code"]), [by_code[code] for code in sorted(by_code)])
        self.assertEqual(self.answer("/api/v1/map?bbox=-180,-90,180,90&zoom=0")["numberMatched"], len(places))

    def test_refusals_are_what_openapi_says(self):
        document = self.answer("/api/v1/openapi.json")
        for target, code in {"/api/v1/resources?limit=x": 400, "/api/v1/resources/none": 404, "/api/v1/map?bbox=3,4,1,2": 400, "/nothing": 404,
                             "/search/?q=" + "a" * 201: 413, "/" + "a" * 9000: 414}.items():
            status, headers, body = self.get(target)
            self.assertEqual(status, code, target)
            self.assertEqual(headers["Content-Type"], "application/problem+json")
            self.assertEqual(list(faults(document, {"$ref": "#/components/schemas/Problem"}, json.loads(body))), [])
            self.assertNotIn("ETag", headers)

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "XYZZY"):
            code, headers, _ = self.get("/api/v1/status", method)
            self.assertEqual((code, headers["Allow"]), (405, "GET, HEAD, OPTIONS"), method)
        code, headers, body = self.get("/api/v1/status", "HEAD")
        self.assertEqual((code, body), (200, b""))
        self.assertGreater(int(headers["Content-Length"]), 100)
        code, headers, _ = self.get("/api/v1/status", "OPTIONS")
        self.assertEqual((code, headers["Allow"]), (204, "GET, HEAD, OPTIONS"))

    def test_a_body_is_refused(self):
        answer = self.server.raw(b"POST /api/v1/status HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer)

    def test_an_etag_spares_the_answer(self):
        for target in ("/api/v1/status", "/api/v1/resources?" + HERE, "/search/?q=rue", "/",
                       "/main.js", "/api/v1/map?bbox=2,48,3,49"):
            code, headers, _ = self.get(target)
            again, _, body = self.get(target, If_None_Match='"x", ' + headers["ETag"])
            self.assertEqual((code, again, body), (200, 304, b""), target)
            code, _, _ = self.get(target, If_None_Match='"x"')
            self.assertEqual(code, 200)
            self.assertEqual(headers["Cache-Control"], "no-cache")
        self.assertNotEqual(self.get("/search/?q=rue")[1]["ETag"], self.get("/search/?q=ruelle")[1]["ETag"])

    def test_gzip_holds_the_same_answer(self):
        for target in ("/api/v1/skills", "/api/v1/territory", "/", "/api/v1/openapi.json"):
            _, plain_headers, plain = self.get(target)
            _, headers, packed = self.get(target, Accept_Encoding="gzip, deflate")
            self.assertIsNone(plain_headers["Content-Encoding"])
            if len(plain) <= 1024 or headers["Content-Encoding"] is None:
                self.assertEqual(packed, plain)
                continue
            self.assertEqual(headers["Content-Encoding"], "gzip")
            self.assertEqual(headers["Vary"], "Accept-Encoding")
            self.assertEqual(gzip.decompress(packed), plain)
            self.assertLess(len(packed), len(plain))
        self.assertEqual(self.get("/api/v1/skills", Accept_Encoding="gzip")[1]["Content-Encoding"], "gzip")
        self.assertIsNone(self.get("/healthz", Accept_Encoding="gzip")[1]["Content-Encoding"])
        self.assertIsNone(self.get("/api/v1/skills", Accept_Encoding="gzip;q=0")[1]["Content-Encoding"])

    def test_headers_of_every_answer(self):
        for target in ("/", "/main.js", "/api/v1/status", "/api/v1/resources?x=1", "/none", "/search/?q=a", "/healthz"):
            _, headers, _ = self.get(target)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff", target)
            self.assertEqual(headers["Referrer-Policy"], "no-referrer", target)
        for target in ("/api/v1/status", "/api/v1/none", "/search/?q=a", "/search/"):
            self.assertEqual(self.get(target)[1]["Access-Control-Allow-Origin"], "*", target)
        self.assertIsNone(self.get("/")[1]["Access-Control-Allow-Origin"])
        policy = self.get("/")[1]["Content-Security-Policy"]
        self.assertIn("default-src 'self'", policy)
        self.assertIn("img-src 'self' data: https://data.geopf.fr;", policy)

    def test_pages(self):
        code, headers, body = self.get("/?address=12+rue&skill=x&anything=1")
        self.assertEqual((code, body.decode()), (200, PAGE))
        self.assertEqual(headers["Content-Type"], "text/html; charset=utf-8")
        self.assertEqual(self.get("/main.js")[1]["Content-Type"], "text/javascript; charset=utf-8")
        self.assertEqual(self.get("/words/fr.json")[0], 200)
        for target in ("/.secret", "/words", "/words/", "/../index.html", "/%2e%2e/index.html", "//index.html",
                       "/words/../index.html", "/index.html/", "/directory/current"):
            self.assertEqual(self.get(target)[0], 404, target)

    def test_national_geocoder_with_and_without_slash(self):
        with_slash, without = self.answer("/search/?q=rue+daguerre"), self.answer("/search?q=rue+daguerre")
        self.assertEqual(with_slash, without)
        self.assertEqual(with_slash["features"][0]["properties"]["name"], "Rue Daguerre")
        self.assertEqual(with_slash["attribution"], "BAN")

    def test_connections_are_kept(self):
        one = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        answer = self.server.raw(one * 3)
        self.assertEqual(answer.count(b"HTTP/1.1 200 OK"), 3, answer)


def families(text):
    """Metrics by name, read by Prometheus's own client where Debian's package is there."""
    if DEBIAN not in sys.path:
        sys.path.append(DEBIAN)  # another python3 may come first on the path
    try:
        from prometheus_client.parser import text_string_to_metric_families
    except ImportError:
        raise unittest.SkipTest("python3-prometheus-client is not there")
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(metrics, name, **labels):
    """Of the sample with these labels; 0 where there is none."""
    family = metrics[name.removesuffix("_total").removesuffix("_count").removesuffix("_bucket")]
    return sum(sample.value for sample in family.samples
               if sample.name == name and labels.items() <= sample.labels.items())


class Metrics(OneServer):
    def metrics(self):
        code, headers, body = self.get("/metrics")
        self.assertEqual((code, headers["Content-Type"]), (200, "text/plain; version=0.0.4; charset=utf-8"))
        self.assertIsNone(headers["Access-Control-Allow-Origin"])
        return families(body.decode())

    def test_answers_are_counted_by_route_and_code(self):
        before = self.metrics()
        for target in ["/api/v1/resources?" + HERE] * 3 + ["/api/v1/resources?limit=x", "/api/v1/none", "/main.js"]:
            self.get(target)
        name, after = "voisoin_requests_total", {}

        def counted():
            after.update(self.metrics())
            return value(after, name, route="/") - value(before, name, route="/") == 1

        self.server.wait_for(counted)
        for labels, more in (({"route": "/api/v1/resources", "code": "200"}, 3), ({"route": "none", "code": "404"}, 1),
                             ({"route": "/api/v1/resources", "code": "400"}, 1)):
            self.assertEqual(value(after, name, **labels) - value(before, name, **labels), more, labels)
        for metrics in (before, after):
            for route in {sample.labels["route"] for sample in metrics["voisoin_request_duration_seconds"].samples}:
                counts = [sample.value for sample in metrics["voisoin_request_duration_seconds"].samples
                          if sample.name.endswith("_bucket") and sample.labels["route"] == route]
                self.assertEqual(counts, sorted(counts))
                self.assertEqual(counts[-1], value(metrics, "voisoin_request_duration_seconds_count", route=route))
                self.assertEqual(counts[-1], value(metrics, name, route=route))

    def test_what_is_served_is_told(self):
        metrics, status = self.metrics(), self.answer("/api/v1/status")
        self.assertEqual(value(metrics, "voisoin_directory_generation"), status["generation"])
        self.assertEqual(value(metrics, "voisoin_directory_resources"), status["counts"]["resources"])
        self.assertEqual(value(metrics, "voisoin_addresses_numbers"), status["addresses"]["numbers"])
        self.assertLess(value(metrics, "voisoin_directory_age_seconds"), 3600)
        self.assertEqual(value(metrics, "voisoin_swaps_total", what="directory"), 1)
        self.assertGreaterEqual(value(metrics, "voisoin_connections"), 1)

    def test_only_the_machine_itself_is_told(self):
        for name in ("Forwarded", "X_Forwarded_For", "X_Real_IP", "Via", "x_forwarded_for"):
            code, _, body = self.get("/metrics", **{name: "203.0.113.9"})
            self.assertEqual(code, 404, name)
            self.assertNotIn(b"voisoin_", body)

    def test_nothing_that_was_asked_is_in_it(self):
        for target in ("/api/v1/resources?q=Confidentiel", "/Secret", "/api/v1/resources/Patient", "/search/?q=Secret"):
            self.get(target)
        _, _, body = self.get("/metrics")
        for word in (b"Confidentiel", b"Secret", b"Patient", b"?"):
            self.assertNotIn(word, body)

    def test_another_machine_is_not_told(self):
        others = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout.split()
        others = [address for address in others if ":" not in address]
        if not others:
            self.skipTest("this machine has no address but its own")
        server = Server(self.place.name, "--listen", others[0] + ":0")
        try:
            connection = http.client.HTTPConnection(others[0], server.port, timeout=30)
            connection.request("GET", "/metrics")
            self.assertEqual(connection.getresponse().status, 404)
            connection.close()
        finally:
            server.stop()


class Privacy(OneServer):
    def test_no_question_reaches_the_log(self):
        for target in ("/api/v1/resources?address=31+rue+du+Patient", "/search/?q=Secretariat", "/rue-du-Secret",
                       "/?address=Confidentiel", "/api/v1/resources/Confidentiel", "/search/?q=%0ASecret",
                       "/api/v1/skills?q=Confidentiel", "/api/v1/resources?Secret=1", "/api/v1/Secret"):
            self.get(target)
        self.server.raw(b"GET /Secret\x01 HTTP/1.1\r\nHost: a\r\n\r\n")
        self.server.raw(b"SECRET / HTTP/1.1\r\nHost: a\r\n\r\n")
        self.get("/healthz")
        self.server.wait_for(lambda: "GET /healthz 200" in self.server.log())
        log = self.server.log()
        for word in ("Patient", "Secret", "SECRET", "Confidentiel", "?"):
            self.assertNotIn(word, log)
        self.assertRegex(log, r"GET /api/v1/resources \d+ \d+ us")


class Hostile(OneServer):
    def tearDown(self):
        self.assertEqual(self.get("/healthz")[0], 200)

    def test_ambiguous_requests_are_refused_and_end_the_connection(self):
        after = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        cases = [
            b"Host: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n",
            b"Host: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
            b"Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            b"Host: a\r\nTransfer-Encoding: chunked\r\n",
            b"Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
            b"Host: a\r\nTransfer-Encoding: xchunked\r\n",
            b"Host: a\r\nHost: b\r\n",
            b"Content-Type: none\r\n",
            b"Host: a\r\nContent-Length: +0\r\n",
            b"Host: a\r\nContent-Length: 0x0\r\n",
            b"Host: a\r\nContent-Length: -1\r\n",
            b"Host: a\r\nContent-Length : 5\r\n",
            b"Host: a\r\nTransfer-Encoding : chunked\r\n",
            b"Host: a\r\nContent-Length: 99999999999999999999\r\n",
        ]
        for head in cases:
            for line in (b"GET /healthz HTTP/1.1\r\n", b"POST /healthz HTTP/1.1\r\n"):
                answer = self.server.raw(line + head + b"\r\n" + after)
                # Nothing but refusals, and not one answer to what follows. (What the library refuses
                # by itself it may say twice before it closes.)
                self.assertNotIn(b"HTTP/1.1 ", answer.replace(b"HTTP/1.1 4", b""), head)

    def test_bytes_of_any_kind(self):
        chance = random.Random(1)
        start = b"GET /api/v1/resources?"
        for _ in range(200):
            noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 200)))
            kind = chance.randrange(3)
            if kind == 0:
                self.server.raw(noise, timeout=0.05)
            elif kind == 1:
                self.server.raw(start + noise + b" HTTP/1.1\r\nHost: a\r\n\r\n", timeout=0.05)
            else:
                self.server.raw(b"GET / HTTP/1.1\r\nHost: a\r\n" + noise + b"\r\n\r\n", timeout=0.05)

    def test_every_byte_in_a_question(self):
        for byte in range(256):
            for target in ("/search/?q=%%%02x", "/api/v1/resources?skill=%%%02x", "/api/v1/%%%02x", "/?%%%02x=1"):
                code, _, body = self.get(target % byte)
                self.assertIn(code, (200, 400, 404), target % byte)
                if code != 200:
                    json.loads(body)

    def test_huge_headers(self):
        for size in (9_000, 40_000, 2_000_000):
            self.server.raw(b"GET /" + b"a" * size + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            self.server.raw(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * size + b"\r\n\r\n")
            self.server.raw(b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * (size // 6) + b"\r\n")

    def test_slow_visitors_keep_nobody_waiting(self):
        slow = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(200)]
        try:
            for connection in slow:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHos")
            start = time.monotonic()
            for _ in range(20):
                self.assertEqual(self.get("/healthz")[0], 200)
            self.assertLess(time.monotonic() - start, 10)
        finally:
            for connection in slow:
                connection.close()


class Generations(unittest.TestCase):
    def setUp(self):
        self.place = folder()

    def tearDown(self):
        self.place.cleanup()

    def test_waits_for_the_first_generation(self):
        server = Server(self.place.name)
        try:
            self.assertEqual(server.get("/healthz")[0], 503)
            code, headers, body = server.get("/api/v1/status")
            self.assertEqual((code, headers["Retry-After"]), (503, "5"))
            self.assertEqual(json.loads(body)["status"], 503)
            publish(self.place.name)
            server.wait_for(lambda: server.get("/healthz")[0] == 200)
            self.assertEqual(server.get("/search/?q=rue")[0], 503)
            publish(self.place.name, "addresses")
            server.wait_for(lambda: server.get("/search/?q=rue")[0] == 200)
        finally:
            self.assertEqual(server.stop(), 0, server.log())

    def test_generations_change_without_a_failed_request(self):
        publish(self.place.name)
        publish(self.place.name, "addresses")
        server = Server(self.place.name)
        failures, seen, stop = [], set(), threading.Event()

        def ask():
            while not stop.is_set():
                for target in ("/api/v1/resources?" + HERE + "&limit=5", "/search/?q=rue+daguerre"):
                    try:
                        code, _, body = server.get(target)
                        answer = json.loads(body)
                        if code != 200 or not answer["features"]:
                            failures.append((target, code, body[:200]))
                        seen.add(answer.get("generation"))
                    except (OSError, ValueError) as error:
                        failures.append((target, repr(error)))

        askers = [threading.Thread(target=ask) for _ in range(4)]
        try:
            for asker in askers:
                asker.start()
            for number in range(2, 6):
                publish(self.place.name)
                publish(self.place.name, "addresses")
                server.wait_for(lambda: json.loads(server.get("/healthz")[2])["generation"] == number)
        finally:
            stop.set()
            for asker in askers:
                asker.join()
            self.assertEqual(server.stop(), 0, server.log())
        self.assertEqual(failures, [])
        self.assertLessEqual({1, 5}, seen)

    def test_a_broken_generation_leaves_the_one_before(self):
        publish(self.place.name)
        server = Server(self.place.name)
        directory = os.path.join(self.place.name, "directory")
        try:
            before = server.get("/api/v1/status")[2]
            write(os.path.join(directory, "directory-2.sqlite"), "not a database\n")
            write(os.path.join(directory, "current.part"), "2\n")
            os.rename(os.path.join(directory, "current.part"), os.path.join(directory, "current"))
            server.wait_for(lambda: "cannot be served" in server.log())
            self.assertEqual(server.get("/api/v1/status")[2], before)
        finally:
            self.assertEqual(server.stop(), 0, server.log())

    def test_a_cursor_does_not_outlive_its_generation(self):
        publish(self.place.name)
        server = Server(self.place.name)
        try:
            answer = json.loads(server.get("/api/v1/resources?limit=3")[2])
            after = [link["href"] for link in answer["links"] if link["rel"] == "next"][0]
            self.assertEqual(server.get(after)[0], 200)
            publish(self.place.name)
            server.wait_for(lambda: b'"generation":2' in server.get("/healthz")[2])
            code, _, body = server.get(after)
            self.assertEqual((code, json.loads(body)["parameter"]), (400, "cursor"))
        finally:
            self.assertEqual(server.stop(), 0, server.log())

    def test_pages_end_where_the_contract_says(self):
        publish(self.place.name)
        server = Server(self.place.name)
        try:
            answer = json.loads(server.get("/api/v1/resources?limit=1")[2])
            after = [link["href"] for link in answer["links"] if link["rel"] == "next"][0]
            contract = json.loads(server.get("/api/v1/openapi.json")[2])
            parameters = contract["paths"]["/api/v1/resources"]["get"]["parameters"]
            cursor = next(one for one in parameters if one.get("name") == "cursor")
            end = int(re.search(r"end after ([\d,]+) results", cursor["description"])[1].replace(",", ""))
            for first, code in ((end - 1, 200), (end, 400)):
                deep = re.sub(r"(cursor=\d+\.)\d+", rf"\g<1>{first}", after)
                self.assertEqual(server.get(deep)[0], code, deep)
        finally:
            self.assertEqual(server.stop(), 0, server.log())


class Program(unittest.TestCase):
    def run_with(self, *arguments):
        return subprocess.run([SERVE, *arguments], capture_output=True, text=True, timeout=60)

    def test_arguments(self):
        self.assertEqual(self.run_with("--help").returncode, 0)
        self.assertRegex(self.run_with("--version").stdout, r"^voisoin-serve \d+\.\d+\.\d+\n$")
        for arguments in ([], ["--nothing"], ["--data", "x", "more"], ["--data"],
                          ["--data", "x", "--listen", "nowhere"], ["--data", "x", "--listen", "127.0.0.1:99999"]):
            done = self.run_with(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertTrue(done.stderr)

    def test_an_address_in_use_is_said(self):
        with folder() as place, socket.create_server(("127.0.0.1", 0)) as taken:
            done = self.run_with("--data", place, "--listen", "127.0.0.1:%d" % taken.getsockname()[1])
            self.assertEqual(done.returncode, 1)
            self.assertIn("listen", done.stderr)

    def test_a_configuration_is_read(self):
        with folder() as place:
            publish(place)
            settings = os.path.join(place, "voisoin.ini")
            write(settings, "[service]\naccess_log = off\nframe_ancestors = https://mairie.example\n"
                            "[map]\nraster = off\n")
            write(os.path.join(place, "www", "index.html"), PAGE)
            server = Server(place, "--config", settings, "--www", os.path.join(place, "www"))
            try:
                self.assertIsNone(json.loads(server.get("/api/v1/status")[2])["basemap"]["raster"])
                policy = server.get("/")[1]["Content-Security-Policy"]
                self.assertIn("img-src 'self' data:;", policy)
                self.assertIn("frame-ancestors https://mairie.example", policy)
            finally:
                self.assertEqual(server.stop(), 0, server.log())
            self.assertNotIn(" us\n", server.log())

    def test_a_long_setting_is_read_whole(self):
        template = "https://tiles.example/{z}/{x}/{y}.png?" + "".join("&k%d=v" % n for n in range(200))
        with folder() as place:
            publish(place)
            settings = os.path.join(place, "voisoin.ini")
            write(settings, "[map]\nraster = %s\nattribution = © Essai\n" % template)
            server = Server(place, "--config", settings)
            try:
                raster = json.loads(server.get("/api/v1/status")[2])["basemap"]["raster"]
                self.assertEqual((raster["url"], raster["attribution"]), (template, "© Essai"))
            finally:
                self.assertEqual(server.stop(), 0, server.log())

    def test_a_wrong_configuration_is_refused_with_its_line(self):
        for text, line in (("[service]\nport = 80\n", 2), ("[service]\naccess_log = maybe\n", 2),
                           ("[map]\n\nraster\n", 3), ("[service]\nwww = a\nwww = b\n", 3),
                           ("[map]\nraster = https://a.example/" + "x" * 900 + "\n\nzoom = 3\n", 4),
                           ("[service]\nwww = a\n  data = b\n", 3), ("[service]\nframe_ancestors = a\x01b\n", 2)):
            with folder() as place:
                settings = os.path.join(place, "voisoin.ini")
                write(settings, text)
                done = self.run_with("--data", place, "--config", settings)
                self.assertEqual(done.returncode, 2, text)
                self.assertIn("voisoin.ini:%d:" % line, done.stderr)

    def test_it_stops_when_told_and_lets_answers_end(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with folder() as place:
                publish(place)
                server = Server(place)
                connection = socket.create_connection(("127.0.0.1", server.port))
                connection.settimeout(10)
                connection.sendall(b"GET /api/v1/skills HTTP/1.1\r\nHost: a\r\n\r\n")
                received = connection.recv(100)
                start = time.monotonic()
                stopper = threading.Thread(target=server.stop, args=(number,))
                stopper.start()
                while piece := connection.recv(65536):
                    received += piece
                connection.close()
                stopper.join()
                head, _, body = received.partition(b"\r\n\r\n")
                self.assertTrue(head.startswith(b"HTTP/1.1 200"), head)
                json.loads(body)
                self.assertEqual(server.process.returncode, 0, server.log())
                self.assertLess(time.monotonic() - start, 9)


if __name__ == "__main__":
    unittest.main(verbosity=2)
