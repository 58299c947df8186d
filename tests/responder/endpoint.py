"""A small real server that speaks the chat-completions protocol on loopback."""

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Reply:
    """What the server answers to one request."""

    def __init__(self, status=200, body="", headers=(), *, late=False):
        self.status, self.body, self.headers = status, body, headers
        self.late = late
        """Whether it comes when nobody waits for it any more."""


def says(text, finish="stop"):
    """A completion."""
    return Reply(body=json.dumps({
        "id": "c1", "object": "chat.completion", "model": "m",
        "choices": [{"index": 0, "finish_reason": finish,
                     "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    }))  # fmt: skip


def proposes(tool, target="", reason="needed", **arguments):
    """A completion that proposes."""
    call = {"tool": tool, "target": target, "arguments": arguments, "reason": reason}
    return says(json.dumps(call))


BROKEN = Reply(503, "<html>unavailable</html>")
"""An endpoint in trouble."""


class Endpoint:
    """The server while it runs."""

    def __init__(self, answer):
        self.asked = []
        """Bodies of the requests, in order."""
        self.headers = []
        self._answer, self._lock = answer, threading.Lock()
        self.url = ""

    def take(self, path, headers, body):
        with self._lock:
            assert path == "/v1/chat/completions"
            self.asked.append(json.loads(body))
            self.headers.append(headers)
            return self._answer(self.asked[-1], len(self.asked))


@contextmanager
def endpoint(answer, before=None):
    """Serve `answer(request, number)`, or a list of replies of which the last is repeated.

    `before` is called first, by the thread of each request.
    """
    if isinstance(answer, list):
        replies = answer
        found = Endpoint(lambda _, number: replies[min(number, len(replies)) - 1])
    else:
        found = Endpoint(answer)
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if before is not None:
                before()
            reply = found.take(self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            if reply.late:
                over.wait()
            data = reply.body.encode()
            with suppress(ConnectionError):  # of a client that has given up
                self.give(reply, data)

        def give(self, reply, data):
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in reply.headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield found
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()
