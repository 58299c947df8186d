"""Two overseers on one incident: the page says what they did, and lets nothing written act."""

import re
from dataclasses import replace

import pytest

from sentinel.cli import main
from sentinel.errors import OptionError
from sentinel.ui.before_after import compared, html, markdown, named
from sentinel.ui.frames import replayed
from sentinel.ui.replay_records import Incident

SHOWN = Incident.of("war_room", "demo", 42)


def test_the_page_has_both_transcripts_and_every_decision_in_which_they_differ() -> None:
    found = compared(SHOWN, "naive", "always-block")
    told = markdown(found)
    assert told.count("### Decision") == sum(
        len(replayed(SHOWN, (), name).frames) for name in ("naive", "always-block")
    )
    assert all(pair.differ for pair in found.pairs)
    assert len(re.findall(r"^Decision \d+:$", told, re.M)) == len(found.pairs)
    assert "is in no training data" in told
    assert all(f"| {name} |" in told for name in ("F1", "overseer reward, shaped", "damage"))


def test_it_says_when_an_incident_may_have_been_trained_on() -> None:
    found = compared(Incident.of("action_screen", "train", 7), "naive", "rules")
    assert "may have been trained" in markdown(found)


def test_an_overseer_is_not_compared_with_itself() -> None:
    with pytest.raises(OptionError, match="itself"):
        compared(SHOWN, "rules", "rules")


def test_words_of_the_responder_stay_words() -> None:
    found = compared(SHOWN, "naive", "rules")
    hostile = "<script>alert(1)</script>\n# not a heading"
    frames = tuple(replace(each, reason=hostile) for each in found.after.replay.frames)
    lived = replace(found.after, replay=replace(found.after.replay, frames=frames))
    found = replace(found, after=lived)
    assert "<script" not in html(found)
    assert "\n# not a heading" not in markdown(found)


def test_the_command_writes_both_forms(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "before-after", "--tier", "action_screen", "--out", str(tmp_path / "it")])
    assert ended.value.code == 0
    assert (tmp_path / "it.md").read_text().startswith("# random and cascade on action_screen")
    assert "<title>random and cascade" in (tmp_path / "it.html").read_text()
    assert str(tmp_path / "it.html") in capsys.readouterr().out


def test_a_name_with_a_dot_stays_whole(tmp_path) -> None:
    assert [each.name for each in named(tmp_path / "run-0.5")] == ["run-0.5.md", "run-0.5.html"]


@pytest.mark.parametrize("out", [".", "/", ""])
def test_a_folder_is_refused_before_anything_is_played(out, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "before-after", "--out", out])
    assert ended.value.code == 2
    assert "a file name is needed" in capsys.readouterr().err
