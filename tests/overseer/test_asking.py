"""Settings of overseers are read by name, and what is none is refused."""

import pytest

from sentinel.errors import OptionError
from sentinel.overseer.asking import Asking, asking
from sentinel.overseer.dialogue import Form


def test_settings_are_read_as_what_they_are():
    found = asking(["form=compact", "at_once=4", "timeout_s=1.5", "retries=0", "cache=off"])
    assert (found.form, found.at_once, found.timeout_s) == (Form.COMPACT, 4, 1.5)
    assert (found.retries, found.cache) == (0, "off")
    assert asking() == Asking()


def test_the_longest_answer_follows_the_form_unless_it_is_set():
    assert asking().tokens > asking(["form=compact"]).tokens
    assert asking(["form=compact", "max_tokens=99"]).tokens == 99


def test_the_key_is_set_by_no_word_and_shown_nowhere():
    with pytest.raises(OptionError, match="no setting is named 'key'"):
        asking(["key=secret"])
    assert "secret" not in repr(asking([], key="secret"))


@pytest.mark.parametrize("word", [
    "speed=1", "at_once=0", "at_once=2.5", "at_once=", "timeout_s=0", "timeout_s=nan",
    "timeout_s=inf", "retries=-1", "form=long", "structured=maybe", "", "=1",
])  # fmt: skip
def test_what_is_no_setting_is_refused(word):
    with pytest.raises(OptionError):
        asking([word])


@pytest.mark.parametrize("words", [
    ["structured=on", "form=compact"], ["temperature=0.5", "dialect=reasoning"],
])  # fmt: skip
def test_settings_of_which_one_would_change_nothing_are_refused(words):
    with pytest.raises(OptionError):
        asking(words)
