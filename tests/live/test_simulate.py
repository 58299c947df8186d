"""A recorded log shows what other policies would change."""

import msgspec
import pytest

from sentinel.errors import MessageError
from sentinel.live.effects import Effect, Kind, Radius, Reading, Thing, Undo
from sentinel.live.gate import Gate
from sentinel.live.policy_files import Packs
from sentinel.live.request import Request
from sentinel.live.simulate import Entry, entries, simulated

DROP = Effect(Kind.DELETES, Thing.TABLE, "users", Radius.ONE, Undo.HARD, "DROP TABLE")
LOOK = Effect(Kind.READS, Thing.TABLE, "users", Radius.ONE, Undo.EASY, "SELECT")
OWN = """\
rules:
  - {id: own.look, sentence: Nobody looks., decision: escalate, severity: low, kinds: [reads],
     match: [{kind: reads, thing: table}], not_match: [{kind: deletes, thing: table}]}
"""


def read(text, **how):
    return Reading((DROP if text.startswith("DROP") else LOOK,))


def test_what_other_policies_would_change_is_listed_with_its_line(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    old, new = Gate(Packs(), read=read), Gate(Packs(files=[path]), read=read)
    drop, look = Request(action_description="DROP TABLE users"), Request(action_description="S")
    lines = [
        msgspec.json.encode(Entry(drop, old.judge(drop))), b"", msgspec.json.encode(Entry(look)),
    ]  # fmt: skip
    first, second = simulated(entries(lines), new, old)
    assert (first.line, first.before, first.after) == (1, "block", "flag")
    assert first.gone == ("database.drop-table",)
    assert not first.stricter
    assert (second.line, second.before, second.after) == (3, "approve", "escalate")
    assert second.rules == ("own.look",)
    assert second.stricter


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"request": {"a": 1}}', b"\xff", b"[" * 9_000])
def test_a_line_that_is_none_of_a_log_is_named(line):
    with pytest.raises(MessageError, match="line 2: "):
        list(entries([b"", line]))
