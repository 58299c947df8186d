"""Redis: its client and its commands, one a line.

Marks of our own: `blocks` (nobody else is served while it runs), `replication`.
"""

import shlex
from collections.abc import Callable, Sequence
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.deeds import LOOKS, Deed, deed, names
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.redis_options import CLUSTER, OWN, reads_only
from sentinel.live.reading.verb_tools import place_for

_GET: Final = deed("reads cache one easy")
_PUT: Final = deed("writes cache one hard")
_TAKE: Final = deed("deletes cache one hard")
_SCRIPT: Final = deed("executes code one unknown", "blocks")

_LOOKS: Final = names(
    "get mget getrange strlen exists type ttl pttl hget hgetall hmget hlen hkeys hvals hexists "
    "hscan lrange lindex llen smembers scard sismember sscan srandmember zrange zrangebyscore "
    "zrevrange zcard zscore zrank zcount zscan scan dbsize info ping echo time lastsave "
    "randomkey object memory slowlog latency xlen xrange xrevrange xinfo xpending xread "
    "pubsub command role bitcount getbit pfcount geopos geodist geosearch touch dump select auth "
    "hello quit sinter sunion sdiff zmscore zinter zunion zdiff zrangebylex zlexcount "
    "zrandmember zintercard "
    "sintercard smismember hrandfield geohash georadius_ro georadiusbymember_ro sort_ro "
    "bitfield_ro "
    "pexpiretime lcs pubsub bf.info cf.exists cms.query topk.list ts.mrange ts.queryindex "
    "json.mget json.arrlen json.objkeys json.strlen ft.aggregate ft.explain ft.profile zrevrank "
    "zrevrangebyscore geosearch "
    " subscribe psubscribe monitor wait lolwut expiretime "
    "multi exec discard watch unwatch asking readonly readwrite lpos hstrlen json.get json.type "
    "ft.search ft.info ft._list ts.range ts.get ts.info bf.exists substr"
)
_PUTS: Final = names(
    "set mset setex psetex setnx msetnx append incr incrby decr decrby incrbyfloat hset hmset "
    "hsetnx hincrby hincrbyfloat lpush rpush lpushx rpushx lset linsert sadd zadd zincrby expire "
    "pexpire expireat pexpireat persist rename renamenx xadd setbit setrange pfadd pfmerge geoadd "
    "getset restore copy move publish xack xclaim xgroup json.set ts.add bf.add sinterstore "
    "sunionstore zunionstore lmove rpoplpush smove sort migrate ft.create"
)
_TAKES: Final = names(
    "del unlink getdel hdel lpop rpop blpop brpop ltrim srem spop zrem zpopmin zpopmax "
    "zremrangebyscore zremrangebyrank xdel xtrim lrem json.del"
)
COMMANDS: Final[dict[str, Deed]] = {
    **dict.fromkeys(_LOOKS, _GET),
    **dict.fromkeys(_PUTS, _PUT),
    **dict.fromkeys(_TAKES, _TAKE),
    "flushall": deed("deletes cache account never", "no-condition"),
    "flushdb": deed("deletes cache namespace never", "no-condition"),
    "swapdb": deed("writes cache namespace easy"),
    "ft.dropindex": deed("deletes index one hard"),
    "keys": deed("reads cache namespace easy", "blocks", safer="SCAN with MATCH and COUNT"),
    "shutdown": deed("stops database account easy"),
    "failover": deed("stops database account easy", "replication"),
    "slaveof": deed("writes database account never", "replication", "overwrite"),
    "replicaof": deed("writes database account never", "replication", "overwrite"),
    "save": deed("creates backup account easy", "blocks"),
    "bgsave": deed("creates backup account easy"),
    "bgrewriteaof": deed("creates backup account easy"),
    "eval": _SCRIPT,
    "evalsha": _SCRIPT,
    "evalsha_ro": _SCRIPT,
    "fcall": _SCRIPT,
    "eval_ro": deed("reads cache set easy", "blocks"),
    "module": deed("executes code one unknown", "persistent"),
    "script": deed("writes cache one easy"),
    "function": deed("executes code one unknown", "persistent"),
    "debug": deed("stops database account easy", "blocks"),
    "psync": deed("exfiltrates data account never"),
    "sync": deed("exfiltrates data account never"),
    "reset": _GET,
}
_SECOND: Final[dict[tuple[str, str], Deed]] = {
    ("config", "get"): deed("reads configuration one easy"),
    ("config", "set"): deed("writes configuration account easy"),
    ("config", "rewrite"): deed("writes configuration account easy", "persistent"),
    ("config", "resetstat"): deed("deletes audit account never", "audit"),
    ("acl", "setuser"): deed("escalates account one easy"),
    ("acl", "deluser"): deed("deletes account one hard"),
    ("acl", "load"): deed("writes permission account easy"),
    ("acl", "list"): deed("reads account set easy"),
    ("acl", "whoami"): deed("reads account one easy"),
    ("acl", "getuser"): deed("reads account one easy"),
    ("acl", "cat"): deed("reads account set easy"),
    ("acl", "log"): deed("reads audit set easy"),
    ("client", "list"): deed("reads process set easy"),
    ("client", "info"): deed("reads process one easy"),
    ("client", "getname"): deed("reads process one easy"),
    ("client", "setname"): deed("reads process one easy"),
    ("client", "id"): deed("reads process one easy"),
    ("client", "kill"): deed("stops process set easy"),
    ("client", "pause"): deed("stops database account easy", "blocks"),
    ("client", "unpause"): deed("starts database account easy"),
    ("cluster", "info"): deed("reads cluster one easy"),
    ("cluster", "nodes"): deed("reads cluster one easy"),
    ("cluster", "slots"): deed("reads cluster one easy"),
    ("cluster", "shards"): deed("reads cluster one easy"),
    ("cluster", "keyslot"): deed("reads cluster one easy"),
    ("cluster", "countkeysinslot"): deed("reads cluster one easy"),
    ("cluster", "myid"): deed("reads cluster one easy"),
    ("cluster", "reset"): deed("deletes cluster one hard"),
    ("cluster", "forget"): deed("deletes node one hard"),
    ("cluster", "flushslots"): deed("deletes cluster one hard"),
    ("cluster", "delslots"): deed("deletes cluster one hard"),
    ("cluster", "failover"): deed("stops node one easy", "replication"),
    ("cluster", "meet"): deed("writes cluster one easy"),
    ("cluster", "replicate"): deed("writes cluster one hard", "replication"),
    ("cluster", "addslots"): deed("writes cluster one easy"),
    ("cluster", "setslot"): deed("writes cluster one hard"),
    **{
        ("sentinel", verb): deed("reads cluster one easy")
        for verb in (
            "masters",
            "master",
            "replicas",
            "slaves",
            "sentinels",
            "ckquorum",
            "myid",
            "get-master-addr-by-name",
            "info-cache",
            "is-master-down-by-addr",
            "config",
        )
    },
    ("sentinel", "failover"): deed("stops database account easy", "replication"),
    ("sentinel", "reset"): deed("writes cluster account hard", "replication"),
    ("sentinel", "remove"): deed("deletes cluster one hard", "replication"),
    ("sentinel", "monitor"): deed("writes cluster one easy"),
    ("sentinel", "set"): deed("writes configuration one easy"),
    ("sentinel", "flushconfig"): deed("writes configuration one easy"),
    ("latency", "reset"): deed("deletes audit one easy"),
    ("slowlog", "reset"): deed("deletes audit account never", "audit"),
    ("memory", "purge"): deed("writes cache account easy"),
    ("xgroup", "destroy"): deed("deletes queue one hard"),
    ("script", "flush"): deed("deletes cache account easy"),
    ("script", "kill"): deed("stops process one easy"),
    ("function", "flush"): deed("deletes code account hard"),
    ("function", "list"): _GET,
    ("debug", "object"): _GET,
    ("module", "list"): _GET,
    ("replicaof", "no"): deed("writes cluster account easy", "replication"),
    ("slaveof", "no"): deed("writes cluster account easy", "replication"),
}
_GUARDS: Final = names("save appendonly protected-mode requirepass rename-command maxmemory-policy")
_PATHS: Final = names("dir dbfilename")


def command(words: Sequence[str], place: Place, *, fixed: bool = True) -> Found:
    """Read one command of Redis.

    Args:
        words: The command and its arguments.
        place: Where it runs.
        fixed: Whether all words are known.
    """
    found = Found()
    verb = words[0].lower() if words else ""
    second = words[1].lower() if len(words) > 1 else ""
    row = _SECOND.get((verb, second))
    name = " ".join(words[2:3]) if row else " ".join(words[1:2])
    row = row or COMMANDS.get(verb)
    if row is None:
        return found.unread(" ".join(words), "a command of Redis that is not known", "dynamic")
    if verb == "eval" and fixed and reads_only(words[1:2], _LOOKS):
        row = COMMANDS["eval_ro"]
    by = f"{verb.upper()} {second.upper()}" if (verb, second) in _SECOND else verb.upper()
    radius = None
    if verb in ("del", "unlink") and len(words) > 2:
        radius = Radius.SET
    marks = frozenset[str]() if fixed else frozenset({"dynamic"})
    found.add(row.effect(name, by, place, marks, radius))
    if verb == "keys" and second[:1] == "*" and place is not Place.LOCAL:
        found.add(deed("stops cache one easy", "blocks", "restart").effect(name, by, place, marks))
    if (verb, second) == ("config", "set"):
        _setting(words, found, place)
    if verb in ("migrate",):
        found.add(deed("exfiltrates data set never", "remote").effect(name, by, place))
    return found


def _setting(words: Sequence[str], found: Found, place: Place) -> None:
    key = words[2].lower() if len(words) > 2 else ""
    value = words[3].lower() if len(words) > 3 else ""
    by = f"CONFIG SET {key}"
    if key in _PATHS:
        found.add(
            Effect(Kind.WRITES, Thing.FILE, value, Radius.ONE, Undo.HARD, by,
                   frozenset({"system"}), place)
        )  # fmt: skip
    elif (key in _GUARDS and value in ("", "no", "none")) or key == "rename-command":
        mark = "backup" if key in ("save", "appendonly") else "protection"
        found.add(deed("weakens configuration account easy", mark).effect(key, by, place))


def read_redis(inner: Inner) -> Found:
    """Read commands of Redis, one a line."""
    found = Found()
    if not inner.fixed:
        found.unread(inner.text, "a command of Redis is made at run time", "dynamic")
    for line in inner.text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            words = shlex.split(line)
        except ValueError:
            found.unread(line, "quotes that do not end", "broken")
            continue
        found.take([command(words, inner.place)])
    if not (found.effects or found.opaque):
        found.unread(inner.text, "no command of Redis", "broken")
    return found


_VALUED: Final = names(
    "-h -p -s -a -u -r -i -n -d -D -x -X -t --user --pass --pipe-timeout --pattern --eval "
    "--cacert --cert --key --cluster --sni --count --rdb --lru-test --intrinsic-latency"
) - {"-x"}


def redis_cli(call: Call) -> Found:
    """Read `redis-cli`: a command as arguments, or lines on standard input."""
    words = [each for each in call.words if each.text not in ("-2", "-3")]
    given = options(words, _VALUED, bundled=False, first_only=True)
    found = Found()
    if given.has("--help", "--version", "-v"):
        return found.add(LOOKS.effect("", "redis-cli --help"))
    place = place_for(call, given, frozenset({"-h", "-u"}))
    for option, row in OWN.items():
        if option in given.given:
            found.add(row.effect(given.value(option), f"redis-cli {option}", place))
    if "--cluster" in given.given:
        verb = given.value("--cluster")
        row = CLUSTER.get(verb, deed("writes cluster account unknown", "dynamic"))
        found.add(row.effect(" ".join(given.texts[:1]), f"redis-cli --cluster {verb}", place))
        if verb == "call":
            found.take([command(given.texts[1:], place)])
    elif given.plain:
        found.take([_given(call, given, place)])
    elif call.stdin is not None:
        found.inner.append(replace(call.stdin, language="redis", place=place))
    if not (found.effects or found.opaque or found.inner):
        found.unread("redis-cli", "a session whose commands are not on the page", "dynamic")
    return found


def _given(call: Call, given: Options, place: Place) -> Found:
    """Read the command that stands in the arguments."""
    fixed = all(each.fixed for each in given.plain)
    if not given.plain[0].fixed:
        return Found().unread(given.plain[0].text, "a command made at run time", "dynamic")
    found = command(given.texts, place, fixed=fixed)
    if "many" in call.marks:
        found.effects = [_many(each) for each in found.effects]
    return found


def _many(effect: Effect) -> Effect:
    radius = Radius.UNKNOWN if effect.radius is Radius.ONE else effect.radius
    return replace(effect, radius=radius, marks=effect.marks | {"many"})


PROGRAMS: Final[dict[str, Reader]] = {"redis-cli": redis_cli, "valkey-cli": redis_cli}
LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"redis": read_redis}
