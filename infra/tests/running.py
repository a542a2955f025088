"""Runs a function's real binary, as `cargo build` leaves it, under a stand-in for Lambda's Runtime API."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEBUG = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "debug"
REPLY_TIMEOUT = 30


def need(*functions):
    """Skips, and says so, where functions are not built; `make test` builds them before it comes here."""
    missing = [function for function in functions if not (DEBUG / function).is_file()]
    if missing:
        reason = f"{', '.join(missing)} not in {DEBUG}: cargo build builds them, make test does before this"
        print(f"\ninfra/tests │ SKIPPED, {reason}", file=sys.stderr)
        raise unittest.SkipTest(reason)


def http_event(method, path, headers=None, body=None):
    """An API Gateway event, payload format 2.0."""
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test"}
    context = {"accountId": "0", "apiId": "test", "domainName": "test.invalid", "domainPrefix": "test", "http": http,
               "requestId": "test", "routeKey": "$default", "stage": "$default",
               "time": "22/Nov/2026:12:00:00 +0000", "timeEpoch": 1795348800000}
    event = {"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": "", "headers": headers or {},
             "requestContext": context, "isBase64Encoded": False}
    return event if body is None else {**event, "body": body}


class Failure(Exception):
    """What a function answered to an invocation that failed."""

    def __init__(self, error):
        super().__init__(error.get("errorMessage"))
        self.error = error


class Function:
    """A running binary, to be used in `with`."""

    def __init__(self, name, settings):
        self.name = name
        self._settings = settings
        self._events, self._replies = queue.Queue(), queue.Queue()
        self._lock = threading.Lock()

    def __enter__(self):
        function = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                event = function._events.get()
                self._answer(200, event, {
                    "lambda-runtime-aws-request-id": "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
                    "lambda-runtime-deadline-ms": "4102444800000",
                    "lambda-runtime-invoked-function-arn": "arn:aws:lambda:eu-central-1:123456789012:function:test",
                    "lambda-runtime-trace-id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700",
                    "content-type": "application/json",
                })

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])) or "null")
                self._answer(202, None, {})
                function._replies.put((self.path.rsplit("/", 1)[1], body))

            def _answer(self, status, body, headers):
                text = b"" if body is None else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {**headers, "content-length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        # the function is killed while it waits for its next event
        self._server.handle_error = lambda *_: None
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        self._log = tempfile.NamedTemporaryFile()
        host, port = self._server.server_address
        self._process = subprocess.Popen([DEBUG / self.name], stdout=self._log, env={
            "AWS_LAMBDA_RUNTIME_API": f"{host}:{port}", "AWS_LAMBDA_FUNCTION_NAME": f"ipelya-live-test-{self.name}",
            "AWS_LAMBDA_FUNCTION_VERSION": "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "AWS_REGION": "eu-central-1",
            "AWS_EC2_METADATA_DISABLED": "true", **self._settings,
        })
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._server.shutdown()
        self._server.server_close()
        self._log.close()

    def invoke(self, event):
        """Its answer; raises Failure if it answers with an error."""
        with self._lock:
            self._events.put(event)
            try:
                kind, body = self._replies.get(timeout=REPLY_TIMEOUT)
            except queue.Empty:
                raise AssertionError(f"{self.name} does not answer; it logged: {self.log()}") from None
        if kind == "error":
            raise Failure(body)
        return body

    def log(self):
        """The lines it has written."""
        return [json.loads(line) for line in Path(self._log.name).read_text().splitlines()]
