"""OpenAI's models, one after the other: speech to text, an answer, text to speech. Where speech begins and ends is heard on
this machine, by the Silero model that livekit-agents brings along.
"""

from livekit.agents import NOT_GIVEN, inference
from livekit.plugins import openai

from ..assignment import Assignment
from ..settings import OpenAi
from . import Stack


def of_call(settings: OpenAi, assignment: Assignment) -> Stack:
    account = {"api_key": settings.api_key, "base_url": settings.base_url or NOT_GIVEN}
    return Stack(
        vad=inference.VAD(model="silero"),
        stt=openai.STT(model=settings.stt_model, language=assignment.language, use_realtime=False, **account),
        llm=openai.LLM(model=settings.llm_model, **account),
        # Raw samples: nothing to decode before the first of them is heard.
        tts=openai.TTS(model=settings.tts_model, voice=assignment.voice, response_format="pcm", **account),
    )
