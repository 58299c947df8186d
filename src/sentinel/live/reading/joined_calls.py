"""What earlier calls of one text mean for later ones: `git remote add x URL && git push x`.

Marks of this module: `pushed` (what is committed leaves at once), `colons` (names that a list is
made of have a colon in front, by which a push deletes them), `holds-data` (an image made of a
container that keeps data), `own-image` (an image of a registry of one's own).
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.git_addresses import is_hostile, is_strange
from sentinel.live.reading.image_names import keeps_data, own_registry, poisons, to_the_hub
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.wrappers import PROGRAMS

_BEFORE_GIT: Final = names("-C -c --git-dir --work-tree --namespace --config-env")
_PUSH: Final = names("-o --push-option --repo --receive-pack --exec --recurse-submodules")
_REMOTE: Final = names("-t -m")
_ADDS: Final = names("add stage commit notes")
_AROUND: Final = names(
    "builtin chronic command doas env exec gtimeout ionice nice nohup setsid stdbuf sudo time "
    "timeout"
)
_DEEPEST: Final = 5
_REPEATS: Final = names("flock retry xargs")
_COPIES: Final = names("cp install ln")
_LISTS: Final = names("tag branch for-each-ref ls-remote show-ref")
_EDITORS: Final = names("sed awk gawk perl printf echo tr xargs")
_ENGINES: Final = names("docker podman nerdctl finch buildah")
_IMAGES: Final = names("-a --author -c --change -m --message --tlsverify --creds --format")
_FEWEST: Final = 2
_COMMIT, _TAG, _PUSHED = "commit", "tag", "push"


def joined(calls: list[Call]) -> list[Call]:
    """The calls of one text, each with what those before it and behind it mean for it.

    Args:
        calls: In the order in which they run.
    """
    if len(calls) < _FEWEST:
        return calls
    programs = {inside(each).program for each in calls}
    if "git" in programs:
        calls = _secrets_pushed(_lists_pushed(_remotes_followed(calls)))
    return calls if _ENGINES.isdisjoint(programs) else _images_followed(calls)


def inside(call: Call) -> Call:
    """What the programs around a call run in the end: `push` of `sudo timeout 60 git push`."""
    for _ in range(_DEEPEST):
        if call.program not in _AROUND:
            break
        inner = PROGRAMS[call.program](call).calls
        if len(inner) != 1:
            break
        call = inner[0]
    return call


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
        colons |= listed and call.program in _EDITORS and any(":" in each for each in call.texts)
        made = colons and verb == "push" and not all(each.fixed for each in words)
        out.append(replace(call, marks=call.marks | {"colons"}) if made else call)
    return out


def _secrets_pushed(calls: list[Call]) -> list[Call]:
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
            added |= {each.text.rpartition("/")[2] for each in words[1:]}
            call = replace(call, marks=call.marks | {"pushed"})
        elif call.program in _COPIES and call.words and _copied(call) in added:
            call = replace(call, marks=call.marks | {"remote"})
        out.append(call)
    return out[::-1]


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
        core = inside(call)
        plain = options(core.words, _IMAGES).plain if core.program in _ENGINES else []
        texts = [each.text for each in plain if each.text not in ("container", "image")]
        verb = texts[0] if texts else ""
        if verb == "ps":
            looked = keeps_data(" ".join(core.texts))
        held = len(texts) > _FEWEST and (keeps_data(texts[1]) or (looked and not plain[1].fixed))
        if verb == _COMMIT and held:
            marks.setdefault(texts[2], set()).add("holds-data")
        if verb == _TAG and len(texts) > _FEWEST:
            marks.setdefault(texts[2], set()).update(_taken(texts[1], texts[2], marks))
        found = marks.get(texts[1]) if verb == _PUSHED and len(texts) > 1 else None
        out.append(replace(call, marks=call.marks | found) if found else call)
    return out


def _taken(source: str, target: str, marks: dict[str, set[str]]) -> set[str]:
    """What an image is under its new name."""
    kept = set(marks.get(source, ()))
    if own_registry(source) and to_the_hub(target):
        kept.add("own-image")
    if poisons(source, target):
        kept.add("untrusted-source")
    return kept
