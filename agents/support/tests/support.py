"""The real worker as a process, people in LiveKit's rooms, and the backend that is reported to."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
from livekit import api, rtc
from support_agent.stacks import stub

HERE = Path(__file__).resolve().parent.parent
# As crates/ipelya-local gives them to its LiveKit; both are public.
API_KEY, API_SECRET = "ipelya-local", "ipelya-local-livekit-secret-for-development-only"
TOKEN = "a-report-token-that-no-log-may-hold"
PROMPT = "A prompt that no log may hold."
GREETING = "How can I help?"
# For what should take a second, on a machine that is busy.
PATIENCE = 20.0


def livekit_url() -> str:
    """Where the test stack's LiveKit is."""
    stack = os.environ.get("IPELYA_TEST_STACK")
    if not stack:
        raise RuntimeError("IPELYA_TEST_STACK is not set: `make agent-test` runs these tests")
    return f"ws://127.0.0.1:{json.loads(Path(stack).read_text())['ports']['livekit']}"


def metadata(report_url: str = "http://127.0.0.1:9/", **changes) -> dict:
    """What the backend says of a call."""
    return {
        "callId": str(uuid.uuid4()), "agentId": str(uuid.uuid4()), "userId": str(uuid.uuid4()), "language": "en",
        "voice": "alloy", "prompt": PROMPT, "greeting": GREETING, "transcript": True, "maxSeconds": 60,
        "reportUrl": report_url, "reportToken": TOKEN,
    } | changes  # fmt: skip


def room_of(call: dict) -> str:
    return f"support-{call['callId']}"


async def until(is_so: Callable, why: str, patience: float = PATIENCE):
    """Waits for something to be so, and returns what it said."""
    end = time.monotonic() + patience
    while True:
        so = is_so()
        if asyncio.iscoroutine(so):
            so = await so
        if so:
            return so
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience} s: {why}")
        await asyncio.sleep(0.05)


class Backend:
    """What is reported to. Answers 200, or first what it is told to."""

    def __init__(self):
        self.requests: list[tuple[str, dict]] = []
        self.answers: deque[int] = deque()
        backend = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):  # noqa: N802
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                status = backend.answers.popleft() if backend.answers else 200
                backend.requests.append((self.headers.get("authorization", ""), body | {"answered": status}))
                self.send_response(status)
                if status in (302, 307):
                    self.send_header("location", f"http://127.0.0.1:{backend.port}/elsewhere")
                self.send_header("content-length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/functions/v1/voice-transcript"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    @property
    def bodies(self) -> list[dict]:
        return [body for _, body in self.requests]

    @property
    def taken(self) -> list[dict]:
        """The lines of the requests that were answered 200."""
        return [line for body in self.bodies if body["answered"] == 200 for line in body["lines"]]

    @property
    def said(self) -> list[tuple[str, str]]:
        return [(line["speaker"], line["text"]) for line in self.taken]

    @property
    def usage(self) -> dict | None:
        return next((body["usage"] for body in self.bodies if "usage" in body), None)


class WorkerProcess:
    """`python -m support_agent` with the stub stack, and what it logs."""

    def __init__(self, **settings: str):
        environment = {
            "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONDONTWRITEBYTECODE": "1",
            "LIVEKIT_URL": livekit_url(), "LIVEKIT_API_KEY": API_KEY, "LIVEKIT_API_SECRET": API_SECRET,
            "VOICE_STACK": "stub", "AGENT_HEALTH_PORT": "0", "AGENT_DRAIN_SECONDS": "0",
            "AGENT_NAME": f"test-{uuid.uuid4().hex[:12]}",
        } | settings  # fmt: skip
        self.name = environment["AGENT_NAME"]
        self.output: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "support_agent"], cwd=HERE, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.output.append(line)

    def lines(self, message: str, **fields) -> list[dict]:
        """The log's lines of this kind."""
        logged = [json.loads(line) for line in list(self.output)]
        return [line for line in logged if line["message"] == message and fields.items() <= line.items()]

    async def ready(self) -> "WorkerProcess":
        await until(lambda: self.lines("worker registered") or self.process.poll() is not None, "the worker registers")
        if self.process.poll() is not None:
            raise AssertionError("".join(self.output))
        return self

    def ended(self, patience: float = PATIENCE) -> int:
        code = self.process.wait(patience)
        self._reader.join(patience)
        return code

    def end(self):
        """Ends it as it should be ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.ended()
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.ended()
            self.process.stdout.close()


class LiveKit:
    """LiveKit's API."""

    def __init__(self):
        self._api = api.LiveKitAPI(livekit_url().replace("ws", "http", 1), API_KEY, API_SECRET)

    async def close(self):
        await self._api.aclose()

    async def room(self, name: str):
        await self._api.room.create_room(api.CreateRoomRequest(name=name, empty_timeout=60))

    async def dispatch(self, worker: WorkerProcess, call: dict | str, room: str | None = None):
        said = call if isinstance(call, str) else json.dumps(call)
        name = room or room_of(call)
        request = api.CreateAgentDispatchRequest(agent_name=worker.name, room=name, metadata=said)
        await self._api.agent_dispatch.create_dispatch(request)

    async def agents(self, room: str) -> list:
        people = await self._api.room.list_participants(api.ListParticipantsRequest(room=room))
        return [person for person in people.participants if person.kind == api.ParticipantInfo.Kind.AGENT]

    async def active(self, call: dict):
        """The call's agent, once it is there."""

        async def find():
            found = [one for one in await self.agents(room_of(call)) if one.state == api.ParticipantInfo.State.ACTIVE]
            return [one for one in found if one.identity == f"agent-{call['agentId']}"]

        return (await until(find, "the agent is there"))[0]

    async def remove(self, room: str, identity: str):
        await self._api.room.remove_participant(api.RoomParticipantIdentity(room=room, identity=identity))

    async def remove_room(self, room: str):
        await self._api.room.delete_room(api.DeleteRoomRequest(room=room))


class Caller:
    """Somebody with a voice and with ears."""

    RATE = 48_000

    def __init__(self, identity: str, room: str):
        grants = api.VideoGrants(room_join=True, room=room)
        self._token = api.AccessToken(API_KEY, API_SECRET).with_identity(identity).with_grants(grants).to_jwt()
        self.room = rtc.Room()
        self.texts: list[str] = []
        self._source = rtc.AudioSource(self.RATE, 1, queue_size_ms=200)
        self._to_say: deque[np.ndarray] = deque()
        self._heard: dict[str, np.ndarray] = {}  # by track
        self._tasks: set[asyncio.Task] = set()

    async def enter(self) -> "Caller":
        self.room.on("track_subscribed", lambda track, *_: self._run(self._listen(track)))
        self.room.register_text_stream_handler("lk.transcription", lambda reader, _: self._run(self._read(reader)))
        await self.room.connect(livekit_url(), self._token)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.room.local_participant.publish_track(track, options)
        self._run(self._talk())
        return self

    async def leave(self):
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.room.disconnect()

    def speak(self, hertz: int, seconds: float = 1.0):
        """Says something: a voice of this height, with overtones, a little louder and softer as syllables are."""
        at = np.arange(int(seconds * self.RATE)) / self.RATE
        tones = sum(np.sin(2 * np.pi * hertz * overtone * at) / overtone**2 for overtone in (1, 2, 3, 4))
        syllables = 0.75 + 0.25 * np.sin(2 * np.pi * 4 * at)
        self._say(0.25 * tones * syllables)

    def speak_words(self, seconds: float = 1.5):
        """Says something that a model takes for a human voice: vowels by their formants, four in a second."""
        at = np.arange(int(seconds * self.RATE)) / self.RATE
        pitch = 140 * (1 + 0.03 * np.sin(2 * np.pi * 5 * at) + 0.05 * np.sin(2 * np.pi * 0.7 * at))
        turn = 2 * np.pi * np.cumsum(pitch) / self.RATE
        which = (at * 4).astype(int) % 4
        formants = np.array([(730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480)])[which]
        voice = np.zeros_like(at)
        for overtone in range(1, 30):
            away = (140 * overtone - formants) / (90, 110, 170)
            loudness = np.sum(np.array((1, 0.6, 0.3)) / (1 + away**2), axis=1)
            voice += np.convolve(loudness, np.ones(1200) / 1200, "same") * np.sin(overtone * turn) / overtone**0.5
        voice *= np.clip(1.5 * np.abs(np.sin(2 * np.pi * 2 * at)), 0, 1)
        self._say(0.5 * voice / np.abs(voice).max())

    def _say(self, signal: np.ndarray):
        self._to_say.extend((signal * 32767).astype(np.int16).reshape(-1, self.RATE // 100))

    async def hears(self, hertz: int, seconds: float = 0.3):
        """Waits until so much of a tone was heard, and forgets what was heard before it ended."""
        await until(lambda: self._seconds_of(hertz) >= seconds, f"{hertz} Hz is heard")

    async def hears_the_end(self):
        """Waits until nothing is heard any more."""

        def is_over():
            rests = [heard[-stub.SAMPLE_RATE * 6 // 10 :] for heard in self._heard.values()]
            return sum(map(len, rests)) and all(np.abs(rest).max(initial=0) < 0.01 for rest in rests)

        await until(is_over, "silence")
        self.forget()

    def forget(self):
        self._heard = {track: np.zeros(0) for track in self._heard}

    def _seconds_of(self, hertz: int) -> float:
        step = stub.SAMPLE_RATE // 10
        tracks = self._heard.values()
        windows = [heard[at : at + step] for heard in tracks for at in range(0, len(heard) - step, step)]
        return sum(0.1 for window in windows if share_of(window, hertz) > 0.8)

    async def _talk(self):
        silence = np.zeros(self.RATE // 100, dtype=np.int16)
        while True:
            part = self._to_say.popleft() if self._to_say else silence
            await self._source.capture_frame(rtc.AudioFrame(part.tobytes(), self.RATE, 1, len(part)))

    async def _listen(self, track: rtc.Track):
        if track.kind != rtc.TrackKind.KIND_AUDIO:
            return
        self._heard[track.sid] = np.zeros(0)
        stream = rtc.AudioStream(track, sample_rate=stub.SAMPLE_RATE, num_channels=1)
        try:
            async for event in stream:
                self._heard[track.sid] = np.concatenate((self._heard[track.sid], stub.samples(event.frame)))
        finally:
            await stream.aclose()

    async def _read(self, reader: rtc.TextStreamReader):
        try:
            self.texts.append(await reader.read_all())
        except rtc.StreamError:
            pass  # who was writing is gone

    def _run(self, work):
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def share_of(window: np.ndarray, hertz: int) -> float:
    """How much of a sound's energy is at a frequency, from 0 to 1: Goertzel's filter, in numpy's words."""
    energy = float(np.sum(window**2))
    if energy < 1e-3:
        return 0.0
    turn = np.exp(-2j * np.pi * hertz * np.arange(len(window)) / stub.SAMPLE_RATE)
    return float(2 * abs(np.dot(window, turn)) ** 2 / (len(window) * energy))
