"""The worker of support calls with an AI agent. README.md says what it is, what it may know and how it is run."""
