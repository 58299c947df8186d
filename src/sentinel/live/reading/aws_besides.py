"""What parameters of any operation of AWS do besides: guards they take away, policies they hold.

Hundreds of operations share a handful of parameters; what those do is the same everywhere.
"""

import json
from typing import Final

from sentinel.live.effects import Kind, Thing
from sentinel.live.reading.aws_parameters import FLAGS, VALUED
from sentinel.live.reading.calls import Inner, Word
from sentinel.live.reading.cloud_orders import Order
from sentinel.live.reading.names import names

_GUARDS: Final = (
    "protect", "encrypt", "log-file-validation", "multi-region", "global-service", "audit",
    "logging", "enforce", "require-",
)  # fmt: skip
"""Parts of the names of switches that guard while they are on: `--no-termination-protected`."""
_SWITCHES: Final = names("--no-enable --no-sending-enabled --no-enabled")
_VALUES: Final[dict[str, tuple[str, Thing]]] = {
    "--snapshot-retention-limit": ("0", Thing.BACKUP),
    "--mfa-configuration": ("off", Thing.ACCOUNT),
    "--http-tokens": ("optional", Thing.INSTANCE),
    "--image-tag-mutability": ("mutable", Thing.IMAGE),
    "--tracing-config": ("mode=passthrough", Thing.AUDIT),
}
"""Values that take a guard away, and of what."""
_PAIRS: Final = (
    "deletion_protection.enabled,value=false", "access_logs.s3.enabled,value=false",
    "routing.http.drop_invalid_header_fields.enabled,value=false",
)  # fmt: skip
_POLICY: Final = ('"statement"', '"principal"')
_MANY: Final = 20
"""Instances that nobody starts at a time without being asked what they cost."""


def besides(order: Order) -> None:
    """Add to an order what its parameters do besides.

    Args:
        order: Of which the operation was read already.
    """
    if all(each.kind is Kind.READS for each in order.found.effects):
        return
    given = order.options.given
    for name, words in given.items():
        if name in VALUED or name in FLAGS:
            continue
        text = " ".join(word.text for word in words)
        _of_switch(order, name)
        _of_value(order, name, text.lower())
        if text[:1] in "{['\"P" and not any(each.language == "iam" for each in order.found.inner):
            _of_document(order, words, text)


def _of_switch(order: Order, name: str) -> None:
    known = any(each.kind is Kind.WEAKENS for each in order.found.effects)
    if known or not name.startswith("--no-"):
        return
    if name in _SWITCHES or any(part in name for part in _GUARDS):
        service = order.by.split()[1:2]
        watches = service and service[0] in ("cloudtrail", "guardduty", "securityhub", "macie2")
        thing = Thing.AUDIT if watches else Thing.CONFIGURATION
        order.does(Kind.WEAKENS, thing, "protection")


def _of_value(order: Order, name: str, text: str) -> None:
    meant = _VALUES.get(name)
    if meant is not None and text == meant[0]:
        order.does(Kind.WEAKENS, meant[1], "protection")
    flat = text.replace(" ", "").replace('"', "")
    if name == "--attributes" and any(pair in flat for pair in _PAIRS):
        order.does(Kind.WEAKENS, Thing.NETWORK, "protection")
    if "endpointpublicaccess" in flat and "0.0.0.0/0" in flat:
        order.does(Kind.EXPOSES, Thing.CLUSTER, "public")
    if "clusterlogging" in flat and ("enabled:false" in flat or "enabled=false" in flat):
        order.does(Kind.WEAKENS, Thing.AUDIT, "audit")
    if name == "--count" and text.partition(":")[0].isdigit() and _costly(text):
        order.does(Kind.WRITES, Thing.ORGANISATION, "money", name="billing")


def _costly(text: str) -> bool:
    return int(text.partition(":")[2] or text.partition(":")[0]) >= _MANY


def _of_document(order: Order, words: list[Word], text: str) -> None:
    """Read the policy that a value holds, be it inside another document."""
    document = _policy_in(text)
    if document:
        fixed = all(word.fixed for word in words)
        order.found.inner.append(
            Inner("iam", document, fixed, place=order.place, marks=order.marks)
        )


def _policy_in(text: str) -> str:
    lower = text.lower()
    if not any(part in lower.replace("\\", "") for part in _POLICY):
        return ""
    if text.startswith("Policy="):
        return text.removeprefix("Policy=").strip("'")
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return text
    for key in ("Policy", "policy", "PolicyDocument", "AccessPolicies"):
        if isinstance(given, dict) and isinstance(given.get(key), str):
            return str(given[key])
    return text
