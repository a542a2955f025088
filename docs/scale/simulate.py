"""What a crowd that comes asks of the service: N viewers joining over T seconds, simulated request by request.

    python3 docs/scale/simulate.py --viewers 10000 --seconds 60 --rooms 1 --cores 4 --pool 20

Each viewer does what the app does: `join-live-session`, then `get-livekit-token`, then reads tables by itself, and a
moment later LiveKit reports that they have come. Every request goes through PostgREST to Postgres, which are two queues:
processor cores, and PostgREST's pool of connections. LiveKit reports the events of one room one after the other, and
throws away what waits too long. The same arguments give the same numbers; nothing is asked of any network.

What it does not know: locks that wait for each other, vacuum, a cache that does not hold the indexes, networks that lose
packets, other work on the same database. Treat what it says as the best case.
"""

import argparse
import collections
import heapq
import itertools
import random
from dataclasses import dataclass, field

# ── Measured: docs/benchmarks.md, "Requests" (test_simulate.py holds them within a fifth of what stands there) ──────────
# CPU in ms of one request: the function, PostgREST, Postgres.
TOKEN_CPU = (0.187, 0.338, 0.377)
JOIN_CPU = (0.283, 0.747, 1.121)
LINE_CPU = (0.201, 0.396, 0.948)
GIFT_CPU = (0.219, 0.437, 1.293)
WEBHOOK_CPU = (0.229, 0.418, 0.972)
# CPU in ms of making a request and taking its reply, where the load generator shares the machine: what two cores have left
# in the row of the most requests, "token, public session, directly, two processes": 4 913/s at 0.333 ms each.
GENERATOR_CPU = 2 / 4.913 - 0.333
BENCHMARK_CORES = 2  # of the machine that the benchmarks were run on
BENCHMARK_CLIENTS = 8  # "8 at a time"

# ── Counted in the code ─────────────────────────────────────────────────────────────────────────────────────────────────
JOIN_TRIPS = 2  # ARCHITECTURE.md, "A session": live_join_facts, live_take_seat
# Rows written that a commit waits for: migrations …093120_live_take_seat; …091800_live_webhook_logs (written, then
# finished), …090900_live_stays, …091000_live_participants, …092400_live_dirty_sessions. The buckets of limits,
# …092200_live_rate_limits, are unlogged.
JOIN_ROWS = 1  # the seat, by the last round trip
TOKEN_ROWS = 0
REPORT_ROWS = 5
# live_refresh_live of …093000_live_counters: no update of a session goes to its viewers more often than this in all.
COUNTER_MESSAGES_PER_SECOND = 200

# ── What the app does by itself: client-contract §2.1 ───────────────────────────────────────────────────────────────────
APP_READS = 4  # on opening the screen: the session, the chat so far, own bans, profiles
APP_READS_PER_LINE = 1  # every viewer asks who the creator is whenever somebody says something

# ── LiveKit: its sources, `resource_queue.go`, and ARCHITECTURE.md, "livekit-webhook" ────────────────────────────────────
WEBHOOK_QUEUE_DEPTH = 200  # of one room; what comes on top is thrown away
WEBHOOK_QUEUE_AGE = 30.0  # seconds; what has waited longer is thrown away

# ── Estimates: measure them where you run, and pass your own ────────────────────────────────────────────────────────────
READ_CPU = (0.0, 0.26, 0.14)  # ms of one of the app's own reads, as for "PostgREST alone, one setting"
COMMIT_MS = 1.0  # until the disk has a commit; the benchmarks wait for their own, and have no figure of it
TRIP_MS = 8.0  # network between a function and Supabase in the same region, there and back
LAMBDA_SHARE = 256 / 1769  # of a core that a function of 256 MB has (AWS, "Configure Lambda function memory")
LIVEKIT_TRIP_MS = 25.0  # LiveKit to the webhook function and back, without the work in it
CONNECT_SECONDS = 1.0  # from a token to `participant_joined`
CLIENT_TIMEOUT = 5.0  # seconds; `http_client::REQUEST_TIMEOUT`, after which a function answers 503


@dataclass(frozen=True)
class Load:
    """Viewers who come, evenly at random, within so many seconds, into so many rooms."""

    viewers: int
    seconds: float
    rooms: int = 1


@dataclass(frozen=True)
class Machine:
    """What Postgres and PostgREST run on. The cores are as fast as those of the benchmarks."""

    cores: int
    pool: int


@dataclass
class Result:
    """What came of a load."""

    requests: collections.Counter = field(default_factory=collections.Counter)  # by function
    peak: dict = field(default_factory=dict)  # requests in the busiest second, by function
    connections_mean: float = 0.0  # while viewers come
    connections_peak: int = 0
    cores_busy: float = 0.0  # share, while viewers come
    wait_p99: float = 0.0  # seconds that a request takes at PostgREST
    slow: int = 0  # requests that took longer than CLIENT_TIMEOUT
    rows_peak: int = 0  # rows written in the busiest second
    commits_peak: int = 0
    concurrency_peak: int = 0  # functions at work at once: Lambda's processes
    webhooks_lost: int = 0
    webhook_lag: float = 0.0  # seconds from an event to its end, of those not lost
    settled: float = 0.0  # seconds from the first viewer until nothing waits any more


class Queue:
    """So many servers and those who wait for one, first come first served."""

    def __init__(self, servers):
        self.free = servers
        self.waiting = collections.deque()

    def take(self, then):
        if self.free:
            self.free -= 1
            then()
        else:
            self.waiting.append(then)

    def give(self):
        if self.waiting:
            self.waiting.popleft()()
        else:
            self.free += 1


class Clock:
    """Events in the order of their time; those of one moment in the order in which they were made."""

    def __init__(self):
        self.now, self.due, self.order = 0.0, [], itertools.count()

    def after(self, seconds, then):
        heapq.heappush(self.due, (self.now + seconds, next(self.order), then))

    def run(self):
        while self.due:
            self.now, _, then = heapq.heappop(self.due)
            then()


class Database:
    """PostgREST and Postgres on one machine: a core for PostgREST's work, a connection, a core for Postgres's, the disk."""

    def __init__(self, clock, machine):
        self.clock, self.machine = clock, machine
        self.cores, self.pool = Queue(machine.cores), Queue(machine.pool)
        self.work = self.held = 0.0  # core-seconds and connection-seconds
        self.connections = self.connections_peak = 0
        self.took = []
        self.rows, self.commits = collections.Counter(), collections.Counter()  # by second

    def ask(self, cpu, rows, then):
        """One request; `then` is called when its answer is there."""
        asked, (_, postgrest, postgres) = self.clock.now, cpu
        since = 0.0

        def connected():
            nonlocal since
            since = self.clock.now
            self.connections += 1
            self.connections_peak = max(self.connections_peak, self.connections)
            self.compute(postgres, computed)

        def computed():
            self.clock.after(COMMIT_MS / 1000 if rows else 0.0, answered)

        def answered():
            self.held += self.clock.now - since
            self.connections -= 1
            self.pool.give()
            self.took.append(self.clock.now - asked)
            if rows:
                second = int(self.clock.now)
                self.rows[second] += rows
                self.commits[second] += 1
            then()

        self.compute(postgrest, lambda: self.pool.take(connected))

    def compute(self, ms, then):
        """Occupies one core."""

        def started():
            self.work += ms / 1000
            self.clock.after(ms / 1000, ended)

        def ended():
            self.cores.give()
            then()

        self.cores.take(started)


class Room:
    """LiveKit's queue of one room's events: one is under way, the others wait, and none for too long."""

    def __init__(self, clock, send, result):
        self.clock, self.send, self.result = clock, send, result
        self.waiting, self.busy = collections.deque(), False

    def report(self):
        if len(self.waiting) >= WEBHOOK_QUEUE_DEPTH:
            self.result.webhooks_lost += 1
            return
        self.waiting.append(self.clock.now)
        if not self.busy:
            self.next()

    def next(self):
        while self.waiting:
            raised = self.waiting.popleft()
            if self.clock.now - raised <= WEBHOOK_QUEUE_AGE:
                self.busy = True
                self.send(lambda raised=raised: self.done(raised))
                return
            self.result.webhooks_lost += 1
        self.busy = False

    def done(self, raised):
        self.result.webhook_lag = max(self.result.webhook_lag, self.clock.now - raised)
        self.next()


def simulate(load, machine, seed=1):
    """Everybody comes; the result when nothing waits any more."""
    clock, result = Clock(), Result()
    database = Database(clock, machine)
    by_second = collections.defaultdict(collections.Counter)
    at_work = 0

    def count(function):
        result.requests[function] += 1
        by_second[function][int(clock.now)] += 1

    def invoke(function, cpu, trips, rows, then, network=TRIP_MS):
        """One run of a function: its own work, and so many round trips one after the other, of which the last one writes."""
        nonlocal at_work
        count(function)
        at_work += 1
        result.concurrency_peak = max(result.concurrency_peak, at_work)

        def trip(left):
            nonlocal at_work
            if not left:
                at_work -= 1
                then()
                return
            share = tuple(part / trips for part in cpu)
            asked = lambda: database.ask(share, rows if left == 1 else 0, lambda: trip(left - 1))
            clock.after((cpu[0] / LAMBDA_SHARE / trips + network) / 1000, asked)

        trip(trips)

    def arrive(room):
        def joined():
            invoke("get-livekit-token", TOKEN_CPU, 1, TOKEN_ROWS, inside)

        def inside():
            clock.after(CONNECT_SECONDS, room.report)

        invoke("join-live-session", JOIN_CPU, JOIN_TRIPS, JOIN_ROWS, joined)
        for _ in range(APP_READS):
            count("the app's own reads")
            database.ask(READ_CPU, 0, lambda: None)

    def webhook(then):
        travel = LIVEKIT_TRIP_MS / 2000
        ended = lambda: clock.after(travel, then)
        clock.after(travel, lambda: invoke("livekit-webhook", WEBHOOK_CPU, 1, REPORT_ROWS, ended))

    rooms = [Room(clock, webhook, result) for _ in range(load.rooms)]
    draw = random.Random(seed)
    for viewer in range(load.viewers):
        clock.after(draw.uniform(0, load.seconds), lambda room=rooms[viewer % load.rooms]: arrive(room))
    coming = {}
    clock.after(load.seconds, lambda: coming.update(held=database.held, work=database.work))
    clock.run()

    result.peak = {function: max(seconds.values()) for function, seconds in by_second.items()}
    result.connections_mean = coming["held"] / load.seconds
    result.connections_peak = database.connections_peak
    result.cores_busy = coming["work"] / load.seconds / machine.cores
    took = sorted(database.took)
    result.wait_p99 = took[int(len(took) * 0.99)] if took else 0.0
    result.slow = sum(seconds > CLIENT_TIMEOUT for seconds in took)
    result.rows_peak = round(max(database.rows.values(), default=0))
    result.commits_peak = max(database.commits.values(), default=0)
    result.settled = clock.now
    return result


def closed_loop(cpu, trips=1, requests=4000, clients=BENCHMARK_CLIENTS, cores=BENCHMARK_CORES):
    """Requests per second of `make bench`: so many clients, each asking again once it has its answer, with function,
    PostgREST, Postgres and the clients themselves on one machine. test_simulate.py holds it against what was measured."""
    clock = Clock()
    database = Database(clock, Machine(cores, pool=clients))
    left = requests

    def client():
        nonlocal left
        if left:
            left -= 1
            database.compute(cpu[0] + GENERATOR_CPU, lambda: trip(trips))

    def trip(more):
        share = (0, cpu[1] / trips, cpu[2] / trips)
        database.ask(share, 0, (lambda: trip(more - 1)) if more > 1 else client)

    for _ in range(clients):
        client()
    clock.run()
    return requests / clock.now


def core_ms_per_viewer():
    """CPU of the database's machine for one viewer who comes, in ms."""
    parts = [JOIN_CPU, TOKEN_CPU, WEBHOOK_CPU, *[READ_CPU] * APP_READS]
    return sum(postgrest + postgres for _, postgrest, postgres in parts)


def lines_per_second(viewers, messages_per_second):
    """How many chat lines a second one room may have until Realtime sends more messages than it may: each line goes to
    everybody inside."""
    return messages_per_second / max(1, viewers)


def reports_per_second():
    """How many events a second LiveKit can report of one room, one after the other, with an idle database."""
    function, postgrest, postgres = WEBHOOK_CPU
    work = function / LAMBDA_SHARE + postgrest + postgres + COMMIT_MS
    return 1000 / (LIVEKIT_TRIP_MS + TRIP_MS + work)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rooms", type=int, default=1)
    parser.add_argument("--cores", type=int, default=2, help="of the database's machine")
    parser.add_argument("--pool", type=int, default=10, help="PostgREST's connections (db-pool)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    load, machine = Load(args.viewers, args.seconds, args.rooms), Machine(args.cores, args.pool)
    result = simulate(load, machine, args.seed)
    for function, requests in result.requests.items():
        print(f"{function:24} {requests:8} requests, {result.peak[function]:6} in the busiest second")
    print(f"{'connections in use':24} {result.connections_mean:8.1f} on average, {result.connections_peak:6} at most")
    print(f"{'cores busy':24} {result.cores_busy:8.0%}")
    print(f"{'at PostgREST, p99':24} {result.wait_p99 * 1000:8.0f} ms; {result.slow} requests over {CLIENT_TIMEOUT:.0f} s")
    print(f"{'written':24} {result.rows_peak:8} rows and {result.commits_peak} commits in the busiest second")
    print(f"{'functions at once':24} {result.concurrency_peak:8}")
    print(f"{'reports of LiveKit':24} {result.webhooks_lost:8} lost, {result.webhook_lag:6.1f} s late at most")
    print(f"{'settled after':24} {result.settled:8.0f} s")


if __name__ == "__main__":
    main()
