"""Records a session for some seconds, watches what became of it, and deletes it: `make smoke-recording BASE=https://…`.

With TOKEN, the access token of a creator, and SESSION, a session of theirs that is on air with somebody who is heard or seen.
SECONDS, 10 if left out, is for how long. It shows that LiveKit's egress, the store, the reports and the sweeper of a
deployment work together, which nothing else does. One line for each step, and exit 1 at the first that fails; what it has
recorded by then is deleted. Neither the token nor the address of a file is printed: whoever has one of them gets in.
"""

import json
import os
import re
import sys
import time
from datetime import datetime, timezone
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import parse_qsl, urlencode, urlsplit

from smoke import FUNCTIONS, TIMEOUT, Failed, Service, expect, expect_refusal, expect_success

OPEN = ("requested", "starting", "active", "ending")
DONE = ("complete", "limit_reached")
# How long each may take, in seconds. A file is seen, and one that is to go is deleted, by the sweeper once a minute.
ACTIVE_WITHIN, AVAILABLE_WITHIN, GONE_WITHIN = 60, 240, 180
PAUSE = 3.0  # between two looks; 60 a minute are allowed (recording_read_rate_count)
FIRST_BYTES = 1024


class Recordings:
    """The functions, as the creator asks them."""

    def __init__(self, base, token, session):
        self.service, self.session = Service(base), session
        self.headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def ask(self, name, body):
        return self.service.ask("POST", FUNCTIONS + name, self.headers, body)

    def change(self, name, field, **values):
        answer = self.ask(name, json.dumps(values))
        expect_success(answer, field)
        return answer.body[field]

    def listed(self):
        """id → recording, of the newest of the session."""
        listed = self.change("list-recordings", "recordings", sessionId=self.session, limit=100)
        return {each["id"]: each for each in listed}

    def once(self, recording_id, is_so, wanted, within):
        """The recording, as soon as that is so."""
        end = time.monotonic() + within
        while True:
            recording = self.listed().get(recording_id)
            if recording is None:
                raise Failed(f"wanted {wanted}, and list-recordings has it no longer")
            if is_so(recording):
                return recording
            if recording["status"] not in OPEN + DONE:
                raise Failed(f"wanted {wanted}, got {recording['status']}: operations see why")
            if time.monotonic() > end:
                state = f"{recording['status']}, {'' if recording['available'] else 'not '}available"
                raise Failed(f"wanted {wanted} within {within} s, still {state}")
            time.sleep(PAUSE)


class File:
    """A file of the store, by the address that was told."""

    def __init__(self, address):
        self.parts = urlsplit(address)
        is_here = self.parts.hostname in ("127.0.0.1", "localhost", "::1")
        if self.parts.scheme != "https" and not (self.parts.scheme == "http" and is_here):
            raise Failed("wanted an address of https://, got another")
        self.query = dict(parse_qsl(self.parts.query))
        if "X-Amz-Signature" not in self.query:
            raise Failed("wanted an address that is signed, got one without X-Amz-Signature")

    def get(self, path=None, **changes):
        """(status, headers by names in lower case, the first bytes), with other parameters if they are given."""
        query = {**self.query, **{f"X-Amz-{name}": value for name, value in changes.items()}}
        return self._get(path or self.parts.path, "?" + urlencode(query) if changes else "?" + self.parts.query)

    def get_unsigned(self):
        return self._get(self.parts.path, "")

    def _get(self, path, query):
        kind = HTTPSConnection if self.parts.scheme == "https" else HTTPConnection
        connection = kind(self.parts.netloc, timeout=TIMEOUT)
        try:
            connection.request("GET", path + query, headers={"range": f"bytes=0-{FIRST_BYTES - 1}"})
            response = connection.getresponse()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return response.status, headers, response.read(FIRST_BYTES)
        except (OSError, HTTPException) as error:
            # the error of a connection says its host and no more
            raise Failed(f"the store did not answer: {error}") from error
        finally:
            connection.close()


def is_refused(answer, what):
    status, _, _ = answer
    if status != 403:
        raise Failed(f"wanted 403 {what}, got {status}")


def other(character):
    return "0" if character != "0" else "1"


class Walk:
    """The steps, each of which tells what it has found."""

    def __init__(self, base, token, session, seconds):
        self.seconds = seconds
        self.recordings = Recordings(base, token, session)
        self.before = self.id = self.found = self.file = self.until = None

    def steps(self):
        return [
            ("list-recordings: nothing of the session is being recorded", self.look),
            ("start-recording: is taken", self.start),
            (f"list-recordings: it is active within {ACTIVE_WITHIN} s", self.active),
            ("get-recording-url: tells nothing of what is not there yet", self.too_early),
            (f"stop-recording: after {self.seconds} s", self.stop),
            (f"list-recordings: it is available within {AVAILABLE_WITHIN} s", self.available),
            ("get-recording-url: tells an address", self.address),
            ("the file: its first bytes are those of an MP4", self.first_bytes),
            ("the file: is refused without a signature", self.without_signature),
            ("the file: is refused with another signature, another life or another name", self.altered),
            ("delete-recording: is taken", self.delete),
            ("list-recordings: has it no longer", self.unlisted),
            (f"the file: is gone within {GONE_WITHIN} s", self.gone),
        ]

    def look(self):
        self.before = self.recordings.listed()
        under_way = [each["status"] for each in self.before.values() if each["status"] in OPEN]
        if under_way:
            self.before = None  # nothing of it is ours to delete
            raise Failed(f"wanted none under way, got one that is {under_way[0]}: stop it first")

    def start(self):
        session = self.recordings.session
        recording = self.recordings.change("start-recording", "recording", sessionId=session)
        if recording["id"] in self.before:
            raise Failed("wanted a new recording, got one there was before")
        self.id = recording["id"]
        return f"{self.id}, {recording['status']}"

    def active(self):
        since = time.monotonic()
        self.recordings.once(self.id, lambda each: each["status"] == "active", "active", ACTIVE_WITHIN)
        return f"after {time.monotonic() - since:.0f} s"

    def too_early(self):
        answer = self.recordings.ask("get-recording-url", json.dumps({"recordingId": self.id}))
        expect_refusal(answer, 409, "RECORDING_NOT_READY")

    def stop(self):
        time.sleep(self.seconds)
        recording = self.recordings.change("stop-recording", "recording", sessionId=self.recordings.session)
        if recording["id"] != self.id:
            raise Failed("wanted the recording that was started, got another")
        return recording["status"]

    def available(self):
        since = time.monotonic()
        found = self.recordings.once(self.id, lambda each: each["available"], "available", AVAILABLE_WITHIN)
        if not found["sizeBytes"]:
            raise Failed("wanted a file with something in it, got 0 bytes")
        self.found = found
        return f"after {time.monotonic() - since:.0f} s: {found['sizeBytes']} bytes, {found['durationSeconds'] or '?'} s"

    def address(self):
        answer = self.recordings.ask("get-recording-url", json.dumps({"recordingId": self.id}))
        expect_success(answer, "url")
        self.file = File(answer.body["url"])
        self.until = datetime.fromisoformat(answer.body["expiresAt"])
        left = (self.until - datetime.now(timezone.utc)).total_seconds()
        expect(left > GONE_WITHIN + 60, answer, "an address that is good for longer than this takes")
        return f"good for {left:.0f} s"

    def first_bytes(self):
        status, headers, content = self.file.get()
        if status != 206:
            raise Failed(f"wanted 206 for a range, got {status}")
        kind, size = headers.get("content-type", "none"), headers.get("content-range", "").rpartition("/")[2]
        if kind != "video/mp4":
            raise Failed(f"wanted video/mp4, got {kind}")
        if content[4:8] != b"ftyp":
            raise Failed(f"wanted ftyp at the fifth byte, got {content[:8]!r}")
        if size != str(self.found["sizeBytes"]):
            raise Failed(f"wanted a file of {self.found['sizeBytes']} bytes, as listed, got one of {size or 'no size'}")

    def without_signature(self):
        is_refused(self.file.get_unsigned(), "without a signature")

    def altered(self):
        signature = self.file.query["X-Amz-Signature"]
        is_refused(self.file.get(Signature=signature[:-1] + other(signature[-1])), "with another signature")
        is_refused(self.file.get(Expires=str(int(self.file.query["X-Amz-Expires"]) - 1)), "with another life")
        folder, _, name = self.file.parts.path.rpartition("/")
        is_refused(self.file.get(f"{folder}/{other(name[0])}{name[1:]}"), "with another name")

    def delete(self):
        if self.recordings.change("delete-recording", "deleted", recordingId=self.id) is not True:
            raise Failed("wanted deleted: true")

    def unlisted(self):
        if self.id in self.recordings.listed():
            raise Failed("wanted it gone from the list, it is there")
        answer = self.recordings.ask("get-recording-url", json.dumps({"recordingId": self.id}))
        expect_refusal(answer, 404, "RECORDING_NOT_FOUND")

    def gone(self):
        """S3 says 403 of what is not there to whoever may not list, and other stores 404; it was 206 before."""
        since = time.monotonic()
        while True:
            status, _, _ = self.file.get()
            if status in (403, 404):
                if datetime.now(timezone.utc) >= self.until:
                    raise Failed("wanted the file gone while the address is good, and it is good no longer")
                return f"{status} after {time.monotonic() - since:.0f} s"
            if time.monotonic() - since > GONE_WITHIN:
                raise Failed(f"wanted 403 or 404 within {GONE_WITHIN} s, still {status}")
            time.sleep(PAUSE)

    def tidy_up(self):
        """Deletes what it has begun, also what was begun without an answer; delete-recording stops it. Tells how many."""
        if self.before is None:
            return 0
        ours = [each for each in self.recordings.listed() if each not in self.before]
        for recording_id in ours:
            self.recordings.change("delete-recording", "deleted", recordingId=recording_id)
        return len(ours)


def run(base, token, session, seconds, say):
    """Whether every step was passed."""
    walk = Walk(base, token, session, seconds)
    passed, failure = False, None
    try:
        for name, step in walk.steps():
            try:
                found = step()
            except Failed as failed:
                failure = f"FAIL  {name}: {failed}"
                break
            except (KeyError, TypeError, ValueError) as odd:
                failure = f"FAIL  {name}: wanted a reply in our form, got another ({type(odd).__name__})"
                break
            say(f"ok    {name}{f': {found}' if found else ''}")
        else:
            passed = True
    finally:
        if not passed:
            if failure:
                say(failure.replace(token, "[TOKEN]"))
            try:
                deleted = walk.tidy_up()
                if deleted:
                    say(f"What was recorded by then is deleted: {deleted}.")
            except Failed as failed:
                say(f"What was recorded by then may be left ({failed}): see list-recordings.".replace(token, "[TOKEN]"))
    if passed:
        say(f"Recording works at {base}.")
    return passed


if __name__ == "__main__":
    given = {name: os.environ.get(name, "") for name in ("BASE", "TOKEN", "SESSION", "SECONDS")}
    if not given["BASE"]:
        raise SystemExit("where is it? Say BASE=https://…, the BaseUrl that `make deploy` has printed")
    if not re.fullmatch(r"[\w.-]+", given["TOKEN"], re.ASCII):
        raise SystemExit("TOKEN is the access token of a creator alone, without Bearer and without spaces")
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", given["SESSION"]):
        raise SystemExit("SESSION is the id of a session of theirs that is on air, with somebody who is heard or seen")
    if not re.fullmatch(r"[1-9][0-9]{0,2}|", given["SECONDS"]):
        raise SystemExit("SECONDS is a whole number from 1 to 999")
    works = run(given["BASE"], given["TOKEN"], given["SESSION"].lower(), int(given["SECONDS"] or 10), print)
    sys.exit(0 if works else 1)
