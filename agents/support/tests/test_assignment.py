import json
import unittest

from support_agent import words
from support_agent.assignment import Assignment, BadAssignment

from .support import GREETING, PROMPT, TOKEN, metadata, room_of

REPORT_URL = "https://example.supabase.co/functions/v1/voice-transcript"


def refusal(call, room=None) -> str:
    said = call if isinstance(call, str) else json.dumps(call)
    try:
        Assignment.read(said, room or room_of(call))
    except BadAssignment as bad:
        # not even as the cause, which a log might follow
        assert bad.__cause__ is None and (bad.__context__ is None or bad.__suppress_context__)
        return str(bad)
    return ""


class Assignments(unittest.TestCase):
    def test_a_call_is_read_as_the_backend_describes_it(self):
        call = metadata(REPORT_URL, language="tr", voice="nova", maxSeconds=900)
        read = Assignment.read(json.dumps(call), room_of(call))
        self.assertEqual(read.identity, f"agent-{call['agentId']}")
        self.assertEqual(
            [read.call_id, read.user_id, read.language, read.voice, read.prompt, read.greeting, read.transcript,
             read.max_seconds, read.report_url, read.report_token],
            [call[name] for name in ("callId", "userId", "language", "voice", "prompt", "greeting", "transcript",
                                     "maxSeconds", "reportUrl", "reportToken")],
        )  # fmt: skip
        for secret in (TOKEN, PROMPT, GREETING):
            self.assertNotIn(secret, repr(read))

    def test_nothing_is_optional(self):
        for name in metadata():
            call = metadata(REPORT_URL)
            room = room_of(call)
            del call[name]
            self.assertEqual(refusal(call, room), f"{name} is missing")

    def test_what_is_out_of_its_range_is_refused_by_name_without_its_value(self):
        for name, values in {
            "callId": ["", 7, None, "11111111-0000-4000-8000-00000000000A", "{11111111-0000-4000-8000-000000000001}"],
            "agentId": ["", "a b", "ü", "a" * 65, 7],
            "userId": ["", "somebody", None],
            "language": ["", "de", "TR", None, ["tr"]],
            "voice": ["", "Alloy", "sage", {}],
            "prompt": [None, 7, "x" * 8001],
            "greeting": [None, "x" * 1001],
            "transcript": [None, "true", 1],
            "maxSeconds": [0, -1, 14401, "900", 1.5, True, None],
            "reportUrl": [
                "", None, "voice-transcript", "ftp://example.com/", "https:///x", "https://user:secret@example.com/",
                "https://example.com/a b", "https://example.com:x/", "http://example.com/", "http://127.0.0.1.example.com/",
                "https://[::1/",
            ],
            "reportToken": ["", None, 7, "two words", "line\nend", "ü", "x" * 4097],
        }.items():  # fmt: skip
            for value in values:
                with self.subTest(name, value=value):
                    call = metadata(REPORT_URL)
                    room = room_of(call)
                    said = refusal(call | {name: value}, room)
                    self.assertTrue(said.startswith(f"{name} must be "), said)
                    self.assertNotIn("secret", said)

    def test_edges_are_taken(self):
        for change in (
            {"agentId": "7"}, {"prompt": ""}, {"prompt": "x" * 8000}, {"greeting": ""}, {"maxSeconds": 1},
            {"maxSeconds": 14400}, {"reportUrl": "http://127.0.0.1:54321/functions/v1/voice-transcript"},
            {"reportUrl": "http://localhost/"}, {"reportUrl": "http://[::1]:1/"},
        ):  # fmt: skip
            self.assertEqual(refusal(metadata(REPORT_URL) | change), "", change)

    def test_what_is_no_object_of_these_fields_alone_is_refused(self):
        room = room_of(metadata())
        for said in ("", "{", "nonsense " + TOKEN, '{"reportToken": "a", "reportToken": "b"}', "[" * 100_000):
            self.assertIn(refusal(said, room), ("no JSON", "more than 65536 bytes"))
        for said in ("[]", "null", "7", '"text"'):
            self.assertEqual(refusal(said, room), "no JSON object")
        self.assertEqual(refusal("x" * 65_537, room), "more than 65536 bytes")
        call = metadata(REPORT_URL)
        self.assertEqual(refusal(call | {"displayName": "x"}), "displayName is not a field of it")

    def test_a_job_of_another_room_is_refused(self):
        call = metadata(REPORT_URL)
        for room in (f"live_video_{call['callId']}", f"conference-{call['callId']}", room_of(metadata()), ""):
            self.assertEqual(refusal(call, room or "x"), "callId is not of this room")


class Words(unittest.TestCase):
    def test_the_agent_says_what_it_is_whatever_the_backend_wrote(self):
        for language, said in (("tr", "yapay zekâ"), ("en", "AI assistant")):
            for transcript in (True, False):
                call = metadata(REPORT_URL, language=language, transcript=transcript, greeting="", prompt="")
                assignment = Assignment.read(json.dumps(call), room_of(call))
                self.assertIn(said, words.notice(assignment))
                told = words.TRANSCRIPT_NOTICE[language] in words.notice(assignment)
                self.assertEqual(told, transcript)
                self.assertTrue(words.instructions(assignment).startswith(words.PREAMBLE))

    def test_the_backends_prompt_comes_last_and_nobodys_name_is_in_it(self):
        call = metadata(REPORT_URL)
        told = words.instructions(Assignment.read(json.dumps(call), room_of(call)))
        self.assertTrue(told.endswith(PROMPT))
        for value in (call["userId"], call["callId"], TOKEN):
            self.assertNotIn(value, told)
