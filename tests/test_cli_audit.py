"""`sentinel audit` shows what is in the log, and finds what is not there any more."""

import io
import json

import pytest
from sqlalchemy import delete, update

from sentinel.cli import main
from sentinel.live.audit import Audit
from sentinel.live.audit_files import export
from sentinel.live.ledger import ENTRIES, HEADS, head_of, links
from sentinel.live.overseeing import oversee
from sentinel.live.request import Request
from sentinel.live.store import Store


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'gate.db'}"


@pytest.fixture
def audit(url):
    found = Audit(Store.open(url))
    judgement, written = found.judged(
        Request(action_description="DROP TABLE users"), oversee("DROP TABLE users")
    )
    written.result()
    found.append("outcome", {"outcome": "harm", "detail": "\x1b[31mrows lost"}, about=judgement.id)
    found.append("noted", {}, tenant="acme")
    yield found
    found.close()


def run(capsys, *words, code=0):
    with pytest.raises(SystemExit) as ended:
        main(["audit", *map(str, words)])
    out = capsys.readouterr()
    assert ended.value.code == code, out
    return out.out + out.err


def test_a_log_that_nobody_touched_is_intact(audit, url, capsys):
    said = run(capsys, "verify", "--store", url).splitlines()
    assert said[0].startswith("acme: 1 entries, 1 to 1, head ")
    assert said[1].startswith("default: 2 entries, 1 to 2, head ")
    assert said[2] == "intact"
    assert "acme" not in run(capsys, "verify", "--store", url, "--tenant", "default")


def test_an_export_is_verified_without_the_database_and_its_every_line_counts(
    audit, url, capsys, tmp_path
):
    lines = run(capsys, "export", "--store", url).splitlines()
    file = tmp_path / "log.jsonl"
    renamed = lines[0].replace("noted", "noTed")
    swapped, twice = [lines[1], lines[0], *lines[2:]], [*lines, lines[-1]]
    for changed in (lines, lines[:-1], lines[1:], swapped, [renamed, *lines[1:]], twice):
        file.write_text("\n".join(changed) + "\n")
        said = run(capsys, "verify", "--file", file, code=0 if changed is lines else 1)
        assert said.splitlines()[-1] == ("intact" if changed is lines else "NOT intact")
    file.write_text("[]\n")
    assert "no entry of an audit log" in run(capsys, "verify", "--file", file, code=2)
    file.write_text('{"head": 3}\n')
    assert "no end of an audit log" in run(capsys, "verify", "--file", file, code=2)


def test_a_cut_tail_is_found_by_a_head_that_was_signed_before(audit, url, capsys, tmp_path):
    key, head = tmp_path / "key.pem", tmp_path / "head.json"
    run(capsys, "head", "--new-key", key)
    assert key.stat().st_mode & 0o777 == 0o600
    head.write_text(run(capsys, "head", "--store", url, "--sign", key))
    check = ("verify", "--store", url, "--head", head, "--public-key", f"{key}.pub")
    assert "intact" in run(capsys, *check)
    audit.append("noted", {})
    assert "intact" in run(capsys, *check)
    with audit.store.reading() as connection:
        first = next(links(connection, "default"))
    with audit.store.writing() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.seq > 1))
        connection.execute(update(HEADS).values(seq=1, hash=first.hash))
    assert "intact" in run(capsys, "verify", "--store", url, "--tenant", "default")
    said = run(capsys, *check, "--tenant", "default", code=1)
    assert "default: the chain ends with entry 1, and had 2" in said


def test_a_chain_that_was_written_anew_is_found_by_its_head(audit, url, capsys, tmp_path):
    head, file = tmp_path / "head.json", tmp_path / "log.jsonl"
    other = Audit(Store.open("sqlite://"))
    for _ in range(3):
        other.append("noted", {})
    head.write_text(run(capsys, "head", "--store", url))
    assert head_of(other.store, "default").seq == 3
    file.write_text("\n".join(export(other.store)))
    said = run(capsys, "verify", "--file", file, "--head", head, code=1)
    assert "entry 2 is not the one whose hash was exported" in said


def test_a_head_whose_entry_was_cut_off_is_said_to_say_nothing(audit, url, capsys, tmp_path):
    head = tmp_path / "head.json"
    head.write_text(run(capsys, "head", "--store", url))
    check = ("verify", "--store", url, "--head", head)
    assert "cut off" not in run(capsys, *check)
    for _ in range(2):
        audit.append("noted", {})
    run(capsys, "prune", "--store", url, "--before", "2999-01-01")
    assert "default: entry 2 was cut off since" in run(capsys, *check)


def test_a_head_that_somebody_else_signed_or_changed_counts_for_nothing(
    audit, url, capsys, tmp_path
):
    for name in ("mine", "other"):
        run(capsys, "head", "--new-key", tmp_path / name)
    head = tmp_path / "head.json"
    signed = run(capsys, "head", "--store", url, "--sign", tmp_path / "other")
    mine = ("--head", head, "--public-key", tmp_path / "mine.pub")
    other = ("--head", head, "--public-key", tmp_path / "other.pub")
    head.write_text(signed)
    assert "was not signed by" in run(capsys, "verify", "--store", url, *mine, code=2)
    assert "intact" in run(capsys, "verify", "--store", url, *other)
    head.write_text(json.dumps({**json.loads(signed), "seq": 1}))
    assert "was not signed by" in run(capsys, "verify", "--store", url, *other, code=2)
    assert "cannot make the key" in run(capsys, "head", "--new-key", tmp_path / "mine", code=2)


def test_the_latest_entries_are_shown_and_steer_no_terminal(audit, url, capsys):
    first, second = run(capsys, "tail", "--store", url).splitlines()
    assert " judged " in first
    assert "block 'DROP TABLE users'" in first
    assert "outcome=harm" in second
    assert "\x1b" not in second
    assert len(run(capsys, "tail", "--store", url, "-n", "1", "--json").splitlines()) == 1


def test_old_entries_are_cut_off_and_the_log_stays_intact(audit, url, capsys):
    assert run(capsys, "prune", "--store", url, "--before", "1d").count("0 entries are gone") == 2
    said = run(capsys, "prune", "--store", url, "--before", "2999-01-01", "--tenant", "default")
    assert said == "default: 2 entries are gone\n"
    assert "default: 1 entries, 3 to 3" in run(capsys, "verify", "--store", url)
    assert "is no time" in run(capsys, "prune", "--store", url, "--before", "soon", code=2)


def test_what_was_judged_can_be_judged_again_under_other_policies(audit, url, capsys, tmp_path):
    file = tmp_path / "judged.jsonl"
    file.write_text(run(capsys, "export", "--store", url, "--judged"))
    with pytest.raises(SystemExit):
        main(["policy", "simulate", str(file)])
    assert "0 decisions would change" in capsys.readouterr().out


def test_where_there_is_no_log_none_is_made(capsys, tmp_path):
    said = run(capsys, "verify", "--store", f"sqlite:///{tmp_path}/none.db", code=2)
    assert "there is no database" in said
    assert list(tmp_path.iterdir()) == []


def test_an_action_that_is_judged_at_a_shell_is_logged_where_that_is_asked(
    url, capsys, tmp_path, monkeypatch
):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"action_description": "ls"}')))
    for words in (["DROP TABLE users"], ["-"]):
        with pytest.raises(SystemExit):
            main(["oversee", "--audit", "--store", url, *words])
    capsys.readouterr()
    said = run(capsys, "tail", "--store", url).splitlines()
    assert ["block 'DROP TABLE users'" in said[0], "approve 'ls'" in said[1]] == [True, True]
    assert "intact" in run(capsys, "verify", "--store", url)


def test_python_logs_where_it_is_given_a_log(audit):
    said = oversee("ls", audit=audit)
    assert audit.find(said.id).kind == "judged"
    audit.close()
    unlogged = oversee("ls", audit=audit)
    assert (unlogged.decision, unlogged.id) == ("escalate", "")
