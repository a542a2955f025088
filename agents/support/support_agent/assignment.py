"""What a dispatch's metadata says about one call. Whatever is not exactly as agreed is refused before the room is entered."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .settings import is_loopback, is_url

LANGUAGES = ("tr", "en")
VOICES = ("alloy", "echo", "fable", "onyx", "nova", "shimmer")
MAX_PROMPT = 8_000  # twice what an admin may write, for what the backend puts around it
MAX_GREETING = 1_000
MAX_SECONDS = 14_400  # the longest call of any kind
# One job may wait for its metadata to be read; nobody sends more.
MAX_METADATA_BYTES = 65_536


class BadAssignment(Exception):
    """Metadata that no call is made from. Names the field, never its value: one of them is a secret, others are texts."""


@dataclass(frozen=True)
class Assignment:
    """One call, as the backend describes it."""

    call_id: str
    agent_id: str
    user_id: str
    language: str
    voice: str
    prompt: str = field(repr=False)
    greeting: str = field(repr=False)
    transcript: bool
    max_seconds: int
    report_url: str
    report_token: str = field(repr=False)

    @property
    def identity(self) -> str:
        """Whom the room sees. No uuid alone, so that the backend takes it for nobody's stay."""
        return f"agent-{self.agent_id}"

    @property
    def room(self) -> str:
        """The only room this may be carried out in."""
        return f"support-{self.call_id}"

    @classmethod
    def read(cls, metadata: str, room: str) -> "Assignment":
        """The assignment of a job in this room. Raises `BadAssignment`."""
        values = _object(metadata)
        if unknown := sorted(set(values) - set(_FIELDS)):
            raise BadAssignment(f"{unknown[0][:40]} is not a field of it")
        for name, (wanted, is_right) in _FIELDS.items():
            if name not in values:
                raise BadAssignment(f"{name} is missing")
            if not is_right(values[name]):
                raise BadAssignment(f"{name} must be {wanted}")
        assignment = cls(**{re.sub("([A-Z])", r"_\1", name).lower(): value for name, value in values.items()})
        if assignment.room != room:
            raise BadAssignment("callId is not of this room")
        return assignment


def _object(metadata: str) -> dict[str, Any]:
    if len(metadata.encode(errors="replace")) > MAX_METADATA_BYTES:
        raise BadAssignment(f"more than {MAX_METADATA_BYTES} bytes")
    try:
        values = json.loads(metadata, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError):
        # from None: the decoder's own words hold what it was given
        raise BadAssignment("no JSON") from None
    if not isinstance(values, dict):
        raise BadAssignment("no JSON object")
    return values


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a field twice")
    return values


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def _text(longest: int) -> tuple[str, Callable[[Any], bool]]:
    return f"text of at most {longest} characters", lambda value: isinstance(value, str) and len(value) <= longest


def _one_of(values: tuple[str, ...]) -> tuple[str, Callable[[Any], bool]]:
    return f"one of {', '.join(values)}", lambda value: isinstance(value, str) and value in values


def _is_report_url(value: Any) -> bool:
    # The token goes there, so in clear text only within this machine.
    return isinstance(value, str) and (is_url(value, ("https",)) or (is_url(value, ("http",)) and is_loopback(value)))


_UUID = ("a lower-case uuid", _is_uuid)
_FIELDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "callId": _UUID,
    "agentId": (
        "1 to 64 letters, digits, - and _",
        lambda value: isinstance(value, str) and re.fullmatch("[A-Za-z0-9_-]{1,64}", value) is not None,
    ),
    "userId": _UUID,
    "language": _one_of(LANGUAGES),
    "voice": _one_of(VOICES),
    "prompt": _text(MAX_PROMPT),
    "greeting": _text(MAX_GREETING),
    "transcript": ("true or false", lambda value: isinstance(value, bool)),
    "maxSeconds": (
        f"a whole number from 1 to {MAX_SECONDS}",
        lambda value: type(value) is int and 1 <= value <= MAX_SECONDS,
    ),
    "reportUrl": ("an https address, or http on this machine", _is_report_url),
    "reportToken": (
        "a token of at most 4096 characters",
        lambda value: isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]{1,4096}", value) is not None,
    ),
}
