#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of addresses over the socket: /search/csv/ and /reverse/csv/, in the demonstration's book (Paris 14e)."""
import csv
import gzip
import http.client
import io
import json
import os
import random
import socket
import time
import unittest
import urllib.parse

from server import Server, folder, publish

DEMO = "geodata/demo/adresses.csv"
ADDED = ["latitude", "longitude", "result_score", "result_score_next", "result_label", "result_type", "result_id",
         "result_housenumber", "result_name", "result_street", "result_postcode", "result_city", "result_context",
         "result_citycode", "result_oldcitycode", "result_oldcity", "result_district", "result_status"]
REVERSED = ["result_latitude", "result_longitude", "result_distance", *ADDED[4:]]
BOUNDARY = "----voisoin-9f2c"
MEGABYTE = 1 << 20


def form(content, name="liste.csv", kind="text/csv", **fields):
    """The body of a form: `content` None sends no file; a field may be a list."""
    parts = []
    for field, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode())
    if content is not None:
        content = content.encode() if isinstance(content, str) else content
        parts.append(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="data"; filename="{name}"\r\n'
                     f'Content-Type: {kind}\r\n\r\n'.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def rows_of(body, separator=",", encoding="utf-8"):
    return list(csv.reader(io.StringIO(body.decode(encoding), newline=""), delimiter=separator, strict=True))


def written(rows, separator=","):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue()


def head(length, path="/search/csv/", extra=""):
    size = f"Content-Length: {length}\r\n" if length is not None else "Transfer-Encoding: chunked\r\n"
    return (f"POST {path} HTTP/1.1\r\nHost: a\r\n{size}{extra}"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n").encode()


class CsvCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = folder()
        publish(cls.place.name)
        publish(cls.place.name, "addresses")
        config = os.path.join(cls.place.name, "voisoin.ini")
        with open(config, "w", encoding="utf-8") as file:
            file.write("[service]\nupload_mb = 2\n")
        cls.server = Server(cls.place.name, "--config", config)
        with open(DEMO, encoding="utf-8", newline="") as file:
            cls.doors = list(csv.DictReader(file, delimiter=";"))

    @classmethod
    def tearDownClass(cls):
        code = cls.server.stop()
        cls.place.cleanup()
        if code != 0:
            raise AssertionError("exit %d\n%s" % (code, cls.server.log()))

    def post(self, body, path="/search/csv/", kind=f"multipart/form-data; boundary={BOUNDARY}", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        try:
            connection.request("POST", path, body, {"Content-Type": kind, **headers})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def geocoded(self, content, separator=",", encoding="utf-8", path="/search/csv/", **fields):
        code, _, body = self.post(form(content, **fields), path)
        self.assertEqual(code, 200, body)
        return rows_of(body, separator, encoding)

    def refused(self, code, parameter, *words, content="a\n1\n", path="/search/csv/", **fields):
        found, headers, body = self.post(form(content, **fields), path)
        self.assertEqual(found, code, body)
        self.assertEqual(headers["Content-Type"], "application/problem+json")
        problem = json.loads(body)
        self.assertEqual(problem.get("parameter"), parameter, problem)
        for word in words:
            self.assertIn(word, problem["detail"])

    def search(self, text, **more):
        query = urllib.parse.urlencode({"q": text, "autocomplete": 0, "limit": 5, **more})
        code, _, body = self.server.get("/search/?" + query)
        self.assertEqual(code, 200, body)
        return json.loads(body)["features"]


class Rows(CsvCase):
    def test_200_rows_are_answered_as_200_questions(self):
        chance = random.Random(14)
        questions = []
        for door in chance.sample(self.doors, 200):
            street = door["nom_voie"]
            if chance.random() < 0.4:
                at = chance.randrange(1, len(street) - 1)
                street = street[:at] + street[at + 1:]
            if chance.random() < 0.3:
                street = street.upper()
            questions.append((door["numero"] + door["rep"], street, door["code_postal"] if chance.random() < 0.7 else ""))
        rows = self.geocoded(written([("no", "voie", "cp"), *questions]))
        self.assertEqual(rows[0], ["no", "voie", "cp", *ADDED])
        self.assertEqual(len(rows), 201)
        found = 0
        for question, row in zip(questions, rows[1:]):
            self.assertEqual(tuple(row[:3]), question)
            answer = dict(zip(rows[0], row))
            features = self.search(" ".join(filter(None, question)))
            if not features:
                self.assertEqual((answer["result_status"], answer["result_label"]), ("not-found", ""))
                continue
            found += 1
            best = features[0]["properties"]
            self.assertEqual(answer["result_status"], "ok")
            self.assertEqual([float(answer["longitude"]), float(answer["latitude"])], features[0]["geometry"]["coordinates"])
            self.assertEqual(float(answer["result_score"]), best["score"])
            for name in ("label", "type", "id", "name", "postcode", "city", "citycode", "context"):
                self.assertEqual(answer["result_" + name], best[name])
            self.assertEqual(answer["result_housenumber"], best.get("housenumber", ""))
            self.assertEqual(answer["result_district"], best.get("district", ""))
            self.assertEqual(answer["result_score_next"] != "", len(features) > 1)
        self.assertGreater(found, 190)

    def test_many_rows_come_back_in_order(self):
        names = [door["nom_voie"] for door in self.doors[:3000]]
        rows = self.geocoded(written([("n", "voie"), *enumerate(names)]), columns="voie", result_columns="result_status")
        self.assertEqual([row[:2] for row in rows[1:]], [[str(n), name] for n, name in enumerate(names)])
        self.assertEqual({row[2] for row in rows[1:]}, {"ok"})

    def test_columns_are_joined_in_the_order_said(self):
        content = "rue,remarque,no\nrue Daguerre,boulevard Brune,12\n"
        row = self.geocoded(content, columns=["no", "rue"])[1]
        self.assertEqual(row[3 + ADDED.index("result_name")], "12 Rue Daguerre")

    def test_filters_are_columns(self):
        content = "q,cp,insee,genre\n12 rue Daguerre,75014,75114,housenumber\n12 rue Daguerre,75001,,\n12 rue Daguerre,,,street\n" \
                  "12 rue Daguerre,,,maison\n"
        rows = self.geocoded(content, columns="q", postcode="cp", citycode="insee", type="genre",
                             result_columns=["result_status", "result_type"])
        self.assertEqual([row[4:] for row in rows[1:]],
                         [["ok", "housenumber"], ["not-found", ""], ["ok", "street"], ["error", ""]])

    def test_a_point_prefers_what_is_near(self):
        content = "q,x,y\nrue,2.3301,48.8338\nrue,,\nrue,\"2,3301\",\"48,8338\"\n"
        rows = self.geocoded(content, columns="q", lon="x", lat="y", result_columns="result_label")
        near = self.search("rue", lon=2.3301, lat=48.8338)[0]["properties"]["label"]
        self.assertEqual([row[3] for row in rows[1:]], [near, self.search("rue")[0]["properties"]["label"], near])

    def test_the_fate_of_each_row_is_said(self):
        content = "q\n12 rue Daguerre\nxyzzyqwv\n" + "rue " * 60 + "\n?!\n\" \"\n"
        rows = self.geocoded(content, ";", result_columns="result_status")
        self.assertEqual([row[1] for row in rows[1:]], ["ok", "not-found", "error", "not-found", "skipped"])

    def test_an_answer_sent_again_is_replaced_in_place(self):
        first = self.post(form("q,latitude,longitude\n12 rue Daguerre,1,2\nxyzzyqwv,3,4\n", columns="q"))[2]
        again = self.post(form(first, columns="q"))[2]
        self.assertEqual(first, again)
        rows = rows_of(first)
        self.assertEqual(rows[0], ["q", "latitude", "longitude", *ADDED[2:]])
        self.assertNotEqual(rows[1][1], "1")
        self.assertEqual(rows[2][1:3], ["3", "4"])

    def test_reverse(self):
        doors = self.doors[::97][:60]
        points = [(door["lon"], door["lat"]) for door in doors]
        for names, fields in ((("lon", "lat"), {}), (("lng", "latitude"), {}), (("x", "y"), {"lon": "x", "lat": "y"})):
            rows = self.geocoded(written([names, *points]), path="/reverse/csv/", **fields)
            self.assertEqual(rows[0], [*names, *REVERSED])
            for (lon, lat), row in zip(points, rows[1:]):
                answer = dict(zip(rows[0], row))
                body = self.server.get(f"/reverse/?lon={lon}&lat={lat}")[2]
                best = json.loads(body)["features"][0]
                self.assertEqual(answer["result_label"], best["properties"]["label"])
                self.assertEqual(answer["result_distance"], "0")
                self.assertEqual(float(answer["result_longitude"]), best["geometry"]["coordinates"][0])
        rows = self.geocoded("lat,lon\n48.83,2.33\n,\nx,2\n91,2\n-40,2\n", path="/reverse/csv", result_columns="result_status")
        self.assertEqual([row[2] for row in rows[1:]], ["ok", "skipped", "error", "error", "not-found"])


class Files(CsvCase):
    QUESTION = [("nom", "adresse"), ('Mme "X"; a, b', "12 rue\nDaguerre"), ("é\tœ", "35 rue d'Alésia")]

    def test_separators_quotes_and_lines_in_cells(self):
        for separator in ",;\t|":
            for said in (None, "\\t" if separator == "\t" else separator):
                fields = {"delimiter": said} if said else {}
                rows = self.geocoded(written(self.QUESTION, separator), separator, columns="adresse", **fields)
                self.assertEqual([tuple(row[:2]) for row in rows], self.QUESTION)
                self.assertEqual([row[2 + ADDED.index("result_name")] for row in rows[1:]],
                                 ["12 Rue Daguerre", "35 Rue d'Alésia"])

    def test_one_column_needs_no_separator(self):
        self.assertEqual(self.geocoded("adresse\n12 rue Daguerre\n", ";", result_columns="result_name")[1],
                         ["12 rue Daguerre", "12 Rue Daguerre"])

    def test_line_ends_are_those_of_the_file(self):
        for end in ("\n", "\r\n"):
            body = self.post(form(f"q,n{end}12 rue Daguerre,1{end}", result_columns="result_status"))[2]
            self.assertEqual(body.decode(), f"q,n,result_status{end}12 rue Daguerre,1,ok{end}")

    def test_the_answer_has_the_encoding_of_the_file(self):
        content = "lieu;adresse\nSacré-Cœur €;35 rue d'Alésia\n"
        for encoding, fields, charset in (("cp1252", {}, "windows-1252"), ("cp1252", {"encoding": "iso-8859-1"}, "windows-1252"),
                                          ("utf-8", {}, "utf-8"), ("utf-8-sig", {"encoding": "utf-8"}, "utf-8"),
                                          ("utf-8", {"with_bom": "1"}, "utf-8"), ("utf-16", {}, "utf-8")):
            code, headers, body = self.post(form(content.encode(encoding), columns="adresse", **fields))
            self.assertEqual((code, headers["Content-Type"]), (200, "text/csv; charset=" + charset))
            rows = rows_of(body, ";", "utf-8-sig" if charset == "utf-8" else "cp1252")
            self.assertEqual(rows[1][:2], ["Sacré-Cœur €", "35 rue d'Alésia"])
            self.assertEqual(rows[1][2 + ADDED.index("result_name")], "35 Rue d'Alésia")
            self.assertEqual(body.startswith(b"\xef\xbb\xbf"), encoding in ("utf-8-sig", "utf-16") or "with_bom" in fields)
        self.refused(400, "encoding", "ligne 2", content=content.encode("cp1252"), encoding="utf-8")
        self.refused(400, "encoding", content="a\n", encoding="ebcdic")

    def test_a_heading_alone_is_answered_alone(self):
        for content in ("q,n\n", "q,n"):
            self.assertEqual(self.geocoded(content), [["q", "n", *ADDED]])

    def test_short_rows_are_filled(self):
        rows = self.geocoded("q,n,m\n12 rue Daguerre\nrue Daguerre,1,2,,\n", result_columns="result_status")
        self.assertEqual(rows[1:], [["12 rue Daguerre", "", "", "ok"], ["rue Daguerre", "1", "2", "ok"]])

    def test_malformed_files_are_refused_by_their_line(self):
        self.refused(400, "data", "vide", content="")
        self.refused(400, "data", "vide", content="\n\r\n")
        self.refused(400, "data", "Ligne 3", "guillemet", content='a,b\n1,2\n3,"4\n5,6\n')
        self.refused(400, "data", "Ligne 4", "3 cellules pour 2", content='a,b\n1,"x\ny"\n1,2,3\n')
        self.refused(400, "data", "Ligne 2", content="a,b\n1,\0\n")
        self.refused(400, "data", "colonnes", content=",".join("a" * 1001) + "\n")

    def test_wrong_fields_are_named(self):
        self.refused(400, "data", content=None, columns="a")
        self.refused(400, "columns", "« adresse »", "a, b", content="a,b\n1,2\n", columns="adresse")
        for field in ("postcode", "citycode", "type", "lat", "lon"):
            self.refused(400, field, **{field: "none"})
        self.refused(400, "lon", lat="a")
        self.refused(400, "lat", content="a,lon\n1,2\n", path="/reverse/csv/")
        self.refused(400, "columns", content="lat,lon\n1,2\n", path="/reverse/csv/", columns="lat")
        self.refused(400, "delimiter", delimiter="ab")
        self.refused(400, "delimiter", delimiter='"')
        self.refused(400, "result_columns", result_columns="result_nothing")
        self.refused(400, "colums", "columns", colums="a")
        self.refused(400, "postcode", postcode=["a", "a"])
        self.refused(400, "columns", columns="x" * 5000)
        self.refused(400, "columns", columns=["é" * 700])

    def test_the_name_of_the_file_comes_back(self):
        for name, plain, true in (("liste.csv", "liste.geocoded.csv", "liste.geocoded.csv"),
                                  ("liste.médecins.csv", "liste.m_decins.geocoded.csv", "liste.médecins.geocoded.csv"),
                                  ("C:\\\\a\\\\b c.csv", "b c.geocoded.csv", "b c.geocoded.csv"),
                                  ("../../x.csv", "x.geocoded.csv", "x.geocoded.csv"),
                                  ("", "adresses.geocoded.csv", "adresses.geocoded.csv")):
            header = self.post(form("a\n1\n", name))[1]["Content-Disposition"]
            self.assertEqual(header, f"attachment; filename=\"{plain}\"; filename*=UTF-8''" + urllib.parse.quote(true))


class Socket(CsvCase):
    GOOD = form("adresse\n12 rue Daguerre\n", result_columns="result_status")
    RIGHT = b"adresse;result_status\n12 rue Daguerre;ok\n"

    def test_both_slashes_and_methods(self):
        for path in ("/search/csv", "/search/csv/"):
            self.assertEqual(self.post(self.GOOD, path)[::2], (200, self.RIGHT))
            for method in ("GET", "HEAD", "PUT"):
                code, headers, _ = self.server.get(path, method)
                self.assertEqual((code, headers["Allow"]), (405, "POST, OPTIONS"))
            code, headers, _ = self.server.get(path, "OPTIONS")
            self.assertEqual((code, headers["Allow"]), (204, "POST, OPTIONS"))
        _, headers, _ = self.post(self.GOOD)
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIsNone(headers["Access-Control-Allow-Origin"])
        self.assertIsNone(headers["ETag"])

    def test_what_is_not_a_form_is_refused(self):
        for kind in ("text/csv", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=",
                     "multipart/form-data; boundary=\"x", "multipart/form-data; boundary=" + "x" * 71, ""):
            self.assertEqual(self.post(self.GOOD, kind=kind)[0], 400, kind)
        self.assertEqual(self.post(b"")[0], 400)
        for end in range(len(self.GOOD) - 4):  # all but the last line
            self.assertEqual(self.post(self.GOOD[:end])[0], 400, end)
        many = b"".join(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="columns"\r\n\r\na\r\n'.encode() for _ in range(200))
        self.assertEqual(self.post(many + self.GOOD)[0], 400)
        self.assertEqual(self.post(form(None, data="x") + b"")[0], 200)

    def test_too_large_is_413_whether_announced_or_not(self):
        large = form("a\n" + "12 rue Daguerre\n" * (3 * MEGABYTE // 16))
        for body, headers in ((large, {}), (iter([large[i:i + 65536] for i in range(0, len(large), 65536)]), {})):
            code, answer_headers, answer = self.post(body, **headers)
            self.assertEqual((code, answer_headers["Content-Type"]), (413, "application/problem+json"), answer)
            self.assertIn("2 Mo", json.loads(answer)["detail"])
        answer = self.server.raw(head(3 * MEGABYTE, extra="Expect: 100-continue\r\n"))
        self.assertTrue(answer.startswith(b"HTTP/1.1 413 "), answer[:80])

    def test_100_continue(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
            connection.sendall(head(len(self.GOOD), extra="Expect: 100-continue\r\nConnection: close\r\n"))
            self.assertTrue(connection.recv(1000).startswith(b"HTTP/1.1 100 "))
            connection.sendall(self.GOOD)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        self.assertIn(b"HTTP/1.1 200 ", answer)
        self.assertTrue(answer.endswith(self.RIGHT), answer)

    def test_chunks_and_drops_of_any_size(self):
        for size in (1, 7, 100):
            pieces = [self.GOOD[i:i + size] for i in range(0, len(self.GOOD), size)]
            self.assertEqual(self.post(iter(pieces))[::2], (200, self.RIGHT))
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(head(len(self.GOOD), extra="Connection: close\r\n"))
            for at in range(0, len(self.GOOD), 20):
                connection.sendall(self.GOOD[at:at + 20])
                time.sleep(0.01)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        self.assertTrue(answer.endswith(self.RIGHT), answer)

    def test_a_connection_serves_again_after_a_file(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        for _ in range(3):
            connection.request("POST", "/search/csv", self.GOOD, {"Content-Type": "multipart/form-data; boundary=" + BOUNDARY})
            self.assertEqual(connection.getresponse().read(), self.RIGHT)
            connection.request("GET", "/healthz")
            self.assertEqual(connection.getresponse().read()[:1], b"{")
        connection.close()

    def test_gzip_holds_the_same_answer(self):
        body = form("adresse\n" + "12 rue Daguerre\n" * 500)
        plain = self.post(body)[2]
        _, headers, packed = self.post(body, **{"Accept-Encoding": "gzip"})
        self.assertEqual(headers["Content-Encoding"], "gzip")
        self.assertEqual(gzip.decompress(packed), plain)

    def test_uploads_broken_off_leave_the_service_well(self):
        for end in (0, 10, len(self.GOOD) // 2, len(self.GOOD) - 1):
            for _ in range(10):
                with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as connection:
                    connection.sendall(head(len(self.GOOD)) + self.GOOD[:end])
        for _ in range(5):  # gone while the answer is being made
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=10) as connection:
                body = form("adresse\n" + "12 rue Daguerre\n" * 2000)
                connection.sendall(head(len(body)) + body)
        self.assertEqual(self.post(self.GOOD)[::2], (200, self.RIGHT))

    def test_one_question_does_not_wait_behind_files(self):
        body = form("adresse\n" + "12 rue Dagere 75014\n" * 20000)
        files = [socket.create_connection(("127.0.0.1", self.server.port), timeout=120) for _ in range(4)]
        before = self.server.log().count("POST /search/csv/ 200")
        for each in files:
            each.sendall(head(len(body), extra="Connection: close\r\n") + body)
        for _ in range(20):
            self.assertEqual(self.server.get("/search/?q=rue+Daguerre")[0], 200)
        done = self.server.log().count("POST /search/csv/ 200") - before
        for each in files:
            answer = b"".join(iter(lambda each=each: each.recv(1 << 20), b""))
            each.close()
            self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer[:100])
        self.assertLess(done, len(files))

    def test_nothing_of_a_file_is_logged(self):
        self.post(form("nom,adresse\nJeanne Secrète,12 rue Daguerre\n", "dossier-secret.csv", columns="adresse"))
        self.post(form("a,b\nJeanne Secrète,\"x\n", "dossier-secret.csv"))
        self.server.wait_for(lambda: "POST /search/csv/ 400" in self.server.log())
        for word in ("Jeanne", "Daguerre", "dossier", "secret", "adresse="):
            self.assertNotIn(word, self.server.log())


class Stop(CsvCase):
    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    def test_a_long_file_does_not_hold_up_the_end(self):
        body = form("adresse\n" + "12 ru dagere 75014 pari\n" * 80000)
        connections = [socket.create_connection(("127.0.0.1", self.server.port), timeout=60) for _ in range(4)]
        for each in connections:
            each.sendall(head(len(body)) + body)
        time.sleep(1)
        before = time.monotonic()
        self.assertEqual(self.server.stop(), 0, self.server.log())
        self.assertLess(time.monotonic() - before, 55)
        for each in connections:
            answer = b""
            try:
                while piece := each.recv(1 << 20):
                    answer += piece
            except ConnectionError:
                pass
            each.close()
            self.assertIn(answer[:13], (b"HTTP/1.1 200 ", b"HTTP/1.1 503 ", b""))


if __name__ == "__main__":
    unittest.main(verbosity=2)
