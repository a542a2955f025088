"""What is there to be asked for: people who are signed in, sessions, calls and messages, and no limit in the way.

Made before a run by the demo people themselves and, where they cannot, by the service role. What a run leaves behind in the
database stays there; settings are put back.
"""

import base64
import hashlib
import hmac
import json
import time
import uuid
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone

import channels
import recording
import requests
import voice

PASSWORD = "ipelya-demo"
PEOPLE = ["creator", "creator2", "creator3", "creator4", "subscriber", "viewer", "admin", "caller", "callee"]
# Public, for subscribers, and paid.
DEMO_SESSIONS = [f"11111111-0000-4000-8000-00000000000{number}" for number in (1, 2, 3)]
# Without these a run would hear little but 429, whose form the tests of the functions know.
LIMITS = [
    "token_rate_count", "join_rate_count", "create_rate_count", "gift_rate_count", "message_rate_count",
    "chat_messages_count", "chat_host_messages_count", "call_rate_count", "moderation_rate_count", "report_rate_count",
    "channel_rate_count", "channel_page_rate_count", "search_rate_count", "follow_rate_count", "donate_rate_count",
    "donate_hour_rate_count", "pay_rate_count", "ingress_rate_count", "health_rate_count", *voice.LIMITS,
    *recording.LIMITS,
]  # fmt: skip
NO_LIMIT = 9_999_999
MEANWHILE = dict.fromkeys(LIMITS, NO_LIMIT) | channels.PRICES
# What the panel may set to whatever it likes meanwhile; put back like the limits.
HARMLESS_SETTING = "maintenance_warning_minutes_count"
COINS = 1_000_000


@dataclass
class World:
    """What the hooks read: tokens by person, ids by the field that takes them."""

    tokens: dict[str, str]
    service_key: str
    # Of the agent in a support call.
    report_token: str
    sessions: list[str]
    own_sessions: list[str]
    calls: list[str]
    messages: list[str]
    callees: list[str]
    # By function: who asks, and the ids of what they ask about.
    parts: dict[str, tuple[str, dict[str, str]]]
    # By operation of the panel: the ids of what the admin asks about.
    ops: dict[str, dict[str, str]]

    def text(self):
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text):
        return cls(**json.loads(text))


class Stack:
    """The running stack, as its clients reach it."""

    def __init__(self, settings):
        self.settings = settings
        self.base = settings["SUPABASE_URL"]
        self.anon = settings["SUPABASE_ANON_KEY"]
        self.service_key = settings["SUPABASE_SERVICE_ROLE_KEY"]

    def sign_in(self, name):
        url = f"{self.base}/auth/v1/token?grant_type=password"
        who = {"email": f"{name}@ipelya.local", "password": PASSWORD}
        reply = sent("POST", url, who, {"apikey": self.anon})
        return reply["access_token"], reply["user"]["id"]

    def call(self, function, token, body):
        return self.ask(f"functions/v1/{function}", token, body)

    def ask(self, path, token, body):
        return sent("POST", f"{self.base}/{path}", body, {"authorization": f"Bearer {token}"})

    def rows(self, method, query, body=None):
        """Rows, as the service role sees and writes them."""
        headers = {"apikey": self.service_key, "prefer": "return=representation"}
        return sent(method, f"{self.base}/rest/v1/{query}", body, headers)

    def report(self, event):
        """Says something in LiveKit's name."""
        body = json.dumps(event).encode()
        headers = {"authorization": signature(self.settings, body), "content-type": "application/webhook+json"}
        reply = requests.post(f"{self.base}/functions/v1/livekit-webhook", data=body, headers=headers, timeout=30)
        reply.raise_for_status()


@contextmanager
def without_limits(stack):
    """Raises the limits and sets prices, and puts them back whatever happens."""
    before = stack.rows("GET", f"live_settings?key=in.({','.join([*MEANWHILE, HARMLESS_SETTING])})")
    assert len(before) == len(MEANWHILE) + 1, f"live_settings lacks one of {[*MEANWHILE]}"
    # what an interrupted run left behind is no limit either
    try:
        for key, value in MEANWHILE.items():
            stack.rows("PATCH", f"live_settings?key=eq.{key}", {"value": value})
        yield
    finally:
        for row in before:
            stack.rows("PATCH", f"live_settings?key=eq.{row['key']}", {"value": row["value"]})


def prepare(stack):
    """Sees to it that something of every kind can be asked for."""
    people = {name: stack.sign_in(name) for name in PEOPLE}
    tokens = {name: token for name, (token, _) in people.items()}
    ids = {name: user_id for name, (_, user_id) in people.items()}
    for name in ("viewer", "subscriber"):
        stack.rows("PATCH", f"coin_balances?user_id=eq.{ids[name]}", {"balance": COINS})

    live = [on_air(stack, session_id) for session_id in DEMO_SESSIONS]
    host_arrives(stack, live[2], ids["creator3"])
    for name in ("viewer", "subscriber"):
        stack.call("join-live-session", tokens[name], {"sessionId": live[0]["id"]})
    stack.call("send-live-gift", tokens["viewer"], {"sessionId": live[0]["id"], "giftId": "heart"})
    said = [
        stack.call("send-live-message", tokens[name], {"sessionId": live[0]["id"], "content": "Merhaba"})
        for name in ("viewer", "subscriber", "creator", "creator", "creator")
    ]
    # of which one is for the panel to take out of the chat, and one for nobody
    *said, panels, pinned = [reply["message"]["id"] for reply in said]
    scheduled = [announced(stack, tokens["creator4"], hours) for hours in (1, 2, 3)]
    calls = [call(stack, ids[caller], ids[callee]) for caller, callee in (("viewer", "subscriber"), ("creator", "admin"))]
    talking = calls[0]
    parts_of_channels, panel_of_channels = channels.prepare(stack, tokens, ids)
    parts_of_voice, panel_of_voice, report_token = voice.prepare(stack, ids)
    parts_of_recordings, panel_of_recordings = recording.prepare(stack, ids, profile, talking)
    over = {reason: ended_call(stack, ids["viewer"], ids["subscriber"], reason) for reason in ("declined", "cancelled")}
    return World(
        tokens=tokens,
        service_key=stack.service_key,
        report_token=report_token,
        sessions=[session["id"] for session in (live[0], *live)] + scheduled[:1],
        own_sessions=scheduled,
        calls=calls,
        messages=said,
        callees=[ids["callee"]],
        # what is done already succeeds again and ends nothing
        parts={
            "start-live-session": ("creator", {"sessionId": live[0]["id"]}),
            "accept-call": ("subscriber", {"callId": talking}),
            "answer-call": ("subscriber", {"callId": talking}),
            "decline-call": ("subscriber", {"callId": over["declined"]}),
            "cancel-call": ("viewer", {"callId": over["cancelled"]}),
            "end-call": ("viewer", {"callId": over["cancelled"]}),
            "get-call": ("viewer", {"callId": talking}),
            "get-livekit-token": ("viewer", {"sessionId": live[0]["id"], "callId": talking}),
            "pin-live-message": ("creator", {"messageId": pinned}),
            "report-live-user": ("subscriber", {"sessionId": live[0]["id"], "targetUserId": ids["viewer"]}),
            **stage(stack, ids),
            **parts_of_channels,
            **parts_of_voice,
            **parts_of_recordings,
        },
        ops=panel(stack, ids, live[0], panels) | panel_of_channels | panel_of_voice | panel_of_recordings,
    )


def on_air(stack, session_id):
    """A demo session, put back as `make dev` puts it back: the paid one ends when its host, who is none, stays away."""
    session = stack.rows("GET", f"live_sessions?id=eq.{session_id}")[0]
    if session["status"] != "live":
        began = {"status": "live", "started_at": datetime.now(timezone.utc).isoformat()}
        gone = ("ended_at", "end_reason", "host_left_at", "max_ends_at", "livekit_room_sid")
        stack.rows("PATCH", f"live_sessions?id=eq.{session_id}", began | dict.fromkeys(gone))
        host = f"live_participants?session_id=eq.{session_id}&user_id=eq.{session['creator_id']}"
        stack.rows("PATCH", host, {"role": "host", "is_active": True, "left_at": None})
    return session


def stage(stack, ids):
    """A session of the subscriber's with people in it, and what is done there: nobody is needed twice who could be put out."""
    under_way = stack.rows("GET", f"live_sessions?creator_id=eq.{ids['subscriber']}&status=eq.live&select=id")
    if under_way:
        stack.rows("PATCH", f"live_sessions?id=eq.{under_way[0]['id']}", {"status": "cancelled"})
    profiles = {name: profile(stack, ids[name]) for name in PEOPLE}
    session = stack.rows("POST", "live_sessions", {
        "creator_id": ids["subscriber"], "creator_profile_id": profiles["subscriber"], "title": "Açık mikrofon",
        "session_type": "audio_room", "access_type": "public", "status": "live", "max_guests": 10,
        "livekit_room_name": f"audio_room_{uuid.uuid4()}",
        # nobody waits for its host yet
        "started_at": (datetime.now(timezone.utc) + timedelta(hours=1)).isoformat(),
    })[0]["id"]  # fmt: skip

    def inside(name, role="listener", **more):
        place = {
            "session_id": session, "user_id": ids[name], "profile_id": profiles[name], "role": role, "is_active": True,
            # neither on their way nor connected, so that nothing takes them for gone
            "admitted_at": None, **more,
        }  # fmt: skip
        stack.rows("POST", "live_participants", place)

    def asked(name, status):
        row = {"session_id": session, "requester_id": ids[name], "requester_profile_id": profiles[name], "status": status}
        return stack.rows("POST", "live_guest_requests", row)[0]["id"]

    inside("subscriber", "host")
    inside("caller", "speaker", invitation_response="accepted")
    inside("creator2", "speaker")
    for name in ("viewer", "creator3", "creator4"):
        inside(name)
    approved, cancelled = asked("creator2", "approved"), asked("creator3", "cancelled")
    host_about = lambda name: ("subscriber", {"sessionId": session, "targetUserId": ids[name]})  # noqa: E731
    return {
        "invite-guest": host_about("viewer"),
        "respond-guest-invitation": ("caller", {"sessionId": session}),
        "request-to-join": ("creator4", {"sessionId": session}),
        "cancel-join-request": ("creator3", {"requestId": cancelled}),
        "respond-join-request": ("subscriber", {"requestId": approved}),
        "end-guest": ("subscriber", {"sessionId": session, "guestUserId": ids["callee"]}),
        "promote-to-speaker": host_about("creator2"),
        "update-participant-role": host_about("callee"),
        "mute-participant": host_about("creator3"),
        "unmute-participant": host_about("creator3"),
        "kick-participant": host_about("callee"),
        "ban-participant": host_about("callee"),
        "unban-participant": host_about("callee"),
    }


def panel(stack, ids, session, message):
    """What the admin looks at and acts on; who is inside there is needed by nobody else."""
    doomed = stack.rows("POST", "live_sessions", {
        "creator_id": ids["callee"], "creator_profile_id": profile(stack, ids["callee"]), "title": "Kapatılacak",
        "session_type": "video_live", "access_type": "public", "status": "scheduled",
        "livekit_room_name": f"live_video_{uuid.uuid4()}",
    })[0]["id"]  # fmt: skip
    under_way = f"live_sessions?creator_id=eq.{ids['callee']}&status=eq.live"
    stack.rows("PATCH", under_way, {"status": "cancelled"})
    began = {"status": "live", "started_at": datetime.now(timezone.utc).isoformat()}
    stack.rows("PATCH", f"live_sessions?id=eq.{doomed}", began)
    report = stack.rows("POST", "live_reports", {
        "session_id": session["id"], "reporter_id": ids["viewer"], "reported_user_id": ids["caller"], "reason": "spam",
    })[0]["id"]  # fmt: skip
    ban = stack.rows("POST", "live_session_bans", {
        "ban_type": "creator", "creator_id": ids["creator"], "banned_user_id": str(uuid.uuid4()), "reason": "spam",
    })[0]["id"]  # fmt: skip
    # on stage to be sent back from it
    place = f"live_participants?session_id=eq.{session['id']}&user_id=eq.{ids['creator2']}"
    on_stage = {"role": "co_host", "is_active": True, "admitted_at": None}
    if not stack.rows("PATCH", place, on_stage):
        who = {"session_id": session["id"], "user_id": ids["creator2"], "profile_id": profile(stack, ids["creator2"])}
        stack.rows("POST", "live_participants", who | on_stage)
    call = ended_call(stack, ids["viewer"], ids["creator"], "cancelled")
    of_session, of_callee = {"id": session["id"]}, {"id": ids["callee"], "session_id": session["id"]}
    of_user = {"user_id": ids["callee"], "session_id": session["id"]}
    paid = stack.rows("GET", f"live_payments?payer_id=eq.{ids['viewer']}&kind=eq.gift&select=id&limit=1")[0]["id"]
    event = stack.rows("POST", "live_webhook_logs", {
        "event_type": "room_started", "processing_status": "error",
        "event": {"type": "room_started", "room_name": session["livekit_room_name"]},
    })[0]["id"]  # fmt: skip
    return {
        "GET sessions/{id}": of_session,
        "GET sessions/{id}/participants": of_session,
        "GET sessions/{id}/report": of_session,
        "GET sessions/{id}/report.csv": of_session,
        "GET sessions/{id}/messages": of_session,
        "POST sessions/{id}/announce": of_session,
        "POST sessions/{id}/terminate": {"id": doomed},
        "POST messages/{id}/delete": {"id": message},
        "DELETE messages/{id}": {"id": message},
        "POST participants/{id}/kick": of_callee,
        "POST participants/{id}/ban": of_callee,
        "POST participants/{id}/mute": {"id": ids["viewer"], "session_id": session["id"]},
        "POST participants/{id}/unmute": {"id": ids["viewer"], "session_id": session["id"]},
        "POST participants/{id}/promote": {"id": ids["viewer"], "session_id": session["id"]},
        "POST participants/{id}/demote": {"id": ids["creator2"], "session_id": session["id"]},
        "POST users/{user_id}/kick": of_user,
        "POST users/{user_id}/ban": of_user,
        "GET reports/{id}": {"id": report},
        "POST reports/{id}/action": {"id": report},
        "DELETE bans/{id}": {"id": ban},
        "POST calls/{id}/terminate": {"id": call},
        "POST livekit-token": {"roomName": session["livekit_room_name"]},
        # of what began so long ago there is nothing: the others need their sessions
        "POST terminate-all": {"started_before": "2000-01-01T00:00:00Z"},
        "PATCH settings/{key}": {"key": HARMLESS_SETTING},
        "GET users/{user_id}": {"user_id": ids["callee"]},
        "PATCH users/{user_id}/switches": {"user_id": ids["creator2"]},
        "POST payments/{id}/refund": {"id": paid},
        "POST webhook-logs/{id}/replay": {"id": event},
    }


def profile(stack, user_id):
    return stack.rows("GET", f"profiles?user_id=eq.{user_id}&type=eq.real&select=id")[0]["id"]


def host_arrives(stack, session, host_id):
    """Entry is sold only while the host is in the room."""
    now = str(int(time.time()))
    stack.report({
        "event": "participant_joined", "id": f"EV_{uuid.uuid4()}", "createdAt": now,
        "room": {"name": session["livekit_room_name"], "sid": f"RM_{uuid.uuid4().hex[:12]}"},
        "participant": {"sid": f"PA_{uuid.uuid4().hex[:12]}", "identity": host_id, "kind": "STANDARD", "joinedAt": now},
    })  # fmt: skip


def announced(stack, token, hours):
    at = datetime.now(timezone.utc) + timedelta(hours=hours)
    body = {"title": "Yarın", "sessionType": "audio_room", "scheduledAt": at.isoformat(timespec="seconds")}
    return stack.call("create-live-session", token, body)["session"]["id"]


def call(stack, caller_id, callee_id):
    under_way = stack.rows("GET", f"calls?caller_id=eq.{caller_id}&status=neq.ended&select=id")
    if under_way:
        return under_way[0]["id"]
    now = datetime.now(timezone.utc)
    row = {
        "caller_id": caller_id, "callee_id": callee_id, "call_type": "audio_call", "status": "connected",
        "livekit_room_name": f"call_{uuid.uuid4()}",
        # without `answered_at`: nobody is in its room, and from the answer on that would be noticed
        "max_ends_at": (now + timedelta(hours=4)).isoformat(),
    }  # fmt: skip
    return stack.rows("POST", "calls", row)[0]["id"]


def ended_call(stack, caller_id, callee_id, reason):
    now = datetime.now(timezone.utc).isoformat()
    row = {
        "caller_id": caller_id, "callee_id": callee_id, "call_type": "audio_call", "status": "ended",
        "end_reason": reason, "ended_at": now, "livekit_room_name": f"call_{uuid.uuid4()}",
    }  # fmt: skip
    return stack.rows("POST", "calls", row)[0]["id"]


def sent(method, url, body, headers):
    reply = requests.request(method, url, json=body, headers=headers, timeout=30)
    if not reply.ok:
        raise RuntimeError(f"{method} {url}: {reply.status_code} {reply.text}")
    return reply.json()


def signature(settings, body):
    """LiveKit's token for a body: its hash, signed with the API secret."""
    now = int(time.time())
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    claims = {"iss": settings["LIVEKIT_API_KEY"], "nbf": now, "exp": now + 300, "sha256": digest}
    head = ".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    secret = settings["LIVEKIT_API_SECRET"].encode()
    return f"{head}.{base64url(hmac.digest(secret, head.encode(), 'sha256'))}"


def base64url(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
