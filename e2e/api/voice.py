"""A call with support, as far as it must be there to be asked for.

Its caller is a demo person who calls nobody else. Nobody is in its room, so it is neither connected by anybody's coming nor
ended by anybody's leaving.
"""

import base64
import hashlib
import hmac
import json
import time
import uuid
from datetime import datetime, timedelta, timezone

CALLER = "creator3"
# Of which a run would hear little else.
LIMITS = [
    "voice_rate_count", "agent_rate_count", "support_rate_count", "voice_read_rate_count", "transcript_rate_count",
    "transcript_lines_count",
]  # fmt: skip


def prepare(stack, ids):
    """Returns who asks for which route with what, the same of the panel's, and the token of the call's agent."""
    call = support_call(stack, ids[CALLER])
    agent = stack.rows("POST", "call_agents", {
        "call_id": call["id"], "user_id": ids[CALLER], "voice": "alloy", "language": "tr", "prompt_hash": "0" * 64,
        "status": "left", "max_seconds": 900,
    })[0]["id"]  # fmt: skip
    prompt = stack.rows("GET", "agent_prompts?language=eq.tr&version=eq.1&select=id")[0]["id"]
    own = {"callId": call["id"], "roomName": call["livekit_room_name"], "calleeId": str(uuid.uuid4())}
    parts = {
        "voice-token": (CALLER, own),
        "voice-agent": (CALLER, own),
        "voice-history": (CALLER, {}),
        "voice-get-transcript": (CALLER, own),
    }
    panel = {
        "POST voice/calls/{id}/agent": {"id": call["id"]},
        "POST voice/prompts/{id}/activate": {"id": prompt},
        "GET voice/transcripts/{id}/readers": {"id": call["id"]},
    }
    return parts, panel, report_token(stack.settings["AGENT_TOKEN_SECRET"], call["id"], agent)


def support_call(stack, caller_id):
    under_way = stack.rows("GET", f"calls?caller_id=eq.{caller_id}&status=neq.ended&select=id,livekit_room_name")
    if under_way:
        return under_way[0]
    call_id = str(uuid.uuid4())
    return stack.rows("POST", "calls", {
        "id": call_id, "kind": "support", "caller_id": caller_id, "call_type": "audio_call", "status": "connected",
        "language": "tr", "transcript_on": True, "livekit_room_name": f"support-{call_id}",
        "max_ends_at": (datetime.now(timezone.utc) + timedelta(hours=4)).isoformat(),
    })[0]  # fmt: skip


def report_token(secret, call_id, agent_id):
    """What the worker of support calls is sent with."""
    now = int(time.time())
    claims = {"sub": call_id, "jti": agent_id, "aud": "voice-transcript", "iat": now, "exp": now + 4 * 3600}
    parts = [base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    head = ".".join(parts)
    return f"{head}.{base64url(hmac.digest(secret.encode(), head.encode(), hashlib.sha256))}"


def base64url(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
