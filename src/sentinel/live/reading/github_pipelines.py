"""Pipelines that a forge runs when it is told to: what they are called, and what they are given.

A workflow has the secrets and the rights of its repository, and what it does is not on the page.
Marks of this module: `pipeline` (what runs stands in a file of the repository), `checks` (by its
name it only tests or builds).
"""

from collections.abc import Sequence
from typing import Final

import re2

from sentinel.live.effects import Kind, Place, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.options import Options
from sentinel.live.reading.subcommands import Does, does, done, ends, place_from
from sentinel.live.words import words

_CHECKS: Final = words(
    "test tests testing lint ci check checks build builds unit e2e integration docs doc format fmt "
    "typecheck coverage benchmark bench preview smoke verify validate codeql scan stale label "
    "labeler nightly"
)
_ENDS: Final = words(
    "destroy teardown delete wipe cleanup purge nuke uninstall drop reset decommission terminate"
)
_FIELDS: Final = ("-f", "--raw-field", "-F", "--field", "--variables", "--input", "-i")
_PART: Final = re2.compile("[a-z0-9]+")
_CODE: Final = re2.compile(r"[|;`\n]|&&|\$\(|>\s*/|\b(?:curl|wget|bash|sh|rm|nc|eval)\s")
_SECRETS: Final = ("secrets", "github_token", "toJSON(env")
_LAST: Final = 1


def read_run(call: Call, opts: Options, by: str, names: Sequence[Word]) -> Found:
    """What it does to start a pipeline.

    Args:
        call: The call.
        opts: Its options.
        by: Words for people.
        names: Of the workflow; none where the branch says which.
    """
    found = Found()
    fields = [word for name in _FIELDS for word in opts.given.get(name, ())]
    values = [word.text.partition("=")[2] for word in fields]
    name = names[0].text if names else ""
    said = [name, *values, *opts.values("-r", "--ref", "--branch")]
    place = place_from([each for each in said if place_of(each) is not Place.LOCAL], call.place)
    parts = set(_PART.findall(name.lower()))
    found.add(*done(call, _does(parts, values), by, names[:_LAST], place=place))
    for word, value in zip(fields, values, strict=True):
        if any(each in value for each in _SECRETS):
            shown = does(Kind.REVEALS, Thing.SECRET, "remote")
            found.add(*done(call, shown, f"{by} {word.text[:40]}", [word], place=place))
        if _CODE.search(value):
            code = does(Kind.EXECUTES, Thing.CODE, "remote", "dynamic")
            found.add(*done(call, code, f"{by} {word.text[:40]}", [word], place=place))
            found.inner.append(Inner("shell", value, word.fixed, place=place))
    return found


def _does(parts: set[str], values: Sequence[str]) -> Does:
    if parts & _ENDS:
        return ends(Thing.INFRASTRUCTURE, "remote", "pipeline")
    what = does(Kind.STARTS, Thing.WORKLOAD, "remote", "pipeline")
    given = {part for each in values for part in _PART.findall(each.lower())}
    if given & _ENDS:
        return ends(Thing.INFRASTRUCTURE, "remote", "pipeline")
    return what.marked("checks") if parts & _CHECKS and not parts & _DEPLOYS else what


_DEPLOYS: Final = words(
    "deploy release publish migrate promote apply restore rollback prod secrets"
)
