"""Who gets at recordings, by infra/template.yaml, and that what is deleted is gone."""

import re
import unittest

from test_template import FUNCTIONS, GLOBALS, RESOURCES, ROOT, STACK, binary, walk

BUCKET = {"Ref": "RecordingBucket"}
ITSELF = {"Fn::GetAtt": ["RecordingBucket", "Arn"]}
FILES = {"Fn::Sub": "${RecordingBucket.Arn}/v1/*"}


def allowed():
    """(who, action, to what) of every statement that speaks of the store."""
    for name, each in RESOURCES.items():
        for statement in walk(each):
            if isinstance(statement, dict) and "Action" in statement and "Resource" in statement:
                for action in walk(statement["Action"]):
                    if isinstance(action, str) and action.startswith("s3:"):
                        yield name, statement["Effect"], action, statement["Resource"]


def told(name, setting):
    return FUNCTIONS[name].get("Environment", {}).get("Variables", {}).get(f"LIVEKIT_RECORDING_{setting}")


class Bucket(unittest.TestCase):
    def setUp(self):
        self.bucket = RESOURCES["RecordingBucket"]["Properties"]

    def test_there_is_none_unless_it_is_asked_for(self):
        self.assertEqual(STACK["Parameters"]["Recording"]["Default"], "")
        for name in ("RecordingBucket", "RecordingBucketPolicy", "RecordingWriterPolicy"):
            self.assertEqual(RESOURCES[name]["Condition"], "Records", name)
        for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
            self.assertEqual(RESOURCES["RecordingBucket"][policy], "Retain")

    def test_it_is_private_encrypted_and_reached_by_tls_alone(self):
        self.assertEqual(set(self.bucket["PublicAccessBlockConfiguration"].values()), {True})
        self.assertEqual(len(self.bucket["PublicAccessBlockConfiguration"]), 4)
        self.assertEqual(self.bucket["OwnershipControls"], {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]})
        (rule,) = self.bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        self.assertEqual(rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
        policy = RESOURCES["RecordingBucketPolicy"]["Properties"]
        (statement,) = policy["PolicyDocument"]["Statement"]
        self.assertEqual((policy["Bucket"], statement["Effect"], statement["Principal"]), (BUCKET, "Deny", "*"))
        self.assertEqual(statement["Condition"], {"Bool": {"aws:SecureTransport": "false"}})
        self.assertEqual(statement["Resource"], [ITSELF, {"Fn::Sub": "${RecordingBucket.Arn}/*"}])

    def test_what_is_deleted_leaves_no_version_and_what_was_not_finished_goes(self):
        self.assertNotIn("VersioningConfiguration", self.bucket)
        rules = {rule["Id"]: rule for rule in self.bucket["LifecycleConfiguration"]["Rules"]}
        self.assertEqual(rules["unfinished"]["AbortIncompleteMultipartUpload"], {"DaysAfterInitiation": 1})
        net = rules["last-net"]
        self.assertEqual(net["ExpirationInDays"], {"Ref": "RecordingExpireDays"})
        self.assertEqual(net["NoncurrentVersionExpiration"], {"NoncurrentDays": 1})
        for rule in rules.values():
            self.assertEqual(rule["Status"], "Enabled")
            self.assertLessEqual(set(rule) & {"Prefix", "Filter", "TagFilters"}, set(), "it is for every file")

    def test_the_last_net_is_wider_than_what_the_database_keeps_by_default(self):
        settings = (ROOT / "migrations/20261121090300_live_settings.sql").read_text()
        kept = re.findall(r"\('(?:call_)?recording_days_count', '(\d+)'\)", settings)
        self.assertEqual(len(kept), 2)
        self.assertGreater(STACK["Parameters"]["RecordingExpireDays"]["Default"], max(map(int, kept)))

    def test_scripts_read_it_from_the_named_origins_alone(self):
        self.assertEqual(STACK["Parameters"]["RecordingOrigins"]["Default"], "")
        condition, cors, without = self.bucket["CorsConfiguration"]["Fn::If"]
        self.assertEqual((condition, without), ("RecordsForScripts", {"Ref": "AWS::NoValue"}))
        (rule,) = cors["CorsRules"]
        self.assertEqual(rule["AllowedMethods"], ["GET"])
        self.assertEqual(rule["AllowedOrigins"], {"Ref": "RecordingOrigins"})


class Rights(unittest.TestCase):
    def test_one_function_reads_one_deletes_one_policy_writes_and_that_is_all(self):
        self.assertCountEqual(allowed(), [
            ("RecordingRole", "Allow", "s3:GetObject", FILES),
            ("SweeperRole", "Allow", "s3:GetObject", FILES),
            ("SweeperRole", "Allow", "s3:DeleteObject", FILES),
            # what is not there is 404 only to whoever may list
            ("SweeperRole", "Allow", "s3:ListBucket", ITSELF),
            ("RecordingWriterPolicy", "Allow", "s3:PutObject", FILES),
            ("RecordingBucketPolicy", "Deny", "s3:*", [ITSELF, {"Fn::Sub": "${RecordingBucket.Arn}/*"}]),
        ])

    def test_files_lie_where_the_rights_are(self):
        sql = "".join(path.read_text() for path in sorted((ROOT / "migrations").glob("*.sql")))
        (folder,) = re.findall(r"create or replace function public\.live_recording_folder\(.*?\$\$;", sql, re.DOTALL)
        below = re.findall(r"'(\w+/)\w+/'", folder)
        self.assertEqual(set(below), {FILES["Fn::Sub"].removeprefix("${RecordingBucket.Arn}/").rstrip("*")})
        self.assertEqual(len(below), 2, "of sessions and of calls")

    def test_the_role_is_taken_on_by_one_principal_who_tells_what_the_secret_holds(self):
        role = RESOURCES["RecordingWriterRole"]
        self.assertEqual(role["Condition"], "RecordsByRole")
        self.assertEqual(role["Properties"]["ManagedPolicyArns"], [{"Ref": "RecordingWriterPolicy"}])
        self.assertNotIn("Policies", role["Properties"])
        trust = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        self.assertEqual((trust["Principal"], trust["Action"]), ({"AWS": {"Ref": "RecordingWriterArn"}}, "sts:AssumeRole"))
        told = "{{resolve:secretsmanager:${RecordingSecretArn}:SecretString:LIVEKIT_RECORDING_EXTERNAL_ID}}"
        self.assertEqual(trust["Condition"], {"StringEquals": {"sts:ExternalId": {"Fn::Sub": told}}})
        asserted = [each["Assert"] for each in STACK["Rules"]["RecordingRoleHasAllItNeeds"]["Assertions"]]
        needed = [{"Fn::Not": [{"Fn::Equals": [{"Ref": name}, ""]}]} for name in ("RecordingWriterArn", "RecordingSecretArn")]
        self.assertEqual(asserted, needed)


class Told(unittest.TestCase):
    """Which functions know that anything is recorded, and of whom LiveKit is told."""

    def test_those_are_told_of_the_bucket_whose_sources_stop_or_begin_recordings_or_ask_the_store(self):
        asking = {path.parts[-3] for path in ROOT.glob("functions/*/src/*.rs")
                  if re.search(r"\bcx\.(stop_recording\(|record\(|egresses\b|store\b)", path.read_text())}
        self.assertEqual(asking, {binary(FUNCTIONS[name]) for name in FUNCTIONS if told(name, "BUCKET")})
        self.assertFalse([name for name in GLOBALS["Environment"]["Variables"] if name.startswith("LIVEKIT_RECORDING")])

    def test_without_recording_there_is_no_bucket_to_any_of_them(self):
        for name in FUNCTIONS:
            if told(name, "BUCKET"):
                self.assertEqual(told(name, "BUCKET"), {"Fn::If": ["Records", BUCKET, ""]}, name)
                self.assertEqual(told(name, "REGION"), {"Ref": "AWS::Region"}, name)

    def test_as_whom_it_is_written_is_known_to_those_alone_who_have_the_secret(self):
        beginning = {"RecordingFunction", "SweeperFunction"}
        for name in FUNCTIONS:
            if told(name, "BUCKET"):
                begins = name in beginning
                # the others end recordings: with `egress` they want no key
                self.assertEqual(told(name, "ACCESS"), {"Ref": "RecordingAccess"} if begins else "egress", name)
                self.assertEqual(bool(told(name, "ROLE_ARN")), begins, name)
        begun = {path.parts[-3] for path in ROOT.glob("functions/*/src/*.rs")
                 if re.search(r"\bcx\.record\(", path.read_text())}
        self.assertEqual(begun, {binary(FUNCTIONS[name]) for name in beginning})

    def test_every_access_there_is_can_be_asked_for(self):
        rust = (ROOT / "crates/ipelya-edge/src/settings.rs").read_text()
        known = re.search(r"LIVEKIT_RECORDING_ACCESS is (\w+), (\w+) or (\w+)", rust).groups()
        self.assertEqual(STACK["Parameters"]["RecordingAccess"]["AllowedValues"], list(known))
        self.assertEqual(STACK["Parameters"]["RecordingAccess"]["Default"], known[0])


if __name__ == "__main__":
    unittest.main()
