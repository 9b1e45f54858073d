# SPDX-License-Identifier: GPL-3.0-or-later
"""voisoin-serve as tests run it: on a free port of the loopback, with its log kept."""
import http.client
import os
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time

SERVE = os.environ["VOISOIN_SERVE"]
PUBLISH = os.environ["PUBLISH_TOWN"]


def publish(data, *what):
    subprocess.run([PUBLISH, data, *what], check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


class Server:
    def __init__(self, data, *options):
        command = [SERVE, "--data", data, "--listen", "127.0.0.1:0", *options]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace")
        self.lines = []
        self.port = None
        self.started = threading.Event()
        self.reader = threading.Thread(target=self.read_log, daemon=True)
        self.reader.start()
        if not self.started.wait(60):
            raise RuntimeError("the service does not start: " + "".join(self.lines))

    def read_log(self):
        for line in self.process.stderr:
            self.lines.append(line)
            found = re.search(r"serving on .*, port (\d+)", line)
            if found:
                self.port = int(found[1])
                self.started.set()
        self.started.set()

    def log(self):
        return "".join(self.lines)

    def get(self, target, method="GET", **headers):
        """(status, headers, body) over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def raw(self, data, timeout=10):
        """Sends bytes as they are and returns all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            received = b""
            try:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                while piece := connection.recv(65536):
                    received += piece
            except OSError:  # cut short, or nothing more within the time
                pass
            return received

    def wait_for(self, condition, seconds=15):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise AssertionError("it did not happen within %d s\n%s" % (seconds, self.log()))
            time.sleep(0.05)

    def stop(self, number=signal.SIGTERM):
        """Its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(30)
        self.reader.join(5)
        self.process.stderr.close()
        return code


def folder():
    return tempfile.TemporaryDirectory(prefix="voisoin-")
