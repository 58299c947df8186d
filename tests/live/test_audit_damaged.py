"""The audit log goes on, or says that it cannot, whatever it is given and is done to it."""

import threading

import msgspec
import pytest
from sqlalchemy import insert, select

from sentinel.live.audit import Audit
from sentinel.live.ledger import ENTRIES
from sentinel.live.overseeing import oversee
from sentinel.live.store import Store
from sentinel.live.verifying import verify


@pytest.fixture
def audit():
    found = Audit(Store.open("sqlite://"))
    yield found
    found.close()


def faults(audit):
    return [fault for each in verify(audit.store) for fault in each.faults]


@pytest.mark.parametrize("number", [0, -3, 99])
def test_a_row_is_found_whatever_number_it_was_given(audit, number):
    for _ in range(6):
        audit.append("noted", {})
    with audit.store.writing() as connection:
        row = dict(connection.execute(select(ENTRIES).where(ENTRIES.c.seq == 3)).one()._mapping)
        connection.execute(insert(ENTRIES).values({**row, "seq": number, "id": "another"}))
    assert faults(audit)


@pytest.mark.parametrize("arguments", [{"\ud800": 1}, {"pass\ud800word": "x"}, {"a": {(1, 2): 3}}])
def test_what_no_text_can_say_stops_nobody_who_comes_after(audit, arguments):
    for each in (arguments, {}):
        found = oversee("ls", arguments=each, audit=audit)
        assert found.id or found.decision == "escalate"
    assert verify(audit.store)
    assert faults(audit) == []


class _Broken(Store):
    def writing(self):
        if threading.current_thread().name == "sentinel-audit":
            raise ZeroDivisionError
        return super().writing()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_log_whose_writer_dies_keeps_nobody_waiting():
    audit = Audit(_Broken.open("sqlite://"))
    for _ in range(2):
        assert oversee("ls", audit=audit).decision == "escalate"
    assert audit.failure
    audit.close()


@pytest.mark.parametrize("word", ["block", "decision", "deci", "judgement", "floor", "severity"])
def test_an_action_that_calls_its_secret_as_we_call_things_hides_nothing(audit, word):
    said = oversee(f"DB_PASSWORD={word} rm -rf /", audit=audit)
    body = msgspec.json.decode(audit.find(said.id).body)
    assert body["judgement"]["decision"] == "block"
    assert body["judgement"]["action_hash"] == said.action_hash
    assert [each["id"] for each in body["judgement"]["rules_fired"]] == [
        each.id for each in said.rules_fired
    ]
    assert body["request"]["action_description"] == "DB_PASSWORD=[redacted:assignment] rm -rf /"
