"""`python -m support_agent`: runs the worker until SIGTERM or SIGINT."""

import asyncio
import sys

from . import logs
from .settings import BadSetting, Settings


def main() -> int:
    logs.begin()
    log = logs.Log()
    try:
        settings = Settings.read()
    except BadSetting as bad:
        log.error("not started", reason=str(bad))
        return 2
    # Only now: livekit-agents takes a second to load.
    from .worker import Worker

    worker = Worker(settings, log.about(agentName=settings.agent_name))
    return 0 if asyncio.run(worker.run()) else 1


if __name__ == "__main__":
    sys.exit(main())
