#!/usr/bin/env python3
"""A web server on 127.0.0.1 that misbehaves on request, for the tests of downloads.

usage: web_server.py FOLDER

Prints its port, then serves the files of FOLDER by their last name: /BEHAVIOUR/any/path/FILE.
BEHAVIOUR is one or several of these, joined by "+":

  plain       ETag, ranges and If-Range
  hub         a redirect to another host name, with the SHA-256 in X-Linked-ETag
  sha         the SHA-256 in X-Linked-ETag, without a redirect
  cut:N       the first N answers end after a part of their bytes
  half:N      the first N answers end after half of their bytes
  norange     always the whole file
  noetag      without ETag and Last-Modified
  nolength    chunked, without a length
  changed:N   from answer N on another content, with another ETag
  wrong:N     the first N answers have a wrong byte
  silent:N    the first N answers stop after half of their bytes without an end
  slow        100 kB a second
  status:S:N  status S to the first N requests (without N: always), with Retry-After: 1
  loop        redirects to itself
  page        a web page
  huge        a length of 8 TB

GET /log gives the requests so far as JSON.
"""
import collections
import hashlib
import http.server
import json
import os
import socketserver
import sys
import threading
import time

folder = sys.argv[1]
requests = []
counts = collections.Counter()
lock = threading.Lock()


class Behaviour(dict):
    """The words of the path's first part with their numbers."""

    def __init__(self, text):
        for word in text.split("+"):
            name, *numbers = word.split(":")
            self[name] = [int(number) for number in numbers]

    def holds(self, name, count):
        """Whether the behaviour is on and meant for request `count`, from 1."""
        return name in self and count <= (self[name] or [1 << 30])[-1]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        path = self.path.split("?")[0]
        if "://" in path:  # asked as a proxy
            path = "/" + path.split("://")[1].split("/", 1)[1]
        if path == "/log":
            return self.answer_log()
        behaviour = Behaviour(path.split("/")[1])
        name = os.path.basename(path)
        with lock:
            counts[path] += 1
            count = counts[path]
            requests.append({"path": self.path, "count": count, "host": self.headers["Host"],
                             "range": self.headers["Range"], "ifRange": self.headers["If-Range"],
                             "authorization": self.headers["Authorization"]})
        if "status" in behaviour:
            number, *times = behaviour["status"]
            if count <= (times or [1 << 30])[0]:
                return self.answer_status(number)
        if "loop" in behaviour:
            return self.redirect(self.path, {})
        if "page" in behaviour:
            return self.answer_bytes(b"<html>Sign in</html>", {"Content-Type": "text/html"})
        try:
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
        except OSError:
            return self.answer_status(404)
        linked = {"X-Linked-ETag": '"%s"' % hashlib.sha256(data).hexdigest()}
        if "hub" in behaviour:
            rest = "+".join(w for w in path.split("/")[1].split("+") if w != "hub") or "plain"
            target = "http://localhost:%d/%s/cdn/%s" % (port, rest, path.split("/", 3)[-1])
            return self.redirect(target, linked)
        self.answer_file(behaviour, count, data, linked if "sha" in behaviour else {})

    def answer_file(self, behaviour, count, data, headers):
        if "changed" in behaviour and count >= behaviour["changed"][0]:
            data = bytes(byte ^ 1 for byte in data)
            if headers:
                headers = {"X-Linked-ETag": '"%s"' % hashlib.sha256(data).hexdigest()}
        etag = '"%s"' % hashlib.md5(data).hexdigest()
        if "noetag" not in behaviour:
            headers["ETag"] = etag
        first, status = 0, 200
        wanted, condition = self.headers["Range"], self.headers["If-Range"]
        if wanted and "norange" not in behaviour and condition in (None, etag):
            first, status = int(wanted[len("bytes="):].split("-")[0]), 206
            if first >= len(data):
                return self.answer_status(416)
            headers["Content-Range"] = "bytes %d-%d/%d" % (first, len(data) - 1, len(data))
        body = data[first:]
        if behaviour.holds("wrong", count):
            body = body[:-1] + bytes([body[-1] ^ 1])
        self.send_response(status)
        length = len(body) if "huge" not in behaviour else 8 << 40
        if "nolength" in behaviour:
            headers["Transfer-Encoding"] = "chunked"
        else:
            headers["Content-Length"] = str(length)
        self.send_headers(headers)
        self.send_body(behaviour, count, body)

    def send_body(self, behaviour, count, body):
        chunked = "nolength" in behaviour
        if behaviour.holds("cut", count):
            body = body[: max(1, len(body) // (behaviour["cut"][0] - count + 3))]
        half = behaviour.holds("silent", count) or behaviour.holds("half", count)
        if half:
            body = body[: len(body) // 2]
        step = 5000 if "slow" in behaviour else 1 << 16
        for begin in range(0, len(body), step):
            piece = body[begin: begin + step]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
            if "slow" in behaviour:
                time.sleep(0.05)
        if behaviour.holds("silent", count):
            time.sleep(30)
        if behaviour.holds("cut", count) or half or "huge" in behaviour:
            self.close_connection = True
        elif chunked:
            self.wfile.write(b"0\r\n\r\n")

    def send_headers(self, headers):
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def answer_bytes(self, data, headers, status=200):
        self.send_response(status)
        self.send_headers({**headers, "Content-Length": str(len(data))})
        self.wfile.write(data)

    def answer_status(self, status):
        self.answer_bytes(b"no", {"Retry-After": "1"} if status in (429, 503) else {}, status)

    def answer_log(self):
        self.answer_bytes(json.dumps(requests).encode(), {"Content-Type": "application/json"})

    def redirect(self, target, headers):
        self.answer_bytes(b"", {**headers, "Location": target}, 302)


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass  # the client has gone


server = Server(("127.0.0.1", 0), Handler)
port = server.server_address[1]
print(port, flush=True)
server.serve_forever()
