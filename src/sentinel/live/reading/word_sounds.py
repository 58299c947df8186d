"""What the name of a function, method or field in code sounds like: harm, a deed, or neither.

Code calls far more names than any table holds. A name whose words hold no verb that does anything
(`device_count`, `latency`, `getPeerCertificate`) is believed to look, as the name of a tool is; one
that sounds like harm is harm; the rest stays unread.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Final

import re2

from sentinel.live.effects import Kind
from sentinel.live.reading.verbs import kind_of, verb_of
from sentinel.live.words import words

_CAMEL: Final = re2.compile(r"([a-z0-9])([A-Z])")
_PARTS: Final = re2.compile(r"[a-z]+")
_HARM: Final = words(
    "delete deletes drop destroy destroys purge wipe truncate terminate erase shred nuke revoke "
    "flush flushall flushdb flushdatabase prune unlink rm rmtree rmdir rmi kill killall shutdown "
    "halt reboot obliterate uninstall deprovision decommission teardown remove disable "
    "deactivate evict expunge reap zap seal"
)
"""Verbs that take something away wherever they stand in a name."""
_ACTS: Final = words(
    "run exec execute eval evaluate system spawn popen fork call apply invoke load loads import "
    "require include install send sendall sendto post put patch write writes save update upsert "
    "insert create make build set add append push pull commit rollback merge copy move rename "
    "replace chmod chown link symlink mount start stop restart resume pause cancel abort publish "
    "subscribe produce enqueue dequeue requeue retry replay reprocess process perform trigger "
    "dispatch emit fire launch deploy migrate seed reset clear clean cleanup rebuild reindex sync "
    "resync refresh backfill grant give assign attach detach bind register deregister transfer "
    "refund charge pay promote demote rotate scale upload download export restore backup drain "
    "compile unpickle unpack extract extractall connect listen serve mutate modify change edit "
    "alter fix mark archive close lock unlock ban block approve reject accept notify mail email "
    "deliver broadcast impersonate login authenticate sign encrypt decrypt unseal seal reveal do "
    "submit fill bulk touch ack nack consume receive open shell command cmd script query raw sql "
    "method function proc thunk callback constructor prototype define undef monkeypatch override "
    "tidy blast bounce cycle recycle roll swap hide silence mute suspend freeze thaw throttle "
    "expire invalidate redeploy reload reconcile vacuum compact settle ship finalize finalise "
    "complete finish force enforce apply_all handle react heal repair recover rehydrate warm prime "
    "generate schedule unschedule defer delay wake kick bump tweak tune switch toggle flip rename "
    "convert sweep collect_garbage gc migrate_all rollout rollover failover elect vote join leave "
    "ban kick assign claim redeem purchase order book trade sell withdraw deposit mint burn stake"
)
"""Verbs that may do anything, and words of what runs."""
_CALM: Final = words(
    "created updated deleted removed started stopped modified changed expired expires expiry "
    "closed opened locked processed failed sent received published archived marked connected "
    "enabled disabled cancelled canceled blocked scheduled running pending building address "
    "dataset subset offset charset headers settings process processes processor script scripts "
    "callback method methods function functions async execution executions executor locks"
)
"""Words that are no deeds, though they look like forms of one."""
_ASKING: Final = words(
    "get list describe find count is has to from as fetch show read parse peek head lookup search "
    "select filter sort iter each first last max min sum avg average total mean median num number "
    "size len length check compute calculate estimate inspect print dump dumps display can should "
    "needs supports in not no with by of at on"
)
"""First words of names of what only looks."""


class Sound(StrEnum):
    """What a name sounds like."""

    HARM = "harm"
    """It takes something away."""
    ACTS = "acts"
    """It does something, nobody knows what."""
    PLAIN = "plain"
    """It shows or computes."""


def asks(name: str) -> bool:
    """Whether a name begins as that of a question: `get_`, `count_`, `is_`."""
    parts = _PARTS.findall(_CAMEL.sub(r"\1_\2", name).lower())
    return bool(parts) and parts[0] in _ASKING


@lru_cache(maxsize=4096)
def sound_of(name: str) -> Sound:
    """What a name sounds like.

    Example:
        >>> [sound_of(each).value for each in ("deleteMany", "device_count", "perform_async")]
        ['harm', 'plain', 'acts']
        >>> [sound_of(each).value for each in ("get_or_create", "isRunning", "updated_at")]
        ['acts', 'plain', 'plain']
    """
    parts = _PARTS.findall(_CAMEL.sub(r"\1_\2", name).lower())
    if not parts:
        return Sound.PLAIN
    if parts[0] in ("is", "has", "can", "was", "should"):
        return Sound.PLAIN
    rest = [each for each in parts if each not in _CALM]
    if not _HARM.isdisjoint(rest):
        return Sound.HARM
    if name.endswith("!"):
        return Sound.ACTS
    asks = parts[0] in _ASKING
    if asks and len(rest) > 1:
        rest = rest[1:]
    if not _ACTS.isdisjoint(rest):
        return Sound.ACTS
    if not asks and parts[0] not in _CALM and _is_deed(parts[0]):
        return Sound.ACTS
    return Sound.PLAIN


def _is_deed(word: str) -> bool:
    kind = kind_of(verb_of(word)) if word == verb_of(word) else None
    return kind is not None and kind is not Kind.READS
