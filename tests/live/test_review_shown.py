"""Nothing that would run is hidden from whoever is asked about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import PACKS, read, request

from sentinel.live.gate import Gate
from sentinel.live.review_rows import Case
from sentinel.live.review_shown import MOST_CHARS, one_line, shown, visible
from sentinel.live.review_state import Review


def case(action, **fields):
    asked = request(action, **fields)
    found = Gate(PACKS, read=read).judge(asked)
    review = Review(id="r", action_hash=found.action_hash, opened_at=0.0, decide_by=1.0)
    return Case(review=review, request=asked, judgement=found)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ls\x1b[1A\x1b[2K", "ls⟦U+001B⟧[1A⟦U+001B⟧[2K"),
        ("rm -rf / \rls", "rm -rf / ⟦U+000D⟧ls"),
        ("a\x08b\x00\t", "a⟦U+0008⟧b⟦U+0000⟧⟦U+0009⟧"),
        ("user \u202etxt.exe\u2066", "user ⟦U+202E⟧txt.exe⟦U+2066⟧"),
        ("a\u200bb\ufeffc\u00add", "a⟦U+200B⟧b⟦U+FEFF⟧c⟦U+00AD⟧d"),
        ("a\u00a0b\u2028c", "a⟦U+00A0⟧b⟦U+2028⟧c"),
        ("x\u3164\u2800\ufe0f\U000e0041\U000e0100", "x⟦U+3164⟧⟦U+2800⟧⟦U+FE0F⟧⟦U+E0041⟧⟦U+E0100⟧"),
        ("\x9b31m\ud800", "⟦U+009B⟧31m⟦U+D800⟧"),
        ("Grüße, 你好 ✓\nzwei", "Grüße, 你好 ✓\nzwei"),
    ],
)
def test_what_a_screen_hides_or_obeys_is_spelled_out(text, told):
    assert visible(text) == told


@given(st.text(max_size=200))
def test_what_is_shown_is_printable(text):
    assert visible(text).replace("\n", "").isprintable()
    assert one_line(text).isprintable()


@given(st.text(max_size=50), st.text(max_size=50))
def test_two_texts_without_our_brackets_are_never_shown_the_same(one, other):
    if one != other and "⟦" not in one + other:
        assert visible(one) != visible(other)


def test_a_text_that_is_too_long_says_how_much_of_it_is_missing():
    assert visible("x" * (MOST_CHARS + 1_500)).endswith("x⟦1,500 characters more⟧")


def test_a_reviewer_is_shown_every_argument_to_the_letter():
    arguments = {"command": "ask a\u202e", "flags": ["-f", "x" * 3_000]}
    found = shown(case("ask", arguments=arguments, goal="Tidy up.", environment="prod"))
    assert '"command": "ask a⟦U+202E⟧"' in found.arguments
    assert "x" * 3_000 in found.arguments
    assert (found.goal, found.environment) == ("Tidy up.", "prod")
    assert any("arguments: 1 characters" in each for each in found.warnings)


def test_a_reviewer_is_told_of_letters_that_look_like_others():
    found = shown(case("ask p\u0430ypal"))
    assert "action: 'а' is CYRILLIC SMALL LETTER A" in found.warnings


def test_a_reviewer_is_shown_effects_and_rules():
    found = shown(case("drop \x1b[2J"))
    assert any(each.startswith("deletes database users") for each in found.effects)
    assert any(each.startswith("floor.whole-on-prod: block (catastrophic)") for each in found.rules)
    assert all(each.isprintable() for each in (*found.effects, *found.rules))
