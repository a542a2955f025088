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


def registered():
    """(method, path) → binary, of what the functions' own sources serve."""
    found = {}
    for source in ROOT.glob("functions/*/src/lib.rs"):
        kinds = r'\.(user|idempotent|visitor|service|reporter|probe|page|webhook)\((?:\w+, )?\s*"([^"]+)"'
        for kind, name in re.findall(kinds, source.read_text()):
            method, path = name.split(" ", 1) if " " in name else ("POST", f"/functions/v1/{name}")
            for each in (method, "GET") if kind == "webhook" else (method,):
                found[each, path] = source.parts[-3]
    return found


def client():
    """(method, path) of the TypeScript client's generated types."""
    text = (ROOT / "clients/typescript/src/openapi.ts").read_text()
    text = text[text.index("export interface paths {"):text.index("\n}\n")]
    paths = re.split(r'^    "([^"]+)": \{$', text, flags=re.MULTILINE)[1:]
    for path, at in zip(paths[::2], paths[1::2]):
        for method in re.findall(r"^        ([a-z]+): operations\[", at, re.MULTILINE):
            yield method.upper(), path


class Routes(unittest.TestCase):
    def test_sources_template_local_router_document_and_client_name_the_same_functions(self):
        folders = {manifest.parent.name for manifest in (ROOT / "functions").glob("*/Cargo.toml")}
        for named in (BINARIES, router().values(), operations().values(), registered().values()):
            self.assertEqual(set(named), folders)
        self.assertEqual(len(FUNCTIONS), len(folders))

        self.assertEqual(registered(), operations())
        self.assertEqual(set(client()), set(operations()))

        self.assertEqual({path: function for (method, path), function in routes().items() if method == "ANY"}, router())
        for (method, path), function in operations().items():
            to = {to for above, to in router().items() if leads(above, path)}
            self.assertEqual(to, {function}, f"{method} {path} reaches its function and no other")
        for method, path in routes():
            self.assertTrue(any(leads(path, each) for _, each in operations()), f"{path} leads to nothing")
            if method != "ANY":
                self.assertEqual(operations().get((method, path)), routes()[method, path], "of one operation alone")

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


def leads(above, path):
    """Whether a request for this path, itself with or without names in braces, takes that route."""
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(above).replace(r"\{proxy\+\}", ".+"))
    return re.fullmatch(pattern, path) is not None


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
            faults = [each for each in walk(alarms[about["Errors"]])
                      if isinstance(each, dict) and each.get("MetricName") == "faults" and each["Dimensions"] == own]
            self.assertEqual(len(faults), 1, "replies of 5xx are errors, too")

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

    def test_those_that_run_by_themselves_do_so_in_their_time_and_repeat_nothing(self):
        rates = {"SweeperFunction": "rate(1 minute)", "NotifierFunction": "rate(1 minute)",
                 "PaymentFunction": "rate(5 minutes)"}
        for name, function in FUNCTIONS.items():
            schedules = [event["Properties"] for event in function["Events"].values() if event["Type"] == "ScheduleV2"]
            self.assertEqual(len(schedules), 1 if name in rates else 0, name)
            for schedule in schedules:
                self.assertEqual(schedule["ScheduleExpression"], rates[name])
                self.assertEqual(schedule["RetryPolicy"]["MaximumRetryAttempts"], 0)
                self.assertEqual(function["EventInvokeConfig"]["MaximumRetryAttempts"], 0)


class Rights(unittest.TestCase):
    def test_a_role_writes_its_own_log_and_has_the_one_policy(self):
        for name, function in FUNCTIONS.items():
            self.assertNotIn("Policies", function, "SAM would add a policy for every log there is")
            role = RESOURCES[function["Role"]["Fn::GetAtt"][0]]["Properties"]
            self.assertEqual(role["ManagedPolicyArns"], [{"Ref": "FunctionPolicy"}], name)
            policy, *others = role["Policies"]
            own = {"NotifierFunction": 1, "OpsFunction": 1, "PaymentFunction": 1, "RecordingFunction": 2, "SweeperFunction": 3,
                   "VoiceFunction": 1}
            self.assertEqual(len(others), own.get(name, 0), name)
            self.assertEqual(policy["PolicyDocument"]["Statement"], {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": {"Fn::GetAtt": [function["LoggingConfig"]["LogGroup"]["Ref"], "Arn"]},
            }, name)
        self.assertEqual(len({function["Role"]["Fn::GetAtt"][0] for function in FUNCTIONS.values()}), len(FUNCTIONS))

    def test_mails_are_sent_by_the_notifier_alone_and_from_one_identity(self):
        condition, policy, without = RESOURCES["NotifierRole"]["Properties"]["Policies"][1]["Fn::If"]
        self.assertEqual((condition, without), ("HasMail", {"Ref": "AWS::NoValue"}))
        arn = "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailIdentity}"
        self.assertEqual(policy["PolicyDocument"]["Statement"],
                         {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": {"Fn::Sub": arn}})
        mailing = [name for name, each in FUNCTIONS.items()
                   if "MAIL_FROM" in each.get("Environment", {}).get("Variables", {})]
        self.assertEqual(mailing, ["NotifierFunction"])

    def test_what_all_may_do_is_to_read_the_secret(self):
        statements = of_type("AWS::IAM::ManagedPolicy")["FunctionPolicy"]["PolicyDocument"]["Statement"]
        always, *if_asked_for = statements
        self.assertEqual(always["Action"], "secretsmanager:GetSecretValue")
        self.assertEqual(always["Resource"], _either("OwnsSecret", "Secret", "SecretArn"))
        conditions = [each["Fn::If"][0] for each in if_asked_for]
        self.assertEqual(conditions, ["HasSecretKey", "Traces"])

    # The secrets that some functions alone read: what the right to it is for, and whose it is.
    OWN_SECRETS = {
        "PaymentSecret": ("StripesKeys", ["Payment"]),
        "AgentSecret": ("WhatAgentsAreSentWith", ["Ops", "Sweeper", "Voice"]),
        "RecordingSecret": ("WhatRecordingsAreWrittenBy", ["Recording", "Sweeper"]),
    }

    def test_stripes_key_is_read_by_payment_alone(self):
        self.is_read_by_its_own_alone("PaymentSecret")

    def test_what_agents_are_sent_with_is_read_by_those_alone_who_send_them(self):
        self.is_read_by_its_own_alone("AgentSecret")

    def test_what_recordings_are_written_by_is_read_by_those_alone_who_have_them_made(self):
        # who may take on the role is held against the secret when the stack is deployed
        self.is_read_by_its_own_alone("RecordingSecret", "RecordingWriterRole")

    def is_read_by_its_own_alone(self, secret, *held_against_it):
        what, functions = self.OWN_SECRETS[secret]
        own = _either(f"Owns{secret}", secret, f"{secret}Arn")
        for function in functions:
            policies = RESOURCES[f"{function}Role"]["Properties"]["Policies"]
            (policy,) = [each["PolicyDocument"] for each in policies if _names(each, f"Read{what}")]
            always, if_asked_for = policy["Statement"]
            self.assertEqual(always, {"Sid": f"Read{what}", "Effect": "Allow",
                                      "Action": "secretsmanager:GetSecretValue", "Resource": own})
            condition, decrypt, without = if_asked_for["Fn::If"]
            self.assertEqual((condition, without), (f"Has{secret}Key", {"Ref": "AWS::NoValue"}))
            self.assertEqual((decrypt["Action"], decrypt["Resource"]), ("kms:Decrypt", {"Ref": f"{secret}KeyArn"}))
            self.assertEqual(list(decrypt["Condition"]["StringEquals"]), ["kms:ViaService"])
        named = {name for name, each in RESOURCES.items() if _names(each, secret)}
        only = {f"{function}{part}" for function in functions for part in ("Role", "Function")}
        self.assertEqual(named, only.union(held_against_it), "nothing else speaks of it")
        self.assertFalse(_names(GLOBALS, secret))

    def test_a_function_is_told_of_the_secrets_that_it_may_read(self):
        every = _either("OwnsSecret", "Secret", "SecretArn")
        wanted = {}
        for name, (_, functions) in self.OWN_SECRETS.items():
            for function in functions:
                (_, arns) = wanted.setdefault(f"{function}Function", {"Fn::Join": [",", [every]]})["Fn::Join"]
                arns.append(_either(f"Owns{name}", name, f"{name}Arn"))
        told = {name: each["Environment"]["Variables"]["IPELYA_SECRET_ID"] for name, each in FUNCTIONS.items()
                if "IPELYA_SECRET_ID" in each.get("Environment", {}).get("Variables", {})}
        self.assertEqual(told, wanted)
        self.assertEqual(GLOBALS["Environment"]["Variables"]["IPELYA_SECRET_ID"], every)

    def test_a_secret_is_read_by_its_name_and_by_no_pattern(self):
        """Else a right to one would be a right to the other."""
        allowed = set()
        for name, each in RESOURCES.items():
            for statement in walk(each):
                if isinstance(statement, dict) and "Action" in statement and "Resource" in statement:
                    actions = [each for each in walk(statement["Action"]) if isinstance(each, str)]
                    self.assertNotIn("*", actions, name)
                    if any(re.match("secretsmanager:|kms:", action) for action in actions):
                        for at in (at for at in walk(statement["Resource"]) if isinstance(at, str)):
                            self.assertNotIn("*", at, name)
                        allowed.add((name, *actions))
        readers = ("FunctionPolicy", "OpsRole", "PaymentRole", "RecordingRole", "SweeperRole", "VoiceRole")
        self.assertEqual(allowed, {(name, action) for name in readers
                                   for action in ("secretsmanager:GetSecretValue", "kms:Decrypt")})

    def test_a_secret_that_the_stack_makes_stays_and_what_can_be_done_without_starts_empty(self):
        for name in ("Secret", *self.OWN_SECRETS):
            self.assertEqual(RESOURCES[name]["Condition"], f"Owns{name}")
            self.assertEqual(STACK["Conditions"][f"Owns{name}"], {"Fn::Equals": [{"Ref": f"{name}Arn"}, ""]})
            for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
                self.assertEqual(RESOURCES[name][policy], "Retain", name)
        self.assertNotIn("SecretString", RESOURCES["Secret"]["Properties"])
        apart_from = {"PaymentSecret": ["SecretArn"], "AgentSecret": ["SecretArn", "PaymentSecretArn"],
                      "RecordingSecret": ["SecretArn", "PaymentSecretArn", "AgentSecretArn"]}
        for name in self.OWN_SECRETS:
            self.assertEqual(json.loads(RESOURCES[name]["Properties"]["SecretString"]), {}, "it is optional")
            asserted = [each["Assert"] for each in STACK["Rules"][f"{name}IsApart"]["Assertions"]]
            same = [{"Fn::Equals": [{"Ref": f"{name}Arn"}, {"Ref": other}]} for other in apart_from[name]]
            self.assertEqual(asserted, [{"Fn::Not": [each]} for each in same])

    def test_a_wildcard_in_a_policy_is_argued(self):
        lines = TEXT.splitlines()
        wildcards = list(_wildcards(yaml.compose(TEXT, Loader)))
        self.assertTrue(wildcards, "there is one, so this would find others")
        for line in wildcards:
            around = lines[line - 1] + lines[line]
            self.assertIn(ARGUED, around, f"line {line + 1}: a `*` in an action, resource or principal wants {ARGUED}")


def _either(condition, made, given):
    return {"Fn::If": [condition, {"Ref": made}, {"Ref": given}]}


def _names(part, prefix):
    """Whether a part of the template refers to anything whose name begins so."""
    return any(isinstance(each, str) and re.search(rf"(^|\$\{{){prefix}", each) for each in walk(part))


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


class Metrics(unittest.TestCase):
    """Alarms and dashboard read metrics that functions write, and nothing that they write goes unread."""

    def test_what_is_read_is_written_with_that_dimension(self):
        for name, dimension, where in _read():
            self.assertIn(name, METRICS, where)
            self.assertEqual(dimension, "error_code" if name == "refusals" else "FunctionName", f"{where}: {name}")

    def test_every_metric_is_read(self):
        self.assertEqual(set(METRICS), {name for name, _, _ in _read()})

    def test_functions_write_where_is_read(self):
        self.assertEqual(GLOBALS["Environment"]["Variables"]["IPELYA_METRICS_NAMESPACE"], {"Fn::Sub": OURS})

    def test_times_are_read_as_times_and_counts_as_counts(self):
        times = ("Average", "Maximum", "p50", "p95", "p99")
        for alarm, metric, stat in _watched():
            if metric["Namespace"] == {"Fn::Sub": OURS}:
                allowed = times if METRICS[metric["MetricName"]] == "Milliseconds" else ("Sum", "Maximum")
                self.assertIn(stat, allowed, alarm)
        for widget in _dashboard()["widgets"]:
            for space, name, *_, shown in widget["properties"].get("metrics", []) if _is_plain(widget) else ():
                stat = shown.get("stat", widget["properties"]["stat"])
                if space == OURS:
                    allowed = times if METRICS[name] == "Milliseconds" else ("Sum", "Maximum")
                    self.assertIn(stat, allowed, f"{widget['properties']['title']}: {name}")

    def test_codes_are_those_of_refusals(self):
        table = (ROOT / "crates/ipelya-core/src/refusal.rs").read_text()
        codes = set(re.findall(r"=> \d{3} ([A-Z_]+) (?:sql|rust)\b", table))
        for alarm, metric, _ in _watched():
            for each in metric["Dimensions"]:
                if each["Name"] == "error_code":
                    self.assertIn(each["Value"], codes, alarm)


class Alarms(unittest.TestCase):
    def test_they_tell_the_topic(self):
        for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
            for actions in ("AlarmActions", "OKActions"):
                self.assertEqual(alarm[actions], [{"Ref": "AlarmTopic"}], name)

    def test_there_are_some_for_what_no_function_tells(self):
        read = {}
        for alarm, metric, _ in _watched():
            read.setdefault(alarm, set()).add((metric["MetricName"], *_values(metric)))
        wanted = {
            "WebhookFailing": {("faults", "WebhookFunction")},
            "SweepNotRun": {("requests", "SweeperFunction"), ("faults", "SweeperFunction")},
            "TickNotRun": {("late_ticks", "SweeperFunction")},
            "SweepRepairsHigh": {("repairs", "SweeperFunction")},
            "PushNotRun": {("requests", "NotifierFunction"), ("faults", "NotifierFunction")},
            "PushBacklog": {("oldest_push_ms", "SweeperFunction")},
            "PushRefused": {("pushes_refused", "NotifierFunction")},
            "MailRefused": {("mails_refused", "NotifierFunction")},
            "PaymentMismatch": {("payment_mismatches", "PaymentFunction")},
            "PaymentsUnasked": {("payments_unasked", "PaymentFunction")},
            "DatabaseUnreached": {
                ("connections_failed", f"{name}Function") for name in ("Token", "Session", "Gift", "Webhook", "Sweeper")
            },
            "HealthDegraded": {("refusals", "DEGRADED")},
            "CoinsHigh": {("coins_moved", "SweeperFunction")},
            "Api5xx": {("5xx", "Api")},
        }
        self.assertEqual({alarm: metrics for alarm, metrics in read.items() if alarm in wanted}, wanted)
        self.assertEqual(len(read), len(wanted) + 3 * len(FUNCTIONS), "each function has three of its own")

    def test_what_does_not_run_writes_nothing_and_that_is_an_alarm(self):
        for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
            silent = "breaching" if name in ("SweepNotRun", "PushNotRun") else "notBreaching"
            self.assertEqual(alarm["TreatMissingData"], silent, name)

    def test_those_of_pushes_and_mails_are_there_if_they_are_sent(self):
        for condition, alarms in (("HasPush", {"PushNotRun", "PushBacklog", "PushRefused"}), ("HasMail", {"MailRefused"})):
            self.assertEqual({name for name, each in RESOURCES.items() if each.get("Condition") == condition}, alarms)

    def test_health_that_tells_of_a_part_is_no_fault_of_its_own(self):
        expression = RESOURCES["OpsErrors"]["Properties"]["Metrics"][0]["Expression"]
        self.assertEqual(expression, "FILL(errors, 0) + FILL(faults, 0) - FILL(degraded, 0)")
        self.assertIn(("OpsErrors", "DEGRADED"), {(alarm, *_values(metric)) for alarm, metric, _ in _watched()})


OURS = "IpelyaLive/${AWS::StackName}"
# name → unit, of all that functions write
METRICS = dict(re.findall(
    r'^\s+[A-Z]\w+ => "([a-z_]+)" in (Count|Milliseconds),',
    (ROOT / "crates/ipelya-edge/src/telemetry/metric.rs").read_text(), re.MULTILINE,
))


def _watched():
    """(alarm, metric, statistic) of every metric that an alarm reads."""
    for alarm, props in of_type("AWS::CloudWatch::Alarm").items():
        for each in walk(props):
            if isinstance(each, dict) and "MetricStat" in each:
                yield alarm, each["MetricStat"]["Metric"], each["MetricStat"]["Stat"]
        if "MetricName" in props:
            yield alarm, props, props.get("Statistic", props.get("ExtendedStatistic"))


def _values(metric):
    """Whose metric it is: names of resources, or plain values."""
    values = [each["Value"] for each in metric["Dimensions"]]
    return tuple(value["Ref"] if isinstance(value, dict) else value for value in values)


def _is_plain(widget):
    return all(isinstance(metric[0], str) for metric in widget["properties"].get("metrics", []))


def _read():
    """(metric, dimension, where) of every metric of ours that an alarm or the dashboard reads."""
    for alarm, metric, _ in _watched():
        if metric["Namespace"] == {"Fn::Sub": OURS}:
            yield metric["MetricName"], metric["Dimensions"][0]["Name"], alarm
    for widget in _dashboard()["widgets"]:
        title = widget["properties"]["title"]
        for metric in widget["properties"].get("metrics", []):
            if metric[0] == OURS:
                yield metric[1], metric[2], title
            elif isinstance(metric[0], dict):
                searches = re.findall(r'\{"([^"]+)",(\w+)\} MetricName="([a-z_]+)"', metric[0]["expression"])
                assert searches, f"{title}: {metric[0]}"
                for space, dimension, name in searches:
                    assert space == OURS, title
                    yield name, dimension, title


def _dashboard(is_sent=True):
    body, given = RESOURCES["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    for what, wanted in (("PushAlarms", "HasPush"), ("MailAlarms", "HasMail")):
        condition, alarms, none = given[what]["Fn::If"]
        assert condition == wanted
        body = body.replace("${" + what + "}", alarms["Fn::Sub"] if is_sent else none)
    return json.loads(body)


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

    def test_questions_to_the_log_of_one_function_are_of_one_and_the_others_of_all(self):
        every = sorted(each["LoggingConfig"]["LogGroup"]["Ref"] for each in FUNCTIONS.values())
        alone = {"SweepsQuery": ["SweeperLogs"], "FloodQuery": ["AccessLogs"]}
        for name, query in of_type("AWS::Logs::QueryDefinition").items():
            self.assertEqual(sorted(each["Ref"] for each in query["LogGroupNames"]), alone.get(name, every), name)

    def test_the_dashboard_is_json_and_shows_every_function(self):
        for is_sent in (True, False):
            shown = json.dumps(_dashboard(is_sent))
            for name in FUNCTIONS:
                self.assertIn("${" + name + "}", shown)
            for alarm in ("PushBacklog", "MailRefused"):
                self.assertEqual("${" + alarm + ".Arn}" in shown, is_sent)

    def test_the_dashboard_shows_the_alarms_of_no_function_and_the_errors_of_each(self):
        (shown,) = [widget["properties"]["alarms"] for widget in _dashboard()["widgets"] if widget["type"] == "alarm"]
        wanted = [name for name in of_type("AWS::CloudWatch::Alarm") if not name.endswith(("Throttles", "Slow"))]
        self.assertEqual(sorted(shown), sorted("${" + name + ".Arn}" for name in wanted))

    def test_what_it_costs_is_computed_from_as_many_routes_and_alarms(self):
        text = (ROOT / "docs/scale/cost.py").read_text()
        counted = re.search(r"^ROUTES, ROUTE_METRICS, ALARM_METRICS = (\d+), 6, (\d+)$", text, re.MULTILINE).groups()
        self.assertEqual(tuple(map(int, counted)), (len(routes()), len(list(_watched()))))

    def test_what_it_costs_is_computed_from_as_many_secrets(self):
        (counted,) = re.findall(r"^SECRETS = (\d+)", (ROOT / "docs/scale/cost.py").read_text(), re.MULTILINE)
        self.assertEqual(int(counted), len(of_type("AWS::SecretsManager::Secret")))

    def test_outputs_say_where_it_is_and_whom_it_tells(self):
        named = {"BaseUrl", "WebhookUrl", "AlarmTopicArn", "SettingsSecret", "PaymentSettingsSecret",
                 "AgentSettingsSecret", "RecordingSettingsSecret", "RecordingWebhookUrl", "RecordingBucketName",
                 "RecordingWriterPolicyArn"}
        self.assertLessEqual(named, set(STACK["Outputs"]))

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
