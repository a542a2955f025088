"""What Schemathesis cannot know from the document: who asks, which ids there are, which times are still to come.

A choice follows from the request itself, so that a request that failed is made again by the same person.
"""

import atexit
import json
import os
import re
import zlib
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

import channels
import schemathesis
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from requests.auth import AuthBase
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData
from world import World, signature

WORLD = World.read(os.environ["IPELYA_API_WORLD"])
# Begins and ends shows; the other creators are never asked to end theirs, so that there is always one to go to.
HOST = "creator4"
AUDIENCE = ["subscriber", "viewer", "creator", "admin"]
HOSTS_OWN = {"create-live-session", "start-live-session", "end-live-session"}
CALLING = {"create-call", "initiate-call"}
PANEL = "/functions/v1/live-ops/"
# The panel asks for what was done already, or leads nowhere, and is answered 400.
DONE_ALREADY = {"REPORT_HANDLED", "BAN_LIFTED", "ROLE_OUT_OF_REACH"}
# Each setting has a type and bounds of its own, which the document cannot tell.
DONE_ALREADY |= {"INVALID_SETTING"}
# Nor which names are reserved or no names,
DONE_ALREADY |= {"INVALID_SLUG"}
# nor, by this field, that a period ends after it begins.
PERIOD = "from"
# Nor what a page's last line was.
CURSOR = "before"
# Nor that what was said was said lately.
SAID_AT = re.compile(r"lines\[\d+\]\.at")
# What is named by something else than an id.
NAMED = {"roomName", "key", "slug", "currency", "amount"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


# By operation and status; fuzz.py reads it in the end.
ANSWERS = defaultdict(Counter)
atexit.register(lambda: Path(os.environ["IPELYA_API_ANSWERS"]).write_text(json.dumps(ANSWERS)))


def choice(options, seed):
    return options[zlib.crc32(str(seed).encode()) % len(options)]


def name_of(operation):
    """By its last part, which two addresses may share: those of voice calls go by their names."""
    return operation.path.replace("/api/voice/", "/voice-").rsplit("/", 1)[-1]


class LiveKit(AuthBase):
    """Signs an event when its body is known."""

    def __call__(self, request):
        body = request.body or b""
        request.headers["Authorization"] = signature(os.environ, body if isinstance(body, bytes) else body.encode())
        return request


class Stripe(AuthBase):
    """The same in Stripe's name."""

    def __call__(self, request):
        body = request.body or b""
        body = body if isinstance(body, bytes) else body.encode()
        request.headers["Stripe-Signature"] = channels.signature(os.environ, body)
        return request


schemathesis.auth.set_from_requests(LiveKit()).apply_to(method="POST", path_regex="(livekit|voice|recording)[-/]webhook$")
schemathesis.auth.set_from_requests(Stripe()).apply_to(method="POST", path_regex="stripe-webhook$")


@schemathesis.auth(refresh_interval=None).apply_to(
    path_regex=r"/functions/v1/(?!(livekit|voice|recording)-webhook)|/api/voice/(?!webhook)"
    r"|/api/live/(?!stripe-webhook|search|popular|channels/)"
)
class Person:
    """The bearer token of whoever asks."""

    def get(self, case, _context):
        name = name_of(case.operation)
        if case.operation.path.startswith(PANEL):
            return WORLD.tokens["admin"]
        if name in ("sweeper", "notifier", "reconcile-payments"):
            return WORLD.service_key
        if name == "voice-transcript":
            return WORLD.report_token
        if name in CALLING:
            return WORLD.tokens["caller"]
        if name in WORLD.parts:
            return WORLD.tokens[WORLD.parts[name][0]]
        return WORLD.tokens[HOST if name in HOSTS_OWN else choice(AUDIENCE, case.body)]

    def set(self, case, token, _context):
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}


@schemathesis.hook
def before_call(_context, case, _kwargs):
    """Puts an id that exists in place of most that are made up."""
    if case.operation.path.startswith(PANEL):
        put_panels_own(case)
        return
    name = name_of(case.operation)
    if name == "{slug}" and isinstance(case.path_parameters, dict):
        case.path_parameters["slug"] = choice([WORLD.parts[name][1]["slug"], case.path_parameters["slug"]], case.path_parameters)
    own = WORLD.parts.get(name, (None, {}))[1]
    if isinstance(case.query, dict):
        fits_in = lambda field, value: field in own and is_replaceable(field, value)  # noqa: E731
        case.query.update({field: own[field] for field, value in case.query.items() if fits_in(field, value)})
    if not isinstance(case.body, dict):
        return
    sessions = WORLD.own_sessions if name in HOSTS_OWN else WORLD.sessions
    known = {"sessionId": sessions, "callId": WORLD.calls, "messageId": WORLD.messages, "calleeId": WORLD.callees}
    known |= {field: [part] for field, part in own.items()}

    def real(field, value):
        is_made_up = field in known and is_replaceable(field, value)
        return choice([*known[field] * 3, value], case.body) if is_made_up else value

    case.body = {field: real(field, value) for field, value in case.body.items()}


def is_replaceable(field, value):
    """Whether something that exists may stand in place of what was made up, which is of the right form."""
    if field == "amount":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    return isinstance(value, str) and (field in NAMED or UUID.fullmatch(value) is not None)


def put_panels_own(case):
    """The admin asks about what there is, if what they send could be it."""
    operation = f"{case.operation.method.upper()} {case.operation.path.removeprefix(PANEL)}"
    own = WORLD.ops.get(operation, {})
    fits_in = lambda field, value: field in own and is_replaceable(field, value)  # noqa: E731
    for part in (case.path_parameters, case.body):
        if isinstance(part, dict):
            part.update({field: own[field] for field, value in part.items() if fits_in(field, value)})
    if operation.endswith("terminate-all") and isinstance(case.body, dict):
        before = case.body.get("started_before")
        # whatever moment it would be: later ones would end what the others need
        if isinstance(before, str) and MOMENT.match(before):
            case.body["started_before"] = own["started_before"]


@schemathesis.hook
def after_call(_context, case, response):
    """Counts the answers, and learns which sessions and messages have come to be."""
    if response.request.method == case.operation.method.upper():
        ANSWERS[case.operation.label][str(response.status_code)] += 1
    if response.status_code != 200 or is_page(response):
        return
    reply = response.json()
    if "session" in reply and name_of(case.operation) == "create-live-session":
        WORLD.own_sessions.append(reply["session"]["id"])
    if "message" in reply and name_of(case.operation) == "send-live-message":
        WORLD.messages.append(reply["message"]["id"])


def is_page(response):
    return any("text/html" in value for value in response.headers.get("content-type", []))


@schemathesis.hook
def filter_failure(_context, failure, case, response):
    """Leaves out what only looks like a failure: the document's introduction says what is done before a body is read."""
    if isinstance(failure, RejectedPositiveData):
        reply = {} if is_page(response) else response.json()
        field = reply.get("field") or ""
        return reply.get("errorCode") not in DONE_ALREADY and field not in (PERIOD, CURSOR) and not SAID_AT.fullmatch(field)
    if not isinstance(failure, AcceptedNegativeData):
        return True
    if case.query and "" in case.query.values():
        return not query_fits(case.operation, {name: value for name, value in case.query.items() if value != ""})
    if not isinstance(case.body, dict):
        return True
    bare = {field: value.strip() if isinstance(value, str) else value for field, value in case.body.items()}
    read = {field: value for field, value in bare.items() if value != ""}
    return read == case.body or not fits(case.operation, read)


def fits(operation, body):
    return is_valid(operation, "requestBody/content/application~1json/schema", body)


def query_fits(operation, query):
    parameters = operation.schema.raw_schema["paths"][operation.path][operation.method]["parameters"]
    asked = {parameter["name"]: place for place, parameter in enumerate(parameters) if parameter["in"] == "query"}
    return all(is_valid(operation, f"parameters/{asked[name]}/schema", value) for name, value in query.items() if name in asked)


def is_valid(operation, below, value):
    contents = operation.schema.raw_schema
    registry = Registry().with_resource("urn:document", Resource(contents=contents, specification=DRAFT202012))
    path = operation.path.replace("~", "~0").replace("/", "~1")
    place = f"urn:document#/paths/{path}/{operation.method}/{below}"
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator({"$ref": place}, registry=registry, format_checker=checker).is_valid(value)


# The only times in requests are those of announcements, which are of the next 366 days.
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
schemathesis.openapi.format(
    "date-time",
    st.builds(
        lambda ahead, zone: (datetime.now(timezone.utc) + ahead).astimezone(zone).isoformat(),
        st.timedeltas(timedelta(hours=1), timedelta(days=365)),
        offsets,
    ),
)
