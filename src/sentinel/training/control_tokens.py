"""Text of an environment without what a chat template writes, as prompts for training need it."""

from sentinel.overseer.control_tokens import harmless as harmless
