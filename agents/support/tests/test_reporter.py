import asyncio
import logging
import time
import unittest

from support_agent.logs import OURS, Formatter, Log
from support_agent.reporter import MAX_BATCH_BYTES, Line, Pace, Reporter

from .support import PATIENCE, TOKEN, Backend, until

# A twentieth of the real one.
QUICK = Pace(interval=0.1, longest_wait=1.5, last_interval=0.05, last=0.8, request=0.5)
USAGE = {"seconds": 7}


def line(number: int, text: str = "text") -> Line:
    return Line.said(f"item_{number}", "user", text, False, 1_800_000_000 + number)


def ids(lines: list[dict]) -> list[str]:
    return [one["itemId"] for one in lines]


def numbered(first: int, last: int) -> list[str]:
    return [f"item_{number}" for number in range(first, last + 1)]


class Reports(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.backend = Backend()
        self.addCleanup(self.backend.close)
        logger = logging.getLogger(OURS)
        logger.setLevel(logging.INFO)
        self.log = self.enterContext(self.assertLogs(logger))
        # so that there is something to find
        logger.info("begun")
        self.addCleanup(self.log_holds_no_secret)
        self.reporter = self.to(self.backend.url)

    def to(self, url: str, transcript: bool = True) -> Reporter:
        reporter = Reporter(url, TOKEN, transcript, Log(callId="c"), QUICK)
        reporter.start()
        self.addAsyncCleanup(reporter.finish, {})
        return reporter

    def log_holds_no_secret(self):
        for record in self.log.records:
            told = Formatter().format(record)
            self.assertNotIn(TOKEN, told)
            self.assertNotIn("text", told)

    def logged(self, message: str) -> list[dict]:
        return [record.fields for record in self.log.records if record.getMessage() == message]

    async def test_lines_are_posted_together_soon_and_as_the_backend_takes_them(self):
        self.reporter.add(Line.said("item_1", "agent", " Merhaba\0 \ud800", True, 1_800_000_000.25))
        self.reporter.add(line(2))
        await until(lambda: self.backend.requests, "lines are posted")
        [(authorization, body)] = self.backend.requests
        self.assertEqual(authorization, f"Bearer {TOKEN}")
        first, second = body["lines"]
        self.assertEqual(
            first,
            {"itemId": "item_1", "speaker": "agent", "text": "Merhaba ?", "interrupted": True,
             "at": "2027-01-15T08:00:00.250Z"},
        )  # fmt: skip
        self.assertEqual(second["at"], "2027-01-15T08:00:02.000Z")
        self.assertNotIn("usage", body)

    async def test_no_request_is_larger_than_the_backend_takes(self):
        for number in range(1, 121):
            self.reporter.add(line(number))
        await self.reporter.finish(USAGE)
        self.assertEqual([len(body["lines"]) for body in self.backend.bodies], [50, 50, 20])
        self.assertEqual(ids(self.backend.taken), numbered(1, 120))
        # the usage with the last of them
        self.assertEqual([body.get("usage") for body in self.backend.bodies], [None, None, USAGE])
        self.assertEqual((self.reporter.reported, self.reporter.lost), (120, 0))

    async def test_long_lines_are_cut_and_spread_over_requests(self):
        for number in range(1, 51):
            self.reporter.add(line(number, "ğ" * 5_000))
        await self.reporter.finish(USAGE)
        self.assertEqual({len(one["text"]) for one in self.backend.taken}, {4_000})
        self.assertEqual(ids(self.backend.taken), numbered(1, 50))
        largest = max(len(body["lines"]) for body in self.backend.bodies)
        self.assertTrue(MAX_BATCH_BYTES - 10_000 < largest * 8_100 < 256 * 1024, largest)

    async def test_an_item_is_reported_once_and_nothing_empty(self):
        for _ in range(3):
            self.reporter.add(line(1))
        self.reporter.add(line(2, " \0"))
        await until(lambda: self.backend.requests, "lines are posted")
        self.reporter.add(line(1))
        await self.reporter.finish(USAGE)
        self.assertEqual(ids(self.backend.taken), ["item_1"])

    async def test_a_busy_backend_is_asked_again_later_and_later_and_loses_nothing(self):
        self.backend.answers.extend([503, 429, 500, 408])
        began = time.monotonic()
        self.reporter.add(line(1))
        await until(lambda: len(self.backend.requests) == 2, "it is asked again")
        self.reporter.add(line(2))
        await until(lambda: self.backend.taken, "it takes them")
        # 0.1 + 0.2 + 0.4 + 0.8 + 1.5 seconds
        self.assertGreater(time.monotonic() - began, 2.9)
        self.assertEqual([ids(body["lines"]) for body in self.backend.bodies],
                         [["item_1"]] * 2 + [["item_1", "item_2"]] * 3)  # fmt: skip
        self.assertEqual([line["status"] for line in self.logged("the backend takes no lines for now")], [503, 429, 500, 408])
        # and not slower for ever after
        self.reporter.add(line(3))
        await until(lambda: "item_3" in ids(self.backend.taken), "the next is posted at once")

    async def test_a_backend_that_is_not_there_is_waited_for(self):
        url = self.backend.url
        self.backend.close()
        reporter = self.to(url)
        reporter.add(line(1))
        await until(lambda: self.logged("the backend was not reached"), "it is said")
        await reporter.finish(USAGE)
        self.assertEqual((reporter.reported, reporter.lost), (0, 1))

    async def test_a_refusal_ends_it(self):
        for status in (400, 401, 403, 404, 410, 413, 302, 307):
            with self.subTest(status):
                self.backend.requests.clear()
                self.backend.answers.append(status)
                reporter = self.to(self.backend.url)
                reporter.add(line(1))
                await until(lambda: reporter.lost, "it gave up")  # noqa: B023
                reporter.add(line(2))
                await reporter.finish(USAGE)
                # not even the address that a redirect names was asked, which would have got the token
                self.assertEqual(len(self.backend.requests), 1)
                self.assertEqual((reporter.reported, reporter.lost), (0, 2))
        self.assertEqual(len(self.logged("the backend takes no lines of this call any more")), 8)

    async def test_the_end_brings_the_rest_home_through_failures(self):
        self.backend.answers.extend([503, 503])
        self.reporter.add(line(1))
        await self.reporter.finish(USAGE)
        self.assertEqual(ids(self.backend.taken), ["item_1"])
        self.assertEqual(self.backend.bodies[-1]["usage"], USAGE)

    async def test_the_end_does_not_wait_for_ever(self):
        self.backend.answers.extend([503] * 100)
        self.reporter.add(line(1))
        await asyncio.wait_for(self.reporter.finish(USAGE), PATIENCE)
        self.assertEqual(self.reporter.lost, 1)

    async def test_what_was_under_way_at_the_end_is_sent_again(self):
        # the backend takes the lines, and its answer comes after the worker stopped waiting for it
        original = self.reporter._sent
        answered = asyncio.Event()

        async def slow(body: bytes):
            outcome = await original(body)
            answered.set()
            await asyncio.sleep(5)
            return outcome

        self.reporter._sent = slow
        self.reporter.add(line(1))
        await answered.wait()
        self.reporter._sent = original
        await self.reporter.finish(USAGE)
        self.assertEqual(ids(self.backend.taken), ["item_1", "item_1"])

    async def test_without_a_transcript_the_usage_alone_is_posted(self):
        reporter = self.to(self.backend.url, transcript=False)
        reporter.add(line(1))
        await asyncio.sleep(0.3)
        self.assertEqual(self.backend.requests, [])
        await reporter.finish(USAGE)
        self.assertEqual([(body["lines"], body["usage"]) for body in self.backend.bodies], [([], USAGE)])

    async def test_no_call_has_more_lines_than_the_backend_keeps(self):
        for number in range(1, 2_003):
            self.reporter.add(line(number))
        self.backend.answers.extend([200] * 50)
        await self.reporter.finish(USAGE)
        self.assertEqual(ids(self.backend.taken), numbered(1, 2_000))
        self.assertEqual(self.reporter.lost, 2)
