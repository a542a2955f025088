"""infra/smoke_recording.py against a deployment that records well, and ones of which one part does not."""

import json
import os
import re
import subprocess
import sys
import unittest
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

from running import ROOT
from test_smoke import refusal, reply, serving

sys.path.insert(0, str(ROOT / "infra"))
import smoke_recording

TOKEN = "a.creators.token"
SESSION = "11111111-1111-4111-8111-111111111111"
EARLIER = "22222222-2222-4222-8222-222222222222"
OURS = "33333333-3333-4333-8333-333333333333"
FILE = "\0\0\0\x20ftypisom" + "m" * 2000
KEY = f"/bucket/v1/session/{SESSION}/{OURS}.mp4"
SIGNATURE = "5" * 64
QUICK = {"ACTIVE_WITHIN": 0.3, "AVAILABLE_WITHIN": 0.3, "GONE_WITHIN": 0.3, "PAUSE": 0.01}


class Deployment:
    """Functions, store and sweeper of a deployment in which everything goes on with each look at the list."""

    def __init__(self):
        self.rows = {EARLIER: self.row(EARLIER, "complete", available=True)}
        self.looks, self.looks_at_file = 0, 0
        self.is_there = False
        self.asked = []
        self.base = None

    @staticmethod
    def row(recording_id, status, available=False):
        return {"id": recording_id, "sessionId": SESSION, "status": status, "available": available,
                "sizeBytes": len(FILE) if available else None, "durationSeconds": 10 if available else None}

    def __call__(self, method, path, headers, body):
        if not self.base:
            self.base = f"http://{headers['host']}"
        parts = urlsplit(path)
        if parts.path.startswith("/bucket/"):
            return self.store(parts, headers)
        name, asked = path.removeprefix("/functions/v1/"), json.loads(body)
        self.asked.append((name, asked))
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return refusal(401, "UNAUTHORIZED")
        return getattr(self, name.replace("-", "_"))(asked)

    def list_recordings(self, asked):
        assert asked["sessionId"] == SESSION
        self.looks += 1
        mine = self.rows.get(OURS)
        if mine and self.looks > 2:
            self.go_on(mine)
        return reply(200, {"success": True, "recordings": list(self.rows.values()), "nextBefore": None})

    def go_on(self, mine):
        after = {"requested": "starting", "starting": "active", "ending": "complete"}
        if mine["status"] == "complete":
            self.is_there = True
            mine.update(self.row(OURS, "complete", available=True))
        mine["status"] = after.get(mine["status"], mine["status"])

    def start_recording(self, asked):
        assert asked == {"sessionId": SESSION}
        self.rows = {OURS: self.row(OURS, "requested"), **self.rows}
        return reply(200, {"success": True, "recording": self.rows[OURS]})

    def stop_recording(self, _):
        self.rows[OURS]["status"] = "ending"
        return reply(200, {"success": True, "recording": self.rows[OURS]})

    def get_recording_url(self, asked):
        recording = self.rows.get(asked["recordingId"])
        if not recording:
            return refusal(404, "RECORDING_NOT_FOUND")
        if not recording["available"]:
            return refusal(409, "RECORDING_NOT_READY")
        until = datetime.now(timezone.utc) + timedelta(hours=1)
        return reply(200, {"success": True, "url": f"{self.base}{KEY}?X-Amz-Expires=3600&X-Amz-Signature={SIGNATURE}",
                           "expiresAt": until.isoformat().replace("+00:00", "123Z")})

    def delete_recording(self, asked):
        del self.rows[asked["recordingId"]]
        return reply(200, {"success": True, "deleted": True})

    def store(self, parts, headers):
        query = parse_qs(parts.query)
        if not self.lets_in(parts.path, query):
            return 403, {"content-type": "application/xml"}, "<Code>AccessDenied</Code>"
        self.looks_at_file += OURS not in self.rows
        if not self.is_there or self.looks_at_file > 2:
            return 404, {"content-type": "application/xml"}, "<Code>NoSuchKey</Code>"
        start, end = map(int, re.fullmatch(r"bytes=(\d+)-(\d+)", headers["range"]).groups())
        told = {"content-type": "video/mp4", "content-range": f"bytes {start}-{end}/{len(FILE)}"}
        return 206, told, FILE[start:end + 1]

    def lets_in(self, path, query):
        return (path, query.get("X-Amz-Signature"), query.get("X-Amz-Expires")) == (KEY, [SIGNATURE], ["3600"])


class SmokeRecording(unittest.TestCase):
    def setUp(self):
        for name, value in QUICK.items():
            self.addCleanup(setattr, smoke_recording, name, getattr(smoke_recording, name))
            setattr(smoke_recording, name, value)

    def walked(self, deployment):
        said = []
        with serving(deployment) as base:
            passed = smoke_recording.run(base, TOKEN, SESSION, 0, said.append)
        text = "\n".join(said)
        self.assertNotIn(TOKEN, text)
        self.assertNotIn(SIGNATURE, text)
        return passed, said

    def fails(self, deployment, step, *words):
        """It fails at that step and no other, and leaves nothing of its own."""
        passed, said = self.walked(deployment)
        self.assertFalse(passed)
        (failed,) = [line for line in said if line.startswith("FAIL")]
        for word in (step, *words):
            self.assertIn(word, failed)
        self.assertNotIn(OURS, deployment.rows)
        self.assertIn(EARLIER, deployment.rows)
        return said

    def test_a_deployment_that_records_passes_each_step_and_keeps_what_was_there_before(self):
        deployment = Deployment()
        passed, said = self.walked(deployment)
        self.assertTrue(passed, said)
        self.assertEqual(len(said), 14, said)
        self.assertTrue(all(line.startswith("ok    ") for line in said[:-1]), said)
        self.assertEqual(list(deployment.rows), [EARLIER])
        self.assertEqual([name for name, _ in deployment.asked if name.startswith(("start", "stop", "delete"))],
                         ["start-recording", "stop-recording", "delete-recording"])

    def test_a_recording_that_is_under_way_is_left_alone(self):
        deployment = Deployment()
        deployment.rows[EARLIER]["status"] = "active"
        self.fails(deployment, "nothing of the session is being recorded", "got one that is active")
        self.assertEqual({name for name, _ in deployment.asked}, {"list-recordings"})

    def test_a_recording_that_there_was_before_is_not_taken_for_a_new_one(self):
        deployment = Deployment()
        deployment.start_recording = lambda _: reply(200, {"success": True, "recording": deployment.rows[EARLIER]})
        self.fails(deployment, "start-recording", "wanted a new recording")

    def test_what_was_begun_without_an_answer_is_deleted_too(self):
        deployment = Deployment()
        begin = deployment.start_recording

        def start(asked):
            begin(asked)
            return refusal(503, "SERVICE_UNAVAILABLE")

        deployment.start_recording = start
        said = self.fails(deployment, "start-recording", "wanted 200 with success, got 503, SERVICE_UNAVAILABLE")
        self.assertEqual(said[-1], "What was recorded by then is deleted: 1.")

    def test_egress_that_gives_up_or_never_begins_fails_at_once_or_in_time(self):
        deployment = Deployment()
        deployment.go_on = lambda mine: mine.update(status="aborted")
        self.fails(deployment, "it is active", "got aborted")
        deployment = Deployment()
        deployment.go_on = lambda mine: None
        self.fails(deployment, "it is active", "within 0.3 s, still requested, not available")

    def test_a_file_that_never_comes_fails(self):
        deployment = Deployment()
        go_on = deployment.go_on
        deployment.go_on = lambda mine: mine["status"] == "complete" or go_on(mine)
        self.fails(deployment, "it is available", "still complete, not available")

    def test_an_address_that_is_told_too_early_fails(self):
        deployment = Deployment()
        deployment.get_recording_url = lambda _: reply(200, {"success": True, "url": "https://x.invalid/"})
        self.fails(deployment, "not there yet", "wanted 409 RECORDING_NOT_READY", "got 200")

    def test_a_store_that_lets_in_without_the_signature_fails(self):
        for step, lets_in in (
            ("refused without a signature", lambda path, query: path == KEY and len(query) in (0, 2)),
            ("with another signature", lambda path, query: "X-Amz-Signature" in query),
            ("with another life", lambda path, query: query.get("X-Amz-Signature") == [SIGNATURE]),
        ):
            deployment = Deployment()
            deployment.lets_in = lets_in
            self.fails(deployment, "the file: is", step, "wanted 403", "got 206")

    def test_a_store_that_lets_in_by_another_name_fails(self):
        deployment = Deployment()
        deployment.lets_in = lambda path, query: (query.get("X-Amz-Signature"), query.get("X-Amz-Expires")) == (
            [SIGNATURE], ["3600"])
        self.fails(deployment, "another name", "wanted 403 with another name, got 206")

    def test_what_is_no_mp4_or_no_range_or_another_size_fails(self):
        def but(change):
            deployment = Deployment()
            store = deployment.store
            deployment.store = lambda parts, headers: change(*store(parts, headers))
            return deployment

        first = "its first bytes"
        self.fails(but(lambda status, told, text: (200, told, text)), first, "wanted 206 for a range, got 200")
        self.fails(but(lambda status, told, text: (status, told, "RIFF" * 9)), first, "wanted ftyp")
        self.fails(but(lambda status, told, text: (status, {**told, "content-type": "text/plain"}, text)), first,
                   "wanted video/mp4, got text/plain")
        self.fails(but(lambda status, told, text: (status, {**told, "content-range": "bytes 0-1/5"}, text)), first,
                   f"wanted a file of {len(FILE)} bytes", "got one of 5")

    def test_a_file_that_stays_fails(self):
        deployment = Deployment()
        store = deployment.store

        def stays(parts, headers):
            deployment.looks_at_file = 0
            return store(parts, headers)

        deployment.store = stays
        self.fails(deployment, "the file: is gone", "still 206")

    def test_a_recording_that_stays_listed_fails(self):
        deployment = Deployment()
        delete = deployment.delete_recording
        calls = []

        def first_does_nothing(asked):
            calls.append(asked)
            return delete(asked) if len(calls) > 1 else reply(200, {"success": True, "deleted": True})

        deployment.delete_recording = first_does_nothing
        self.fails(deployment, "has it no longer", "it is there")

    def test_an_answer_in_another_form_is_told_without_what_it_says(self):
        deployment = Deployment()
        deployment.list_recordings = lambda _: reply(200, {"success": True, "recordings": [TOKEN]})
        passed, said = self.walked(deployment)
        self.assertFalse(passed)
        self.assertIn("wanted a reply in our form", said[0])

    def test_a_refusal_that_says_the_token_is_shown_without_it(self):
        deployment = Deployment()
        deployment.start_recording = lambda _: refusal(401, f"Bearer {TOKEN}")
        self.fails(deployment, "start-recording", "got 401, Bearer [TOKEN]")

    def test_the_program_says_what_it_wants_and_shows_no_token(self):
        good = {"BASE": "http://127.0.0.1:9", "TOKEN": TOKEN, "SESSION": SESSION}
        for change, words in (({"BASE": ""}, "where is it?"), ({"TOKEN": "Bearer x"}, "TOKEN is"),
                              ({"SESSION": "x"}, "SESSION is"), ({"SECONDS": "-1"}, "SECONDS is"),
                              ({"BASE": "http://example.invalid"}, "BASE is the BaseUrl"), ({}, "no answer")):
            outcome = self.program({**good, **change})
            self.assertEqual(outcome.returncode, 1, change)
            self.assertIn(words, outcome.stdout + outcome.stderr)
            self.assertNotIn(TOKEN, outcome.stdout + outcome.stderr)

    def program(self, env):
        return subprocess.run([sys.executable, ROOT / "infra/smoke_recording.py"], capture_output=True, text=True,
                              check=False, env={**os.environ, **env})


if __name__ == "__main__":
    unittest.main()
