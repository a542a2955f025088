"""One JSON line for everything worth telling, on standard output.

Ours say what they say. What libraries tell is only counted by its place: their messages are put together from whatever
they were working on, the texts of callers, prompts and addresses among it.
"""

import json
import logging
import sys
import threading
import traceback
from datetime import datetime, timezone
from typing import Any

OURS = "support_agent"
_logger = logging.getLogger(OURS)
# Frames told of an error, the innermost ones.
FRAMES = 12
# How livekit's Python tells what its Rust logs: target, line, module, message.
_OF_RUST = "%s:%s:%s - %s"


class Log:
    """Says things about one subject, whose fields are in every line."""

    def __init__(self, **about: Any):
        self._about = about

    def about(self, **more: Any) -> "Log":
        return Log(**self._about, **more)

    def info(self, message: str, **fields: Any) -> None:
        self._say(logging.INFO, message, fields)

    def warn(self, message: str, **fields: Any) -> None:
        self._say(logging.WARNING, message, fields)

    def error(self, message: str, **fields: Any) -> None:
        self._say(logging.ERROR, message, fields)

    def _say(self, level: int, message: str, fields: dict[str, Any]) -> None:
        _logger.log(level, message, extra={"fields": self._about | fields})


class Formatter(logging.Formatter):
    """A record as one line."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "timestamp": rfc3339(record.created),
            "level": record.levelname.lower(),
            **(self._ours(record) if record.name == OURS else self._of_library(record)),
        }
        return json.dumps(told, ensure_ascii=False, default=lambda value: type(value).__name__)

    def _ours(self, record: logging.LogRecord) -> dict[str, Any]:
        return {"message": record.getMessage(), **getattr(record, "fields", {})}

    def _of_library(self, record: logging.LogRecord) -> dict[str, Any]:
        where = f"{record.module}:{record.lineno} {record.funcName}"
        if record.msg == _OF_RUST and isinstance(record.args, tuple):
            where = f"{record.args[0]}:{record.args[1]}"
        told = {"message": "a library reports", "logger": record.name, "where": where}
        for name in ("job_id", "room"):
            if isinstance(value := getattr(record, name, None), str):
                told[name] = value
        carried = getattr(record, "error", None)
        error = record.exc_info[1] if record.exc_info else carried if isinstance(carried, BaseException) else None
        return told | (described(error) if error else {})


def described(error: BaseException) -> dict[str, Any]:
    """What may be told of an error: its kind, those it came from, and its place. Its words may hold anything."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:
        kinds.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    told: dict[str, Any] = {"error": " from ".join(kinds)}
    status = getattr(error, "status_code", getattr(error, "status", None))
    if isinstance(status, int):
        told["status"] = status
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    if frames:
        told["trace"] = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return told


def rfc3339(seconds: float) -> str:
    """A time of the clock as the backend writes it."""
    at = datetime.fromtimestamp(seconds, timezone.utc)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def begin() -> None:
    """Has everything that is logged in this process go through the formatter."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    _logger.setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, error, trace: _unexpected(error)
    threading.excepthook = lambda failed: _unexpected(failed.exc_value)


def _unexpected(error: BaseException | None) -> None:
    Log().error("an error nobody expected", **(described(error) if error else {}))
