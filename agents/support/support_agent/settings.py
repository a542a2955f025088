"""What the environment says, read once at start and checked there. README.md has the table."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

AGENT_NAME = "ipelya-support"
STACKS = ("openai", "stub")


class BadSetting(Exception):
    """A setting that the worker does not start with. Says which and why, never a secret's value."""


@dataclass(frozen=True)
class OpenAi:
    """Who hears, thinks and speaks."""

    api_key: str = field(repr=False)
    base_url: str | None
    stt_model: str
    llm_model: str
    tts_model: str


@dataclass(frozen=True)
class Settings:
    """Everything the worker is told by its environment."""

    livekit_url: str
    livekit_api_key: str
    livekit_api_secret: str = field(repr=False)
    agent_name: str
    max_jobs: int
    stack: str
    openai: OpenAi | None
    health_host: str
    health_port: int
    drain_seconds: int

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Raises `BadSetting`."""
        read = _Reader(environment)
        name = environment.get("AGENT_NAME", AGENT_NAME).strip()
        if not name:
            # Without a name LiveKit sends it into every room there is, live shows among them.
            raise BadSetting("AGENT_NAME is empty: an agent without a name would be sent into every room")
        stack = environment.get("VOICE_STACK", "")
        if stack not in STACKS:
            raise BadSetting(f"VOICE_STACK must be one of {', '.join(STACKS)}")
        return cls(
            livekit_url=read.url("LIVEKIT_URL", ("ws", "wss", "http", "https")),
            livekit_api_key=read.text("LIVEKIT_API_KEY"),
            livekit_api_secret=read.text("LIVEKIT_API_SECRET"),
            agent_name=name,
            max_jobs=read.number("AGENT_MAX_JOBS", 5, 1, 100),
            stack=stack,
            openai=read.openai() if stack == "openai" else None,
            health_host=read.text("AGENT_HEALTH_HOST", "127.0.0.1"),
            health_port=read.number("AGENT_HEALTH_PORT", 8081, 0, 65535),
            drain_seconds=read.number("AGENT_DRAIN_SECONDS", 10, 0, 3600),
        )


class _Reader:
    def __init__(self, environment: Mapping[str, str]):
        self._environment = environment

    def text(self, name: str, default: str | None = None) -> str:
        value = self._environment.get(name, "").strip() or default
        if value is None:
            raise BadSetting(f"{name} is missing")
        return value

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise BadSetting(f"{name} must be a number from {low} to {high}")
        return int(value)

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name)
        if not is_url(value, schemes):
            raise BadSetting(f"{name} must be an address that begins with {' or '.join(schemes)}")
        return value

    def openai(self) -> OpenAi:
        base = self._environment.get("OPENAI_BASE_URL", "").strip()
        return OpenAi(
            api_key=self.text("OPENAI_API_KEY"),
            base_url=self.url("OPENAI_BASE_URL", ("https", "http")) if base else None,
            stt_model=self.text("OPENAI_STT_MODEL", "gpt-4o-mini-transcribe"),
            llm_model=self.text("OPENAI_LLM_MODEL", "gpt-4.1-mini"),
            tts_model=self.text("OPENAI_TTS_MODEL", "gpt-4o-mini-tts"),
        )


def is_url(value: str, schemes: tuple[str, ...]) -> bool:
    """Whether it is an absolute address without a user in it."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        return False
    printable = value.isascii() and value.isprintable() and " " not in value
    return printable and parts.scheme in schemes and bool(parts.hostname) and "@" not in parts.netloc


def is_loopback(value: str) -> bool:
    """Whether an address stays on this machine."""
    host = urlsplit(value).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
