"""Packs are read, held to their examples, and replaced only by better ones."""

import pytest

from sentinel.errors import PolicyError
from sentinel.live.effects import Effect, Kind, Radius, Reading, Thing, Undo
from sentinel.live.policy import Policy
from sentinel.live.policy_files import Packs, load, pack_of, shipped
from sentinel.live.request import Situation

GOOD = """\
pack: own
version: "3"
about: A pack of one's own.
rules:
  - id: own.rows
    sentence: It deletes rows.
    decision: block
    severity: high
    when: effect.kind == 'deletes' && effect.thing == 'rows'
    match:
      - {kind: deletes, thing: rows}
    not_match:
      - {kind: deletes, thing: table}
"""


def test_every_pack_that_ships_keeps_to_its_examples():
    packs = [load(each) for each in shipped()]
    assert {each.name for each in packs} == {
        "filesystem", "database", "kubernetes", "cloud", "git", "network", "identity",
        "supply-chain", "incident-response", "opaque",
    }  # fmt: skip
    assert all(rule.id.startswith(f"{each.name}.") for each in packs for rule in each.rules)


def test_a_pack_is_read_with_the_kinds_its_condition_names():
    (rule,) = pack_of(GOOD, "own.yaml").rules
    assert rule.kinds == {"deletes"}
    assert rule.things == {"rows"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("decision: block", "decision: stop", r"own.yaml:5: rule 'own.rows': decision 'stop'"),
        ("severity: high", "severity: bad", r"own.yaml:5: rule 'own.rows': severity 'bad'"),
        ("effect.kind ==", "effect.kind =", r"own.yaml:5: rule 'own.rows': Failed to parse"),
        ("effect.thing", "effect.things", r"own.yaml:5: rule 'own.rows': there is no field"),
        ("    sentence: It deletes rows.\n", "", "needs a sentence"),
        ("thing: rows}", "thing: rowz}", "rule 'own.rows': 'rowz' is not a valid Thing"),
        ("thing: table}", "thing: rows}", "fires on its not_match kind: deletes, thing: rows"),
        ("- {kind: deletes, thing: rows}", "- {kind: reads, thing: rows}", "does not fire on its"),
        ("when:", "wenn:", "rule 'own.rows': no field 'wenn'"),
        ("pack: own", "pack: [own", r"own.yaml:\d+: "),
        ("rules:", "rulez:", "own.yaml:1: a pack is a mapping with a list of rules"),
        ("thing: rows}", "thing: rows, wide: 1}", "no field 'wide'"),
        (
            "severity: high",
            "severity: high\n    people: 2",
            r"own.yaml:5: rule 'own.rows': people approve what a rule escalates, and it says block",
        ),
        (
            "decision: block",
            "decision: escalate\n    people: yes",
            r"own.yaml:5: rule 'own.rows': people must be a whole number from 1 to 5, not True",
        ),
        ("decision: block", "decision: escalate\n    people: 0", "from 1 to 5, not 0"),
        ("    match:\n      - {kind: deletes, thing: rows}\n", "", "needs examples"),
    ],
)
def test_an_error_names_file_line_and_rule(old, new, told):
    with pytest.raises(PolicyError, match=told):
        pack_of(GOOD.replace(old, new, 1), "own.yaml")


def test_a_rule_that_escalates_says_how_many_people_it_takes():
    asks = GOOD.replace("decision: block", "decision: escalate\n    people: 2")
    pack = pack_of(asks, "own.yaml")
    rows = Effect(Kind.DELETES, Thing.ROWS, "a", Radius.ONE, Undo.HARD, "delete")
    (fired,) = Policy(pack.rules).find([rows], Situation()).fired
    assert (fired.decision, fired.people) == ("escalate", 2)
    assert pack_of(GOOD, "own.yaml").rules[0].people == 1


def test_two_rules_of_one_name_are_an_error(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(GOOD)
    with pytest.raises(PolicyError, match=r"rule 'own.rows' is at .* already"):
        Packs([path, path])


def test_commands_among_the_examples_are_read_where_somebody_can_read_them():
    text = GOOD.replace("{kind: deletes, thing: rows}", "{command: DELETE FROM a, language: sql}")
    asked = []

    def read(text, **how):
        asked.append((text, how))
        return Reading((Effect(Kind.DELETES, Thing.ROWS, "a", Radius.ONE, Undo.HARD, "delete"),))

    pack_of(text, "own.yaml")
    pack_of(text, "own.yaml", read)
    assert asked == [("DELETE FROM a", {"language": "sql", "tool": "", "dialect": ""})]
    with pytest.raises(PolicyError, match="does not fire on its match command: DELETE FROM a"):
        pack_of(text, "own.yaml", lambda text, **how: Reading())


def test_a_reload_that_fails_leaves_in_force_what_was_and_says_so(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(GOOD)
    packs = Packs([path])
    before = packs.policy
    path.write_text(GOOD.replace("block", "stop"))
    assert not packs.reload()
    assert packs.policy is before
    assert "own.yaml:5" in packs.failure
    assert "stay in force" in packs.failure
    path.write_text(GOOD.replace("block", "flag"))
    assert packs.reload()
    assert packs.failure == ""
    assert packs.policy is not before


def test_versions_tell_two_texts_of_a_pack_apart(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(GOOD)
    packs = Packs(files=[path])
    first = packs.versions
    path.write_text(GOOD + "\n")
    packs.reload()
    assert packs.versions != first
    assert packs.versions["pack:own"].startswith("3+")


def test_a_file_that_is_not_there_is_our_error(tmp_path):
    with pytest.raises(PolicyError, match="cannot be read"):
        load(tmp_path / "none.yaml")
