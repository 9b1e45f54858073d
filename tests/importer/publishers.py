# SPDX-License-Identifier: GPL-3.0-or-later
"""A publisher of open data on the loopback, with the faults that publishers have."""
import email.utils
import hashlib
import http.server
import ssl
import threading
import time


class Page:
    """What one path answers. Each `trouble` spoils one answer, the first ones first; then all is well."""

    def __init__(self, body, kind="application/octet-stream", etag=True, modified=1_790_000_000):
        self.kind = kind
        self.has_etag = etag
        self.modified = modified
        self.troubles = []
        self.takes_ranges = True
        self.put(body)

    def put(self, body):
        self.body = body if isinstance(body, bytes) else body.encode()
        self.etag = '"%s"' % hashlib.sha256(self.body).hexdigest()[:16]

    def date(self):
        return email.utils.formatdate(self.modified, usegmt=True) if self.modified else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *words):
        pass

    def do_GET(self):
        site = self.server.site
        page = site.pages.get(self.path)
        site.requests.append((self.path, dict(self.headers)))
        trouble = page.troubles.pop(0) if page and page.troubles else None
        self.close_connection = True
        try:
            if page is None:
                self.say(404, b"<html>Not found</html>", "text/html")
            elif trouble is not None:
                trouble(self, page)
            else:
                self.send_page(page)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the client has seen enough

    def say(self, code, body, kind="text/plain", **headers):
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.put(body)

    def put(self, body):
        self.server.site.sent[self.path] = self.server.site.sent.get(self.path, 0) + len(body)
        self.wfile.write(body)

    def from_byte(self, page):
        """Where a Range that may be answered begins; 0: the whole body."""
        wanted, condition = self.headers.get("Range"), self.headers.get("If-Range")
        if not wanted or not page.takes_ranges:
            return 0
        if condition and condition not in (page.etag if page.has_etag else None, page.date()):
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))

    def send_page(self, page, cut=None, length=None, pause=0.0, step=1):
        if page.has_etag and self.headers.get("If-None-Match") == page.etag:
            self.send_response(304)
            self.end_headers()
            return
        start = self.from_byte(page)
        if start >= len(page.body) and start > 0:
            self.say(416, b"", Content_Range="bytes */%d" % len(page.body))
            return
        body = page.body[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", page.kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if start:
            self.send_header("Content-Range", "bytes %d-%d/%d" % (start, len(page.body) - 1, len(page.body)))
        if page.has_etag:
            self.send_header("ETag", page.etag)
        if page.modified:
            self.send_header("Last-Modified", page.date())
        self.end_headers()
        body = body[:cut]
        step = step if pause else max(1, len(body))
        for at in range(0, len(body), step):
            self.put(body[at:at + step])
            time.sleep(pause)
        self.wfile.flush()


# Troubles: what goes wrong with one answer.
def status(code, kind="text/html"):
    return lambda handler, page: handler.say(code, b"<html>%d</html>" % code, kind)


def cut(after):
    """The connection breaks after so many bytes of the body."""
    return lambda handler, page: handler.send_page(page, cut=after)


def wrong_length(length):
    return lambda handler, page: handler.send_page(page, length=length)


def redirect(to, code=302):
    return lambda handler, page: handler.say(code, b"", Location=to)


def drip(handler, page):
    """A byte now and then."""
    handler.send_page(page, pause=0.5)


def slowly(pieces):
    """In so many pieces, a tenth of a second apart."""
    return lambda handler, page: handler.send_page(page, pause=0.1, step=len(page.body) // pieces + 1)


def instead(body, kind="text/html"):
    """Something else, with a good status."""
    return lambda handler, page: handler.say(200, body, kind)


def then_changes(trouble, body):
    """The publisher puts another file there just after."""
    def act(handler, page):
        trouble(handler, page)
        page.put(body)
    return act


def endless(handler, page):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.put(b"75114_2513_00012;75114_2513;12\n" * 4096)


def without_length(after=None):
    """The end of the connection is the end of the body: nothing tells a cut."""
    def act(handler, page):
        handler.send_response(200)
        handler.end_headers()
        handler.put(page.body[:after])
    return act


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address):
        pass  # a client that leaves is no news


class Site:
    def __init__(self):
        self.pages, self.requests, self.sent = {}, [], {}
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.site = self
        self.address = "http://127.0.0.1:%d" % self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def speak_tls(self, certificate, key):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def forget(self):
        self.requests.clear()
        self.sent.clear()

    def asked(self, path):
        """The headers of each request for that path."""
        return [headers for asked, headers in self.requests if asked == path]
