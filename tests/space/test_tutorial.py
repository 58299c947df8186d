"""The tutorial is a test: a reader who follows it word for word gets what it promises."""

import pytest
from servers import free_port
from typing_readme import BLOCK, PORT, ROOT, blocks, listening, typed

pytestmark = pytest.mark.xdist_group("image")  # where the wheel is installed
MOST_LINES = 15


def page(name: str) -> list[tuple[str, str]]:
    """Language and code of the blocks of a page of the tutorial, in order."""
    found = BLOCK.findall((ROOT / "docs" / "tutorial" / f"{name}.md").read_text("utf-8"))
    assert found
    return found


def test_a_reader_evaluates_an_overseer_of_their_own_in_fifteen_lines(installed, environ):
    install, *shells = [code for language, code in page("first_evaluation") if not language]
    (mine,) = [code for language, code in page("first_evaluation") if language == "python"]
    assert len(mine.strip().splitlines()) <= MOST_LINES
    assert [install] == blocks("Install"), "what was typed for `installed` is the README's"
    (installed / "mine.py").write_text(mine)
    answers = [answer for code in shells for answer in typed(code, installed, environ)]
    assert [each for each in answers if each.code or "Traceback" in each.text] == []
    assert "truth: " in answers[0].text
    table = next(each.text for each in answers if "always-block" in each.line)
    assert all(name in table for name in ("mine.py:Mine", "rules", "always-block", "paired"))
    assert "groundedness" in (installed / "report" / "report.html").read_text("utf-8")


def test_a_reader_guards_an_agent_word_for_word(installed, environ):
    """Word for word but for the port, which others may hold on this machine."""
    port = str(free_port())
    told = [(language, code.replace(PORT, port)) for language, code in page("first_guarded_agent")]
    (serve,) = [code for _, code in told if code.startswith("sentinel serve")]
    printed = []
    with listening(serve, port, installed, environ):
        for language, code in told:
            if language == "python":
                (installed / "guarded.py").write_text(code)
                (answer,) = typed("python guarded.py", installed, environ)
                printed.append(answer.text)
                assert answer.code == 0, answer.text
            elif code != serve:
                answers = typed(code, installed, environ)
                assert [each for each in answers if each.code or "Traceback" in each.text] == []
                printed += [each.text for each in answers]
    assert "safer:" in printed[2]
    assert "stopped: block" in printed[3]
    assert '"block"' in printed[4]
    assert "DROP TABLE users" in printed[5]
