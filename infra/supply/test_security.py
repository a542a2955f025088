import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Security(unittest.TestCase):
    def test_every_test_that_the_threat_model_names_is_there(self):
        text = (ROOT / "SECURITY.md").read_text()
        rows = text[text.index("| threat | mechanism |"):text.index("## What is not defended")].splitlines()[2:]
        rows = [row for row in rows if row.startswith("|")]
        self.assertGreater(len(rows), 20)
        tests = set()
        for file in [*ROOT.glob("crates/**/*.rs"), *ROOT.glob("functions/**/*.rs")]:
            tests.update(re.findall(r"#\[(?:tokio::)?test[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:async )?fn (\w+)", file.read_text()))
        for file in ROOT.glob("infra/tests/*.py"):
            tests.update(re.findall(r"^    def (test_\w+)", file.read_text(), re.MULTILINE))
        targets = set(re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
        for row in rows:
            names = re.findall(r"`([^`]+)`", row.strip("| ").split(" | ")[-1])
            self.assertTrue(names, row)
            for name in names:
                known = targets if name.startswith("make ") else tests
                self.assertIn(name.removeprefix("make "), known, row)


if __name__ == "__main__":
    unittest.main()
