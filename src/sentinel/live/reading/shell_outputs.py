"""What commands print, where that follows from what is on the page.

`echo cm0gLXJmIC8= | base64 -d | sh` hides nothing from a reader that can decode.
"""

import base64
import binascii
import codecs
import re
from collections.abc import Sequence
from typing import Final

from sentinel.live.reading.calls import Word
from sentinel.live.reading.moments import date_printed
from sentinel.live.reading.names import names
from sentinel.live.reading.shell_words import ansi

LONGEST: Final = 20_000
"""Characters of output that are followed."""

DECODERS: Final = names("base64 base32 xxd rev tr openssl gunzip zcat")
"""Programs that make something readable of what was not."""

_PRINTING: Final = names("echo printf which type command basename dirname date")
"""Programs that print what does not depend on what they are fed."""

_SHAPES: Final = {
    "whoami": "me", "logname": "me", "id -un": "me", "id -gn": "me", "id -u": "1000",
    "id -g": "1000", "hostname": "this-host", "hostname -s": "this-host",
    "hostname -f": "this-host", "uname -n": "this-host", "uname": "Linux", "uname -s": "Linux",
    "uname -m": "x86_64", "uname -r": "6.1.0", "nproc": "4", "arch": "x86_64",
    "ssh-agent": "SSH_AGENT_PID=1", "ssh-agent -s": "SSH_AGENT_PID=1", "brew shellenv": "true",
    "pyenv init -": "true", "rbenv init -": "true", "direnv hook bash": "true",
    "direnv hook zsh": "true", "starship init bash": "true", "zoxide init bash": "true",
    "conda shell.bash hook": "true", "fnm env": "true", "nodenv init -": "true",
    "pyenv virtualenv-init -": "true", "minikube docker-env": "DOCKER_HOST=tcp://127.0.0.1:2376",
    "git rev-parse HEAD": "0a1b2c3", "git rev-parse --short HEAD": "0a1b2c3",
    "git rev-parse --short=7 HEAD": "0a1b2c3", "git rev-parse --short=8 HEAD": "0a1b2c3d",
}  # fmt: skip
"""What stands for what some calls print: a word of that shape, which names nothing else."""

_COMPLETED: Final = names("kubectl helm gh docker minikube kind k3d argocd flux istioctl oc eksctl "
                          "npm rustup deno hugo golangci-lint doctl velero kustomize")  # fmt: skip
"""Programs that print, with `completion`, what a shell completes their words with."""

_VERB: Final = re.compile(r"%([sbqdi%])")
_ECHO: Final = re.compile(r"-[neE]+")
_TR_RANGE: Final = re.compile(r"(.)-(.)", re.DOTALL)


def printed(program: str, words: Sequence[Word], fed: str | None) -> str | None:
    """What a command prints, or None where that is not known.

    Args:
        program: Base name.
        words: Its arguments.
        fed: Its standard input, where it is known.
    """
    if fed is None and program not in _PRINTING:
        return _shaped(program, [each.text for each in words[:4]])
    for each in words:
        if not each.fixed:
            return None
    texts = [each.text for each in words]
    if program == "echo":
        return _echo(texts)
    if program == "printf":
        return _printf(texts)
    if program == "date":
        return date_printed(texts)
    if program in ("which", "type") or (program == "command" and texts[:1] in (["-v"], ["-p"])):
        named = [each for each in texts if not each.startswith("-")]
        return f"{named[0]}\n" if len(named) == 1 else None
    if program in ("basename", "dirname") and len(texts) == 1:
        head, _, tail = texts[0].rstrip("/").rpartition("/")
        return f"{tail if program == 'basename' else head or '.'}\n"
    if fed is None or len(fed) > LONGEST:
        return None
    return _filtered(program, texts, fed)


def _shaped(program: str, texts: list[str]) -> str | None:
    """What stands for what a call prints that is told by its words alone."""
    if program in _COMPLETED and texts[:1] == ["completion"]:
        return "true\n"
    shape = _SHAPES.get(" ".join([program, *texts]))
    return f"{shape}\n" if shape else None


def _echo(texts: list[str]) -> str:
    line, escapes, at = "\n", False, 0
    while at < len(texts) and _ECHO.fullmatch(texts[at]):
        line = "" if "n" in texts[at] else line
        escapes = "e" in texts[at] or escapes
        at += 1
    text = " ".join(texts[at:])
    return (ansi(text) if escapes else text) + line


def _printf(texts: list[str]) -> str | None:
    texts = texts[1:] if texts[:1] == ["--"] else texts
    if not texts or texts[0].startswith("-"):
        return None
    shape, given = ansi(texts[0]), list(texts[1:])
    verbs = [each for each in _VERB.findall(shape) if each != "%"]
    if shape.count("%") != len(_VERB.findall(shape)) + shape.count("%%"):
        return None
    if not verbs:
        return shape.replace("%%", "%")
    out: list[str] = []
    while True:

        def fill(match: re.Match[str]) -> str:
            verb = match.group(1)
            if verb == "%":
                return "%"
            text = given.pop(0) if given else ""
            return ansi(text) if verb == "b" else text

        out.append(_VERB.sub(fill, shape))
        if not given or len(out) > LONGEST:
            return "".join(out)[:LONGEST]


def _filtered(program: str, texts: list[str], fed: str) -> str | None:
    if program in ("cat", "tee"):
        plain = [each for each in texts if each not in ("-", "/dev/stdin", "-u", "-a")]
        return fed if not plain or program == "tee" else None
    if program in ("base64", "base32") and texts in (["-d"], ["-D"], ["--decode"], ["-di"]):
        return _decoded(program, fed)
    if program == "openssl" and "-d" in texts and texts[0] in ("base64", "enc"):
        return _decoded("base64", fed) if "base64" in " ".join(texts) else None
    if program == "xxd" and "-r" in texts and ("-p" in texts or "-ps" in texts):
        return _unhexed(fed)
    if program == "xxd" and texts in (["-rp"], ["-pr"]):
        return _unhexed(fed)
    if program == "rev" and not texts:
        return "\n".join(line[::-1] for line in fed.split("\n"))
    if program == "tr":
        return _translated(texts, fed)
    return None


def _decoded(program: str, fed: str) -> str | None:
    reads = base64.b64decode if program == "base64" else base64.b32decode
    packed = "".join(fed.split())
    try:
        return reads(packed + "=" * (-len(packed) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None


def _unhexed(fed: str) -> str | None:
    try:
        return bytes.fromhex("".join(fed.split())).decode("utf-8", "replace")
    except ValueError:
        return None


def _translated(texts: list[str], fed: str) -> str | None:
    if len(texts) == 2 and texts[0] == "-d" and "[" not in texts[1]:
        return fed.translate({ord(each): None for each in _set(texts[1])})
    if len(texts) != 2 or texts[0].startswith("-"):
        return None
    if "".join(texts) == "A-Za-zN-ZA-Mn-za-m":
        return codecs.encode(fed, "rot13")
    first, last = _set(texts[0]), _set(texts[1])
    if not last or "[:" in texts[0] + texts[1]:
        return None
    last += last[-1] * (len(first) - len(last))
    return fed.translate({ord(a): b for a, b in zip(first, last, strict=False)})


def _set(text: str) -> str:
    spread = _TR_RANGE.sub(
        lambda match: "".join(map(chr, range(ord(match.group(1)), ord(match.group(2)) + 1))),
        ansi(text),
    )
    return spread[:LONGEST]
