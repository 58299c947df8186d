"""What a build of an image does besides: secrets that stay in it, code from elsewhere, a push."""

from typing import Final

from sentinel.live.effects import Kind, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.container_runs import holds_secret
from sentinel.live.reading.image_registries import to_the_public
from sentinel.live.reading.options import Options
from sentinel.live.reading.subcommands import Does, does, done, writes

_FETCHERS: Final = frozenset({"curl", "wget", "http", "https", "nc", "aria2c"})


def besides_building(call: Call, opts: Options) -> Found:
    """What options of `docker build` and `docker buildx bake` do besides building."""
    found = Found()
    for word in [*opts.given.get("--build-arg", ()), *opts.given.get("--set", ())]:
        if holds_secret(word.text):
            kept = does(Kind.REVEALS, Thing.SECRET, "baked", undo=Undo.NEVER)
            name = Word(word.text.partition("=")[0])
            found.add(*done(call, kept, f"{call.program} build --build-arg", [name]))
    piped = call.piped in _FETCHERS and "-" in [*opts.texts, *opts.values("-f", "--file")]
    if piped or any("://" in word.text for word in opts.plain[1:]):
        code = does(Kind.EXECUTES, Thing.CODE, "fetched", "container")
        found.add(*done(call, code, f"{call.program} build", opts.plain[1:2], place=call.place))
    if any("insecure" in each for each in opts.values("--allow")):
        host = does(Kind.ESCALATES, Thing.HOST, "root", "host", undo=Undo.UNKNOWN)
        found.add(*done(call, host, f"{call.program} build --allow", place=call.place))
    if opts.has("--push"):
        shown = [each for name in ("-t", "--tag") for each in opts.given.get(name, ())]
        public = any(to_the_public(each.text) for each in shown)
        sent = Does(Kind.EXPOSES, Thing.IMAGE, marks=frozenset({"public", "release"}))
        what = sent if public else writes(Thing.IMAGE, "remote")
        found.add(*done(call, what, f"{call.program} build --push", shown, place=call.place))
    return found
