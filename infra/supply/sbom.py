"""Makes one CycloneDX document per function, `target/sbom/<function>.cdx.json`: what is inside its binary.

`make sbom` runs it. cargo-cyclonedx lists what `cargo metadata` resolves: the features of the whole workspace, and
optional dependencies that nobody switched on. What a function is really linked from is what `cargo tree` says of its
package, so everything else is taken out again. Procedural macros and build scripts are no part of a binary; Cargo.lock
and `make deny` cover them.
"""

import json
import os
import pathlib
import subprocess
import sys

TARGETS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu")  # what `make build` builds for
MADE = "_bin.cdx.json"  # how cargo-cyclonedx ends the name of a binary's document, which it writes beside the manifest


def parts_of(tree):
    """Names and versions in what `cargo tree --prefix none --format {p}` prints."""
    words = (line.split() for line in tree.splitlines())
    return {(word[0], word[1].removeprefix("v")) for word in words if len(word) > 1}


def prune(document, parts, root):
    """The document with only these parts, named by package URL instead of by where this machine keeps them."""
    kept = [part for part in document["components"] if (part["name"], part["version"]) in parts]
    main = document["metadata"]["component"]
    refs = {part["bom-ref"]: stable(part["bom-ref"], root) for part in [*kept, main]}
    for part in [*kept, main]:
        part["bom-ref"] = refs[part["bom-ref"]]
        if "download_url=file://" in part.get("purl", ""):
            part["purl"] = part["purl"].split("?")[0]
    # its own targets, again with paths of this machine
    main.pop("components", None)
    main["type"] = "application"
    document["components"] = sorted(kept, key=lambda part: (part["name"], part["version"]))
    edges = [edge for edge in document.get("dependencies", []) if edge["ref"] in refs]
    document["dependencies"] = [
        {"ref": refs[edge["ref"]], "dependsOn": sorted(refs[on] for on in edge.get("dependsOn", []) if on in refs)}
        for edge in edges
    ]
    missing = parts - {(part["name"], part["version"]) for part in [*kept, main]}
    if missing:
        raise SystemExit(f"sbom: {main['name']} is built from what cargo-cyclonedx does not list: {sorted(missing)}")
    return document


def stable(ref, root):
    return ref.replace(f"path+file://{root}/", "path:")


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(cyclonedx):
    root = pathlib.Path.cwd()
    out = root / "target/sbom"
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.cdx.json"):
        old.unlink()
    os.environ.setdefault("SOURCE_DATE_EPOCH", run("git", "log", "-1", "--format=%ct").strip() or "0")
    try:
        run(cyclonedx, "cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5", "--describe", "binaries",
            "--target", "all", "--no-build-deps")
        for made in sorted(root.glob(f"functions/*/*{MADE}")):
            function = made.parent.name
            targets = [word for target in TARGETS for word in ("--target", target)]
            tree = run("cargo", "tree", "--locked", "--package", function, "--edges", "normal,no-proc-macro",
                       "--prefix", "none", "--format", "{p}", *targets)
            document = prune(json.loads(made.read_text()), parts_of(tree), root)
            file = out / f"{function}.cdx.json"
            file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
            print(f"sbom      │ {file.relative_to(root)}: {len(document['components'])} components")
    finally:
        for made in [*root.glob(f"functions/*/*{MADE}"), *root.glob(f"crates/*/*{MADE}")]:
            made.unlink()


if __name__ == "__main__":
    main(sys.argv[1])
