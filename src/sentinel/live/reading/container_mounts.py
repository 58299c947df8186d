"""What a container keeps outside itself: volumes that its command overwrites, secrets it is given.

A path in a container stands for one of the machine where a folder of one's own is mounted there.
"""

from collections.abc import Sequence
from typing import Final

import re2

from sentinel.live.effects import Kind, Place, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.image_names import keeps_data, nowhere_known, stranger
from sentinel.live.reading.options import Options
from sentinel.live.reading.subcommands import does, done, writes

_OVERWRITES: Final = re2.compile(
    r"(?:^|[\s;&|('])(?:tar\s+(?:-\S+\s+)*-?\w*x\w*\s|tar\s.*--extract|cpio\s+-\w*i|dd\s.*of=|"
    r"(?:unzip|rsync|cp|mv|chown|chmod|shred|truncate|mkfs\S*|wipefs|pg_resetwal|gunzip)\s)"
)
"""Programs that put something else where their words say, or change all that is there."""
_HERE: Final = ("$PWD", "${PWD}", "$(pwd)", "`pwd`", ".", "./")
_KEYS: Final = ("/.aws", "/.ssh", "/.kube", "/.gnupg", "/.config/gcloud", "/.azure",
                "/.docker/config.json", "/.netrc", "/.git-credentials")  # fmt: skip
"""Folders and files of a person's keys."""


def volumes(opts: Options) -> dict[str, str]:
    """What is mounted where, by the path in the container; what is only read is left out."""
    found: dict[str, str] = {}
    for each in opts.values("-v", "--volume"):
        source, colon, rest = each.partition(":")
        target, _, how = rest.partition(":")
        if colon and target.startswith("/") and "ro" not in how.split(","):
            found[target.rstrip("/") or "/"] = source
    for each in opts.values("--mount"):
        fields = dict(part.partition("=")[::2] for part in each.split(","))
        target = fields.get("target", fields.get("dst", fields.get("destination", "")))
        if target and not {"readonly", "ro"} & fields.keys():
            found[target.rstrip("/") or "/"] = fields.get("source", fields.get("src", ""))
    return found


def as_outside(words: Sequence[Word], opts: Options) -> list[Word]:
    """The words of a command, with paths in a folder of one's own as they are outside.

    Args:
        words: Of the command in the container.
        opts: Options of `run`.
    """
    own = [target + "/" for target, source in volumes(opts).items()
           if source in _HERE and target != "/"]  # fmt: skip
    if not own:
        return list(words)
    return [_outside(word, own) for word in words]


def _outside(word: Word, own: Sequence[str]) -> Word:
    for target in own:
        if word.text.startswith(target) and len(word.text) > len(target):
            return Word("./" + word.text.removeprefix(target), word.fixed, word.quoted)
    return word


def overwritten(call: Call, opts: Options, command: Sequence[Word], by: str) -> Found:
    """Volumes that keep data, and that the command puts something else into."""
    said = " ".join(word.text for word in command)
    found = Found()
    if not _OVERWRITES.search(said):
        return found
    for target, source in volumes(opts).items():
        named = source and source[0] not in "/.~$`"
        if not named or not keeps_data(source) or not _aimed_at(said, target):
            continue
        if place_of(source) in (Place.STAGING, Place.LOCAL):
            continue
        found.add(*done(call, writes(Thing.VOLUME), by, [Word(source)], place=call.place))
    return found


def _aimed_at(said: str, target: str) -> bool:
    """Whether a command writes to a path, and does not only pack what is there."""
    return target in said and not re2.search(r"\btar\s+(?:-\S+\s+)*-?\w*c", said)


def given_secrets(call: Call, opts: Options, image: Word, names: Sequence[str], by: str) -> Found:
    """Secrets that a container of somebody unknown is given.

    Args:
        call: The call.
        opts: Options of `run`.
        image: That runs.
        names: Of variables that hold a secret.
        by: Words for people.
    """
    if not image.fixed or not stranger(image.text):
        return Found()
    far = nowhere_known(image.text)
    kept = [source for source in [each.partition(":")[0] for each in
            opts.values("-v", "--volume")] if source.rstrip("/").endswith(_KEYS)]  # fmt: skip
    files = [each for each in opts.values("--env-file")
             if secret(each) and (far or place_of(each) is Place.PROD)]  # fmt: skip
    told = [*kept, *files, *(names if far or len(names) > 1 else ())]
    if not told:
        return Found()
    kind = Kind.EXFILTRATES if far else Kind.REVEALS
    what = does(kind, Thing.SECRET, "secret", undo=Undo.NEVER)
    return Found().add(*done(call, what, by, [Word(told[0])]))
