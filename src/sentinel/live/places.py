"""What depends on a target, from its name."""

from typing import Final

import re2

from sentinel.live.effects import Place

_WORDS: Final = {
    Place.PROD: ("prod", "production", "prd", "live", "prod-us", "primary"),
    Place.STAGING: (
        "staging", "stage", "stg", "test", "testing", "qa", "dev", "development", "uat",
        "sandbox", "preprod", "nonprod", "demo",
    ),
    Place.LOCAL: (
        "localhost", "127.0.0.1", "::1", "minikube", "kind", "docker-desktop", "k3d",
        "rancher-desktop", "colima", "orbstack",
    ),
}  # fmt: skip
"""Words of names, by what they say; each stands alone between characters that are no letters."""

_PATTERNS: Final = {
    place: re2.compile(
        r"(?i)(?:^|[^a-z])(?:" + "|".join(map(re2.escape, words)) + r")[0-9]*(?:$|[^a-z])"
    )
    for place, words in _WORDS.items()
}


def place_of(text: str) -> Place:
    """What a name, context, host, profile or path says about where it is.

    Args:
        text: As it is written. Only its first 300 characters are looked at.

    Returns:
        `PROD` where it says so, whatever else it says; `UNKNOWN` where it says nothing.

    Example:
        >>> place_of("arn:aws:eks:eu-west-1:1:cluster/shop-prod-2").value
        'prod'
        >>> place_of("product_images").value
        'unknown'
    """
    shown = text[:300]
    for place, pattern in _PATTERNS.items():
        if pattern.search(shown):
            return place
    return Place.UNKNOWN
