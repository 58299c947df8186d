"""What a machine in a cloud is told about itself: where it is, or who it may be taken for."""

from typing import Final

from sentinel.live.reading.http_services import READING, Asked
from sentinel.live.reading.system_verbs import bag

_SECRET: Final = bag("iam identity-credentials user-data userdata service-accounts attributes "
                     "identity ssh-keys security-credentials credentials scheduledevents "
                     "managed-ssh-keys public-keys token attested")  # fmt: skip
_ABOUT: Final = bag(
    "placement instance-id instance-type instance-action instance-life-cycle hostname mac network "
    "local-hostname local-ipv4 public-hostname public-ipv4 ami-id ami-launch-index reservation-id "
    "security-groups services spot tags events system zone name id machine-type cpu-platform "
    "region availability-zone project-id numeric-project-id image preempted scheduling "
    "network-interfaces hostname instance compute droplet_id interfaces maintenance profile"
)


def is_plain(asked: Asked) -> bool:
    """Whether a request only asks where a machine is, and what it is called.

    Args:
        asked: The request, to the address that hands out metadata.
    """
    parts = [part.lower() for part in asked.parts]
    if asked.method == "PUT":
        # The token of a session: without it nothing is told, and it opens no account.
        return parts == ["latest", "api", "token"]
    if asked.method not in READING or "recursive=true" in asked.asked:
        return False
    if parts[:1] == ["opc"] and parts[-1] in ("instance", "metadata"):
        return False
    return bool(parts) and _SECRET.isdisjoint(parts) and not _ABOUT.isdisjoint(parts)
