"""docs/operations.md against infra/template.yaml: whoever is called finds every alarm, metric and saved query there."""

import json
import re
import unittest

from test_template import FUNCTIONS, METRICS, RESOURCES, ROOT, binary, of_type

DOCS = ROOT / "docs"
TEXT = (DOCS / "operations.md").read_text()
ANY_FUNCTION = "<function>"


def chapter(title):
    """The sections of a chapter, by title."""
    start = TEXT.index(f"\n## {title}\n")
    end = TEXT.find("\n## ", start + 1)
    parts = re.split(r"^### (.+)$", TEXT[start : end if end > 0 else len(TEXT)], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def alarms():
    """Names of alarms, those that every function has once."""
    own = {binary(each) for each in FUNCTIONS.values()}
    for props in of_type("AWS::CloudWatch::Alarm").values():
        name = props["AlarmName"]["Fn::Sub"].removeprefix("${AWS::StackName}-")
        function, _, what = name.partition("-")
        yield f"{ANY_FUNCTION}-{what}" if function in own and what in ("errors", "throttles", "p95") else name


def queries():
    return {props["Name"]["Fn::Sub"].split("/", 1)[1]: props for props in of_type("AWS::Logs::QueryDefinition").values()}


def anchors(text):
    """What GitHub makes of the headings of a document."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


class Operations(unittest.TestCase):
    def test_every_alarm_has_its_section_and_every_section_its_alarm(self):
        sections = {title.strip("`"): text for title, text in chapter("Alarms").items()}
        self.assertEqual(set(sections), set(alarms()))
        for name, text in sections.items():
            for part in ("Means", "First look", "Do"):
                self.assertEqual(text.count(f"- *{part}.* "), 1, f"{name}: {part}")

    def test_every_metric_is_listed_with_its_unit_and_dimension(self):
        rows = re.findall(r"^\| `([a-z_]+)` \| (\w+) \| `(\w+)` \| .+ \|$", TEXT, re.MULTILINE)
        listed = {name: (unit, by) for name, unit, by in rows}
        self.assertEqual(len(listed), len(rows))
        by = {name: "error_code" if name == "refusals" else "FunctionName" for name in METRICS}
        self.assertEqual(listed, {name: (unit, by[name]) for name, unit in METRICS.items()})

    def test_every_saved_query_stands_there_as_it_is_saved(self):
        shown = {title: re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
                 for title, text in chapter("Saved queries").items()}
        self.assertEqual(shown, {name: [props["QueryString"]] for name, props in queries().items()})

    def test_queries_that_are_spoken_of_are_saved(self):
        before = TEXT[: TEXT.index("\n## Saved queries\n")].replace("\n  ", " ")
        spoken = set(re.findall(r'"([a-z][A-Za-z ]+)"', before))
        self.assertGreater(len(spoken), 5)
        self.assertLessEqual(spoken, set(queries()))

    def test_links_lead_somewhere(self):
        for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", TEXT):
            file = DOCS / target if target else DOCS / "operations.md"
            self.assertTrue(file.is_file(), target)
            if anchor:
                self.assertIn(anchor, anchors(file.read_text()), target)


class SavedQueries(unittest.TestCase):
    """They read fields of lines that are written."""

    WORDS = {"filter", "fields", "stats", "sort", "limit", "by", "as", "and", "or", "desc", "like", "in",
             "count", "count_distinct", "pct", "avg", "max", "sum", "ispresent"}

    def test_they_read_fields_that_are_written(self):
        for name, props in queries().items():
            query = props["QueryString"]
            for message in re.findall(r'message = "([^"]+)"', query):
                self.assertIn(message, ("request", "scheduled", "sweep"), name)
            bare = re.sub(r'"[^"]*"|/[^/\n]*[a-z|][^/\n]*/(?=\n)|@\w+', "", query)
            made = set(re.findall(r"\bas (\w+)", bare))
            read = set(re.findall(r"[A-Za-z]\w*", bare)) - self.WORDS - made
            self.assertLessEqual(read, _written(name, query), name)


def _written(name, query):
    if name == "who asks most":
        return set(json.loads(RESOURCES["Api"]["Properties"]["AccessLogSettings"]["Format"]))
    if '"sweep"' in query:
        report = (ROOT / "functions/sweeper/src/report.rs").read_text()
        fields = re.search(r'tracing::info!\(([^;]*?)"sweep"', report)[1]
        return {"message", *re.findall(r"\w+", fields)}
    line = (ROOT / "crates/ipelya-edge/src/telemetry/line.rs").read_text()
    struct = re.search(r"^struct Line<'a> \{\n(.*?)^\}", line, re.MULTILINE | re.DOTALL)[1]
    # `error` is what a line of the level ERROR says
    return {"error", *METRICS, *re.findall(r"^    (\w+): ", struct, re.MULTILINE)}


if __name__ == "__main__":
    unittest.main()
