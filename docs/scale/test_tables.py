import unittest

from tables import DOCS, fill, parts


class Tables(unittest.TestCase):
    def test_documents_hold_what_the_programs_say(self):
        for name, tables in parts().items():
            text = (DOCS / name).read_text()
            self.assertEqual(fill(text, tables), text, f"docs/{name} is stale: run `make scale`")

    def test_a_table_that_the_document_has_no_place_for_is_told(self):
        with self.assertRaisesRegex(SystemExit, "rooms"):
            fill("nothing", {"rooms": "| |"})

    def test_only_what_is_between_the_marks_is_written(self):
        text = "before\n<!-- make scale: begin a -->\nold\n<!-- make scale: end -->\nafter\n"
        filled = text.replace("old", "| new |")
        self.assertEqual(fill(text, {"a": "| new |"}), filled)
        self.assertEqual(fill(text.replace("old\n", ""), {"a": "| new |"}), filled)


if __name__ == "__main__":
    unittest.main()
