"""The zips of functions."""

import os
import pathlib
import tempfile
import unittest
import zipfile

import zips

ELF = b"\x7fELF" + b"\0" * 14 + b"\x3e\0" + b"code" * 1000


class Zips(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.built = pathlib.Path(folder.name)

    def build(self, function, built_at):
        binary = self.built / function / "bootstrap"
        binary.parent.mkdir(exist_ok=True)
        binary.write_bytes(ELF)
        binary.chmod(0o700)
        os.utime(binary, (built_at, built_at))
        return binary

    def test_the_same_binary_makes_the_same_zip_whenever_it_was_built(self):
        first = zips.pack(self.build("token", 1_700_000_000)).read_bytes()
        again = zips.pack(self.build("token", 1_800_000_000)).read_bytes()
        self.assertEqual(first, again)

    def test_a_zip_holds_the_binary_as_one_that_can_be_executed(self):
        with zipfile.ZipFile(zips.pack(self.build("token", 1_700_000_000))) as archive:
            (entry,) = archive.infolist()
            self.assertEqual((entry.filename, entry.external_attr >> 16), ("bootstrap", 0o100755))
            self.assertEqual(archive.read(entry), ELF)

    def test_every_function_is_packed_and_its_size_told(self):
        for function in ("token", "chat"):
            self.build(function, 1_700_000_000)
        lines = list(zips.pack_all(self.built))
        self.assertEqual(lines, ["built     │ chat: 0.00 MB, x86_64", "built     │ token: 0.00 MB, x86_64"])
        self.assertEqual(len(list(self.built.glob("*/bootstrap.zip"))), 2)


if __name__ == "__main__":
    unittest.main()
