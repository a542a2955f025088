"""Writes the tables of docs/scale.md and docs/cost.md between their marks: `make scale`. test_tables.py holds the documents
against this."""

import pathlib
import re

import cost
import simulate
from simulate import Load, Machine

DOCS = pathlib.Path(__file__).resolve().parent.parent

# The crowds and the machines of docs/scale.md: who comes, and Supabase's name of what the database runs on. How many
# connections PostgREST has there is a setting of the project; these are examples.
CROWDS = [
    (Load(100, 60), "Small", Machine(2, 10)),
    (Load(1_000, 60), "Small", Machine(2, 10)),
    (Load(10_000, 600, 20), "Large", Machine(2, 20)),
    (Load(10_000, 60, 20), "Large", Machine(2, 20)),
    (Load(10_000, 30, 20), "Large", Machine(2, 20)),
    (Load(10_000, 30, 20), "2XL", Machine(8, 40)),
    (Load(10_000, 10, 20), "2XL", Machine(8, 40)),
    (Load(10_000, 10, 20), "16XL", Machine(64, 100)),
]
ROOMS = [(250, 60), (1_000, 60), (2_000, 60), (5_000, 60), (10_000, 60), (10_000, 600)]


def number(value, digits=0):
    text = f"{value:,.{digits}f}".replace(",", " ")
    return "0" if float(value) == 0 else text


def table(head, rows, words=(0,)):
    """A table; these columns are words, the others numbers."""
    line = lambda cells: "| " + " | ".join(str(cell) for cell in cells) + " |"
    rule = "|" + "|".join("---" if column in words else "--:" for column in range(len(head))) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])


def crowds():
    results = [(load, name, machine, simulate.simulate(load, machine)) for load, name, machine in CROWDS]
    who = lambda load: f"{number(load.viewers)} in {number(load.seconds)} s, {number(load.rooms)} room{'s' * (load.rooms > 1)}"
    asked = table(
        ["who comes", "`join-live-session`", "`get-livekit-token`", "`livekit-webhook`", "own reads", "rows", "commits"],
        [
            [who(load), *(number(result.peak.get(function, 0)) for function in (
                "join-live-session", "get-livekit-token", "livekit-webhook", "the app's own reads")),
             number(result.rows_peak), number(result.commits_peak)]
            for load, _, _, result in results
        ],
    )
    borne = table(
        ["who comes", "machine, cores, pool", "cores busy", "connections, mean", "most", "p99, ms", "over 5 s",
         "functions at once"],
        [
            [who(load), f"{name}, {machine.cores}, {machine.pool}", f"{result.cores_busy:.0%}",
             number(result.connections_mean, 1), number(result.connections_peak), number(result.wait_p99 * 1000),
             number(result.slow), number(result.concurrency_peak)]
            for load, name, machine, result in results
        ],
        words=(0, 1),
    )
    return asked, borne


def rooms():
    rows = []
    for viewers, seconds in ROOMS:
        result = simulate.simulate(Load(viewers, seconds), Machine(8, 40))
        rows.append([f"{number(viewers)} in {number(seconds)} s", number(viewers / seconds, 1),
                     number(result.peak["livekit-webhook"]), number(result.webhook_lag, 1), number(result.webhooks_lost),
                     f"{result.webhooks_lost / viewers:.0%}"])
    return table(["into one room", "joins/s", "reports/s", "late by, s", "lost", "share"], rows)


def model():
    measured = measured_requests()
    rows = []
    for row, cpu, trips in BENCHMARKS:
        modelled = simulate.closed_loop(cpu, trips)
        rows.append([row, number(measured[row]), number(modelled), f"{modelled / measured[row] - 1:+.0%}"])
    return table(["request", "measured/s", "simulated/s", "off by"], rows)


# Requests of docs/benchmarks.md, what the simulation takes for them, and their round trips.
BENCHMARKS = [
    ("token, public session", simulate.TOKEN_CPU, 1),
    ("join, public session", simulate.JOIN_CPU, simulate.JOIN_TRIPS),
    ("gift", simulate.GIFT_CPU, 1),
    ("chat message", simulate.LINE_CPU, 1),
    ("webhook: a join, then a leave", simulate.WEBHOOK_CPU, 1),
]


def benchmarks():
    """What docs/benchmarks.md has of requests that go through PostgREST: name → numbers."""
    text = (DOCS / "benchmarks.md").read_text()
    section = text[text.index("### Requests"):text.index("| ratio |")]
    cells = [[cell.strip() for cell in line.strip("| ").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {name: [float(value) for value in values] for name, way, *values in cells[2:] if way == "through PostgREST"}


def measured_requests():
    return {name: values[0] for name, values in benchmarks().items()}


def realtime():
    limit = cost.REALTIME_MESSAGES_PER_SECOND
    rows = []
    for viewers in (50, 250, 1_000, 2_500, 10_000, 100_000):
        counters = min(simulate.COUNTER_MESSAGES_PER_SECOND, viewers / 3)
        lines = simulate.lines_per_second(viewers, max(0, limit - counters))
        rows.append([number(viewers), number(counters), number(lines, 2 if lines < 10 else 0),
                     number(viewers * min(lines, 10) * simulate.APP_READS_PER_LINE)])
    head = ["in one room", "messages/s of its numbers", "lines/s that reach the limit", "own reads/s at so many lines, 10 at most"]
    return table(head, rows, words=())


def storage():
    rows = []
    for size in cost.SIZES:
        if size.sparing:
            continue
        stays = size.stays_per_second * 3600 * cost.HOURS * 12
        lines = size.rooms * cost.LINES_PER_SECOND * 3600 * cost.HOURS * 12
        logs = size.stays_per_second * 2 * 3600 * 24 * 14 * cost.HOURS / 730
        rows.append([number(size.viewers), number(stays / 1e6, 1), number(lines / 1e6, 1), number(logs / 1e6, 1)])
    return table(["at once", "stays in a year, million", "lines in a year, million", "webhook log, 14 days, million"], rows)


def dollars(value):
    return number(value, 2 if value < 100 else 0)


def prices():
    every = [*cost.AWS.items(), *(("SUPABASE_" + name, price) for name, price in cost.SUPABASE.items()),
             *(("LIVEKIT_" + name, price) for name, price in cost.LIVEKIT.items())]
    show = lambda usd: f"{usd:.10f}".rstrip("0") if usd < 0.0001 else f"{usd:g}"
    return table(["variable", "USD", "for", "page of the vendor", "seen"],
                 [[f"`{name}`", show(price.usd), price.unit, price.page, price.seen] for name, price in every], words=(0, 2, 3, 4))


def compute():
    return table(["Supabase, Compute and Disk", "cores", "USD a month"],
                 [[name, cores, number(usd)] for name, cores, usd in cost.COMPUTE])


def million():
    arm, x86 = cost.per_million_requests("LAMBDA_ARM64"), cost.per_million_requests("LAMBDA_X86")
    rows = [[part, f"{usd:.2f}", f"{x86[part]:.2f}"] for part, usd in arm.items()]
    rows.append(["**together**", f"**{sum(arm.values()):.2f}**", f"**{sum(x86.values()):.2f}**"])
    return table(["a million requests, USD", "arm64", "x86-64"], rows)


def thousand():
    parts = cost.per_thousand_viewers()
    rows = [[name, f"{video:.2f}", f"{audio:.2f}"] for name, video, audio in parts]
    rows.append(["**together**", *(f"**{sum(part[column] for part in parts):.2f}**" for column in (1, 2))])
    return table(["a thousand for an hour, USD", "video", "audio room"], rows)


def standing():
    parts = cost.standing_per_month()
    rows = [[name, f"{usd:.2f}"] for name, usd in parts.items()]
    return table(["a month, USD", ""], [*rows, ["**together**", f"**{sum(parts.values()):.2f}**"]])


def metrics():
    usd = cost.AWS["METRIC"].usd
    rows = [("API Gateway's, six of each route", cost.ROUTES * cost.ROUTE_METRICS, usd),
            ("the functions' own", cost.FUNCTION_METRICS, usd),
            ("refusals, by code", cost.REFUSAL_METRICS, usd),
            ("read by alarms", cost.ALARM_METRICS, cost.AWS["ALARM"].usd)]
    rows = [[name, number(count), f"{count * price:.2f}"] for name, count, price in rows]
    alone = cost.STANDING_METRICS
    rows.append(["of the first three, those that have data with nobody there", number(alone), f"{alone * usd:.2f}"])
    return table(["a month, USD, with data in every hour", "metrics", ""], rows)


def sizes():
    heads = [f"{number(size.viewers)}{', sparing' if size.sparing else ''}" for size in cost.SIZES]
    load = [
        ["rooms", *(number(size.rooms) for size in cost.SIZES)],
        ["requests of functions/s", *(number(size.requests_per_second) for size in cost.SIZES)],
        ["the app's own reads/s", *(number(size.reads_per_second) for size in cost.SIZES)],
        ["database cores busy", *(number(size.cores, 2) for size in cost.SIZES)],
        ["Realtime messages/s: chat", *(number(size.chat_messages) for size in cost.SIZES)],
        ["Realtime messages/s: numbers", *(number(size.counter_messages) for size in cost.SIZES)],
        ["Realtime messages/s: list", *(number(size.list_messages) for size in cost.SIZES)],
    ]
    months = [cost.month(size) for size in cost.SIZES]
    vendors = [("AWS", "AWS"), ("Supabase, plan and machine", "Supabase, Pro"), ("Supabase, Realtime", "Supabase, Realtime"),
               ("Supabase, egress", "Supabase, egress"), ("LiveKit", "LiveKit")]
    sums = [sum(month.values()) for month in months]
    bill = [[name, *(dollars(sum(usd for part, usd in month.items() if part.startswith(start))) for month in months)]
            for name, start in vendors]
    bill.append(["machine", *((size.compute or ("none is enough",))[0] for size in cost.SIZES)])
    bill.append(["**together**", *(f"**{dollars(total)}**" for total in sums)])
    bill.append(["one viewer for an hour", *(f"{total / size.viewers / cost.HOURS:.3f}"
                                            for total, size in zip(sums, cost.SIZES))])
    return table(["at once", *heads], load), table(["a month, USD", *heads], bill)


def parts():
    """Every table by its mark, by document."""
    asked, borne = crowds()
    load, bill = sizes()
    return {
        "scale.md": {"model": model(), "asked": asked, "borne": borne, "rooms": rooms(), "realtime": realtime(),
                     "storage": storage()},
        "cost.md": {"prices": prices(), "compute": compute(), "million": million(), "thousand": thousand(),
                    "standing": standing(), "metrics": metrics(), "load": load, "bill": bill},
    }


def fill(text, tables):
    """The document with each table between `<!-- make scale: begin NAME -->` and `<!-- make scale: end -->`."""
    for name, content in tables.items():
        mark = f"<!-- make scale: begin {name} -->\n"
        pattern = re.escape(mark) + r"(?:.*?\n)??<!-- make scale: end -->"
        text, found = re.subn(pattern, lambda _: f"{mark}{content}\n<!-- make scale: end -->", text, flags=re.DOTALL)
        if found != 1:
            raise SystemExit(f"the document has {found} places for the table {name}")
    return text


if __name__ == "__main__":
    for name, tables in parts().items():
        file = DOCS / name
        file.write_text(fill(file.read_text(), tables))
