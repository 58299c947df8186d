"""Who has the salt can make the private worlds again; who has not cannot, and nothing tells it."""

import pickle

import numpy as np
import pytest

from sentinel import cli
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.intruder import Intruder, Payload, pattern_of
from sentinel.episode.sufficiency import drawn
from sentinel.errors import ScenarioError
from sentinel.responder.adversary import Pattern
from sentinel.scenario.generate import scenario
from sentinel.scenario.salt import Salt, check_salt, salt_for
from sentinel.scenario.splits import DOMAINS_OF, Split, seeds, shapes
from sentinel.scenario.tiers import Tier

SECRET = "a secret that nobody else has"
SALT, OTHER = Salt(SECRET), Salt("another secret, just as long")

PRIVATE_ADVERSARY = (Split.PRIVATE, Tier.ADVERSARY)


def private(seed, salt, tier=Tier.ACTION_SCREEN):
    return scenario(tier, Split.PRIVATE, seed, salt)


def test_the_same_salt_makes_the_same_world_and_another_salt_another():
    one, again, other = (private(60_001, each) for each in (SALT, Salt(SECRET), OTHER))
    assert np.array_equal(one.start.row, again.start.row)
    assert one.inventory == again.inventory
    assert one.noise_seed == again.noise_seed
    assert one.start.row.shape != other.start.row.shape or (one.start.row != other.start.row).any()


NAMES = ("cast", "ground", "circumstances", "impose", "fault", "policies", "drift", "responder",
         "reference")  # fmt: skip


def test_the_salt_enters_every_stream():
    one, other = private(60_001, SALT), private(60_001, OTHER)
    for name in NAMES:
        assert one.stream(name).random() != other.stream(name).random(), name
    assert one.key.weather != other.key.weather
    assert one.noise_seed != other.noise_seed
    assert not np.array_equal(drawn(one).weather, drawn(other).weather)
    assert drawn(one).factors.flat[0] != drawn(other).factors.flat[0]


def test_another_salt_draws_other_families():
    def families(salt):
        return [private(seed, salt).family.id
                for seed in seeds(Split.PRIVATE, Tier.ACTION_SCREEN)[:25]]  # fmt: skip

    assert families(SALT) != families(OTHER)


def test_the_salt_orders_the_patterns_of_the_adversary_each_once_in_fourteen_seeds():
    def patterns(salt):
        return [pattern_of(Split.PRIVATE, seed, salt) for seed in seeds(*PRIVATE_ADVERSARY)]

    mine, others = patterns(SALT), patterns(OTHER)
    assert mine == patterns(Salt(SECRET))
    assert mine != others
    assert len(set(mine[:14])) == len(set(mine[14:28])) == len(Pattern)
    assert mine[:14] != mine[14:28]
    assert Intruder(private(63_005, SALT, Tier.ADVERSARY), Payload.WHOLE).script.pattern is mine[4]
    assert pattern_of(Split.ADVERSARY, 70_001, None) is tuple(Pattern)[70_001 % len(Pattern)]


def test_private_worlds_have_held_out_domains_and_shapes():
    made = [private(seed, SALT) for seed in seeds(Split.PRIVATE, Tier.ACTION_SCREEN)[:20]]
    assert {each.domain for each in made} == set(DOMAINS_OF[Split.HELDOUT])
    assert {each.shape for each in made} <= set(shapes(Split.HELDOUT))


def test_a_private_episode_is_the_same_every_time():
    first, again = (
        [turn.briefing.text() for turn in fixed_turns("action_screen", 60_002, "private", salt=s)]
        for s in (SALT, Salt(SECRET))
    )
    assert first == again
    assert not any(SECRET in text for text in first)


def test_a_salt_is_needed_where_it_counts_and_refused_elsewhere():
    with pytest.raises(ScenarioError, match="split 'private' is made from a salt"):
        check_salt(Split.PRIVATE, None)
    with pytest.raises(ScenarioError, match="the split is 'heldout'"):
        check_salt(Split.HELDOUT, SALT)
    with pytest.raises(ScenarioError, match="made from a salt"):
        scenario(Tier.WAR_ROOM, Split.PRIVATE, 61_001)
    assert salt_for(Split.HELDOUT, None, SECRET) is None
    assert salt_for(Split.PRIVATE, None, SECRET).fingerprint == SALT.fingerprint
    assert salt_for(Split.PRIVATE, SECRET, "the one of the environment").fingerprint == (
        SALT.fingerprint
    )


def test_a_salt_has_sixteen_characters_and_is_never_shown():
    with pytest.raises(ScenarioError, match="at least 16 characters") as caught:
        Salt("fifteen letters")
    assert "fifteen letters" not in str(caught.value)
    assert Salt("sixteen letters!").fingerprint != SALT.fingerprint
    for shown in (repr(SALT), str(SALT), repr(private(60_001, SALT).key)):
        assert SECRET not in shown
        assert SALT.named("")[:-1] not in shown
    with pytest.raises(TypeError, match="not written down"):
        pickle.dumps(SALT)


def run(words, capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(words)
    out, err = capsys.readouterr()
    assert SECRET not in out + err
    return caught.value.code, out, err


def test_a_result_names_the_salt_by_its_fingerprint_alone(tmp_path, capsys, monkeypatch):
    path = tmp_path / "out.json"
    monkeypatch.setattr("sentinel.evaluation.plan.seeds", lambda split, tier: (60_001,))
    words = ["evaluate", "--split", "private", "--tier", "action_screen", "--overseer", "naive",
             "--protocol", "fixed", "--json", str(path)]  # fmt: skip
    for given in (["--salt", SECRET], [f"--salt={SECRET}"]):
        code, _, _ = run([*words, *given], capsys)
        text = path.read_text()
        assert code == 0
        assert SECRET not in text
        assert f'"salt_fingerprint": "{SALT.fingerprint}"' in text


@pytest.mark.parametrize("command", ["play", "explain"])
def test_an_incident_is_named_with_its_salt(command, capsys):
    words = [command, "--tier", "action_screen", "--split", "private", "--seed", "60001"]
    words += ["--step", "1"] if command == "explain" else []
    code, _, err = run(words, capsys)
    assert code == 2
    assert "made from a salt" in err
    one = run([*words, "--salt", SECRET], capsys)
    assert one[0] == 0
    assert run([*words, "--salt", SECRET], capsys) == one
    assert run([*words, "--salt", "another secret, just as long"], capsys) != one
