"""infra/template.yaml against what else names functions, routes, settings and log lines, and against our own rules.

cfn-lint and `sam validate` say whether AWS would take it; this says whether it is ours.
"""

import json
import re
import tomllib
import unittest
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "infra" / "template.yaml"
# What precedes an argument for a `*` in a policy, on its line or on the one above.
ARGUED = "# wildcard:"


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's short tags: `!Ref A` as {"Ref": "A"}, `!GetAtt A.B` as {"Fn::GetAtt": ["A", "B"]}."""


def _tagged(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        value = value.split(".", 1) if suffix == "GetAtt" else value
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}": value}


Loader.add_multi_constructor("!", _tagged)

TEXT = TEMPLATE.read_text()
STACK = yaml.load(TEXT, Loader)  # a SafeLoader
RESOURCES = STACK["Resources"]


def of_type(kind):
    return {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == kind}


def walk(value):
    """Every mapping and every scalar of a part of the template."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each)
    else:
        yield value


def binary(function):
    """The binary that a function's zip holds."""
    found = re.fullmatch(r"\.\./target/lambda/([a-z]+)/bootstrap\.zip", function["CodeUri"])
    assert found, f"{function['CodeUri']} is not where `make build` leaves a zip"
    return found[1]


FUNCTIONS = of_type("AWS::Serverless::Function")
BINARIES = {binary(each): name for name, each in FUNCTIONS.items()}
GLOBALS = STACK["Globals"]["Function"]


def size(name, what):
    return STACK["Mappings"]["Sizes"][binary(FUNCTIONS[name])][what]


def routes():
    """(method, path) → binary."""
    found = {}
    for function in FUNCTIONS.values():
        for event in function["Events"].values():
            if event["Type"] == "HttpApi":
                to = event["Properties"]
                assert to["ApiId"] == {"Ref": "Api"}
                found[to["Method"], to["Path"]] = binary(function)
    return found


def router():
    """path → binary, of `cargo lambda watch`, in API Gateway's words."""
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    listed = manifest["workspace"]["metadata"]["lambda"]["watch"]["router"]
    return {path.replace("{*rest}", "{proxy+}"): function for path, function in listed.items()}


def operations():
    """(method, path) → function group, of the API document."""
    document = json.loads((ROOT / "docs" / "openapi.json").read_text())
    methods = ("get", "put", "post", "delete", "patch")
    return {
        (method.upper(), path): operation["tags"][0]
        for path, at in document["paths"].items()
        for method, operation in at.items()
        if method in methods
    }


class Routes(unittest.TestCase):
    def test_every_binary_is_one_function(self):
        folders = {manifest.parent.name for manifest in (ROOT / "functions").glob("*/Cargo.toml")}
        self.assertEqual(set(BINARIES), folders)
        self.assertEqual(set(BINARIES), set(router().values()))
        self.assertEqual(set(BINARIES), set(operations().values()))
        self.assertEqual(len(BINARIES), len(FUNCTIONS))

    def test_the_api_has_the_routes_of_the_local_stack(self):
        anything = {path: function for (method, path), function in routes().items() if method == "ANY"}
        self.assertEqual(anything, router())

    def test_a_route_of_one_method_is_an_operation_below_a_route_of_the_same_function(self):
        for (method, path), function in routes().items():
            if method != "ANY":
                self.assertEqual(operations().get((method, path)), function, path)
                self.assertIn(function, [to for above, to in router().items() if _leads(above, path)], path)

    def test_every_operation_of_the_document_reaches_its_function(self):
        for (method, path), function in operations().items():
            to = {to for above, to in router().items() if _leads(above, path)}
            self.assertEqual(to, {function}, f"{method} {path}")

    def test_every_route_is_in_the_document(self):
        documented = [path for _, path in operations()]
        for _, path in routes():
            self.assertTrue(any(_leads(path, each) for each in documented), path)

    def test_throttles_are_of_routes_that_there_are(self):
        keys = {f"{method} {path}" for method, path in routes()}
        throttled = RESOURCES["Api"]["Properties"]["RouteSettings"]
        self.assertLessEqual(set(throttled), keys)
        for key, setting in throttled.items():
            # what is left out of a route's own settings is not taken from the default
            self.assertEqual(
                set(setting), {"DetailedMetricsEnabled", "ThrottlingRateLimit", "ThrottlingBurstLimit"}, key
            )
        for key in ("GET /functions/v1/live-ops/health", "ANY /functions/v1/get-livekit-token",
                    "ANY /functions/v1/send-live-gift", "ANY /functions/v1/livekit-webhook"):
            self.assertIn(key, throttled)

    def test_options_reach_the_functions(self):
        self.assertNotIn("CorsConfiguration", RESOURCES["Api"]["Properties"])
        self.assertNotIn("Auth", RESOURCES["Api"]["Properties"])

    def test_there_is_no_way_past_the_api(self):
        for name, resource in RESOURCES.items():
            self.assertNotEqual(resource["Type"], "AWS::Lambda::Url", name)
        for name, function in (*FUNCTIONS.items(), ("Globals", GLOBALS)):
            self.assertNotIn("FunctionUrlConfig", function, name)


def _leads(above, path):
    return path.startswith(above[: -len("{proxy+}")]) if above.endswith("{proxy+}") else path == above


class EveryFunction(unittest.TestCase):
    def test_logs_into_a_group_of_its_own_that_forgets(self):
        groups = of_type("AWS::Logs::LogGroup")
        for name, group in groups.items():
            self.assertIn("RetentionInDays", group, name)
        own = [function["LoggingConfig"]["LogGroup"]["Ref"] for function in FUNCTIONS.values()]
        self.assertEqual(len(set(own)), len(FUNCTIONS))
        self.assertLessEqual(set(own), set(groups))
        for name, function in FUNCTIONS.items():
            named = function["FunctionName"]["Fn::Sub"]
            self.assertEqual(named, "${AWS::StackName}-" + binary(function), "what infra/deploy.sh looks for")
            group = groups[function["LoggingConfig"]["LogGroup"]["Ref"]]
            self.assertEqual(group["LogGroupName"]["Fn::Sub"], f"/aws/lambda/{named}", name)

    def test_has_concurrency_of_its_own_and_all_together_leave_the_account_what_it_must_keep(self):
        for name, function in FUNCTIONS.items():
            reserved = ["ReservesConcurrency", {"Fn::FindInMap": ["Sizes", binary(function), "Concurrency"]},
                        {"Ref": "AWS::NoValue"}]
            self.assertEqual(function.get("ReservedConcurrentExecutions"), {"Fn::If": reserved}, name)
        concurrency = {name: size(name, "Concurrency") for name in FUNCTIONS}
        self.assertLessEqual(sum(concurrency.values()), 900)
        self.assertEqual(max(concurrency.values()), concurrency["WebhookFunction"])
        # a schedule begins the next run while one is still at work
        self.assertGreaterEqual(concurrency["SweeperFunction"], 2)
        self.assertGreaterEqual(concurrency["NotifierFunction"], 2)

    def test_has_the_memory_and_the_time_of_its_own_row(self):
        for name, function in FUNCTIONS.items():
            for prop, column in (("MemorySize", "Memory"), ("Timeout", "Timeout")):
                self.assertEqual(function[prop], {"Fn::FindInMap": ["Sizes", binary(function), column]}, name)
        self.assertEqual(set(STACK["Mappings"]["Sizes"]), set(BINARIES))

    def test_may_take_as_long_as_its_settings_make_it(self):
        def variable(name, setting):
            return int(FUNCTIONS[name]["Environment"]["Variables"][setting])

        sweep = [variable("SweeperFunction", f"IPELYA_SWEEP_{what}_SECONDS") for what in ("AWAY_FOR", "MAX")]
        self.assertEqual(size("SweeperFunction", "Timeout"), sum(sweep) + 10)
        looked = variable("NotifierFunction", "IPELYA_NOTIFY_FOR_SECONDS")
        self.assertEqual(size("NotifierFunction", "Timeout"), looked + 15)
        self.assertEqual(size("WebhookFunction", "Timeout"), 10)
        for name in set(FUNCTIONS) - {"SweeperFunction", "NotifierFunction"}:
            self.assertLessEqual(size(name, "Timeout"), 30, "API Gateway waits no longer")

    def test_is_watched(self):
        alarms = of_type("AWS::CloudWatch::Alarm")
        for name, function in FUNCTIONS.items():
            own = [{"Name": "FunctionName", "Value": {"Ref": name}}]
            about = {}
            for alarm, props in alarms.items():
                for each in walk(props):
                    if isinstance(each, dict) and each.get("Dimensions") == own and each["Namespace"] == "AWS/Lambda":
                        about[each["MetricName"]] = alarm
            self.assertEqual(set(about), {"Errors", "Throttles", "Duration"}, name)
            self.assertEqual(alarms[about["Duration"]]["ExtendedStatistic"], "p95", name)
            self.assertEqual(function["DeploymentPreference"],
                             {"Type": {"Ref": "DeploymentType"}, "Alarms": [{"Ref": about["Errors"]}]}, name)
            faults = [each["MetricName"] for each in walk(alarms[about["Errors"]])
                      if isinstance(each, dict) and "MetricName" in each]
            self.assertIn(f"{binary(function)}-faults", faults, "replies of 5xx are errors, too")

    def test_is_published_with_each_release(self):
        self.assertEqual(GLOBALS["AutoPublishAlias"], "live")
        self.assertEqual(GLOBALS["Runtime"], "provided.al2023")
        for name, function in FUNCTIONS.items():
            self.assertEqual(function["AutoPublishCodeSha256"], {"Ref": "Release"}, name)

    def test_is_told_settings_that_there_are_and_no_secret(self):
        rust = (ROOT / "crates/ipelya-edge/src/settings.rs").read_text()
        table = [line.split("|")[1:3] for line in rust.splitlines() if line.startswith("//! | `")]
        known = {name: meaning for names, meaning in table for name in re.findall(r"`([A-Z_]+)`", names)}
        self.assertIn("IPELYA_SECRET_ID", known)
        for name, function in (*FUNCTIONS.items(), ("Globals", GLOBALS)):
            for setting in function.get("Environment", {}).get("Variables", {}):
                self.assertIn(setting, known, name)
                self.assertNotRegex(known[setting], r"; secret\b", f"{name}: {setting}")
        self.assertIn("IPELYA_SECRET_ID", GLOBALS["Environment"]["Variables"])

    def test_the_two_that_run_by_themselves_do_so_every_minute_and_repeat_nothing(self):
        for name, function in FUNCTIONS.items():
            schedules = [event["Properties"] for event in function["Events"].values() if event["Type"] == "ScheduleV2"]
            self.assertEqual(len(schedules), 1 if name in ("SweeperFunction", "NotifierFunction") else 0, name)
            for schedule in schedules:
                self.assertEqual(schedule["ScheduleExpression"], "rate(1 minute)")
                self.assertEqual(schedule["RetryPolicy"]["MaximumRetryAttempts"], 0)
                self.assertEqual(function["EventInvokeConfig"]["MaximumRetryAttempts"], 0)


class Rights(unittest.TestCase):
    def test_a_role_writes_its_own_log_and_has_the_one_policy(self):
        for name, function in FUNCTIONS.items():
            self.assertNotIn("Policies", function, "SAM would add a policy for every log there is")
            role = RESOURCES[function["Role"]["Fn::GetAtt"][0]]["Properties"]
            self.assertEqual(role["ManagedPolicyArns"], [{"Ref": "FunctionPolicy"}], name)
            (policy,) = role["Policies"]
            self.assertEqual(policy["PolicyDocument"]["Statement"], {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": {"Fn::GetAtt": [function["LoggingConfig"]["LogGroup"]["Ref"], "Arn"]},
            }, name)
        self.assertEqual(len({function["Role"]["Fn::GetAtt"][0] for function in FUNCTIONS.values()}), len(FUNCTIONS))

    def test_what_all_may_do_is_to_read_the_secret(self):
        statements = of_type("AWS::IAM::ManagedPolicy")["FunctionPolicy"]["PolicyDocument"]["Statement"]
        always, *if_asked_for = statements
        self.assertEqual(always["Action"], "secretsmanager:GetSecretValue")
        conditions = [each["Fn::If"][0] for each in if_asked_for]
        self.assertEqual(conditions, ["HasSecretKey", "Traces"])

    def test_a_wildcard_in_a_policy_is_argued(self):
        lines = TEXT.splitlines()
        wildcards = list(_wildcards(yaml.compose(TEXT, Loader)))
        self.assertTrue(wildcards, "there is one, so this would find others")
        for line in wildcards:
            around = lines[line - 1] + lines[line]
            self.assertIn(ARGUED, around, f"line {line + 1}: a `*` in an action, resource or principal wants {ARGUED}")


def _wildcards(node, is_judged=False):
    """The lines, from 0, on which a `*` stands in what a policy allows or forbids."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            judged = ("Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal")
            yield from _wildcards(value, is_judged or key.value in judged)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _wildcards(each, is_judged)
    elif is_judged and "*" in node.value:
        yield node.start_mark.line


class Logs(unittest.TestCase):
    """Metric filters read fields of lines that the sources write."""

    def test_filters_read_lines_and_fields_that_are_logged(self):
        logged = _logged()
        table = (ROOT / "crates/ipelya-core/src/refusal.rs").read_text()
        codes = set(re.findall(r"=> \d{3} ([A-Z_]+) (?:sql|rust)\b", table))
        functions = {path.rsplit("/", 1)[1] for _, path in operations()}
        for name, props in of_type("AWS::Logs::MetricFilter").items():
            pattern = props["FilterPattern"]
            messages = re.findall(r'\$\.message = "([^"]+)"', pattern)
            self.assertTrue(messages, name)
            (transformation,) = props["MetricTransformations"]
            value = transformation["MetricValue"]
            fields = set(re.findall(r"\$\.([a-z_]+)", pattern + " " + value)) - {"message"}
            for message in messages:
                self.assertIn(message, logged, name)
                self.assertLessEqual(fields, logged[message], f"{name}: what is logged with \"{message}\"")
            for code in re.findall(r'\$\.error_code !?= "([^"]+)"', pattern):
                self.assertIn(code, codes, name)
            for function in re.findall(r'\$\.function = "([^"]+)"', pattern):
                self.assertIn(function, functions, name)

    def test_alarms_and_dashboard_read_metrics_that_a_filter_makes(self):
        made = {filter_["MetricTransformations"][0]["MetricName"] for filter_ in of_type("AWS::Logs::MetricFilter").values()}
        ours = "IpelyaLive/${AWS::StackName}"
        read = {
            each["MetricName"]
            for alarm in of_type("AWS::CloudWatch::Alarm").values()
            for each in walk(alarm)
            if isinstance(each, dict) and each.get("Namespace") == {"Fn::Sub": ours}
        }
        self.assertLessEqual(read, made)
        for widget in _dashboard()["widgets"]:
            for metric in widget["properties"].get("metrics", []):
                if metric[0] == ours:
                    self.assertIn(metric[1], made)

    def test_alarms_tell_the_topic(self):
        for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
            self.assertEqual(alarm["AlarmActions"], [{"Ref": "AlarmTopic"}], name)

    def test_there_are_alarms_for_what_no_function_tells(self):
        read = {
            each["MetricName"]
            for alarm in of_type("AWS::CloudWatch::Alarm").values()
            for each in walk(alarm)
            if isinstance(each, dict) and "MetricName" in each
        }
        wanted = {"webhook-faults", "sweep-repairs", "sweeps", "late-ticks", "notifier-runs", "push-refused", "gifts-sent"}
        self.assertLessEqual(wanted, read)
        # what does not run logs nothing
        missing = {name: RESOURCES[name]["Properties"]["TreatMissingData"] for name in ("SweepNotRun", "PushNotRun")}
        wanted = {"SweepNotRun": "breaching", "PushNotRun": {"Fn::If": ["HasPush", "breaching", "notBreaching"]}}
        self.assertEqual(missing, wanted)


def _logged():
    """message → fields, of every line that functions and their crates write."""
    found = {}
    sources = [*ROOT.glob("functions/*/src/**/*.rs"), *ROOT.glob("crates/ipelya-edge/src/**/*.rs")]
    for source in sources:
        for call in re.finditer(r"tracing::(?:info|warn|error)!\((.*?)\);", source.read_text(), re.DOTALL):
            texts = list(re.finditer(r'"((?:[^"\\]|\\.)*)"', call[1]))
            if not texts:
                continue
            before = re.sub(r'"[^"]*"', "", call[1][: texts[-1].start()])
            # `name = …` or a bare `name`, `%name`, `?name` between commas at the top level
            fields = {re.match(r"\s*[%?]?([a-z_]+)", part)[1] for part in _parts(before) if part.strip()}
            found.setdefault(texts[-1][1], set()).update(fields)
    return found


def _parts(text):
    """What stands between the commas that are in no brackets."""
    depth, part = 0, ""
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            yield part
            part = ""
        else:
            part += char
    yield part


def _dashboard():
    return json.loads(RESOURCES["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])


class Whole(unittest.TestCase):
    def test_every_parameter_condition_and_column_is_used(self):
        used = set()
        for section in ("Rules", "Conditions", "Globals", "Resources", "Outputs"):
            for each in walk(STACK[section]):
                if isinstance(each, dict):
                    used.update(value for value in (each.get("Ref"), each.get("Condition")) if isinstance(value, str))
                    used.update(each.get("Fn::If", [])[:1])
                    used.update(each["Fn::FindInMap"][2:] if "Fn::FindInMap" in each else [])
                    sub = each.get("Fn::Sub")
                    if isinstance(sub, str):
                        used.update(re.findall(r"\$\{([A-Za-z0-9]+)[.}]", sub))
        self.assertLessEqual(set(STACK["Parameters"]), used)
        self.assertLessEqual(set(STACK["Conditions"]), used)
        self.assertLessEqual({column for row in STACK["Mappings"]["Sizes"].values() for column in row}, used)

    def test_the_dashboard_is_json_and_shows_every_function(self):
        shown = json.dumps(_dashboard())
        for name in FUNCTIONS:
            self.assertIn("${" + name + "}", shown)

    def test_outputs_say_where_it_is_and_whom_it_tells(self):
        self.assertLessEqual({"BaseUrl", "WebhookUrl", "AlarmTopicArn", "SettingsSecret"}, set(STACK["Outputs"]))

    def test_dev_and_prod_set_parameters_that_there_are(self):
        config = tomllib.loads((ROOT / "samconfig.toml").read_text())
        for env in ("dev", "prod"):
            deploy = config[env]["deploy"]["parameters"]
            self.assertEqual(deploy["stack_name"], f"ipelya-live-{env}")
            self.assertEqual(ROOT / deploy["template_file"], TEMPLATE)
            *given, told = deploy["parameter_overrides"]
            self.assertEqual(told, "file://target/lambda/release.yaml", "what infra/deploy.sh writes, and what wins")
            for name, value in (each.split("=", 1) for each in given):
                self.assertIn(name, STACK["Parameters"])
                allowed = STACK["Parameters"][name].get("AllowedValues", [value])
                self.assertIn(value, [str(each) for each in allowed], name)
        self.assertIn("DeploymentType=AllAtOnce", config["dev"]["deploy"]["parameters"]["parameter_overrides"])
        without_default = {name for name, each in STACK["Parameters"].items() if "Default" not in each}
        self.assertEqual(without_default, {"Release"})


if __name__ == "__main__":
    unittest.main()
