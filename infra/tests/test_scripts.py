"""infra/deploy.sh and infra/rollback.sh against stand-ins for `aws`, `sam` and `make` that write down how they are called."""

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Answers a call by the longest beginning of it that is listed in answers.json.
STAND_IN = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path
here = Path(os.environ["STAND_IN"])
call = [Path(sys.argv[0]).name, *sys.argv[1:]]
with open(here / "calls.jsonl", "a") as calls:
    calls.write(json.dumps(call) + "\\n")
answers = json.loads((here / "answers.json").read_text())
fitting = [begin for begin in answers if " ".join(call).startswith(begin)]
answer = answers[max(fitting, key=len)] if fitting else ""
if answer is None:
    sys.exit(254)
print(answer if isinstance(answer, str) else json.dumps(answer))
"""
TOOLS = ("sh", "dirname", "basename", "date", "tr", "env", "cat")


class Scripts(unittest.TestCase):
    def setUp(self):
        self.dir = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        self.repo = self.dir / "repo"
        shutil.copytree(ROOT / "infra", self.repo / "infra", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "samconfig.toml", self.repo)
        for function in ("token", "gift"):
            (self.repo / "functions" / function).mkdir(parents=True)
            (self.repo / "functions" / function / "Cargo.toml").touch()
            self.built(function, 0x3E)
        self.bin = self.dir / "bin"
        self.bin.mkdir()
        for tool in TOOLS:
            os.symlink(shutil.which(tool), self.bin / tool)
        os.symlink(sys.executable, self.bin / "python3")
        for tool in ("aws", "sam", "make"):
            (self.bin / tool).write_text(STAND_IN)
            (self.bin / tool).chmod(0o755)
        self.answers = {
            "aws lambda get-alias": {"FunctionVersion": "7", "Description": ""},
            "aws lambda list-versions-by-function": "$LATEST\t1\t5\t6\t7",
            "aws lambda publish-version": "8",
        }

    def built(self, function, machine):
        folder = self.repo / "target" / "lambda" / function
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(folder / "bootstrap.zip", "w") as archive:
            archive.writestr("bootstrap", b"\x7fELF" + bytes(14) + struct.pack("<H", machine) + bytes(44))

    def run_script(self, script, *words, **environment):
        (self.dir / "answers.json").write_text(json.dumps(self.answers))
        (self.dir / "calls.jsonl").write_text("")
        return subprocess.run(
            [self.bin / "sh", self.repo / "infra" / script, *words],
            env={"PATH": str(self.bin), "STAND_IN": str(self.dir), "LC_ALL": "C.UTF-8", **environment},
            cwd=self.dir, capture_output=True, text=True, check=False,
        )

    def calls(self):
        return [json.loads(line) for line in (self.dir / "calls.jsonl").read_text().splitlines()]

    def said(self, outcome, words):
        self.assertNotEqual(outcome.returncode, 0)
        self.assertIn(words, outcome.stderr)

    def changes(self):
        """The calls that would have changed something at AWS."""
        return [call for call in self.calls() if call[0] == "sam" or any("update-" in w or "publish-" in w for w in call)]

    # --- everything ---

    def test_everything_is_built_and_handed_to_sam_with_what_only_the_build_knows(self):
        for function in ("token", "gift"):
            self.built(function, 0xB7)
        outcome = self.run_script("deploy.sh", "prod")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        config = str(self.repo / "samconfig.toml")
        self.assertEqual(self.calls(), [
            ["make", "build"],
            ["sam", "deploy", "--config-file", config, "--config-env", "prod"],
        ])
        release = (self.repo / "target/lambda/release.yaml").read_text()
        self.assertRegex(release, r"(?m)^Release: '[0-9]{10}'$")
        self.assertRegex(release, r"(?m)^Architecture: arm64$")
        self.assertNotIn("DeploymentType", release)

    def test_traffic_may_go_over_another_way_once(self):
        self.assertEqual(self.run_script("deploy.sh", "prod", SHIFT="AllAtOnce").returncode, 0)
        self.assertIn("DeploymentType: AllAtOnce\n", (self.repo / "target/lambda/release.yaml").read_text())

    def test_zips_of_different_processors_are_not_deployed(self):
        self.built("gift", 0xB7)
        self.said(self.run_script("deploy.sh", "prod"), "different processors")
        self.assertEqual(self.changes(), [])

    def test_what_is_no_program_for_lambda_is_not_deployed(self):
        self.built("gift", 0x28)
        self.said(self.run_script("deploy.sh", "prod"), "no program for Lambda")
        (self.repo / "target/lambda/gift/bootstrap.zip").unlink()
        self.said(self.run_script("deploy.sh", "prod"), "make build")
        self.assertEqual(self.changes(), [])

    def test_a_build_that_fails_deploys_nothing(self):
        self.answers["make build"] = None
        self.assertNotEqual(self.run_script("deploy.sh", "prod").returncode, 0)
        self.assertEqual(self.changes(), [])
        self.assertNotEqual(self.run_script("deploy.sh", "prod", "token").returncode, 0)
        self.assertEqual(self.changes(), [])

    def test_sam_may_be_the_one_that_make_template_installed(self):
        own = self.repo / ".local/tools/infra/bin"
        own.mkdir(parents=True)
        os.rename(self.bin / "sam", own / "sam")
        self.assertEqual(self.run_script("deploy.sh", "dev").returncode, 0)
        self.assertEqual([call[0] for call in self.calls()], ["make", "sam"])

    def test_what_is_missing_is_named_before_anything_is_built(self):
        self.said(self.run_script("deploy.sh"), "ENV=dev or ENV=prod")
        self.said(self.run_script("deploy.sh", "staging"), "ENV is one of: dev, prod")
        self.said(self.run_script("deploy.sh", "prod", "tokens"), "FUNCTION is one of: gift token")
        os.unlink(self.bin / "sam")
        self.said(self.run_script("deploy.sh", "prod"), "missing: sam")
        os.unlink(self.bin / "aws")
        self.said(self.run_script("deploy.sh", "prod", "token"), "missing: aws")
        os.unlink(self.bin / "python3")
        self.said(self.run_script("deploy.sh", "prod"), "missing: python3")
        self.assertEqual(self.calls(), [])

    # --- one function ---

    def test_one_function_gets_its_code_a_version_and_all_of_its_traffic(self):
        outcome = self.run_script("deploy.sh", "prod", "token")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        made = [call[1:] if call[0] == "make" else call[2:] for call in self.calls()]
        self.assertEqual([call[0:2] if call[0] == "wait" else call[0] for call in made], [
            "get-alias", "build", "update-function-code", ["wait", "function-updated"], "update-function-configuration",
            ["wait", "function-updated"], "publish-version", ["wait", "published-version-active"], "update-alias",
        ])
        for call in made:
            if call != ["build"]:
                self.assertIn("ipelya-live-prod-token", call)
                self.assertEqual(call[-2:], ["--region", "eu-central-1"])
        code = made[2]
        self.assertIn("fileb://target/lambda/token/bootstrap.zip", code)
        self.assertEqual(code[code.index("--architectures") + 1], "x86_64")
        alias = made[-1]
        self.assertEqual(alias[alias.index("--function-version") + 1], "8")

    def test_one_function_needs_its_own_zip_only(self):
        (self.repo / "target/lambda/gift/bootstrap.zip").unlink()
        self.assertEqual(self.run_script("deploy.sh", "dev", "token").returncode, 0)

    def test_nothing_is_touched_while_traffic_is_shifted(self):
        self.answers["aws lambda get-alias"] = {
            "FunctionVersion": "7", "RoutingConfig": {"AdditionalVersionWeights": {"8": 0.1}},
        }
        for script in ("deploy.sh", "rollback.sh"):
            self.said(self.run_script(script, "prod", "token"), "aws deploy stop-deployment --region eu-central-1")
            self.assertEqual(len(self.calls()), 1)

    def test_a_function_that_was_never_deployed_is_told_of(self):
        self.answers["aws lambda get-alias"] = None
        for script in ("deploy.sh", "rollback.sh"):
            self.said(self.run_script(script, "prod", "token"), "make deploy ENV=prod")
            self.assertEqual(len(self.calls()), 1)

    # --- rollback ---

    def rolled_back(self, *words):
        outcome = self.run_script("rollback.sh", "prod", "token", *words)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        *_, call = self.calls()
        self.assertEqual(call[:3], ["aws", "lambda", "update-alias"])
        routing = json.loads(call[call.index("--routing-config") + 1])
        self.assertEqual(routing, {"AdditionalVersionWeights": {}})
        return call[call.index("--function-version") + 1], call[call.index("--description") + 1]

    def test_a_rollback_goes_to_the_version_before(self):
        self.assertEqual(self.rolled_back(), ("6", "rolled back from: 7"))

    def test_a_version_that_was_taken_back_is_not_gone_back_to(self):
        self.answers["aws lambda get-alias"] = {"FunctionVersion": "7", "Description": "rolled back from: 6"}
        self.assertEqual(self.rolled_back(), ("5", "rolled back from: 6 7"))

    def test_versions_are_numbers(self):
        self.answers["aws lambda get-alias"] = {"FunctionVersion": "11"}
        self.answers["aws lambda list-versions-by-function"] = "$LATEST\t9\t10\t11"
        self.assertEqual(self.rolled_back()[0], "10")

    def test_a_version_may_be_given(self):
        self.answers["aws lambda get-alias"] = {"FunctionVersion": "7", "Description": "rolled back from: 5"}
        self.assertEqual(self.rolled_back("5"), ("5", "rolled back from: 7"))
        self.answers["aws lambda get-alias"] = {"FunctionVersion": "5", "Description": "rolled back from: 6 7"}
        self.assertEqual(self.rolled_back("7"), ("7", "rolled back from: 6"))

    def test_the_first_version_has_none_before_it(self):
        self.answers["aws lambda get-alias"] = {"FunctionVersion": "1"}
        self.said(self.run_script("rollback.sh", "prod", "token"), "no version before 1")
        self.assertEqual(self.changes(), [])

    def test_a_rollback_says_what_it_is_not_told(self):
        self.said(self.run_script("rollback.sh"), "ENV=dev or ENV=prod")
        self.said(self.run_script("rollback.sh", "prod"), "FUNCTION= one of: gift token")
        self.said(self.run_script("rollback.sh", "prod", "token/../gift"), "there is no function")
        self.assertEqual(self.calls(), [])


if __name__ == "__main__":
    unittest.main()
