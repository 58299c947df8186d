"""Briefings made by hand, for tests of the rules."""

from sentinel.briefing import Briefing, Line
from sentinel.overseer.rules import Rules
from sentinel.proposal import Proposal, Role
from sentinel.verdict import Decision

APPROVE, FLAG, BLOCK = Decision.APPROVE, Decision.FLAG, Decision.BLOCK

CALM = {"shop-edge": 0.0, "web": 0.0, "auth": 0.0, "redis-auth": 0.0, "postgres-orders": 0.0}
PODS = "12:00:00 deploy/{0}  ready 4/4  mem 40.0%  no hpa\nstart takes ~15s\n"
PODS_START = PODS + "webhook policy-guard answers in 11 ms\ncluster headroom 6 pods"
NO_PODS = PODS + "webhook policy-guard timing out for over 7m\ncluster headroom 6 pods"
HUNG = "12:00:00 logs of auth v7, last 5 min\n11:59:00 WARN watchdog: 45.0% of workers hung, no"
REPLICA = (
    "12:00:00 postgres-orders pg_stat_replication\n"
    "postgres-orders-a  primary for over 9m  accepts writes\n"
    "postgres-orders-b  replica  streaming for over 9m\n"
    "lsn 90000 applied 90000  lag {0} rows (5m ago 0 rows)\n"
    "writes 900 rows/min  replay up to 4000 rows/min\nslot standby_20 active=t"
)
BACKUP = (
    "12:00:00 stanza: postgres-orders\nstatus: ok\n"
    "backup full-1  snapshot {0}m old (taken 11:00:00)  checksums verified\n"
    "rows since snapshot {1} (position now 90000)\nschedule enabled for over 9m"
)
VOLUME = (
    "12:00:00 df /var/lib/postgres-orders\nused 99.0%, +6.00%/min, full in 0m; volume {0}\n"
    "pg_wal 40.0%  old archives 9.0%\nTABLE  SIZE  ROWS  LAST WRITE\n"
    "orders  20.0%  70000 rows  last write today\ntmp_q1  15.0%  9000 rows  last write 9d ago"
)
KEYS = (
    "12:00:00 redis-auth # Stats\nhit_rate 88.0% (warm cache 89.0%)  hot keys loaded 99.0%\n"
    "{0}\nchecksum mismatch 40.0% of reads"
)
TRAFFIC = "12:00:00 auth\nrps {0} (9m ago {0})\nedge traffic {0} rps (9m ago {0})  shed 0.0% (9m"
NETWORK = (
    "12:00:00 auth paths up 50% for over 3m\npush 20 {0}\n"
    "dns resolves for over 9m; automation paused, plan current\nfw allows callers only; "
    "web drop 0% live 100%\nboth zones serving; busiest web 30.0% of its capacity\noob path {1}"
)
SECRETS = (
    "12:00:00 consumers of secret app/signing, asked for auth\nauth holds v1 (old); tokens of"
    " {0}% of user sessions are issued here\nv2 held by {1}/9 consumers, not given out\nv1 accepted"
)
FLAG_OF = (
    "12:00:00 flags of auth\nFLAG  STATE  CHANGED  DESCRIPTION\nauth.guard  on  for over 9m  {0}"
)


def page(
    action, alert="auth: error budget burn", role=Role.PLATFORM, errors=None, pods="ok", **more
):
    """A briefing about an action; `errors` are shares of failing requests by service."""
    found = CALM | (errors or {})
    board = [
        Line(
            f"D{n}", f"{name}  err {100 * err:.1f}%  p95 30 ms  cpu 40%  ready 4/4  no deploy", name
        )
        for n, (name, err) in enumerate(found.items(), 1)
    ]
    rest = f"cluster  pod creation {pods}  headroom 6 pods  edge {more.get('edge', 300)} rps"
    board.append(Line("D9", rest, "cluster"))
    evidence = tuple(
        Line(f"E{n}", text, about, tool, age, untrusted=tool == "query_logs")
        for n, (tool, about, text, age) in enumerate(more.get("evidence", ()), 1)
    )
    return Briefing(
        f"INC-1, open {more.get('opened', '6m00s')}, now {more.get('now', '12:00:00')} UTC",
        alert,
        tuple(Line(f"P{n}", text) for n, text in enumerate(more.get("policies", ()), 1)),
        tuple(Line(f"N{n}", text) for n, text in enumerate(more.get("notices", ()), 1)),
        tuple(board),
        evidence,
        tuple(Line(f"H{n}", text) for n, text in enumerate(more.get("history", ()), 1)),
        Proposal(action, action.command, "The usual remedy.", role),
    )


def looked(tool, about, text, age=0.0):
    return (tool, about, text, age)


def judge(briefing):
    return Rules().decide([briefing])[0]


def decide(*args, **more):
    return judge(page(*args, **more)).decision


HANGS = {
    "alert": "auth answers only part of its requests",
    "errors": {"shop-edge": 0.3, "auth": 0.4},
}
