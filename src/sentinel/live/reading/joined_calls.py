"""What earlier calls of one text mean for later ones: `git remote add x URL && git push x`.

Marks of this module: `pushed` (what is committed leaves at once), `filled` (and holds what a file
of secrets or a whole database does, whatever its name), `colons` (names that a list is made of have
a colon in front, by which a push deletes them), `holds-data` (an image made of a container that
keeps data), `own-image` (an image of a registry of one's own).
"""

from collections.abc import Collection, Sequence
from typing import Final

import re2
from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.file_paths import secret
from sentinel.live.reading.git_addresses import is_hostile, is_strange
from sentinel.live.reading.image_names import (
    keeps_data,
    own_registry,
    poisons,
    tagged,
    to_the_hub,
    untagged,
)
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.passed_on import passed
from sentinel.live.reading.told_away import LEAKED

_BEFORE_GIT: Final = names("-C -c --git-dir --work-tree --namespace --config-env")
_PUSH: Final = names("-o --push-option --repo --receive-pack --exec --recurse-submodules")
_REMOTE: Final = names("-t -m")
_ADDS: Final = names("add stage commit notes")
_REPEATS: Final = names("flock retry xargs")
_COPIES: Final = names("cp install ln mv")
_COMMITTED: Final = names("-m --message -F --file --author --date -C -c --fixup --squash --trailer")
_EVERY: Final = names(". :/ * ./")
_AWAY: Final = ("/", "~", "$HOME", "${HOME}", "../")
_LISTS: Final = names("tag branch for-each-ref ls-remote show-ref")
_GIVEN_COLON: Final = re2.compile(r"(?:^|[=\s'\"])\+?:%\(")
"""A format of a list of names in which each has a colon in front."""
_EDITORS: Final = names("sed awk gawk perl printf echo tr xargs")
_ENGINES: Final = names("docker podman nerdctl finch buildah")
_BEFORE_ENGINE: Final = names(
    "-H --host -c --context --config -l --log-level -n --namespace --address -a --url --connection "
    "--identity --root --runroot --storage-driver --tlscacert --tlscert --tlskey"
)
_COMMITS: Final = names("-a --author -c --change -m --message -f --format")
_PUSHES: Final = names("--creds --format --authfile --cert-dir --platform --digestfile")
_LOGS: Final = names("-f --filter --format -n --last")
_FEWEST: Final = 2
_COMMIT, _TAG, _PUSHED = "commit", "tag", "push"


def joined(calls: list[Call], secrets: Collection[str] = ()) -> list[Call]:
    """The calls of one text, each with what those before it and behind it mean for it.

    Args:
        calls: In the order in which they run.
        secrets: Files that redirections of the text filled with what is secret.
    """
    if len(calls) < _FEWEST:
        return calls
    programs = {inside(each).program for each in calls}
    if "git" in programs:
        calls = _secrets_pushed(_lists_pushed(_remotes_followed(calls)), secrets)
    return calls if _ENGINES.isdisjoint(programs) else _images_followed(calls)


def inside(call: Call) -> Call:
    """What the programs around a call run in the end: `push` of `sudo timeout 60 git push`."""
    program, words = passed(call.program, call.words)
    if program == call.program:
        return call
    return replace(call, program=program, words=tuple(words))


def _words(call: Call) -> list[Word]:
    """The words of a call of `git` behind its own options, whatever is around it; else none."""
    core = inside(call)
    if core.program != "git":
        return []
    return options(core.words, _BEFORE_GIT, bundled=False, first_only=True).plain


def _remotes_followed(calls: list[Call]) -> list[Call]:
    """Put the address of a stranger where a push names the remote that was given it."""
    places: dict[str, Word] = {}
    out: list[Call] = []
    for call in calls:
        words = _words(call)
        verb = words[0].text if words else ""
        if verb in ("remote", "config"):
            name, address = _remote_set(words)
            if is_hostile(address.text) or is_strange(address.text):
                places[name] = address
        out.append(_aimed(call, words, places) if verb == "push" and places else call)
    return out


def _remote_set(words: Sequence[Word]) -> tuple[str, Word]:
    """The name of a remote, and the address that it is given."""
    plain = options(words, _REMOTE).plain
    if plain[0].text == "remote" and len(plain) > 3 and plain[1].text in ("add", "set-url"):
        return plain[2].text, plain[3]
    name = plain[1].text.lower() if len(plain) > _FEWEST else ""
    if plain[0].text == "config" and name.startswith("remote.") and name.endswith("url"):
        return name.split(".")[1], plain[2]
    return "", Word("")


def _aimed(call: Call, words: Sequence[Word], places: dict[str, Word]) -> Call:
    plain = options(words[1:], _PUSH).plain
    if not plain:
        address = places.get("origin") or next(iter(places.values()))
        return replace(call, words=(*call.words, address))
    name = plain[0]
    if name.text not in places:
        return call
    address = places[name.text]
    return replace(call, words=tuple(address if each is name else each for each in call.words))


def _lists_pushed(calls: list[Call]) -> list[Call]:
    """Mark a push of names that were listed and given a colon: `$(git tag | sed 's/^/:/')`."""
    out: list[Call] = []
    listed = colons = False
    for call in calls:
        words = _words(call)
        verb = words[0].text if words else ""
        listed |= verb in _LISTS
        colons |= verb in _LISTS and any(map(_GIVEN_COLON.search, call.texts))
        colons |= listed and call.program in _EDITORS and any(":" in each for each in call.texts)
        made = colons and verb == "push" and not all(each.fixed for each in words)
        out.append(replace(call, marks=call.marks | {"colons"}) if made else call)
    return out


def _secrets_pushed(calls: list[Call], secrets: Collection[str]) -> list[Call]:
    """Mark what is committed where it is pushed in the same text."""
    out: list[Call] = []
    pushed, added = False, set[str]()
    for call in reversed(calls):
        words = _words(call)
        verb = words[0].text if words else ""
        pushed |= verb == "push" or (
            call.program in _REPEATS and "git push" in " ".join(call.texts)
        )
        if pushed and verb in _ADDS:
            taken = _added(verb, words)
            added |= taken
            filled = LEAKED in call.marks or any(_within(each, taken) for each in secrets)
            marks = {"pushed", "filled"} if filled else {"pushed"}
            call = replace(call, marks=call.marks | marks)
        elif added and call.program in _COPIES and call.words and _kept(call, added):
            call = replace(call, marks=call.marks | {"remote"})
        out.append(call)
    return out[::-1]


def _added(verb: str, words: Sequence[Word]) -> set[str]:
    """Names of the files that a commit takes up; a dot where it takes all."""
    found = options(words[1:], _COMMITTED)
    every = found.has("-a", "--all", "-A", "-u", "--update") and verb != "notes"
    names_ = {each.text.rstrip("/").rpartition("/")[2] for each in found.plain}
    return names_ | {"."} if every or not _EVERY.isdisjoint(names_) else names_


def _within(path: str, added: Collection[str]) -> bool:
    """Whether a file is among those that were added."""
    return _last(path) in added or ("." in added and not path.startswith(_AWAY))


def _kept(call: Call, added: set[str]) -> bool:
    """Whether a copy is among those that were added; of all, only one from elsewhere."""
    if _copied(call) in added - {"."}:
        return True
    source = call.words[-2].text if len(call.words) > 1 else ""
    return _within(call.words[-1].text, added) and source.startswith(_AWAY) and secret(source)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _copied(call: Call) -> str:
    """The name under which a copy lies here."""
    last = call.words[-1].text
    goal = call.words[-2].text if last in (".", "./") and len(call.words) > 1 else last
    return goal.rpartition("/")[2]


def _images_followed(calls: list[Call]) -> list[Call]:
    """Mark the push of an image that was made of data, or taken from elsewhere, before it."""
    marks: dict[str, set[str]] = {}
    out: list[Call] = []
    looked = False
    for call in calls:
        verb, opts = _engine(call)
        plain = opts.plain
        texts = opts.texts
        if verb == "ps":
            looked = keeps_data(" ".join(inside(call).texts))
        held = len(texts) > 1 and (keeps_data(texts[0]) or (looked and not plain[0].fixed))
        if verb == _COMMIT and held:
            marks.setdefault(tagged(texts[1]), set()).add("holds-data")
        if verb == _TAG and len(texts) > 1:
            source, target = tagged(texts[0]), tagged(texts[1])
            marks.setdefault(target, set()).update(_taken(source, target, marks))
        found = _pushed_with(opts, marks) if verb == _PUSHED and marks else None
        out.append(replace(call, marks=call.marks | found) if found else call)
    return out


def _engine(call: Call) -> tuple[str, Options]:
    """The verb of a call of an engine of containers, and its options; else nothing."""
    core = inside(call)
    if core.program not in _ENGINES:
        return "", Options()
    words = options(core.words, _BEFORE_ENGINE, bundled=False, first_only=True).plain
    if words and words[0].text in ("container", "image"):
        words = words[1:]
    if not words:
        return "", Options()
    verb = words[0].text
    valued = _COMMITS if verb == _COMMIT else _LOGS if verb == "ps" else _PUSHES
    return verb, options(words[1:], valued)


def _pushed_with(opts: Options, marks: dict[str, set[str]]) -> set[str]:
    """What the image is that is pushed, or any of its tags where all of them are."""
    name = tagged(opts.texts[0]) if opts.plain else ""
    if not opts.has("-a", "--all-tags"):
        return marks.get(name, set())
    whole = untagged(name)
    return {mark for each, own in marks.items() if untagged(each) == whole for mark in own}


def _taken(source: str, target: str, marks: dict[str, set[str]]) -> set[str]:
    """What an image is under its new name."""
    kept = set(marks.get(source, ()))
    if own_registry(source) and to_the_hub(target):
        kept.add("own-image")
    if poisons(source, target):
        kept.add("untrusted-source")
    return kept
