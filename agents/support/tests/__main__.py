"""`python -m tests`: everything, three processes at once, since calls take their time and hardly anything else."""

import subprocess
import sys
from pathlib import Path

TOGETHER = [
    ["tests.test_calls.Calls"],
    ["tests.test_calls.Workers"],
    ["tests.test_openai.WithKeys"],
]
ALONE = {"test_calls", "test_openai"}


def main() -> int:
    here = Path(__file__).parent
    modules = sorted(path.stem for path in here.glob("test_*.py"))
    TOGETHER[-1].extend(f"tests.{name}" for name in modules if name not in ALONE)
    command = [sys.executable, "-m", "unittest", "--buffer"]
    running = [
        subprocess.Popen([*command, *names], cwd=here.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for names in TOGETHER
    ]
    for process in running:
        print(process.communicate()[0], end="", flush=True)
    return max(process.returncode for process in running)


if __name__ == "__main__":
    sys.exit(main())
