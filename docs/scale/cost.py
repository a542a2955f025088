"""What the service costs, from prices that stand in one table and a load that stands in another.

Prices change: look them up, change them here, and run `make scale`. All are US dollars, list prices without taxes, free
tiers and discounts, AWS's of us-east-1.
"""

import math
from dataclasses import dataclass

import simulate


@dataclass(frozen=True)
class Price:
    """A price, what it is for, and where it is told."""

    usd: float
    unit: str
    page: str  # the vendor's page
    seen: str  # month in which somebody last saw it there


AWS = {
    "HTTP_API": Price(1.00, "million requests", "Amazon API Gateway pricing, HTTP APIs", "2025-12"),
    "LAMBDA_REQUEST": Price(0.20, "million requests", "AWS Lambda pricing", "2026-05"),
    "LAMBDA_ARM64": Price(0.0000133334, "GB-second", "AWS Lambda pricing", "2026-05"),
    "LAMBDA_X86": Price(0.0000166667, "GB-second", "AWS Lambda pricing", "2026-05"),
    "LOGS": Price(0.50, "GB taken in", "Amazon CloudWatch pricing, Logs", "2026-05"),
    "METRIC": Price(0.30, "custom metric and month, by the hours in which it has data", "Amazon CloudWatch pricing, Metrics", "2026-05"),
    "ALARM": Price(0.10, "metric that an alarm reads, and month", "Amazon CloudWatch pricing, Alarms", "2026-05"),
    "DASHBOARD": Price(3.00, "dashboard and month", "Amazon CloudWatch pricing, Dashboards", "not checked"),
    "SECRET": Price(0.40, "secret and month", "AWS Secrets Manager pricing", "2026-09"),
    "SECRET_CALLS": Price(5.00, "million calls", "AWS Secrets Manager pricing", "2026-09"),
    "SCHEDULER": Price(1.00, "million runs", "Amazon EventBridge pricing, Scheduler", "not checked"),
    "TRANSFER": Price(0.09, "GB out", "Amazon EC2 on-demand pricing, Data transfer", "2025-12"),
}
SUPABASE = {
    "PRO": Price(25, "month, $10 of compute included", "Supabase, Manage Realtime Peak Connections usage", "2026-09"),
    "CONNECTIONS": Price(10, "1 000 peak connections beyond 500", "Supabase, Manage Realtime Peak Connections usage", "2026-09"),
    "MESSAGES": Price(2.50, "million messages beyond 5", "Supabase, Realtime Pricing", "2026-09"),
    "EGRESS": Price(0.09, "GB beyond 250", "Supabase, Manage Egress usage", "2026-09"),
}
LIVEKIT = {
    "SHIP": Price(50, "month; 1 000 people, 150 000 minutes, 250 GB", "LiveKit pricing", "2026-09"),
    "SHIP_MINUTE": Price(0.0005, "participant minute", "LiveKit pricing", "2026-09"),
    "SHIP_GB": Price(0.12, "GB sent", "LiveKit pricing", "2026-09"),
    "SCALE": Price(500, "month; 5 000 people, 1 500 000 minutes, 3 000 GB", "LiveKit pricing", "2026-09"),
    "SCALE_MINUTE": Price(0.0004, "participant minute", "LiveKit pricing", "2026-09"),
    "SCALE_GB": Price(0.10, "GB sent", "LiveKit pricing", "2026-09"),
}
# Supabase, Compute and Disk: name, cores, dollars a month.
COMPUTE = [("Micro", 2, 10), ("Small", 2, 15), ("Medium", 2, 60), ("Large", 2, 110), ("XL", 4, 210), ("2XL", 8, 410),
           ("4XL", 16, 960), ("8XL", 32, 1870), ("12XL", 48, 2800), ("16XL", 64, 3730)]
SHARED = ("Micro", "Small", "Medium")  # their cores are shared with others: nothing to count on
# Supabase, Realtime Limits, of Pro without a spend cap: configurable by Supabase on request.
REALTIME_MESSAGES_PER_SECOND = 2500
REALTIME_CONNECTIONS = 10_000

# ── Estimates of use: put in what you measure ───────────────────────────────────────────────────────────────────────────
STAY_MINUTES = 20  # that a viewer stays
INVOCATIONS = {"join-live-session": 1, "get-livekit-token": 1, "livekit-webhook": 2}  # of one stay: it comes and it goes
MEMORY_GB = 0.25
LOG_BYTES = 1400  # of one request: the function's line with its metrics, Lambda's three, API Gateway's access log
OUT_BYTES = 3500  # that leave AWS with one request: its reply, and what it asks Supabase
EGRESS_BYTES = 1500  # that Supabase answers to one round trip
LINES_PER_SECOND = 0.2  # of chat in one room, however large
MESSAGE_BYTES = 600  # of one Realtime message
LISTING = 0.05  # share of those watching, on top, who look at the list of sessions
LIST_SECONDS = 15  # how often a sparing app asks for it
VIDEO_MBPS = 1.5  # of one viewer: 720p, the app's default preset (client-contract §4.9)
AUDIO_MBPS = 0.1  # of one listener: three at a time who speak
HOURS = 120  # a month in which the named number watches; nobody in the others
BUSY = 0.7  # of the cores, at most
HOURS_A_MONTH = 730
# What infra/template.yaml makes: routes, each with six metrics of API Gateway, and metrics that its alarms read.
ROUTES, ROUTE_METRICS, ALARM_METRICS = 80, 6, 81
# What functions write: every one requests, faults and its wait for Postgres; eleven ask LiveKit, twelve look for signing keys,
# one asks Expo, one the store of recordings; the webhook's lag, six of the sweeper, one of the notifier. And codes of refusals
# that come up within an hour.
FUNCTION_METRICS, REFUSAL_METRICS = 15 * 3 + 11 + 12 + 1 + 1 + 1 + 6 + 1, 30
METRICS = ROUTES * ROUTE_METRICS + FUNCTION_METRICS + REFUSAL_METRICS
# Those of them that have data with nobody there: the sweeper's nine, the notifier's three, and those of a health that is asked.
STANDING_METRICS = 9 + 3 + 4 + ROUTE_METRICS
SECRETS = 4  # that infra/template.yaml makes
SECRET_CALLS = 100_000  # a month: each process once, and again every few minutes
RUNS_A_MONTH = 60 * HOURS_A_MONTH  # of what runs once a minute
SWEEPER_SECONDS, NOTIFIER_SECONDS = 55, 60  # of one run: IPELYA_SWEEP_AWAY_FOR_SECONDS, IPELYA_NOTIFY_FOR_SECONDS


@dataclass(frozen=True)
class Size:
    """So many watch at once, in so many rooms."""

    viewers: int
    rooms: int
    # whether the app asks nothing for each line of chat and does not listen to the whole list of sessions
    sparing: bool = False

    @property
    def stays_per_second(self):
        return self.viewers / (STAY_MINUTES * 60)

    @property
    def requests_per_second(self):
        return self.stays_per_second * sum(INVOCATIONS.values())

    @property
    def reads_per_second(self):
        """The app's own reads of tables: on coming, and whenever somebody says something; or for the list."""
        coming = self.stays_per_second * simulate.APP_READS
        if self.sparing:
            return coming + self.viewers * LISTING / LIST_SECONDS
        return coming + self.viewers * LINES_PER_SECOND * simulate.APP_READS_PER_LINE

    @property
    def cores(self):
        """That are busy in the database's machine."""
        trips = {"join-live-session": simulate.JOIN_CPU, "get-livekit-token": simulate.TOKEN_CPU,
                 "livekit-webhook": simulate.WEBHOOK_CPU}
        stay = sum(times * sum(trips[name][1:]) for name, times in INVOCATIONS.items())
        lines = self.rooms * LINES_PER_SECOND * sum(simulate.LINE_CPU[1:])
        return (self.stays_per_second * stay + self.reads_per_second * sum(simulate.READ_CPU[1:]) + lines) / 1000

    @property
    def compute(self):
        """The smallest of Supabase's machines that is no more than so busy, or None."""
        for name, cores, usd in COMPUTE:
            if name not in SHARED[:1] and (name not in SHARED or self.cores < 0.2) and self.cores <= cores * BUSY:
                return name, usd
        return None

    @property
    def chat_messages(self):
        """Realtime messages a second: each line to everybody in its room."""
        return self.viewers * LINES_PER_SECOND

    @property
    def counter_messages(self):
        """The same for the numbers of each session, which change all the time: every 3 s, or 200 messages a second."""
        each = self.viewers / self.rooms
        return self.rooms * min(simulate.COUNTER_MESSAGES_PER_SECOND, each / 3)

    @property
    def list_messages(self):
        """The same to those who look at the list: the app listens to every session there is."""
        if self.sparing:
            return 0
        each = self.viewers / self.rooms
        updates = self.rooms / max(3, each / simulate.COUNTER_MESSAGES_PER_SECOND)
        return updates * self.viewers * LISTING

    @property
    def messages_per_second(self):
        return self.chat_messages + self.counter_messages + self.list_messages


SIZES = [
    Size(100, 2),
    Size(10_000, 50),
    Size(10_000, 50, sparing=True),
    Size(1_000_000, 2000),
    Size(1_000_000, 2000, sparing=True),
]


def milliseconds(function):
    """That Lambda bills for one request, by the simulation's figures of an idle database."""
    cpu, trips, rows = {
        "join-live-session": (simulate.JOIN_CPU, simulate.JOIN_TRIPS, simulate.JOIN_ROWS),
        "get-livekit-token": (simulate.TOKEN_CPU, 1, simulate.TOKEN_ROWS),
        "livekit-webhook": (simulate.WEBHOOK_CPU, 1, simulate.REPORT_ROWS),
    }[function]
    commit = simulate.COMMIT_MS if rows else 0
    return math.ceil(cpu[0] / simulate.LAMBDA_SHARE + sum(cpu[1:]) + trips * simulate.TRIP_MS + commit)


def per_million_requests(processor="LAMBDA_ARM64"):
    """What a million requests of the usual mix cost, by part."""
    every = sum(INVOCATIONS.values())
    ms = sum(times * milliseconds(name) for name, times in INVOCATIONS.items()) / every
    trips = (sum(INVOCATIONS.values()) + simulate.JOIN_TRIPS - 1) / every
    return {
        "API Gateway": AWS["HTTP_API"].usd,
        "Lambda, requests": AWS["LAMBDA_REQUEST"].usd,
        f"Lambda, {ms:.0f} ms of {MEMORY_GB * 1024:.0f} MB": ms / 1000 * MEMORY_GB * 1e6 * AWS[processor].usd,
        "logs": LOG_BYTES / 1000 * AWS["LOGS"].usd,
        "transfer out of AWS": OUT_BYTES / 1000 * AWS["TRANSFER"].usd,
        "transfer out of Supabase": EGRESS_BYTES * trips / 1000 * SUPABASE["EGRESS"].usd,
    }


def per_thousand_viewers():
    """What a thousand who watch for an hour cost, in rooms of two hundred, beyond what plans include: video, audio."""
    size = Size(1000, 5)
    requests = size.requests_per_second * 3600 / 1e6 * sum(per_million_requests().values())
    reads = size.reads_per_second * 3600 * EGRESS_BYTES / 1e9 * SUPABASE["EGRESS"].usd
    messages = size.messages_per_second * 3600
    realtime = messages / 1e6 * SUPABASE["MESSAGES"].usd + messages * MESSAGE_BYTES / 1e9 * SUPABASE["EGRESS"].usd
    minutes = 1000 * 60 * LIVEKIT["SHIP_MINUTE"].usd
    video, audio = (1000 * gigabytes(mbps) * LIVEKIT["SHIP_GB"].usd for mbps in (VIDEO_MBPS, AUDIO_MBPS))
    return [
        ("functions: API Gateway, Lambda, logs, transfer", requests, requests),
        ("Supabase: the app's own reads", reads, reads),
        ("Supabase: Realtime", realtime, realtime),
        ("LiveKit: minutes", minutes, minutes),
        ("LiveKit: sent", video, audio),
    ]


def gigabytes(mbps):
    """Of one viewer in an hour."""
    return mbps / 8 * 3600 / 1000


def standing_per_month():
    """What AWS costs if nobody comes."""
    scheduled = RUNS_A_MONTH * (SWEEPER_SECONDS + NOTIFIER_SECONDS) * MEMORY_GB * AWS["LAMBDA_ARM64"].usd
    return {
        "sweeper and notifier, which run all the time": scheduled,
        "their schedules": 2 * RUNS_A_MONTH / 1e6 * AWS["SCHEDULER"].usd,
        "metrics of these and of health": STANDING_METRICS * AWS["METRIC"].usd,
        "alarms": ALARM_METRICS * AWS["ALARM"].usd,
        "the dashboard": AWS["DASHBOARD"].usd,
        "the secrets": SECRETS * AWS["SECRET"].usd + SECRET_CALLS / 1e6 * AWS["SECRET_CALLS"].usd,
    }


def beyond(used, included, price, package=1.0):
    return max(0, math.ceil((used - included) / package)) * package * price


def month(size):
    """What a month costs with HOURS of this size, all of it video, by vendor and part."""
    hours = HOURS
    requests = size.requests_per_second * 3600 * hours
    messages = size.messages_per_second * 3600 * hours
    reads = size.reads_per_second * 3600 * hours
    egress = (requests * EGRESS_BYTES + reads * EGRESS_BYTES + messages * MESSAGE_BYTES) / 1e9
    aws = per_million_requests()
    aws.pop("transfer out of Supabase")
    name, compute = size.compute or ("16XL, which is too small", COMPUTE[-1][2])
    people = size.viewers + size.rooms
    minutes, sent = people * 60 * hours, size.viewers * hours * gigabytes(VIDEO_MBPS)
    plan, included_minutes, included_gb = ("SHIP", 150_000, 250) if people <= 1000 else ("SCALE", 1_500_000, 3000)
    return {
        "AWS, standing": sum(standing_per_month().values()),
        "AWS, requests": requests / 1e6 * sum(aws.values()),
        "AWS, metrics of requests": (METRICS - STANDING_METRICS) * hours / HOURS_A_MONTH * AWS["METRIC"].usd,
        f"Supabase, Pro with {name}": SUPABASE["PRO"].usd + compute - 10,
        "Supabase, Realtime connections": beyond(size.viewers * (1 + LISTING), 500, 10 / 1000, 1000),
        "Supabase, Realtime messages": beyond(messages / 1e6, 5, SUPABASE["MESSAGES"].usd),
        "Supabase, egress": beyond(egress, 250, SUPABASE["EGRESS"].usd),
        f"LiveKit, {plan.capitalize()}": LIVEKIT[plan].usd,
        "LiveKit, minutes": beyond(minutes, included_minutes, LIVEKIT[plan + "_MINUTE"].usd),
        "LiveKit, sent": beyond(sent, included_gb, LIVEKIT[plan + "_GB"].usd),
    }
