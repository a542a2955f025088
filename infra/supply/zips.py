"""Packs `target/lambda/<function>/bootstrap` as `bootstrap.zip` beside it, and says how large each is.

`make build` runs it. The same binary makes the same zip, whenever and wherever it was built: Lambda asks for nothing but the
name and that it can be executed.
"""

import pathlib
import zipfile

from package import processor_of

BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, in a zip
EXECUTABLE = 0o100755 << 16


def pack(binary):
    """Packs one binary and returns the zip."""
    content = binary.read_bytes()
    entry = zipfile.ZipInfo(binary.name, BEGINNING)
    entry.create_system = 3  # Unix, whose rights follow
    entry.external_attr = EXECUTABLE
    made = binary.with_suffix(".zip")
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return made


def pack_all(built):
    """Packs every function and yields a line about each."""
    for binary in sorted(built.glob("*/bootstrap")):
        processor = processor_of(binary.read_bytes())
        size = pack(binary).stat().st_size
        yield f"built     │ {binary.parent.name}: {size / 1e6:.2f} MB, {processor}"


if __name__ == "__main__":
    for line in pack_all(pathlib.Path("target/lambda")):
        print(line)
