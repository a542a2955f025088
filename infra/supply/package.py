"""Copies `target/lambda/<function>/bootstrap.zip` to `target/package/<function>-<processor>.zip`, beside
`SHA256SUMS-<processor>`.

`make package` runs it. The processor is read from the binary itself, so that no name can say another one than it was
built for.
"""

import hashlib
import pathlib
import shutil
import sys
import zipfile

MACHINES = {0x3E: "x86_64", 0xB7: "aarch64"}  # e_machine of ELF


def processor_of(binary):
    """The processor that an ELF binary is for."""
    if binary[:4] != b"\x7fELF" or len(binary) < 20:
        raise SystemExit("package: bootstrap is no ELF binary")
    machine = int.from_bytes(binary[18:20], "little")
    if machine not in MACHINES:
        raise SystemExit(f"package: bootstrap is for machine {machine:#x}, which Lambda does not have")
    return MACHINES[machine]


def package(built, out, wanted=None):
    """Copies every function's zip and returns the lines of SHA256SUMS."""
    zips = sorted(built.glob("*/bootstrap.zip"))
    if not zips:
        raise SystemExit("package: nothing is built; run `make build`")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    lines = []
    for made in zips:
        with zipfile.ZipFile(made) as archive:
            processor = processor_of(archive.read("bootstrap"))
        function = made.parent.name
        if wanted and processor != wanted:
            raise SystemExit(f"package: {function} was built for {processor}, not for {wanted}")
        copy = out / f"{function}-{processor}.zip"
        shutil.copyfile(made, copy)
        lines.append(f"{hashlib.sha256(copy.read_bytes()).hexdigest()}  {copy.name}\n")
    # each processor has a file of its own, so that those of one release can lie side by side
    (out / f"SHA256SUMS-{processor}").write_text("".join(lines))
    return lines


if __name__ == "__main__":
    done = package(pathlib.Path("target/lambda"), pathlib.Path("target/package"), *sys.argv[1:2])
    print("".join(done), end="")
