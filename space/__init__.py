"""The client of the SENTINEL environment, as OpenEnv's tools look for it."""

from sentinel.client import SentinelAction, SentinelEnv, SentinelObservation, SentinelState

__all__ = ["SentinelAction", "SentinelEnv", "SentinelObservation", "SentinelState"]
