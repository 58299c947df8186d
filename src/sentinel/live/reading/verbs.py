"""What English verbs, in sentences and in names of functions, do to a resource.

| mark | meaning |
|---|---|
| `money` | moves money |
| `revert` | goes back to what was before |
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.nouns import GUARDS
from sentinel.live.words import words

_VERBS: Final = {
    Kind.READS: "triage correlate show list get describe view see read explain summarise "
    "summarize check inspect "
    "look examine display count find search analyse analyze compare diff verify validate watch "
    "tail review tell investigate diagnose measure estimate lookup browse ping preview status "
    "stat ls head "
    "draw sketch plot outline brainstorm teach quiz propose suggest "
    "recommend paraphrase rephrase proofread "
    "screenshot tree capture hover crawl scrape trace lint navigate "
    "fetch retrieve query select what why how which who when is are does scan "
    "gather collect print profile benchmark decode scroll skim wait know understand "
    "determine identify assess audit quantify observe simulate calculate compute say "
    "reproduce follow learn chart visualise visualize report rehearse practise practice study "
    "consult pull sample eyeball cross-check recap note skim "
    "resolve ask think monitor peek discover enumerate exists info help graph grep glob",
    Kind.DELETES: "delete remove drop destroy erase wipe purge truncate clear flush empty nuke "
    "flushall flushdb "
    "shred uninstall unlink rm del prune trim discard clean cleanup evict deprovision "
    "decommission teardown expire obliterate deregister undeploy drain-queue zap dispose "
    "reformat reinitialise reinitialize repartition eliminate revoke ban unassign demolish "
    "annihilate kick",
    Kind.STOPS: "stop kill shut shutdown halt suspend pause terminate disable deactivate cordon "
    "drain fence isolate quarantine reboot restart bounce recycle disconnect freeze hibernate "
    "detach unmount failover promote abort cancel shed throttle seal",
    Kind.STARTS: "start launch boot resume enable activate trigger unpause uncordon undrain scale "
    "wake warm unsuspend grow",
    Kind.CREATES: "create fork add make new insert generate provision register snapshot clone copy "
    "comment duplicate build init mkdir schedule book backup install draft download issue submit "
    "seed populate",
    Kind.WRITES: "update edit change modify set write patch put apply save rename move replace "
    "append configure tune adjust rotate rollback roll revert undo deploy release upgrade "
    "downgrade migrate merge commit push restore format tag label annotate fix repair resize "
    "increase decrease raise lower bump switch sync vacuum reindex mark close archive transfer "
    "pay refund charge buy purchase overwrite reset point reassign unset mutate alter renew extend "
    "stash rebase squash amend implement bump reformat-code tweak polish adapt chmod chown "
    "acknowledge checkout refactor rewrite convert sort translate clean-up upsert touch affect "
    "assign withdraw reschedule",
    Kind.EXPOSES: "expose publish open share unblock whitelist allow permit allowlist unrestrict",
    Kind.ESCALATES: "grant elevate impersonate assume authorize authorise invite escalate sudo "
    "give bind",
    Kind.WEAKENS: "bypass skip unprotect weaken circumvent relax mute silence snooze",
    Kind.EXFILTRATES: "send email mail forward upload export exfiltrate transmit leak post tweet "
    "dump notify reply",
    Kind.REVEALS: "reveal decrypt unseal",
    Kind.EXECUTES: "run rerun execute exec eval invoke call",
}
_KINDS: Final = {
    word: kind for kind, text in _VERBS.items() for word in text.split() if "-" not in word
}

RESTARTS: Final = words("restart reboot bounce recycle failover promote")
REVERTS: Final = words("rollback roll revert undo restore")
MONEY: Final = words("transfer pay refund charge buy purchase withdraw")
_OFF: Final = words("disable deactivate stop pause suspend kill skip bypass shut shutdown remove")
_LOST: Final = frozenset(
    {
        Thing.DEVICE, Thing.FILESYSTEM, Thing.ROWS, Thing.TABLE, Thing.SCHEMA, Thing.DATABASE,
        Thing.QUEUE, Thing.BACKUP, Thing.VOLUME, Thing.BUCKET, Thing.OBJECT, Thing.AUDIT,
        Thing.ENCRYPTION_KEY, Thing.COMMITS, Thing.REPOSITORY, Thing.INSTANCE, Thing.CLUSTER,
        Thing.NAMESPACE, Thing.HOST, Thing.ORGANISATION, Thing.INFRASTRUCTURE, Thing.DATA,
    }
)  # fmt: skip
"""What does not come back by running a command again."""
WHOLES: Final = {
    Thing.TABLE: Radius.NAMESPACE, Thing.DATABASE: Radius.NAMESPACE,
    Thing.SCHEMA: Radius.NAMESPACE, Thing.NAMESPACE: Radius.NAMESPACE,
    Thing.BUCKET: Radius.NAMESPACE, Thing.FOLDER: Radius.NAMESPACE,
    Thing.VOLUME: Radius.NAMESPACE, Thing.DEVICE: Radius.NAMESPACE,
    Thing.QUEUE: Radius.NAMESPACE, Thing.REPOSITORY: Radius.NAMESPACE,
    Thing.FILESYSTEM: Radius.ACCOUNT, Thing.CLUSTER: Radius.ACCOUNT,
    Thing.HOST: Radius.ACCOUNT, Thing.ORGANISATION: Radius.ACCOUNT,
    Thing.INFRASTRUCTURE: Radius.ACCOUNT,
}  # fmt: skip
"""Things that hold others, and how much goes when one of them goes."""
_EASY: Final = frozenset({Kind.READS, Kind.CREATES, Kind.STARTS})


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with its object, and how much of it."""

    verb: str
    """In its base form, in lower case."""
    thing: Thing
    name: str = ""
    radius: Radius = Radius.UNKNOWN
    by: str = ""
    marks: frozenset[str] = frozenset()
    place: Place = Place.UNKNOWN


@lru_cache(maxsize=4096)
def verb_of(word: str) -> str:
    """The base form of a verb that is known; empty for any other word.

    Example:
        >>> [verb_of(each) for each in ("deleting", "dropped", "purges", "wiped", "cats")]
        ['delete', 'drop', 'purge', 'wipe', '']
    """
    for each in _bases(word):
        if each in _KINDS:
            return each
    return ""


def _bases(word: str) -> list[str]:
    found = [word]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"]
            if len(stem) > 2 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
            if stem.endswith("i"):
                found.append(stem[:-1] + "y")
    if word.endswith("s") and not word.endswith("ss"):
        found += [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
    return found


def kind_of(verb: str) -> Kind | None:
    """What a verb in its base form does when nothing is known of its object."""
    return _KINDS.get(verb)


def effect_of(deed: Deed) -> Effect:
    """What comes of a deed: the same verb does different things to different things.

    To stop an audit log weakens, to read a password reveals, to format a disk deletes.
    """
    kind, marks = _kind(deed), set(deed.marks)
    if deed.verb in RESTARTS:
        marks.add("restart")
    if deed.verb in REVERTS:
        marks.add("revert")
    if deed.verb in MONEY:
        marks.add("money")
    if kind is Kind.WEAKENS and deed.thing in (Thing.AUDIT, Thing.BACKUP):
        marks.add(deed.thing.value)
    undo = _undo(kind, deed, marks)
    return Effect(
        kind, deed.thing, deed.name, deed.radius, undo, deed.by or deed.verb, frozenset(marks),
        deed.place,
    )  # fmt: skip


def _kind(deed: Deed) -> Kind:  # noqa: C901, PLR0912
    verb, thing = deed.verb, deed.thing
    kind = _KINDS.get(verb, Kind.WRITES)
    if "to-zero" in deed.marks or "scale-down" in deed.marks:
        return Kind.STOPS
    if kind in (Kind.READS, Kind.CREATES) and thing is Thing.SECRET and verb != "create":
        return Kind.REVEALS if verb in _SHOWING else kind
    if verb in _OFF and thing in GUARDS:
        return Kind.DELETES if verb == "remove" and thing is Thing.BACKUP else Kind.WEAKENS
    if verb == "terminate" and thing in (Thing.INSTANCE, Thing.CLUSTER, Thing.NODE):
        return Kind.DELETES
    if verb == "format" and thing in (Thing.DEVICE, Thing.FILESYSTEM, Thing.VOLUME, Thing.HOST):
        return Kind.DELETES
    if verb == "reset" and thing in _LOST:
        return Kind.DELETES
    if verb in ("open", "share") and thing in (Thing.FILE, Thing.FOLDER, Thing.REPOSITORY):
        return Kind.READS if verb == "open" else Kind.EXPOSES
    if verb in ("open", "post", "submit") and thing is Thing.ENDPOINT:
        return Kind.CREATES if verb == "open" else kind
    if verb in ("add", "assign", "set", "give") and thing is Thing.PERMISSION:
        return Kind.ESCALATES
    if "admin" in deed.marks and kind in (Kind.CREATES, Kind.WRITES):
        return Kind.ESCALATES
    if verb in ("disable", "deactivate") and thing is Thing.CONFIGURATION:
        return Kind.WRITES
    if verb in ("enable", "activate") and thing in (Thing.CONFIGURATION, Thing.PERMISSION):
        return Kind.WRITES if thing is Thing.CONFIGURATION else Kind.ESCALATES
    if verb == "allow" and thing is Thing.PERMISSION:
        return Kind.ESCALATES
    if verb == "post" and thing in (Thing.FILE, Thing.TABLE):
        return Kind.CREATES
    return kind


_SHOWING: Final = words(
    "show list get view see read display find search fetch retrieve select tail head look copy "
    "download query tell"
)


def _undo(kind: Kind, deed: Deed, marks: set[str]) -> Undo:
    if kind in (Kind.EXFILTRATES, Kind.REVEALS) or "money" in marks:
        return Undo.NEVER
    if kind is Kind.DELETES:
        if "temporary" in marks:
            return Undo.EASY
        return Undo.NEVER if deed.thing in _LOST else Undo.HARD
    if kind in _EASY or kind in (Kind.STOPS, Kind.EXPOSES, Kind.ESCALATES):
        return Undo.EASY
    if kind is Kind.EXECUTES:
        return Undo.UNKNOWN
    if deed.verb in ("restore", "overwrite", "migrate", "transfer") and deed.thing in _LOST:
        return Undo.HARD
    return Undo.EASY
