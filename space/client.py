"""`SentinelEnv` and its messages, where OpenEnv's `AutoEnv` and `AutoAction` look for them."""

from sentinel.client import SentinelAction, SentinelEnv, SentinelObservation, SentinelState

__all__ = ["SentinelAction", "SentinelEnv", "SentinelObservation", "SentinelState"]
