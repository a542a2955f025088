import json
import logging
import unittest

from support_agent.logs import OURS, Formatter, described

SECRET = "what somebody said"


def formatted(name: str, message: str, *args, error: BaseException | None = None, **extra) -> dict:
    exc_info = (type(error), error, error.__traceback__) if error else None
    logger = logging.getLogger(name)
    record = logger.makeRecord(name, logging.WARNING, "/x/module.py", 7, message, args, exc_info, "function", extra)
    told = Formatter().format(record)
    assert "\n" not in told
    return json.loads(told)


def raised() -> Exception:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        return error


class Lines(unittest.TestCase):
    def test_ours_say_what_they_say_with_their_fields(self):
        told = formatted(OURS, "call joined", fields={"callId": "c", "more": object()})
        self.assertEqual((told["level"], told["message"], told["callId"], told["more"]),
                         ("warning", "call joined", "c", "object"))  # fmt: skip
        self.assertRegex(told["timestamp"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

    def test_a_library_is_told_of_by_place_and_kind_alone(self):
        told = formatted("livekit.agents", f"no audio for {SECRET}", error=raised(), job_id="AJ_1", text=SECRET)
        self.assertEqual(told["where"], "module:7 function")
        self.assertEqual(told["error"], "builtins.RuntimeError from builtins.ValueError")
        self.assertEqual(told["job_id"], "AJ_1")
        self.assertNotIn(SECRET, json.dumps(told))
        carried = formatted("livekit.agents", "failed: %s", SECRET, error=None)
        self.assertNotIn(SECRET, json.dumps(carried))

    def test_what_rust_reports_is_told_of_by_its_own_place(self):
        told = formatted("livekit", "%s:%s:%s - %s", "livekit_ffi::server", 279, "livekit_ffi::server", SECRET)
        self.assertEqual(told["where"], "livekit_ffi::server:279")
        self.assertNotIn(SECRET, json.dumps(told))

    def test_an_error_is_described_by_kind_place_and_status(self):
        error = raised()
        error.status_code = 401
        told = described(error)
        self.assertEqual(told["status"], 401)
        self.assertTrue(told["trace"][-1].endswith(" raised"), told["trace"])
        self.assertNotIn(SECRET, json.dumps(told))
