"""The stack with keys, against a server that speaks OpenAI's protocol: what is asked for, and what becomes of the answers.

What OpenAI itself does with it is not shown here.
"""

import asyncio
import json
import threading
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from .support import PROMPT, Caller, WorkerProcess, room_of, until
from .test_calls import Rooms, check_log

KEY = "sk-a-key-that-no-log-may-hold"
HZ = 520


class OpenAi:
    """Hears the same, answers the same, and speaks in a tone."""

    def __init__(self):
        self.asked: list[tuple[str, dict]] = []
        self.fails = False
        openai = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802
                body = self.rfile.read(int(self.headers["content-length"]))
                assert self.headers["authorization"] == f"Bearer {KEY}", "another key"
                if openai.fails:
                    return self.answer(401, "application/json", b'{"error": {"message": "a message with a key"}}')
                answers = {
                    "/v1/audio/transcriptions": self.transcribe,
                    "/v1/chat/completions": self.chat,
                    "/v1/audio/speech": self.speak,
                }
                return answers[self.path](body)

            def transcribe(self, body: bytes):
                form = message_from_bytes(f"content-type: {self.headers['content-type']}\n\n".encode() + body)
                fields = {part.get_param("name", header="content-disposition"): part for part in form.get_payload()}
                sound = fields.pop("file").get_payload(decode=True)
                said = {name: part.get_payload() for name, part in fields.items()}
                openai.asked.append(("hear", said | {"sound": sound[:4]}))
                self.answer(200, "application/json", json.dumps({"text": "Sesim geliyor mu?"}).encode())

            def chat(self, body: bytes):
                openai.asked.append(("think", json.loads(body)))
                parts = [{"role": "assistant", "content": "Evet, "}, {"content": "duyuyorum."}]
                chunks = [
                    {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
                     "choices": [{"index": 0, "delta": part, "finish_reason": None}]} for part in parts
                ]  # fmt: skip
                usage = {"prompt_tokens": 120, "completion_tokens": 5, "total_tokens": 125}
                chunks.append(chunks[0] | {"choices": [], "usage": usage})
                lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]
                self.answer(200, "text/event-stream", "".join(lines).encode())

            def speak(self, body: bytes):
                openai.asked.append(("speak", json.loads(body)))
                wave = 0.3 * np.sin(2 * np.pi * HZ * np.arange(24_000) / 24_000)
                self.answer(200, "audio/pcm", (wave * 32767).astype(np.int16).tobytes())

            def answer(self, status: int, kind: str, body: bytes):
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def what(self, kind: str) -> list[dict]:
        return [body for asked, body in self.asked if asked == kind]


class WithKeys(Rooms):
    @classmethod
    def setUpClass(cls):
        cls.openai = OpenAi()
        cls.addClassCleanup(cls.openai.close)
        cls.worker = WorkerProcess(VOICE_STACK="openai", OPENAI_API_KEY=KEY, OPENAI_BASE_URL=cls.openai.url)
        cls.addClassCleanup(cls.log_holds_no_key)
        cls.addClassCleanup(cls.worker.end)
        asyncio.run(cls.worker.ready())

    @classmethod
    def log_holds_no_key(cls):
        check_log(cls.worker)
        log = "".join(cls.worker.output)
        for secret in (KEY, "duyuyorum", "Sesim", "a message with a key"):
            assert secret not in log, log

    async def begun(self, **changes) -> tuple[dict, Caller]:
        call = await self.call(language="tr", voice="nova", **changes)
        caller = await self.caller(call)
        await self.livekit.dispatch(self.worker, call)
        await self.livekit.active(call)
        return call, caller

    async def test_what_a_caller_says_is_heard_thought_about_and_answered(self):
        self.openai.fails = False
        self.openai.asked.clear()
        _, caller = await self.begun()
        await caller.hears(HZ)
        await caller.hears_the_end()
        caller.speak_words()
        await caller.hears(HZ)
        await caller.hears_the_end()
        await caller.leave()
        await until(lambda: self.backend.usage, "the usage is reported")
        self.assertEqual(self.backend.said[-2:], [("user", "Sesim geliyor mu?"), ("agent", "Evet, duyuyorum.")])
        self.assertEqual((self.backend.usage["llmInputTokens"], self.backend.usage["llmOutputTokens"]), (120, 5))

        heard = self.openai.what("hear")[0]
        self.assertEqual((heard["model"], heard["language"], heard["sound"]), ("gpt-4o-mini-transcribe", "tr", b"RIFF"))
        thought = self.openai.what("think")[0]
        self.assertEqual(thought["model"], "gpt-4.1-mini")
        # what is kept at OpenAI's only where it is asked for
        self.assertFalse({"tools", "store", "metadata", "user"} & thought.keys())
        instructions, *talk = thought["messages"]
        self.assertIn("You are an AI.", instructions["content"])
        self.assertIn("Speak Turkish.", instructions["content"])
        self.assertTrue(instructions["content"].endswith(PROMPT))
        self.assertEqual([(turn["role"], turn["content"]) for turn in talk][-1], ("user", "Sesim geliyor mu?"))
        spoken = self.openai.what("speak")
        self.assertEqual({(one["model"], one["voice"]) for one in spoken}, {("gpt-4o-mini-tts", "nova")})
        self.assertEqual(spoken[0]["input"], "Merhaba, ben İpelya'nın yapay zekâ asistanıyım.")
        self.assertEqual(spoken[-1]["input"], "Evet, duyuyorum.")

    async def test_a_call_whose_models_refuse_ends_instead_of_staying_silent(self):
        self.openai.fails = True
        call, caller = await self.begun()
        for _ in range(4):
            await asyncio.sleep(0.2)
            caller.speak_words(1)
            await asyncio.sleep(1.5)
        await self.is_alone(room_of(call))
        await until(lambda: self.worker.lines("call left", callId=call["callId"]), "the call ends")
        [left] = self.worker.lines("call left", callId=call["callId"])
        self.assertEqual(left["reason"], "the session closed: error")
