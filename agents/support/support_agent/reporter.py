"""Brings what was said to the backend: every two seconds what is new, and the rest at the end of the call.

The backend knows a line by its item's id, so one that may have arrived is sent again rather than lost.
"""

import asyncio
import json
import ssl
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

import aiohttp

from .logs import Log, described, rfc3339

# What the backend takes: lines and bytes of one request (its limit is 256 KiB), characters of a line, lines of a call.
MAX_BATCH = 50
MAX_BATCH_BYTES = 200_000
MAX_TEXT = 4_000
MAX_LINES = 2_000


@dataclass(frozen=True)
class Line:
    """One thing that somebody said."""

    itemId: str  # noqa: N815 (the backend's name)
    speaker: str
    text: str
    interrupted: bool
    at: str

    @classmethod
    def said(cls, item_id: str, speaker: str, text: str, interrupted: bool, at: float) -> "Line":
        """`at` in seconds of the clock. A text is cut, and loses what Postgres and UTF-8 cannot hold."""
        clean = text.replace("\0", "").encode(errors="replace").decode().strip()
        return cls(item_id, speaker, clean[:MAX_TEXT], interrupted, rfc3339(at))


@dataclass(frozen=True)
class Pace:
    """Seconds between things."""

    interval: float = 2.0
    longest_wait: float = 30.0
    # At the end, between attempts and for all of them: the job has ten seconds to end.
    last_interval: float = 0.5
    last: float = 8.0
    request: float = 5.0

    def after(self, failures: int) -> float:
        return min(self.interval * 2 ** min(failures, 10), self.longest_wait)

    def at_the_end(self, failures: int) -> float:
        return min(self.last_interval * 2 ** min(failures, 10), self.longest_wait)


class Outcome(Enum):
    TAKEN = "taken"
    LATER = "later"
    # The backend will not take anything of this call any more.
    NEVER = "never"


class Reporter:
    """One call's line to the backend."""

    def __init__(self, url: str, token: str, transcript: bool, log: Log, pace: Pace = Pace()):
        self._url = url
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self._transcript = transcript
        self._log = log
        self._pace = pace
        self._waiting: deque[Line] = deque()
        self._known: set[str] = set()
        self._is_over = False
        self._http: aiohttp.ClientSession | None = None
        self._posting: asyncio.Task[None] | None = None
        self.reported = 0
        self.lost = 0

    def start(self) -> None:
        timeout = aiohttp.ClientTimeout(total=self._pace.request)
        self._http = aiohttp.ClientSession(
            timeout=timeout, connector=aiohttp.TCPConnector(ssl=ssl.create_default_context())
        )
        self._posting = asyncio.create_task(self._post_while_talking(), name="report")

    def add(self, line: Line) -> None:
        """Takes a line, once, if there is something in it and it is wanted."""
        if not self._transcript or not line.text or line.itemId in self._known:
            return
        self._known.add(line.itemId)
        if self._is_over or len(self._known) > MAX_LINES:
            self.lost += 1
            return
        self._waiting.append(line)

    async def finish(self, usage: Mapping[str, float]) -> None:
        """Posts what is left, and what the call took. Ends within `Pace.last` seconds."""
        if self._posting:
            self._posting.cancel()
            await asyncio.gather(self._posting, return_exceptions=True)
        try:
            async with asyncio.timeout(self._pace.last):
                await self._post_the_rest(usage)
        except TimeoutError:
            self._log.warn("the backend did not take the rest in time")
        finally:
            self.lost += len(self._waiting)
            self._waiting.clear()
            self._is_over = True
            if self._http:
                await self._http.close()

    async def _post_while_talking(self) -> None:
        failures = 0
        while not self._is_over:
            await asyncio.sleep(self._pace.after(failures))
            if self._waiting:
                failures = failures + 1 if await self._post() is Outcome.LATER else 0

    async def _post_the_rest(self, usage: Mapping[str, float]) -> None:
        failures = 0
        while not self._is_over:
            # the usage goes with the last lines
            is_last = len(self._batch()) == len(self._waiting)
            outcome = await self._post(usage if is_last else None)
            if outcome is Outcome.TAKEN and is_last:
                return
            if outcome is Outcome.LATER:
                await asyncio.sleep(self._pace.at_the_end(failures))
                failures += 1

    async def _post(self, usage: Mapping[str, float] | None = None) -> Outcome:
        batch = self._batch()
        body: dict[str, Any] = {"lines": [asdict(line) for line in batch]}
        if usage is not None:
            body["usage"] = dict(usage)
        outcome = await self._sent(_encoded(body))
        if outcome is Outcome.TAKEN:
            self.reported += len(batch)
            for _ in batch:
                self._waiting.popleft()
        elif outcome is Outcome.NEVER:
            self._is_over = True
            self.lost += len(self._waiting)
            self._waiting.clear()
        return outcome

    def _batch(self) -> list[Line]:
        batch: list[Line] = []
        size = 0
        for line in self._waiting:
            size += len(_encoded(asdict(line))) + 1
            if batch and (len(batch) == MAX_BATCH or size > MAX_BATCH_BYTES):
                break
            batch.append(line)
        return batch

    async def _sent(self, body: bytes) -> Outcome:
        assert self._http is not None
        try:
            # A redirect would carry the token to somebody else.
            request = self._http.post(self._url, data=body, headers=self._headers, allow_redirects=False)
            async with request as reply:
                status = reply.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._log.warn("the backend was not reached", error=described(error)["error"])
            return Outcome.LATER
        if 200 <= status < 300:
            return Outcome.TAKEN
        if status in (408, 425, 429) or status >= 500:
            self._log.warn("the backend takes no lines for now", status=status)
            return Outcome.LATER
        self._log.error("the backend takes no lines of this call any more", status=status)
        return Outcome.NEVER


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
