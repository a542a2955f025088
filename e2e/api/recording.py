"""Recordings, as far as they must be there to be asked for.

Nobody is heard in any room of a run, so nothing begins to be recorded: what is asked to begin is under way already, and what
is asked to end has ended. LiveKit knows nothing of either; of what is so young the sweeper concludes nothing.
"""

import uuid
from datetime import datetime, timedelta, timezone

OWNER = "creator2"
# whoever deletes has nothing else that could be
DELETER = "creator3"
LIMITS = ["recording_rate_count", "recording_read_rate_count"]


def prepare(stack, ids, profile, talking):
    """Returns who asks for which function with what, and the same of the panel's."""
    under_way = session(stack, ids, profile, "live")
    over = session(stack, ids, profile, "ended")
    deleters = session(stack, ids, profile, "ended", DELETER)
    # nothing is given up before its time
    recording(stack, ids, under_way, "active", created_at=later())
    shown, panels = (recording(stack, ids, over, "complete", available_at=now()) for _ in range(2))
    doomed = recording(stack, ids, deleters, "complete", DELETER, available_at=now())
    parts = {
        "start-recording": (OWNER, {"sessionId": under_way}),
        "stop-recording": (OWNER, {"sessionId": over}),
        "set-recording-consent": ("viewer", {"callId": talking}),
        "list-recordings": (OWNER, {"sessionId": over, "creatorId": ids[OWNER], "callId": talking}),
        "get-recording-url": (OWNER, {"recordingId": shown}),
        "buy-recording": ("viewer", {"recordingId": shown}),
        "update-recording": (OWNER, {"recordingId": shown}),
        "delete-recording": (DELETER, {"recordingId": doomed}),
    }
    panel = {
        "POST recordings/{id}/hold": {"id": panels},
        "POST recordings/{id}/release": {"id": panels},
        "GET recordings/{id}/readers": {"id": panels},
    }
    return parts, panel


def session(stack, ids, profile, status, whose=OWNER):
    """One of their own each: somebody has at most one on air."""
    owner = ids[whose]
    if status == "live":
        stack.rows("PATCH", f"live_sessions?creator_id=eq.{owner}&status=eq.live", {"status": "cancelled"})
    return stack.rows("POST", "live_sessions", {
        "creator_id": owner, "creator_profile_id": profile(stack, owner), "title": "Kayıt", "session_type": "audio_room",
        "access_type": "public", "status": status, "livekit_room_name": f"audio_room_{uuid.uuid4()}",
        # nobody waits for its host yet
        "started_at": later(), "ended_at": later() if status == "ended" else None,
        "end_reason": "host_ended" if status == "ended" else None,
    })[0]["id"]  # fmt: skip


def recording(stack, ids, session_id, status, whose=OWNER, **more):
    own = str(uuid.uuid4())
    row = {
        "id": own, "session_id": session_id, "owner_id": ids[whose], "status": status, "title": "Kayıt",
        "storage_key": f"v1/session/{session_id}/{own}.mp4", **more,
    }  # fmt: skip
    return stack.rows("POST", "recordings", row)[0]["id"]


def now():
    return datetime.now(timezone.utc).isoformat()


def later():
    return (datetime.now(timezone.utc) + timedelta(hours=1)).isoformat()
