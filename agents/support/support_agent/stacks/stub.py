"""A stack without keys and without models, for development and tests: the same speech has the same reply every time.

It hears loudness as speech and its strongest frequency as its text, `200 Hz`. It replies `I heard 200 Hz.`, spoken as a
tone of `REPLY_HZ`; everything else it says is a tone of `SPEECH_HZ`. A tone lasts as long as somebody would need to say it.
"""

import asyncio
import time
from typing import Any

import numpy as np
from livekit import rtc
from livekit.agents import APIConnectOptions, llm, stt, tts, utils, vad
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS

from ..assignment import Assignment
from . import Stack

REPLY_HZ = 880
SPEECH_HZ = 660
REPLY = "I heard "
SAMPLE_RATE = 24_000
SECONDS_PER_CHARACTER = 0.025
# Of full scale; a microphone in a quiet room is below a hundredth.
LOUD = 0.02
# What is called speech must last, and what is called silence after it, in seconds.
SPEECH = 0.15
SILENCE = 0.4
# Frequencies are told in steps, so that a codec does not change them.
STEP_HZ = 50


def of_call(assignment: Assignment) -> Stack:
    return Stack(vad=Loudness(), stt=Pitch(assignment.language), llm=Echo(), tts=Tone())


def samples(frame: rtc.AudioFrame) -> np.ndarray:
    """One channel of a frame, 1.0 being full scale."""
    return np.frombuffer(frame.data, dtype=np.int16)[:: frame.num_channels] / 32768


def strongest(signal: np.ndarray, sample_rate: int) -> float:
    """The frequency that there is most of, in Hz."""
    spectrum = np.abs(np.fft.rfft(signal * np.hanning(len(signal))))
    return float(np.argmax(spectrum) * sample_rate / len(signal))


class Loudness(vad.VAD):
    """Takes for speech what is loud."""

    def __init__(self) -> None:
        super().__init__(capabilities=vad.VADCapabilities(update_interval=0.05))

    def stream(self) -> vad.VADStream:
        return _LoudnessStream(self)


class _LoudnessStream(vad.VADStream):
    def __init__(self, of: vad.VAD) -> None:
        super().__init__(of)
        self._begin()
        self._index = 0

    def _begin(self) -> None:
        self._frames: list[rtc.AudioFrame] = []
        self._loud = self._quiet = 0.0
        self._speaking = False

    async def _main_task(self) -> None:
        async for frame in self._input_ch:
            if isinstance(frame, rtc.AudioFrame):
                self._hear(frame)
            else:
                self._begin()

    def _hear(self, frame: rtc.AudioFrame) -> None:
        is_loud = bool(np.sqrt(np.mean(samples(frame) ** 2)) > LOUD)
        self._index += frame.samples_per_channel
        if is_loud:
            self._loud += frame.duration
            self._quiet = 0.0
        else:
            self._quiet += frame.duration
            if not self._speaking:
                self._frames.clear()
                self._loud = 0.0
        if is_loud or self._speaking:
            self._frames.append(frame)
        if not self._speaking and self._loud >= SPEECH:
            self._speaking = True
            self._tell(vad.VADEventType.START_OF_SPEECH)
        self._tell(vad.VADEventType.INFERENCE_DONE, [frame])
        if self._speaking and self._quiet >= SILENCE:
            self._speaking = False
            self._tell(vad.VADEventType.END_OF_SPEECH)
            self._begin()

    def _tell(self, kind: vad.VADEventType, frames: list[rtc.AudioFrame] | None = None) -> None:
        self._event_ch.send_nowait(
            vad.VADEvent(
                type=kind,
                samples_index=self._index,
                timestamp=time.time(),
                speech_duration=self._loud if self._speaking or kind is vad.VADEventType.END_OF_SPEECH else 0.0,
                silence_duration=self._quiet,
                frames=list(self._frames) if frames is None else frames,
                speaking=self._speaking,
                raw_accumulated_speech=0.0 if self._quiet else self._loud,
                raw_accumulated_silence=self._quiet,
            )
        )


class Pitch(stt.STT):
    """Takes for text how high somebody spoke."""

    def __init__(self, language: str) -> None:
        super().__init__(capabilities=stt.STTCapabilities(streaming=False, interim_results=False))
        self._language = language

    async def _recognize_impl(self, buffer: utils.AudioBuffer, **_: Any) -> stt.SpeechEvent:
        frame = rtc.combine_audio_frames(buffer)
        hertz = round(strongest(samples(frame), frame.sample_rate) / STEP_HZ) * STEP_HZ
        heard = stt.SpeechData(language=self._language, text=f"{hertz} Hz", confidence=1.0)
        return stt.SpeechEvent(type=stt.SpeechEventType.FINAL_TRANSCRIPT, alternatives=[heard])


class Echo(llm.LLM):
    """Replies what it heard."""

    def chat(
        self,
        *,
        chat_ctx: llm.ChatContext,
        tools: list[llm.Tool] | None = None,
        conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS,
        **_: Any,
    ) -> llm.LLMStream:
        return _EchoStream(self, chat_ctx=chat_ctx, tools=tools or [], conn_options=conn_options)


class _EchoStream(llm.LLMStream):
    async def _run(self) -> None:
        said = [item.text_content for item in self._chat_ctx.items if item.type == "message" and item.role == "user"]
        delta = llm.ChoiceDelta(role="assistant", content=f"{REPLY}{said[-1] if said else 'nothing'}.")
        self._event_ch.send_nowait(llm.ChatChunk(id=utils.shortuuid(), delta=delta))


class Tone(tts.TTS):
    """Speaks in tones."""

    def __init__(self) -> None:
        super().__init__(
            capabilities=tts.TTSCapabilities(streaming=False), sample_rate=SAMPLE_RATE, num_channels=1
        )

    def synthesize(
        self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS
    ) -> tts.ChunkedStream:
        return _ToneStream(tts=self, input_text=text, conn_options=conn_options)


class _ToneStream(tts.ChunkedStream):
    async def _run(self, output_emitter: tts.AudioEmitter) -> None:
        output_emitter.initialize(
            request_id=utils.shortuuid(), sample_rate=SAMPLE_RATE, num_channels=1, mime_type="audio/pcm"
        )
        hertz = REPLY_HZ if self.input_text.startswith(REPLY) else SPEECH_HZ
        length = int(len(self.input_text) * SECONDS_PER_CHARACTER * SAMPLE_RATE)
        wave = 0.3 * np.sin(2 * np.pi * hertz * np.arange(length) / SAMPLE_RATE)
        output_emitter.push((wave * 32767).astype(np.int16).tobytes())
        output_emitter.flush()
        await asyncio.sleep(0)
