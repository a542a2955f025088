"""AWS's services that the functions meet: Secrets Manager with the functions' own SDK and EventBridge Scheduler with what SAM
makes of infra/template.yaml, both as moto plays them; and the lines of which CloudWatch makes metrics."""

import base64
import contextlib
import hashlib
import hmac
import json
import logging
import time
import unittest

import boto3
from moto import settings as moto_settings
from moto.server import ThreadedMotoServer
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from running import Failure, Function, http_event, need
from test_template import FUNCTIONS, METRICS, OURS, RESOURCES, STACK

REGION = "eu-central-1"
LAMBDA = f"arn:aws:lambda:{REGION}:123456789012:function:"
REPORT = '{"event":"room_started","id":"EV_1","createdAt":"1"}'
# How long a function may take to use what has changed, in s: it looks after one.
PATIENCE = 20


class Aws:
    """moto's server on a free port, and clients for it."""

    def __init__(self):
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        host, port = self.server.get_host_and_port()
        self.url = f"http://{host}:{port}"

    def client(self, service, key="test", secret="test"):
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, aws_access_key_id=key,
                            aws_secret_access_key=secret)

    def user(self, name, action):
        """Somebody who may do this and nothing else: the policy's ARN and a pair of keys."""
        iam = self.client("iam")
        iam.create_user(UserName=name)
        # moto asks policies about any resource; that the template's names one is for test_template to say
        statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": statement})
        policy = iam.create_policy(PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
        iam.attach_user_policy(UserName=name, PolicyArn=policy)
        made = iam.create_access_key(UserName=name)["AccessKey"]
        return policy, (made["AccessKeyId"], made["SecretAccessKey"])


def setUpModule():
    global aws
    aws = Aws()


def tearDownModule():
    aws.server.stop()


def settings(key, previous=None):
    held = {"SUPABASE_URL": "http://127.0.0.1:1", "SUPABASE_SERVICE_ROLE_KEY": "service-key",
            "LIVEKIT_URL": "ws://127.0.0.1:1", "LIVEKIT_API_KEY": key, "LIVEKIT_API_SECRET": f"secret of {key}"}
    if previous:
        held |= {"LIVEKIT_API_KEY_PREVIOUS": previous, "LIVEKIT_API_SECRET_PREVIOUS": f"secret of {previous}"}
    return json.dumps(held)


def signed(key):
    """LiveKit's token for the report, by this key."""
    encoded = lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"=")
    now = int(time.time())
    digest = base64.b64encode(hashlib.sha256(REPORT.encode()).digest()).decode()
    claims = {"iss": key, "nbf": now, "iat": now, "exp": now + 300, "sha256": digest}
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signature = hmac.new(f"secret of {key}".encode(), b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, encoded(signature)]).decode()


class Settings(unittest.TestCase):
    """The webhook, since its answers tell by which keys it takes a report: 401 is refused, and without a database what
    is not refused is 503."""

    TAKEN, REFUSED = 503, 401

    def setUp(self):
        need("webhook")
        self.secrets = aws.client("secretsmanager")
        name = STACK["Resources"]["Secret"]["Properties"]["Name"]["Fn::Sub"].replace("${AWS::StackName}", self.id())
        self.arn = self.secrets.create_secret(Name=name, SecretString=settings("old"))["ARN"]

    def function(self, key="test", secret="test"):
        return Function("webhook", {
            "IPELYA_SECRET_ID": self.arn, "IPELYA_SECRET_MAX_AGE_SECONDS": "1", "AWS_ENDPOINT_URL": aws.url,
            "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
        })

    def put(self, *keys):
        self.secrets.put_secret_value(SecretId=self.arn, SecretString=settings(*keys))

    def status(self, function, key):
        headers = {"authorization": signed(key), "content-type": "application/webhook+json"}
        return function.invoke(http_event("POST", "/functions/v1/livekit-webhook", headers, REPORT))["statusCode"]

    def statuses(self, function):
        return {key: self.status(function, key) for key in ("old", "new")}

    def until(self, function, is_so):
        end = time.monotonic() + PATIENCE
        while not is_so():
            self.assertLess(time.monotonic(), end, function.log())
            time.sleep(0.2)
            self.status(function, "nobody")

    def complaints(self, function):
        return [line["error"] for line in function.log() if line["message"].startswith("the secrets cannot be read")]

    def test_a_rotation_needs_no_restart_and_both_pairs_are_taken_meanwhile(self):
        with self.function() as function:
            self.assertEqual(function.invoke(http_event("GET", "/functions/v1/livekit-webhook"))["statusCode"], 200)
            self.assertEqual(self.statuses(function), {"old": self.TAKEN, "new": self.REFUSED})
            self.put("new", "old")
            self.until(function, lambda: self.status(function, "new") == self.TAKEN)
            self.assertEqual(self.statuses(function), {"old": self.TAKEN, "new": self.TAKEN})
            self.put("new")
            self.until(function, lambda: self.status(function, "old") == self.REFUSED)
            self.assertEqual(self.statuses(function), {"old": self.REFUSED, "new": self.TAKEN})

    def test_a_secret_that_is_to_be_deleted_leaves_the_function_with_what_it_has(self):
        with self.function() as function:
            self.status(function, "old")
            self.secrets.delete_secret(SecretId=self.arn, RecoveryWindowInDays=7)
            self.until(function, lambda: self.complaints(function))
            self.assertIn("InvalidRequestException", self.complaints(function)[0])
            self.assertEqual(self.statuses(function), {"old": self.TAKEN, "new": self.REFUSED})
            self.secrets.restore_secret(SecretId=self.arn)
            self.put("new")
            self.until(function, lambda: self.status(function, "new") == self.TAKEN)

    def test_a_right_that_is_taken_away_leaves_the_function_with_what_it_has(self):
        _, admin = aws.user("admin", "*")
        policy, own = aws.user("function", self.right())
        self.secrets, iam = aws.client("secretsmanager", *admin), aws.client("iam", *admin)
        self.enforce_rights()
        with self.function(*own) as function:
            self.assertEqual(self.statuses(function), {"old": self.TAKEN, "new": self.REFUSED})
            iam.detach_user_policy(UserName="function", PolicyArn=policy)
            self.put("new")
            self.until(function, lambda: self.complaints(function))
            self.assertIn("AccessDenied", self.complaints(function)[0])
            self.assertEqual(self.statuses(function), {"old": self.TAKEN, "new": self.REFUSED})
            iam.attach_user_policy(UserName="function", PolicyArn=policy)
            self.until(function, lambda: self.status(function, "new") == self.TAKEN)

    def right(self):
        """What the template lets functions do with the secret; more than that they may not need."""
        return RESOURCES["FunctionPolicy"]["Properties"]["PolicyDocument"]["Statement"][0]["Action"]

    def enforce_rights(self):
        before, moto_settings.INITIAL_NO_AUTH_ACTION_COUNT = moto_settings.INITIAL_NO_AUTH_ACTION_COUNT, 0
        self.addCleanup(setattr, moto_settings, "INITIAL_NO_AUTH_ACTION_COUNT", before)


class Payments(unittest.TestCase):
    """Stripe's own report tells whether its secret is known: 401 without it, 200 for what is about nothing of ours."""

    REPORT = '{"id":"evt_1","type":"customer.created","created":1,"data":{"object":{"id":"cus_1"}}}'
    KEYS = {"STRIPE_SECRET_KEY": "sk_test", "STRIPE_PUBLISHABLE_KEY": "pk_test", "STRIPE_WEBHOOK_SECRET": "whsec_test",
            "STRIPE_RETURN_URL": "http://127.0.0.1:1"}

    def setUp(self):
        need("payment")
        self.secrets = aws.client("secretsmanager")
        self.every = self.make("Secret", settings("key"))
        # as the template makes it
        self.own = self.make("PaymentSecret", RESOURCES["PaymentSecret"]["Properties"]["SecretString"])

    def make(self, resource, text):
        name = RESOURCES[resource]["Properties"]["Name"]["Fn::Sub"].replace("${AWS::StackName}", self.id())
        return self.secrets.create_secret(Name=name, SecretString=text)["ARN"]

    def function(self):
        """With the secrets that the template tells it."""
        between, named = FUNCTIONS["PaymentFunction"]["Environment"]["Variables"]["IPELYA_SECRET_ID"]["Fn::Join"]
        arns = {"OwnsSecret": self.every, "OwnsPaymentSecret": self.own}
        told = between.join(arns[each["Fn::If"][0]] for each in named)
        return Function("payment", {
            "IPELYA_SECRET_ID": told, "IPELYA_SECRET_MAX_AGE_SECONDS": "1", "AWS_ENDPOINT_URL": aws.url,
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        })

    def status(self, function):
        now = int(time.time())
        tag = hmac.new(b"whsec_test", f"{now}.{self.REPORT}".encode(), hashlib.sha256).hexdigest()
        headers = {"stripe-signature": f"t={now},v1={tag}", "content-type": "application/json"}
        return function.invoke(http_event("POST", "/api/live/stripe-webhook", headers, self.REPORT))["statusCode"]

    def test_stripes_keys_are_put_into_a_secret_of_their_own_while_payment_runs(self):
        with self.function() as function:
            self.assertEqual(self.status(function), 401)
            self.secrets.put_secret_value(SecretId=self.own, SecretString=json.dumps(self.KEYS))
            end = time.monotonic() + PATIENCE
            while self.status(function) != 200:
                self.assertLess(time.monotonic(), end, function.log())
                time.sleep(0.2)


class Schedules(unittest.TestCase):
    """A run that fails as a run does, with an error, was taken as one: an HTTP request is always answered."""

    SETTINGS = {**json.loads(settings("key")), "IPELYA_SWEEP_AWAY_FOR_SECONDS": "0", "IPELYA_NOTIFY_FOR_SECONDS": "0",
                "PUSH_PROVIDER": "expo", "EXPO_URL": "http://127.0.0.1:1", "STRIPE_SECRET_KEY": "sk_test",
                "STRIPE_PUBLISHABLE_KEY": "pk_test", "STRIPE_WEBHOOK_SECRET": "whsec_test",
                "STRIPE_RETURN_URL": "http://127.0.0.1:1", "STRIPE_API_URL": "http://127.0.0.1:1"}
    # What Scheduler sends for a schedule without an Input, and what EventBridge's rules send, the older way.
    OWN = {"version": "0", "id": "d1b7b0c1-1b5c-4e8e-9b1a-2f8f6c7f2c11", "detail-type": "Scheduled Event",
           "source": "aws.scheduler", "account": "123456789012", "time": "2026-11-22T12:00:00Z", "region": REGION,
           "resources": [f"arn:aws:scheduler:{REGION}:123456789012:schedule/default/every-minute"], "detail": "{}"}
    CLASSIC = {**OWN, "source": "aws.events", "detail": {},
               "resources": [f"arn:aws:events:{REGION}:123456789012:rule/every-minute"]}

    def test_each_is_as_sam_makes_it_and_its_event_is_taken_as_a_run(self):
        schedules = sam_schedules()
        rates = {"sweeper": "rate(1 minute)", "notifier": "rate(1 minute)", "payment": "rate(5 minutes)"}
        self.assertEqual(set(schedules), set(rates))
        need(*schedules)
        scheduler = aws.client("scheduler")
        for name, schedule in schedules.items():
            with self.subTest(name):
                scheduler.create_schedule(Name=name, **schedule)
                kept = scheduler.get_schedule(Name=name)
                self.assertEqual(kept["ScheduleExpression"], rates[name])
                self.assertEqual(kept["FlexibleTimeWindow"], {"Mode": "OFF"})
                self.assertEqual(kept["State"], "ENABLED")
                target = kept["Target"]
                self.assertEqual(target["Arn"], f"{LAMBDA}ipelya-live-test-{name}:live", "what a rollback moves")
                self.assertEqual(target["RetryPolicy"], {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60})
                self.runs(name, json.loads(target["Input"]) if "Input" in target else self.OWN)
                self.runs(name, self.CLASSIC)

    def runs(self, name, event):
        with Function(name, self.SETTINGS) as function:
            with self.assertRaises(Failure) as failed:
                function.invoke(event)
            self.assertEqual(failed.exception.error["errorMessage"], "SERVICE_UNAVAILABLE")
            lines = [line for line in function.log() if line["message"] in ("scheduled", "request")]
            self.assertEqual([(line["message"], line["function"]) for line in lines], [("scheduled", name)])


class Metrics(unittest.TestCase):
    NAMESPACE = OURS.replace("${AWS::StackName}", "ipelya-live-test")

    def line(self, name, event):
        need(name)
        with Function(name, {**Schedules.SETTINGS, "IPELYA_METRICS_NAMESPACE": self.NAMESPACE}) as function:
            with contextlib.suppress(Failure):
                function.invoke(event)
            (line,) = [line for line in function.log() if "_aws" in line]
        return line

    def metrics(self, line):
        """(name, dimension) → value, as CloudWatch reads the line."""
        found = {}
        for directive in line["_aws"]["CloudWatchMetrics"]:
            self.assertEqual(directive["Namespace"], self.NAMESPACE)
            ((dimension,),) = directive["Dimensions"]
            for metric in directive["Metrics"]:
                self.assertEqual(metric["Unit"], METRICS[metric["Name"]])
                found[metric["Name"], dimension, line[dimension]] = line[metric["Name"]]
        return found

    def test_a_refused_request_is_counted_by_its_function_and_its_code(self):
        own = "ipelya-live-test-gift"
        headers = {"content-type": "application/json"}
        line = self.line("gift", http_event("POST", "/functions/v1/send-live-gift", headers, "{}"))
        self.assertEqual(self.metrics(line), {
            ("requests", "FunctionName", own): 1, ("faults", "FunctionName", own): 0,
            ("refusals", "error_code", "UNAUTHORIZED"): 1,
        })
        self.assertLess(abs(line["_aws"]["Timestamp"] - time.time() * 1000), 60_000)

    def test_a_run_that_failed_is_a_fault(self):
        own = "ipelya-live-test-sweeper"
        measured = self.metrics(self.line("sweeper", Schedules.OWN))
        self.assertEqual(measured["requests", "FunctionName", own] - measured["faults", "FunctionName", own], 0)
        self.assertGreater(measured["postgres_ms", "FunctionName", own], 0)


def sam_schedules():
    """What SAM makes of the template's schedules, by binary, with what CloudFormation would put in for references."""
    template = json.loads(json.dumps(STACK))
    for each in template["Resources"].values():
        if each["Type"] == "AWS::Serverless::Function":
            each["Properties"]["CodeUri"] = "s3://where/sam-deploy-puts-it.zip"
    parameters = {name: each.get("Default", "2611221200") for name, each in STACK["Parameters"].items()}
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    made = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION)).translate(template, parameters, {})
    resources, found = made["Resources"], {}
    for each in resources.values():
        if each["Type"] == "AWS::Scheduler::Schedule":
            schedule, target = each["Properties"], each["Properties"]["Target"]
            alias = resources[target["Arn"]["Ref"]]["Properties"]
            function = resources[alias["FunctionName"]["Ref"]]["Properties"]["FunctionName"]["Fn::Sub"]
            target["Arn"] = LAMBDA + function.replace("${AWS::StackName}", "ipelya-live-test") + ":" + alias["Name"]
            target["RoleArn"] = f"arn:aws:iam::123456789012:role/{target['RoleArn']['Fn::GetAtt'][0]}"
            if "State" in schedule:
                condition, schedule["State"], _ = schedule["State"]["Fn::If"]
                assert condition == "HasPushOrMail", "as it is where something is sent"
            found[function.removeprefix("${AWS::StackName}-")] = schedule
    return found


if __name__ == "__main__":
    unittest.main()
