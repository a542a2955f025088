"""Asks every function of a deployment whether it is there, and changes nothing: `make smoke BASE=https://…`.

One line for each check, and exit 1 if one has failed. With TOKEN, the access token of a user, one signed-in read as well;
it is never printed. Redirects are not followed, so it goes nowhere else.
"""

import json
import os
import re
import sys
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"
FUNCTIONS = "/functions/v1/"
HEALTH = FUNCTIONS + "live-ops/health"
# Nobody has it, so nothing would be found by it even if a function let a stranger in.
NOBODY = "00000000-0000-0000-0000-000000000000"
# A token in LiveKit's form that no key has signed: {"alg":"HS256"}, {"iss":"nobody"}, four bytes.
FORGED = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJub2JvZHkifQ.AAAAAA"
TIMEOUT = 30  # as long as API Gateway waits for a function
THROTTLED_TRIES, THROTTLED_WAIT = 4, 1.0  # some routes take one request a second


@dataclass
class Answer:
    status: int
    headers: dict  # by names in lower case
    body: dict = field(default_factory=dict)  # empty if it was no JSON object


class Failed(Exception):
    """A check that has failed: what came instead."""


class Service:
    """Where the functions are."""

    def __init__(self, base):
        parts = urlsplit(base.rstrip("/"))
        is_here = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
            raise SystemExit("BASE is the BaseUrl of the deployment, https://…, or http://127.0.0.1:… of `make dev`")
        self.connection = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.host, self.path = parts.netloc, parts.path

    def ask(self, method, path, headers=None, body=None):
        for attempt in range(THROTTLED_TRIES):
            answer = self._ask(method, path, headers or {}, body)
            if answer.status != 429 or attempt == THROTTLED_TRIES - 1:
                return answer
            time.sleep(THROTTLED_WAIT)

    def _ask(self, method, path, headers, body):
        connection = self.connection(self.host, timeout=TIMEOUT)
        try:
            connection.request(method, self.path + path, body, headers)
            response = connection.getresponse()
            text = response.read()
        except (OSError, HTTPException) as error:
            raise Failed(f"no answer: {error}") from error
        finally:
            connection.close()
        try:
            parsed = json.loads(text)
        except ValueError:
            parsed = None
        named = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, named, parsed if isinstance(parsed, dict) else {})


def expect(is_so, answer, wanted):
    if not is_so:
        code = answer.body.get("errorCode") or answer.body.get("message") or "no JSON object of ours"
        raise Failed(f"wanted {wanted}, got {answer.status}, {code}")


def expect_ours(answer):
    """The headers of every reply, and the id by which its line is found in the log."""
    named = answer.headers
    expect(named.get("content-type", "").startswith("application/json"), answer, "JSON")
    expect(named.get("access-control-allow-origin") == "*", answer, "the header access-control-allow-origin")
    expect(bool(named.get("x-request-id")), answer, "the header x-request-id")


def expect_refusal(answer, status, code):
    wanted = f"{status} {code} in the envelope"
    expect(answer.status == status and answer.body.get("errorCode") == code, answer, wanted)
    expect_ours(answer)
    body = answer.body
    expect(body.get("success") is False and bool(body.get("error")), answer, wanted)
    expect(body.get("requestId") == answer.headers["x-request-id"], answer, "the requestId of the header")


def expect_success(answer, field_name):
    expect(answer.status == 200 and answer.body.get("success") is True, answer, "200 with success")
    expect_ours(answer)
    expect(field_name in answer.body, answer, f"200 with {field_name}")


def preflight(service, path):
    asked = {"origin": "https://smoke.invalid", "access-control-request-method": "POST",
             "access-control-request-headers": "authorization, content-type, idempotency-key"}
    answer = service.ask("OPTIONS", path, asked)
    expect(answer.status in (200, 204), answer, "200")
    expect(answer.headers.get("access-control-allow-origin") == "*", answer, "the header access-control-allow-origin")
    allowed = answer.headers.get("access-control-allow-headers", "").lower()
    expect("authorization" in allowed, answer, "the header access-control-allow-headers with authorization")


def refuses_strangers(service, method, path):
    body = None if method == "GET" else "{}"
    answer = service.ask(method, path, {"content-type": "application/json"}, body)
    expect_refusal(answer, 401, "UNAUTHORIZED")


def refuses_forged_sign_in(service, method, path):
    headers = {"content-type": "application/json", "authorization": f"Bearer {FORGED}"}
    answer = service.ask(method, path, headers, None if method == "GET" else "{}")
    expect_refusal(answer, 401, "UNAUTHORIZED")


def refuses_forged_report(service, path):
    headers = {"authorization": FORGED, "content-type": "application/webhook+json"}
    expect_refusal(service.ask("POST", path, headers, '{"event":"room_started","id":"EV_smoke"}'), 401, "UNAUTHORIZED")


def is_up(service, path):
    answer = service.ask("GET", path)
    expect(answer.status == 200 and answer.body.get("success") is True, answer, "200 with success")
    expect_ours(answer)


def shows_page(service, method, path):
    answer = service.ask(method, path)
    named = answer.headers
    is_page = named.get("content-type", "").startswith("text/html") and bool(named.get("x-request-id"))
    expect(answer.status == 200 and is_page, answer, "a page of ours")


def is_healthy(service):
    answer = service.ask("GET", HEALTH)
    checks = answer.body.get("checks")
    checks = checks if isinstance(checks, dict) else {}
    unwell = [f"{part} {state}" for part, state in sorted(checks.items()) if state != "healthy"]
    if unwell:
        raise Failed(f"not well: {', '.join(unwell)}")
    expect_success(answer, "checks")


def is_unknown(service):
    """API Gateway's own 404, that of another gateway, or ours: whichever answers where there is no function."""
    answer = service.ask("POST", FUNCTIONS + "no-such-function", {"content-type": "application/json"}, "{}")
    expect(answer.status == 404, answer, "404")


def lets_user_in(service, token):
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    expect_success(service.ask("POST", FUNCTIONS + "list-live-gifts", headers, "{}"), "gifts")


def operations(document):
    """(method, path, what its callers show, whether they must, whether it is a page), with an id of nobody for what may be
    anything."""
    for path, at in document["paths"].items():
        for method, operation in at.items():
            shown = {name for scheme in operation["security"] for name in scheme}
            parts = [NOBODY if part.startswith("{") else part for part in path.split("/")]
            is_page = "text/html" in operation["responses"]["200"]["content"]
            yield method.upper(), "/".join(parts), shown, {} not in operation["security"], is_page


def name_of(path):
    """What stands below the functions, or the whole path of what stands beside them; of the panel its first part."""
    return path.removeprefix(FUNCTIONS).split("/")[0] or path


def checks(document, service, token):
    """(what is checked, the check)."""
    listed = list(operations(document))
    first = {}
    for _, path, *_ in listed:
        first.setdefault(name_of(path), path)
    for name, path in first.items():
        yield f"OPTIONS {name}: answers browsers", lambda path=path: preflight(service, path)
    for method, path, shown, must_show, is_page in listed:
        name = f"{method} {path.removeprefix(FUNCTIONS).replace(NOBODY, '{id}')}"
        if "livekit" in shown:
            yield f"{name}: refuses a forged report", lambda path=path: refuses_forged_report(service, path)
        elif shown and not must_show:
            yield f"{name}: refuses a forged sign-in", lambda asked=(method, path): refuses_forged_sign_in(service, *asked)
        elif shown:
            yield f"{name}: refuses strangers", lambda asked=(method, path): refuses_strangers(service, *asked)
        elif is_page:
            yield f"{name}: shows its page", lambda asked=(method, path): shows_page(service, *asked)
        elif path == HEALTH:
            yield f"{name}: every part is well", lambda: is_healthy(service)
        else:
            yield f"{name}: is up", lambda path=path: is_up(service, path)
    yield "POST no-such-function: is not there", lambda: is_unknown(service)
    if token:
        yield "POST list-live-gifts: lets the user of TOKEN in", lambda: lets_user_in(service, token)


def run(base, token, document, say):
    """Whether every check was passed."""
    hide = (lambda text: text.replace(token, "[TOKEN]")) if token else (lambda text: text)
    passed, failed = 0, 0
    for name, check in checks(document, Service(base), token):
        try:
            check()
        except Failed as failure:
            failed += 1
            say(hide(f"FAIL  {name}: {failure}"))
        else:
            passed += 1
            say(f"ok    {name}")
    if failed:
        say(f"{failed} of {passed + failed} checks of {base} have failed.")
    else:
        say(f"All {passed} checks of {base} are passed{'' if token else '; with TOKEN=… one more is made, signed in'}.")
    return not failed


if __name__ == "__main__":
    given = os.environ.get("BASE", "")
    if not given:
        raise SystemExit("where is it? Say BASE=https://…, the BaseUrl that `make deploy` has printed")
    shown = os.environ.get("TOKEN", "")
    if shown and not re.fullmatch(r"[\w.-]+", shown, re.ASCII):
        raise SystemExit("TOKEN is the access token of a user alone, without Bearer and without spaces")
    everything_is_well = run(given, shown, json.loads(DOCUMENT.read_text()), print)
    sys.exit(0 if everything_is_well else 1)
