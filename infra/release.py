"""What infra/deploy.sh and infra/rollback.sh ask about a release. Python's own library is enough for it.

    release.py setting ENV NAME        a setting of `sam deploy` for dev or prod, from samconfig.toml
    release.py architecture FUNCTION…  what the functions' zips were built for, as Lambda calls it
    release.py shifting                whether traffic is being shifted just now; the alias comes by standard input
    release.py before VERSION…         the version to go back to, and what the alias is to remember; likewise
    release.py to VERSION              the same where the version is given
"""

import json
import struct
import sys
import tomllib
import zipfile
from pathlib import Path

# e_machine of an ELF file
ARCHITECTURES = {0x3E: "x86_64", 0xB7: "arm64"}
# How many versions an alias remembers that it was taken back from; its description has 256 characters.
REMEMBERED = 10
ROLLED_BACK = "rolled back from:"


def setting(env, name):
    config = tomllib.loads(Path("samconfig.toml").read_text())
    if env not in config:
        sys.exit(f"samconfig.toml has no {env}; ENV is one of: {', '.join(key for key in config if key != 'version')}")
    return config[env]["deploy"]["parameters"][name]


def architecture(functions):
    built_for = {}
    for function in functions:
        path = Path("target/lambda") / function / "bootstrap.zip"
        if not path.is_file():
            sys.exit(f"{path} is not there: `make build` makes it")
        with zipfile.ZipFile(path) as archive, archive.open("bootstrap") as program:
            head = program.read(20)
        machine = struct.unpack_from("<H", head, 18)[0] if head.startswith(b"\x7fELF") and len(head) == 20 else None
        if machine not in ARCHITECTURES:
            sys.exit(f"{path} holds no program for Lambda's Linux")
        built_for[function] = ARCHITECTURES[machine]
    if len(set(built_for.values())) != 1:
        sys.exit(f"the zips were built for different processors: {built_for}; `make build` builds them alike")
    return built_for[functions[0]]


def is_shifting(alias):
    return bool((alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights"))


def before(alias, versions):
    """The highest version below the alias's own that it was not taken back from already: that one was bad, too."""
    _, _, words = alias.get("Description", "").partition(ROLLED_BACK)
    bad = [int(word) for word in words.split() if word.isdigit()]
    now = int(alias["FunctionVersion"])
    good = [int(version) for version in versions if version.isdigit()]
    good = [version for version in good if version < now and version not in bad]
    if not good:
        sys.exit(f"there is no version before {now} to go back to")
    return max(good), remember(alias, max(good))


def remember(alias, target):
    """The alias's description once it points at another version. Going forward takes nothing back."""
    _, _, words = alias.get("Description", "").partition(ROLLED_BACK)
    bad = [word for word in words.split() if word.isdigit() and int(word) != target]
    if target < int(alias["FunctionVersion"]):
        bad.append(alias["FunctionVersion"])
    return f"{ROLLED_BACK} {' '.join(bad[-REMEMBERED:])}"


def main(command, *words):
    if command == "setting":
        print(setting(*words))
    elif command == "architecture":
        print(architecture(words))
    elif command == "shifting":
        print("yes" if is_shifting(json.load(sys.stdin)) else "no")
    elif command == "before":
        print(*before(json.load(sys.stdin), words))
    elif command == "to":
        print(words[0], remember(json.load(sys.stdin), int(words[0])))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
