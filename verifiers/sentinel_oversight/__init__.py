"""Oversight of an incident's responder, as a taskset of verifiers: one decision a task."""

from sentinel_oversight.taskset import OversightTaskset

__all__ = ["OversightTaskset"]
