import hashlib
import pathlib
import tempfile
import unittest
import zipfile

from package import package


def elf(machine):
    return b"\x7fELF" + bytes(14) + machine.to_bytes(2, "little") + bytes(44)


class Package(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.built, self.out = pathlib.Path(folder.name, "lambda"), pathlib.Path(folder.name, "package")

    def build(self, function, binary):
        path = self.built / function / "bootstrap.zip"
        path.parent.mkdir(parents=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("bootstrap", binary)
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def test_names_function_and_processor_and_tells_the_checksum(self):
        token, webhook = self.build("token", elf(0xB7)), self.build("webhook", elf(0xB7))
        lines = package(self.built, self.out)
        self.assertEqual(lines, [f"{token}  token-aarch64.zip\n", f"{webhook}  webhook-aarch64.zip\n"])
        self.assertEqual(
            sorted(path.name for path in self.out.iterdir()),
            ["SHA256SUMS-aarch64", "token-aarch64.zip", "webhook-aarch64.zip"],
        )
        self.assertEqual((self.out / "SHA256SUMS-aarch64").read_text(), "".join(lines))

    def test_refuses_another_processor_than_was_asked_for(self):
        self.build("token", elf(0x3E))
        with self.assertRaisesRegex(SystemExit, "built for x86_64, not for aarch64"):
            package(self.built, self.out, "aarch64")

    def test_refuses_what_lambda_cannot_run(self):
        self.build("token", b"#!/bin/sh\n" + bytes(20))
        with self.assertRaisesRegex(SystemExit, "no ELF"):
            package(self.built, self.out)

    def test_refuses_to_make_a_release_of_nothing(self):
        with self.assertRaisesRegex(SystemExit, "make build"):
            package(self.built, self.out)


if __name__ == "__main__":
    unittest.main()
