import os
import subprocess
import sys
import unittest

from support_agent.settings import BadSetting, Settings

from .support import API_SECRET, HERE

ENOUGH = {
    "LIVEKIT_URL": "wss://example.livekit.cloud", "LIVEKIT_API_KEY": "key", "LIVEKIT_API_SECRET": API_SECRET,
    "VOICE_STACK": "stub",
}  # fmt: skip
OPENAI = ENOUGH | {"VOICE_STACK": "openai", "OPENAI_API_KEY": "sk-a-secret"}


class SettingsOfTheEnvironment(unittest.TestCase):
    def test_what_is_not_set_has_the_value_of_the_readme(self):
        settings = Settings.read(ENOUGH)
        self.assertEqual((settings.agent_name, settings.max_jobs, settings.drain_seconds), ("ipelya-support", 5, 10))
        self.assertEqual((settings.health_host, settings.health_port), ("127.0.0.1", 8081))
        openai = Settings.read(OPENAI).openai
        self.assertEqual(
            (openai.base_url, openai.stt_model, openai.llm_model, openai.tts_model),
            (None, "gpt-4o-mini-transcribe", "gpt-4.1-mini", "gpt-4o-mini-tts"),
        )
        readme = (HERE / "README.md").read_text()
        for value in ("ipelya-support", "8081", openai.stt_model, openai.llm_model, openai.tts_model):
            self.assertIn(f"`{value}`", readme)

    def test_what_it_cannot_start_with_is_named_and_never_shown(self):
        for change, said in [
            ({"AGENT_NAME": ""}, "AGENT_NAME is empty"),
            ({"AGENT_NAME": "  "}, "AGENT_NAME is empty"),
            ({"LIVEKIT_URL": ""}, "LIVEKIT_URL is missing"),
            ({"LIVEKIT_URL": "example.com"}, "LIVEKIT_URL must"),
            ({"LIVEKIT_URL": "wss://user:pass-word@example.com"}, "LIVEKIT_URL must"),
            ({"LIVEKIT_URL": "wss://example.com:port"}, "LIVEKIT_URL must"),
            ({"LIVEKIT_API_KEY": " "}, "LIVEKIT_API_KEY is missing"),
            ({"LIVEKIT_API_SECRET": ""}, "LIVEKIT_API_SECRET is missing"),
            ({"VOICE_STACK": ""}, "VOICE_STACK must be one of openai, stub"),
            ({"VOICE_STACK": "Stub"}, "VOICE_STACK must be one of openai, stub"),
            ({"VOICE_STACK": "openai"}, "OPENAI_API_KEY is missing"),
            ({"AGENT_MAX_JOBS": "0"}, "AGENT_MAX_JOBS must be a number from 1 to 100"),
            ({"AGENT_MAX_JOBS": "٣"}, "AGENT_MAX_JOBS must"),
            ({"AGENT_HEALTH_PORT": "65536"}, "AGENT_HEALTH_PORT must"),
            ({"AGENT_DRAIN_SECONDS": "-1"}, "AGENT_DRAIN_SECONDS must"),
        ]:
            with self.subTest(change), self.assertRaises(BadSetting) as refused:
                Settings.read(ENOUGH | change)
            self.assertTrue(str(refused.exception).startswith(said), refused.exception)
            self.assertNotIn("pass-word", str(refused.exception))

    def test_secrets_are_not_in_what_is_printed_of_it(self):
        printed = repr(Settings.read(OPENAI))
        self.assertNotIn(API_SECRET, printed)
        self.assertNotIn("sk-a-secret", printed)

    def test_a_worker_without_a_name_does_not_start(self):
        environment = ENOUGH | {"PATH": os.environ["PATH"], "AGENT_NAME": "", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "support_agent"]
        ended = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, timeout=60)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("would be sent into every room", ended.stdout)
        self.assertEqual(ended.stderr, "")
