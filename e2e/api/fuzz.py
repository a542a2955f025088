"""Asks the running stack for whatever docs/openapi.json allows and forbids, and holds its answers against the document.

    fuzz.py [argument of `schemathesis run` …]

The stack is that of SUPABASE_URL and the variables beside it, as `.local/dev.env` and `make test` tell them.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from world import Stack, prepare, without_limits

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "docs/openapi.json"


def main(arguments):
    # an end by a signal puts the limits back too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    stack = Stack(os.environ)
    with without_limits(stack), tempfile.TemporaryDirectory() as folder:
        answers = Path(folder, "answers.json")
        told = {
            "IPELYA_API_WORLD": prepare(stack).text(),
            "IPELYA_API_ANSWERS": str(answers),
            "PYTHONPATH": str(HERE),
            "SCHEMATHESIS_HOOKS": str(HERE / "hooks.py"),
        }
        # In a folder of its own: what is written into a checkout has `make dev` build its functions again.
        schemathesis = Path(sys.executable).with_name("schemathesis")
        command = [
            schemathesis, "--config-file", HERE / "schemathesis.toml",
            "run", DOCUMENT, "--url", stack.base, "--no-color", *arguments,
        ]  # fmt: skip
        code = subprocess.run(command, cwd=folder, env={**os.environ, **told}).returncode
        return code or shallow(json.loads(answers.read_text()))


def shallow(answers):
    """Returns 1 if some operation was only ever refused: then nothing was learned of what it does."""
    for operation, counts in sorted(answers.items()):
        print(f"{operation}: {counts}{'' if '200' in counts else ' — was never carried out'}")
    requests = sum(sum(counts.values()) for counts in answers.values())
    print(f"# {len(answers)} operations, {requests} requests, every answer as docs/openapi.json says")
    return 0 if all("200" in counts for counts in answers.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
