"""YAML and JSON of Kubernetes objects and of compose files.

Every value is read as text, so that no number, date or tag can be made to fail or to grow.

Marks of this module beside the agreed ones: `host` (reaches the machine under it), `finalizer`
(an object goes before what holds it has cleaned up), `unseen` (the object is in a file or behind
an address that is not on the page).
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.container_runs import mounts_host
from sentinel.live.reading.kubernetes_changes import scaled
from sentinel.live.reading.kubernetes_things import sort_of
from sentinel.live.reading.manifest_kinds import KINDS, Seen
from sentinel.live.reading.pod_specs import (
    Spec,
    mapping,
    parts,
    sequence,
    text_of,
)
from sentinel.live.reading.subcommands import called
from sentinel.live.reading.yaml_texts import documents

_MOST: Final = 64


def read_manifest(inner: Inner) -> Found:
    """Read objects that are applied."""
    found, read = Found(), documents(inner.text)
    if isinstance(read, str):
        return found.unread(inner.text, "the manifest could not be read", read)
    for each in read:
        found.take([_document(each, inner)])
    if not inner.fixed:
        found.unread(inner.text, "part of the manifest is made at run time", "dynamic")
    if not (found.effects or found.inner or found.opaque):
        found.unread(inner.text, "the manifest is empty", "broken")
    return found


def read_patch(inner: Inner) -> Found:
    """Read part of an object; what is nothing special adds nothing to the patch itself."""
    found, read = Found(), documents(inner.text)
    if isinstance(read, str):
        return found.unread(inner.text, "the patch could not be read", read)
    for each in read:
        operations = sequence(each) or [each]
        for one in operations:
            found.take([_special(_unfolded(one), Seen("", "", inner))])
    if not inner.fixed:
        found.unread(inner.text, "part of the patch is made at run time", "dynamic")
    if not (found.effects or found.opaque or found.calls):
        found.add(Effect(Kind.WRITES, Thing.CONFIGURATION, "", Radius.ONE, Undo.EASY, "patch",
                         inner.marks, inner.place))  # fmt: skip
    return found


def _unfolded(operation: object) -> object:
    """`{"op": ..., "path": "/spec/replicas", "value": 0}` as `{"replicas": 0}`."""
    fields = mapping(operation)
    path = text_of(fields.get("path"))
    if "op" not in fields or not path.startswith("/"):
        return operation
    last = [part for part in path.split("/") if part and not part.isdigit() and part != "-"][-1:]
    removed = text_of(fields.get("op")) == "remove"
    return {last[0]: "null" if removed else fields.get("value", "")} if last else operation


def _document(document: object, inner: Inner) -> Found:
    fields, found = mapping(document), Found()
    if document is None or document == "":
        return found
    if sequence(document):
        entries = [mapping(each) for each in sequence(document)]
        if any("hosts" in each or "tasks" in each for each in entries):
            found.inner.append(replace(inner, language="ansible"))
            return found
        return found.take(_document(each, inner) for each in entries[:_MOST] if each)
    if "services" in fields and "kind" not in fields:
        return found.take(_service(each, inner) for each in parts(fields["services"]))
    kind = text_of(fields.get("kind"))
    if not kind:
        return found.unread(str(document), "it is no Kubernetes object: it has no kind", "broken")
    if kind.endswith("List") and sequence(fields.get("items")):
        return found.take(_document(each, inner) for each in sequence(fields["items"])[:_MOST])
    about = mapping(fields.get("metadata"))
    name = text_of(about.get("name")) or text_of(about.get("generateName"))
    seen = Seen(kind, name, inner, text_of(about.get("namespace")))
    special = KINDS.get(kind.lower())
    if special is not None:
        found.take([special(fields, seen)])
    if not found.effects:
        found.add(seen.effect(Kind.WRITES, sort_of(kind).thing))
    if kind.lower() not in ("configmap", "secret", "customresourcedefinition"):
        found.take([_special(fields, seen)])
    return found


def _service(entry: tuple[str, object], inner: Inner) -> Found:
    """A service of a compose file."""
    name, fields = entry[0], mapping(entry[1])
    seen = Seen("service", name, inner)
    found = Found().add(seen.effect(Kind.STARTS, Thing.WORKLOAD))
    host = [key for key in ("pid", "ipc", "userns_mode") if text_of(fields.get(key)) == "host"]
    for volume in sequence(fields.get("volumes")):
        source = text_of(mapping(volume).get("source"))
        if mounts_host(text_of(volume)) or mounts_host(f"{source}:"):
            host.append(text_of(volume) or source)
    if host or text_of(fields.get("privileged")).lower() == "true":
        found.add(seen.effect(Kind.ESCALATES, Thing.HOST, "root", "host"))
    return found


def _special(document: object, seen: Seen) -> Found:
    """What any part of an object may hold that matters."""
    found, spec = Found(), Spec.of(document)
    for mark in spec.rights:
        found.add(seen.effect(Kind.ESCALATES, Thing.WORKLOAD, mark))
    if spec.replicas is not None:
        what = scaled(spec.replicas)
        if what.kind is Kind.STOPS or not seen.kind:
            found.add(seen.effect(what.kind, what.thing, *what.marks))
    if spec.suspended:
        found.add(seen.effect(Kind.STOPS, Thing.SCHEDULE))
    if spec.unfinished:
        found.add(seen.effect(Kind.DELETES, Thing.UNKNOWN, "finalizer", "force"))
    if spec.opened:
        found.add(seen.effect(Kind.EXPOSES, Thing.NETWORK, "public"))
    if spec.ignores_failure:
        found.add(seen.effect(Kind.WEAKENS, Thing.CONFIGURATION, "no-verify", "protection"))
    outer = Call("container", (), marks=seen.inner.marks, place=seen.place)
    for command in spec.commands:
        words = [Word(each) for each in command]
        inside = ("container", *(("root", "host") if spec.rights else ()))
        found.take([called(words, outer, *inside, place=seen.place)])
    return found


LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {
    "manifest": read_manifest,
    "manifest-patch": read_patch,
}
"""Readers, by language."""
