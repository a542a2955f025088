"""infra/smoke.py against servers that answer well and badly, and against the functions themselves."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from running import ROOT, Function, http_event, need
from test_template import leads, router

sys.path.insert(0, str(ROOT / "infra"))
import smoke

DOCUMENT = json.loads(smoke.DOCUMENT.read_text())
# One of each kind, for what needs no more.
FEW = {"paths": {path: at for path, at in DOCUMENT["paths"].items() if path.removeprefix(smoke.FUNCTIONS) in (
    "/api/live/search", "end-call", "get-call", "list-live-gifts", "live-ops/health", "livekit-webhook", "send-live-gift", "sweeper")}}
TOKEN = "a.user.token"
PARTS = ("database", "livekit", "push", "realtime", "sweep", "tick", "webhooks")


def reply(status, body, **headers):
    ours = {"content-type": "application/json", "access-control-allow-origin": "*", "x-request-id": "id",
            "access-control-allow-headers": "authorization, content-type"}
    return status, {**ours, **{name.replace("_", "-"): value for name, value in headers.items()}}, json.dumps(body)


def refusal(status, code):
    return reply(status, {"success": False, "error": "No.", "errorCode": code, "requestId": "id"})


def as_it_should(method, path, headers):
    """What a healthy deployment answers."""
    known = {(each, at): (must_show, is_page) for each, at, _, must_show, is_page in smoke.operations(DOCUMENT)}
    if method == "OPTIONS":
        return reply(200, {"success": True})
    if (method, path) not in known:
        return 404, {"content-type": "application/json"}, '{"message":"Not Found"}'
    if path == smoke.HEALTH:
        return reply(200, {"success": True, "checks": dict.fromkeys(PARTS, "healthy")})
    if method == "GET" and path.endswith(("-webhook", "/webhook")):
        return reply(200, {"success": True, "status": "up"})
    if path.endswith("list-live-gifts") and headers.get("authorization") == f"Bearer {TOKEN}":
        return reply(200, {"success": True, "gifts": []})
    must_show, is_page = known[method, path]
    if is_page:
        return reply(200, "a page", content_type="text/html; charset=utf-8")
    if not must_show and "authorization" not in headers:
        return reply(200, {"success": True})
    return refusal(401, "UNAUTHORIZED")


@contextlib.contextmanager
def serving(answer):
    """A server on a free port whose replies `answer(method, path, headers, body)` gives, as (status, headers, body)."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self):
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0))).decode()
            status, sent, text = answer(self.command, self.path, headers, body)
            self.send_response(status)
            for name, value in {**sent, "content-length": str(len(text.encode()))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_PATCH = do_DELETE = do_OPTIONS = handle_any

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def smoked(answer, token="", document=DOCUMENT):
    """Whether it was passed, and the lines that were said."""
    said = []
    with serving(answer) as base:
        return smoke.run(base, token, document, said.append), said


def but(path, other, method=None):
    """A healthy deployment, but for one path."""
    def answer(asked, at, headers, _):
        if at == smoke.FUNCTIONS + path and method in (None, asked):
            return other
        return as_it_should(asked, at, headers)
    return answer


class Smoke(unittest.TestCase):
    def setUp(self):
        wait, smoke.THROTTLED_WAIT = smoke.THROTTLED_WAIT, 0.01
        self.addCleanup(setattr, smoke, "THROTTLED_WAIT", wait)

    def fails(self, answer, *words, token=""):
        passed, said = smoked(answer, token, FEW)
        failed = [line for line in said if line.startswith("FAIL")]
        self.assertFalse(passed)
        self.assertEqual(len(failed), 1, said)
        for word in words:
            self.assertIn(word, failed[0])
        self.assertTrue(said[-1].startswith("1 of "), said[-1])
        return said

    def test_a_healthy_deployment_passes_with_a_line_for_each_operation(self):
        passed, said = smoked(lambda method, path, headers, _: as_it_should(method, path, headers), TOKEN)
        self.assertTrue(passed, said)
        for method, path, *_ in smoke.operations(DOCUMENT):
            name = f"ok    {method} {path.removeprefix(smoke.FUNCTIONS).replace(smoke.NOBODY, '{id}')}: "
            self.assertTrue(any(line.startswith(name) for line in said), name)
        self.assertTrue(any(line.startswith("ok    OPTIONS join-live-session: ") for line in said))
        self.assertIn("ok    POST no-such-function: is not there", said)
        self.assertIn("ok    POST list-live-gifts: lets the user of TOKEN in", said)
        self.assertEqual(said[-1].split(" of ")[0], f"All {len(said) - 1} checks")

    def test_nothing_is_asked_that_could_change_something(self):
        asked = []

        def answer(method, path, headers, body):
            asked.append((method, path, headers.get("authorization"), body))
            return as_it_should(method, path, headers)

        smoked(answer, TOKEN)
        signed_in = [(method, path) for method, path, shown, _ in asked if shown == f"Bearer {TOKEN}"]
        self.assertEqual(signed_in, [("POST", "/functions/v1/list-live-gifts")])
        forged = [(method, path) for method, path, shown, _ in asked if shown and TOKEN not in shown]
        self.assertEqual({path for _, path in forged}, {
            "/functions/v1/livekit-webhook", "/functions/v1/voice-webhook", "/api/voice/webhook",
            "/functions/v1/recording-webhook", "/api/live/popular", "/api/live/search",
            f"/api/live/channels/{smoke.NOBODY}",
        })

    def test_a_function_that_is_missing_is_named(self):
        missing = (404, {"content-type": "application/json"}, '{"message":"Not Found"}')
        self.fails(but("send-live-gift", missing, "POST"), "POST send-live-gift", "got 404, Not Found")
        self.fails(but("end-call", missing, "OPTIONS"), "OPTIONS end-call", "wanted 200")

    def test_what_is_not_our_envelope_is_none(self):
        theirs = (401, {"content-type": "application/json"}, '{"message":"Unauthorized"}')
        self.fails(but("get-call", theirs, "POST"), "POST get-call", "got 401, Unauthorized")
        self.fails(but("get-call", (502, {}, "<html>"), "POST"), "got 502, no JSON object of ours")
        body = {"success": False, "error": "No.", "errorCode": "UNAUTHORIZED"}
        self.fails(but("get-call", reply(401, body), "POST"), "requestId of the header")
        other = reply(401, {**body, "requestId": "another"})
        self.fails(but("get-call", other, "POST"), "requestId of the header")
        self.fails(but("get-call", refusal(403, "FORBIDDEN"), "POST"), "wanted 401 UNAUTHORIZED", "got 403, FORBIDDEN")

    def test_what_browsers_need_is_missed(self):
        no_cors = reply(200, {"success": True}, access_control_allow_headers="x-other")
        self.fails(but("get-call", no_cors, "OPTIONS"), "OPTIONS get-call", "access-control-allow-headers")
        hidden = reply(401, {"success": False, "error": "No.", "errorCode": "UNAUTHORIZED", "requestId": "id"},
                       access_control_allow_origin="https://elsewhere.invalid")
        self.fails(but("get-call", hidden, "POST"), "POST get-call", "access-control-allow-origin")

    def test_a_function_that_lets_strangers_in_fails(self):
        self.fails(but("sweeper", reply(200, {"success": True, "rooms": 0}), "POST"), "POST sweeper", "got 200")
        self.fails(but("livekit-webhook", reply(200, {"success": True, "result": "success"}), "POST"), "forged report")

    def test_what_is_open_to_everybody_and_takes_any_sign_in_fails(self):
        self.fails(lambda method, path, headers, _: reply(200, {"success": True}) if path == "/api/live/search"
                   else as_it_should(method, path, headers), "POST /api/live/search: refuses a forged sign-in", "got 200")

    def test_a_part_that_is_not_well_is_named(self):
        checks = {**dict.fromkeys(PARTS, "healthy"), "tick": "degraded", "livekit": "down"}
        body = {"success": False, "error": "…", "errorCode": "DEGRADED", "requestId": "id", "checks": checks}
        self.fails(but("live-ops/health", reply(503, body), "GET"), "live-ops/health",
                   "not well: livekit down, tick degraded")
        self.fails(but("live-ops/health", refusal(500, "INTERNAL_ERROR"), "GET"), "live-ops/health", "got 500")

    def test_a_path_that_answers_everything_fails(self):
        self.fails(but("no-such-function", reply(200, {"success": True})), "no-such-function", "wanted 404")

    def test_what_is_throttled_is_asked_again(self):
        seen = []

        def answer(method, path, headers, _):
            if path == smoke.HEALTH and method == "GET" and not seen:
                seen.append(path)
                return 429, {}, '{"message":"Too Many Requests"}'
            return as_it_should(method, path, headers)

        self.assertTrue(smoked(answer, document=FEW)[0])
        self.assertTrue(seen)

    def test_a_token_that_is_not_taken_fails_and_is_never_printed(self):
        echo = reply(401, {"success": False, "error": "No.", "errorCode": f"Bearer {TOKEN}", "requestId": "id"})
        said = self.fails(
            lambda method, path, headers, _: echo if TOKEN in headers.get("authorization", "")
            else as_it_should(method, path, headers),
            "lets the user of TOKEN in", "Bearer [TOKEN]", token=TOKEN,
        )
        self.assertNotIn(TOKEN, "\n".join(said))

    def test_where_nothing_listens_every_check_fails_and_the_program_says_so(self):
        for base, words in (("http://127.0.0.1:9", "no answer"), ("http://example.invalid", "BASE is the BaseUrl"),
                            ("", "where is it?")):
            outcome = self.program(base, TOKEN)
            self.assertEqual(outcome.returncode, 1)
            self.assertIn(words, outcome.stdout + outcome.stderr)
        odd = self.program("http://127.0.0.1:9", "not\na token")
        self.assertIn("TOKEN", odd.stderr)
        self.assertNotIn("a token", odd.stdout + odd.stderr)

    def program(self, base, token):
        return subprocess.run([sys.executable, ROOT / "infra/smoke.py"], capture_output=True, text=True, check=False,
                              env={**os.environ, "BASE": base, "TOKEN": token})


class RealFunctions(unittest.TestCase):
    """Without a database and without LiveKit: what the functions answer to strangers is theirs all the same."""

    SETTINGS = {
        "SUPABASE_URL": "http://127.0.0.1:1", "SUPABASE_SERVICE_ROLE_KEY": "service-key",
        "SUPABASE_JWT_SECRET": "a secret of thirty-two characters",
        "LIVEKIT_URL": "ws://127.0.0.1:1", "LIVEKIT_API_KEY": "key", "LIVEKIT_API_SECRET": "secret",
    }

    def test_they_are_all_there_and_health_says_what_is_missing(self):
        names = sorted(set(router().values()))
        need(*names)
        with contextlib.ExitStack() as stack:
            functions = {name: stack.enter_context(Function(name, self.SETTINGS)) for name in names}

            def gateway(method, path, headers, body):
                to = [function for above, function in router().items() if leads(above, path)]
                if not to:
                    return 404, {"content-type": "application/json"}, '{"message":"Not Found"}'
                answer = functions[to[0]].invoke(http_event(method, path, headers, body or None))
                return answer["statusCode"], answer["headers"], answer["body"]

            passed, said = smoked(gateway)
        failed = [line for line in said if line.startswith("FAIL")]
        # there is no database here, which whoever ends mails must be written into
        asking_it = ["FAIL  POST /api/live/unsubscribe/{id}", "FAIL  GET live-ops/health"]
        self.assertEqual([line.split(": ")[0] for line in failed], asking_it, said)
        self.assertIn("503, SERVICE_UNAVAILABLE", failed[0])
        self.assertIn("database down, livekit down", failed[1])
        self.assertFalse(passed)
        self.assertGreater(len(said), 100)


if __name__ == "__main__":
    unittest.main()
