"""What tests of reviews share: a clock that is moved by hand, a gate that reads five words."""

from sqlalchemy import select

from sentinel.live.effects import Effect, Kind, Opaque, Place, Radius, Reading, Thing, Undo
from sentinel.live.gate import Gate
from sentinel.live.policy_files import Packs
from sentinel.live.request import Request
from sentinel.live.review import Decision, Reviews, Terms
from sentinel.live.review_events import EVENTS, event_of
from sentinel.live.review_routes import Caller

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


def events(store):
    """What was written of reviews, in order."""
    with store.reading() as connection:
        return [event_of(row) for row in connection.execute(select(EVENTS).order_by(EVENTS.c.id))]


def identify(http, scope):
    """Who asks, by a header that stands for a key."""
    name, _, tenant = http.headers.get("x-key", "").partition("@")
    return Caller(name, tenant)


def ask(http, action=ASK, key="", **fields):
    """What the gate answers to an action."""
    asked = {"action_description": action, **fields}
    return http.post("/live/oversee", json=asked, headers={"x-key": key}).json()


def refused(answer, status, kind):
    """What a refusal says."""
    found = answer.json()
    assert (answer.status_code, found["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert found["type"] == f"urn:sentinel:error:{kind}"
    return found["detail"]
