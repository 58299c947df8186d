"""Variables that a pipe lets through: `env | grep KUBE` shows as `printenv KUBECONFIG`."""

from collections.abc import Sequence
from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Word

_PLAIN: Final = re2.compile(
    r"(?i)^\^?(?:_?(?:kube|path|home|lang|lc_|java|node_?(?:env|version|options)?|go(?:path|root|"
    r"flags|os|arch)?|python(?:path)?|virtual_?env|conda|shell|term|display|user|editor|ci|debug|"
    r"hostname|tz|xdg|docker_host|rails_env|app_env|environment|pwd|version|locale|cuda|omp_|"
    r"ld_library|make|cc|cxx|cflags|npm_config_(?:cache|prefix)|ssh_(?:agent|auth_sock|tty)|wsl|"
    r"port|region|aws_(?:profile|region|default_region)|namespace|stage|tier))[a-z_]*[=$.*]*$"
)
"""Patterns of variables that hold settings, and no secret."""


_QUIET: Final = {"wg": "pubkey", "docker": "--password-stdin", "podman": "--password-stdin",
                 "helm": "--password-stdin", "crane": "--password-stdin", "oras":
                 "--password-stdin", "buildah": "--password-stdin", "nerdctl": "--password-stdin",
                 "gh": "--with-token", "glab": "--stdin", "skopeo": "--password-stdin"}  # fmt: skip
"""Programs, each with the word with which it takes a secret in, and shows none."""


def kept_quiet(found: Found, program: str, words: Sequence[Word]) -> None:
    """Leave out that a secret was read for a program that takes it in, and shows none of it."""
    if _QUIET.get(program, "-") not in [each.text for each in words]:
        return
    for place in range(len(found.calls) - 1, -1, -1):
        if found.calls[place].program == "cat":
            shown = found.calls[place]
            found.calls[place] = Call("true", (), marks=shown.marks)
            return


def narrowed(found: Found, program: str, words: Sequence[Word]) -> None:
    """Say of the last call that printed all variables what a filter lets through of them.

    Args:
        found: Where that call waits to be read.
        program: The filter.
        words: Its arguments.
    """
    texts = [each.text for each in words]
    plain = [each for each in texts if not each.startswith("-")]
    options = {each for each in texts if each.startswith("-")}
    if program in ("grep", "egrep", "rg"):
        known = options <= {"-i", "-E", "-e", "-o", "-c", "-q", "--color", "-n"}
        quiet = known and len(plain) == 1 and all(map(_PLAIN.search, plain[0].split("|")))
        quiet = quiet or (known and bool(options & {"-c", "-q"}))
    elif program == "cut":
        quiet = texts in (["-d=", "-f1"], ["-d", "=", "-f1"], ["-d=", "-f", "1"], ["-f1", "-d="])
    else:
        quiet = program == "wc"
    calls = found.calls
    for place in range(len(calls) - 1, -1, -1) if quiet else ():
        if calls[place].program in ("env", "printenv") and not calls[place].words:
            calls[place] = Call("printenv", (Word("SHELL"),), marks=calls[place].marks)
            return
