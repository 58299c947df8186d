import sys
from pathlib import Path

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import shell_fuzz  # noqa: E402

SAMPLE = 1_000


def test_no_program_that_runs_a_deletion_is_approved_and_most_harmless_ones_are():
    found = shell_fuzz.tally(range(SAMPLE))

    assert found.programs == SAMPLE
    assert found.ran > SAMPLE / 2
    assert found.approved == []
    assert found.hidden == []
    assert found.holds
    assert found.harmless_share >= shell_fuzz.LEAST_HARMLESS


def test_the_same_seed_hides_another_command_in_the_same_way():
    marked = shell_fuzz.program(3, shell_fuzz.MARKED)
    harmful = shell_fuzz.program(3, shell_fuzz.HARMFUL)

    assert marked != harmful
    assert len(marked) == len(harmful)


def test_the_marker_is_noticed_when_it_runs_and_only_then():
    assert shell_fuzz.ran(["mk -rf x", "echo mk", "exit 1", "( mk )"]) == [True, False, False, True]
