"""One call: enters the room, talks with the caller alone, reports, and leaves with the caller or when the time is up."""

import asyncio
import math
import time

from livekit import rtc
from livekit.agents import Agent, AgentSession, AutoSubscribe, JobContext, llm, metrics, room_io
from livekit.agents.voice.agent_session import RecordingOptions

from . import stacks, words
from .assignment import Assignment
from .logs import Log
from .reporter import Line, Reporter
from .settings import Settings

# How long a caller may be away who did not hang up, and how long the first arrival may take. In seconds, and as the
# backend's own for the end of a support call.
CALLER_AWAY = 10
CALLER_LATE = 300
# After which a room that did not let the agent in is given up, so that its place is free again.
ENTER_SECONDS = 20

_HUNG_UP = (
    rtc.DisconnectReason.CLIENT_INITIATED,
    rtc.DisconnectReason.ROOM_DELETED,
    rtc.DisconnectReason.PARTICIPANT_REMOVED,
    rtc.DisconnectReason.USER_REJECTED,
)
_SPEAKERS = {"user": "user", "assistant": "agent"}


async def carry_out(ctx: JobContext, settings: Settings) -> None:
    """The job: returns once the agent listens; the rest happens until its shutdown."""
    # Nothing of a call goes to LiveKit's own observability, not even when it fails before the session.
    ctx.init_recording(RecordingOptions(audio=False, traces=False, logs=False, transcript=False))
    assignment = Assignment.read(ctx.job.metadata, ctx.job.room.name)
    log = Log(callId=assignment.call_id, agentId=assignment.agent_id)
    call = Call(ctx, assignment, log)
    ctx.add_shutdown_callback(call.finish)
    call.reporter.start()
    # before the session starts, which would otherwise look for a caller in a room that is not there
    async with asyncio.timeout(ENTER_SECONDS):
        await ctx.connect(auto_subscribe=AutoSubscribe.AUDIO_ONLY)
    await call.begin(stacks.of_call(settings, assignment))
    log.info("call joined", stack=settings.stack, language=assignment.language)


class Call:
    """What is under way."""

    def __init__(self, ctx: JobContext, assignment: Assignment, log: Log):
        self._ctx = ctx
        self._assignment = assignment
        self._log = log
        self._began = time.monotonic()
        self._ended: float | None = None
        self._session: AgentSession | None = None
        self._waiting: asyncio.TimerHandle | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._reason: str | None = None
        self.reporter = Reporter(assignment.report_url, assignment.report_token, assignment.transcript, log)

    async def begin(self, stack: stacks.Stack) -> None:
        loop = asyncio.get_running_loop()
        loop.call_later(self._assignment.max_seconds, self._leave, "the time is up")
        self._watch_the_caller()
        session = self._session = AgentSession(
            vad=stack.vad,
            stt=stack.stt,
            llm=stack.llm,
            tts=stack.tts,
            # The defaults would ask LiveKit Cloud.
            turn_handling={"turn_detection": "vad", "interruption": {"mode": "vad"}},
            user_away_timeout=None,
        )
        session.on("conversation_item_added", lambda event: self._report(event.item))
        session.on("close", lambda event: self._ctx.shutdown(f"the session closed: {event.reason.value}"))
        await session.start(
            Agent(instructions=words.instructions(self._assignment)),
            room=self._ctx.room,
            room_options=self._room_options(),
            # would show the prompt to everybody in the room, and take what they put into the agent's mouth
            session_host=False,
            record=False,
        )
        session.say(words.notice(self._assignment), allow_interruptions=False)
        if self._assignment.greeting.strip():
            session.say(self._assignment.greeting)

    def _room_options(self) -> room_io.RoomOptions:
        return room_io.RoomOptions(
            participant_identity=self._assignment.user_id,
            audio_input=room_io.AudioInputOptions(pre_connect_audio=False),
            text_input=False,
            video_input=False,
            text_output=True,
            # `_watch_the_caller` decides
            close_on_disconnect=False,
            delete_room_on_close=False,
        )

    def _watch_the_caller(self) -> None:
        room = self._ctx.room
        room.on("participant_connected", self._entered)
        room.on("participant_disconnected", self._left)
        if self._assignment.user_id not in room.remote_participants:
            self._wait(CALLER_LATE, "the caller did not come")

    def _entered(self, participant: rtc.RemoteParticipant) -> None:
        if participant.identity == self._assignment.user_id and self._waiting:
            self._waiting.cancel()

    def _left(self, participant: rtc.RemoteParticipant) -> None:
        if participant.identity != self._assignment.user_id:
            return
        if participant.disconnect_reason in _HUNG_UP:
            self._leave("the caller left")
        else:
            self._wait(CALLER_AWAY, "the caller was lost")

    def _wait(self, seconds: float, reason: str) -> None:
        if self._waiting:
            self._waiting.cancel()
        self._waiting = asyncio.get_running_loop().call_later(seconds, self._leave_alone, reason)

    def _leave_alone(self, reason: str) -> None:
        # whatever order LiveKit told of their leaving and coming in
        if self._assignment.user_id not in self._ctx.room.remote_participants:
            self._leave(reason)

    def _leave(self, reason: str) -> None:
        """Out of the room first: what ends a session waits two seconds for the caller's last words to be understood."""

        async def leave() -> None:
            await self._ctx.room.disconnect()
            self._ctx.shutdown(reason)

        if not self._leaving:
            self._reason = reason
            self._ended = time.monotonic()
            self._leaving = asyncio.create_task(leave())

    def _report(self, item: llm.ChatItem) -> None:
        speaker = _SPEAKERS.get(item.role) if item.type == "message" else None
        if speaker:
            text = item.text_content or ""
            self.reporter.add(Line.said(item.id, speaker, text, item.interrupted, item.created_at))

    async def finish(self, reason: str) -> None:
        """The last thing of the job, out of the room already."""
        seconds = math.ceil((self._ended or time.monotonic()) - self._began)
        await self.reporter.finish(usage(self._session, seconds))
        self._log.info(
            "call left", reason=self._reason or reason, seconds=seconds, lines=self.reporter.reported,
            lostLines=self.reporter.lost,
        )  # fmt: skip


def usage(session: AgentSession | None, seconds: int) -> dict[str, float]:
    """What a call took of whom we pay, summed up over models."""
    taken = {
        "seconds": seconds, "sttSeconds": 0.0, "llmInputTokens": 0, "llmOutputTokens": 0, "ttsCharacters": 0,
        "ttsSeconds": 0.0,
    }  # fmt: skip
    for model in session.usage.model_usage if session else []:
        if isinstance(model, metrics.STTModelUsage):
            taken["sttSeconds"] += model.audio_duration
        elif isinstance(model, metrics.LLMModelUsage):
            taken["llmInputTokens"] += model.input_tokens
            taken["llmOutputTokens"] += model.output_tokens
        elif isinstance(model, metrics.TTSModelUsage):
            taken["ttsCharacters"] += model.characters_count
            taken["ttsSeconds"] += model.audio_duration
    return {name: round(value, 3) for name, value in taken.items()}
