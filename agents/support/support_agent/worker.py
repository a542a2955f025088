"""The process: registers with LiveKit, takes as many calls as it may, and ends without losing what was said in them."""

import asyncio
import functools
import os
import signal

from livekit.agents import AgentServer, JobExecutorType, JobRequest
from livekit.agents.worker import WorkerPermissions
from livekit.protocol.models import TrackSource
from livekit.rtc._ffi_client import FfiClient

from . import stacks
from .assignment import Assignment, BadAssignment
from .call import carry_out
from .logs import Log, described
from .settings import Settings

# What one job may take to leave its room and bring its last lines home: `reporter.Pace.last` and some more.
JOB_END_SECONDS = 12


class Worker:
    """One process with many calls, each in a thread of its own."""

    def __init__(self, settings: Settings, log: Log):
        self._settings = settings
        self._log = log
        self._accepting: set[str] = set()
        stacks.load(settings)
        # The library would load a model of 240 MB with which no stack of ours tells whether somebody has finished.
        os.environ["LIVEKIT_AGENTS_PRELOAD_LOCAL_INFERENCE"] = "off"
        # Made here once: calls that begin at the same moment would each make one of their own, and all but the last would
        # wait for their room forever.
        _ = FfiClient.instance
        self._server = AgentServer(
            ws_url=settings.livekit_url,
            api_key=settings.livekit_api_key,
            api_secret=settings.livekit_api_secret,
            job_executor_type=JobExecutorType.THREAD,
            host=settings.health_host,
            port=settings.health_port,
            load_fnc=self._load,
            # Half a job below full, so that rounding decides nothing.
            load_threshold=1 - 0.5 / settings.max_jobs,
            # Also what the library takes a job's load to be while it has none: with fewer, two calls at once are too many.
            num_idle_processes=settings.max_jobs,
            drain_timeout=settings.drain_seconds,
            shutdown_process_timeout=JOB_END_SECONDS,
            permissions=WorkerPermissions(
                can_update_metadata=False, can_publish_sources=[TrackSource.MICROPHONE]
            ),
        )
        entrypoint = functools.partial(carry_out, settings=settings)
        self._server.rtc_session(entrypoint, agent_name=settings.agent_name, on_request=self._answer)
        self._server.on("worker_started", self._started)
        self._server.on("worker_registered", self._registered)

    async def run(self) -> bool:
        """Works until a signal arrives. Whether it ended as it should."""
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        working = asyncio.create_task(self._server.run())
        stopped = asyncio.create_task(stopping.wait())
        await asyncio.wait((working, stopped), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await self._stop()
        error = (await asyncio.gather(working, return_exceptions=True))[0]
        stopped.cancel()
        if isinstance(error, BaseException):
            self._log.error("worker failed", **described(error))
        return error is None

    async def _stop(self) -> None:
        self._log.info("worker stops", activeJobs=len(self._server.active_jobs))
        if self._settings.drain_seconds:
            try:
                await self._server.drain()
            except TimeoutError:
                self._log.warn("calls are cut off", activeJobs=len(self._server.active_jobs))
        await self._server.aclose()
        self._log.info("worker stopped")

    def _load(self) -> float:
        return len(self._server.active_jobs) / self._settings.max_jobs

    async def _answer(self, request: JobRequest) -> None:
        log = self._log.about(jobId=request.id, room=request.room.name)
        try:
            assignment = Assignment.read(request.job.metadata, request.room.name)
        except BadAssignment as bad:
            log.error("job refused", reason=str(bad))
            await request.reject()
            return
        log = log.about(callId=assignment.call_id, agentId=assignment.agent_id)
        # The library asks its own sum of fractions first, which for some limits comes out just below full.
        if len(self._accepting | {job.job.id for job in self._server.active_jobs}) >= self._settings.max_jobs:
            log.warn("job left to others", reason="full")
            # another worker may take it
            await request.reject(terminate=False)
            return
        self._accepting.add(request.id)
        try:
            await request.accept(identity=assignment.identity)
            log.info("job taken")
        finally:
            self._accepting.discard(request.id)

    def _started(self) -> None:
        self._log.info(
            "worker started", stack=self._settings.stack, maxJobs=self._settings.max_jobs,
            health=f"{self._settings.health_host}:{self._server.worker_info.http_port}",
        )  # fmt: skip

    def _registered(self, worker_id: str, _: object) -> None:
        self._log.info("worker registered", workerId=worker_id)
