"""Who hears, thinks and speaks in a call."""

from dataclasses import dataclass

from livekit.agents import llm, stt, tts, vad

from ..assignment import Assignment
from ..settings import Settings


@dataclass(frozen=True)
class Stack:
    """What a session is made of. One call's own."""

    vad: vad.VAD
    stt: stt.STT
    llm: llm.LLM
    tts: tts.TTS


def load(settings: Settings) -> None:
    """Imports what the stack is made of: LiveKit's plugins insist on the main thread. No call waits for its model."""
    if settings.stack == "openai":
        from livekit import local_inference

        from . import openai  # noqa: F401

        local_inference.init_vad()


def of_call(settings: Settings, assignment: Assignment) -> Stack:
    """The stack of one call."""
    if settings.openai:
        from .openai import of_call as build

        return build(settings.openai, assignment)
    from .stub import of_call as build_stub

    return build_stub(assignment)
