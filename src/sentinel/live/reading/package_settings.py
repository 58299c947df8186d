"""Settings of package managers that take a guard away, or name another place to install from."""

from collections.abc import Sequence
from typing import Final

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Word
from sentinel.live.reading.names import names

_OFF: Final = names("false 0 off no")
_ON: Final = names("true 1 on yes")
_GUARDS: Final = names(
    "strict-ssl enablestrictssl secure-http ssl_verify sslverify gosumdb "
    "node_tls_reject_unauthorized "
    "pythonhttpsverify verify-store-integrity config.verify-store-integrity http.sslverify "
    "ssl-verify npm_config_strict_ssl verify_ssl check_updates gpgcheck"
)
"""Settings that guard while they are on, in small letters."""
_HOLES: Final = names(
    "disable-tls disable_checksum_validation git_ssl_no_verify ssl_no_verify unsafe-perm "
    "allow-insecure ssl.insecure dmaven.wagon.http.ssl.insecure "
    "dmaven.wagon.http.ssl.allowall"
)
"""Settings that guard while they are off."""
_EXCEPTIONS: Final = names(
    "goinsecure gonosumdb gonosumcheck pip_trusted_host global.trusted-host install.trusted-host"
)
"""Settings that name what goes unguarded."""
_REGISTRIES: Final = names(
    "pip_index_url pip_extra_index_url uv_index_url uv_default_index uv_extra_index_url goproxy "
    "npm_config_registry yarn_registry cargo_registries_crates_io_protocol"
)


SKIPS: Final = {
    "--allow-unauthenticated": "no-verify", "--nogpgcheck": "no-verify",
    "--force-yes": "no-verify force", "--allow-downgrades": "no-verify",
    "--allow-change-held-packages": "no-verify", "--no-gpg-checks": "no-verify",
    "--allow-untrusted": "no-verify", "--trusted-host": "no-verify", "--nosignature": "no-verify",
    "--nodigest": "no-verify", "--force-remove-essential": "force system",
    "--allow-remove-essential": "force system", "--nodeps": "force no-verify",
    "--force-all": "force no-verify", "--force-depends": "force",
    "--no-allow-insecure": "no-verify", "--allow-insecure-repositories": "no-verify",
    "--dangerous": "no-verify", "--devmode": "no-verify", "--no-gpg-verify": "no-verify",
    "-insecure": "no-verify", "--force": "force",
    "--skip-broken": "no-verify", "--ignore-checksums": "no-verify", "-Rdd": "force",
    "--break-system-packages": "system",
}  # fmt: skip
"""Options that skip a check, in any package manager."""
WEAKER_APT: Final = ("allowunauthenticated", "verify-peer=false", "verify-peer=0",
                      "verify-host=false", "allowinsecure", "check-valid-until=false",
                      "allowdowngradetoinsecure", "allowweak")  # fmt: skip
"""Parts of options of apt that take its checks away."""
INDEXES: Final = names("--index-url --extra-index-url --registry --index --default-index "
"--source -i "
                      "--find-links -f --repofrompath --repository -X --add-source "
                      "--git")  # fmt: skip
"""Options that name another place to install from."""
SHORT: Final = {
    "gem": names("-s"), "dotnet": names("-s"),
    **dict.fromkeys(("conda", "mamba", "micromamba"), names("-c --channel")),
}  # fmt: skip
"""Those of one program alone."""


def unguarded(
    variables: Sequence[tuple[str, str]], words: Sequence[Word]
) -> tuple[bool, tuple[str, ...]]:
    """What settings, in front of a call or among its words, take away.

    Args:
        variables: Assignments in front of the call.
        words: Its arguments.

    Returns:
        Whether a check of certificates or signatures goes; and other places to install from.

    Example:
        >>> unguarded([("GOSUMDB", "off")], [])
        (True, ())
    """
    pairs = [*variables, *_pairs(words)]
    weak = any(_weakens(name.lower().lstrip("-"), value.lower()) for name, value in pairs)
    foreign = tuple(
        value for name, value in pairs
        if (name.lower() in _REGISTRIES or name.endswith("registry"))
        and not name.startswith("-") and _unsafe(value)
    )  # fmt: skip
    return weak, foreign


def _pairs(words: Sequence[Word]) -> list[tuple[str, str]]:
    found = []
    for place, word in enumerate(words):
        name, equals, value = word.text.partition("=")
        if equals:
            found.append((name, value))
        elif place + 1 < len(words):
            found.append((name, words[place + 1].text))
    return found


def _weakens(name: str, value: str) -> bool:
    if name in _EXCEPTIONS:
        return value in ("*", "*.*") or "trusted" in name
    return (name in _GUARDS and value in _OFF) or (name in _HOLES and value in _ON)


def _unsafe(value: str) -> bool:
    return value.startswith("http://") and place_of(value) is not Place.LOCAL
