"""What tests of reviews share: a clock that is moved by hand, a gate that reads five words."""

from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius, Reading, Thing, Undo
from sentinel.live.gate import Gate
from sentinel.live.policy_files import Packs
from sentinel.live.request import Request
from sentinel.live.review import Decision, Reviews, Terms
from sentinel.live.store import Store

PACKS = Packs()
ASK, OTHER_ASK, LOOK, BLOCKED = "ask a", "ask b", "look", "drop"
DECIDE_S, USE_S = 100.0, 50.0


def read(text, **how):
    """Read an action: what begins with `ask` is escalated, `look` approved, `drop` blocked."""
    if text.startswith("look"):
        return Reading((Effect(Kind.READS, Thing.TABLE, "users", Radius.ONE, Undo.EASY, "look"),))
    if text.startswith("drop"):
        effect = Effect(
            Kind.DELETES, Thing.DATABASE, "users", Radius.ONE, Undo.HARD, "drop", place=Place.PROD
        )
        return Reading((effect,))
    return Reading(opaque=(Opaque(text[:200], "nobody can read it", frozenset({"broken"})),))


class Clock:
    """Seconds since 1970, as a test has them."""

    def __init__(self, now=1_000.0):
        self.now = now

    def __call__(self):
        return self.now


def request(action=ASK, **fields):
    """A request for an action."""
    return Request(action_description=action, **fields)


def reviews_of(store, clock=None, log=None, webhook=False, **terms):
    """Reviews of a store whose gate reads as `read` does."""
    gate = Gate(PACKS, read=read)
    terms = Terms(**{"decide_s": DECIDE_S, "use_s": USE_S, **terms})
    return Reviews(store, gate.judge, terms, clock=clock or Clock(), log=log, webhook=webhook)


def opened(reviews, action=ASK, tenant="", requester="", **fields):
    """A review of an action."""
    asked = request(action, **fields)
    found = Gate(PACKS, read=read).judge(asked)
    assert found.decision == "escalate"
    return reviews.open(asked, found, tenant=tenant, requester=requester)


def yes(by="ada", **fields):
    """A decision in favour; the same says no, too."""
    return Decision(by=by, reason="It was looked at.", **fields)


def stores(tmp_path):
    """A store in a file of its own."""
    return Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
