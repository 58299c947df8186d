"""The audit log keeps what it answered for, in chains that nobody can change unseen."""

import os
import threading
import time

import msgspec
import pytest
from appended import appended
from sqlalchemy import delete, insert, select, update

from sentinel.errors import OptionError, StoreConflictError, StoreError
from sentinel.live.audit import DAY_S, Audit, audit_of
from sentinel.live.ledger import ENTRIES, HEADS, links, prune
from sentinel.live.overseeing import oversee
from sentinel.live.request import Request
from sentinel.live.store import Store
from sentinel.live.verifying import verify
from sentinel.settings import read


@pytest.fixture
def audit(store_url):
    found = Audit(Store.open(store_url))
    yield found
    found.close()


@pytest.fixture
def local():
    found = Audit(Store.open("sqlite://"))
    yield found
    found.close()


def chain(audit, tenant="default"):
    with audit.store.reading() as connection:
        return list(links(connection, tenant))


def faults(audit):
    return [fault for each in verify(audit.store) for fault in each.faults]


def filled(audit, count=6):
    for number in range(count):
        audit.append("noted", {"number": number})


def test_an_entry_stands_in_its_chain_once_it_is_answered(audit):
    first, second = audit.append("noted", {"b": 1, "a": [2]}), audit.append("noted", {})
    assert chain(audit) == [first, second]
    assert (first.seq, second.seq, second.previous) == (1, 2, first.hash)
    said = msgspec.json.decode(first.body)
    assert said == {"a": [2], "b": 1, "id": first.id, "kind": "noted", "at": first.at}
    assert abs(first.at / 1e6 - time.time()) < 60
    assert faults(audit) == []


def test_tenants_have_chains_of_their_own(audit):
    for tenant in ("acme", "acme", "zeta"):
        audit.append("noted", {}, tenant=tenant)
    found = {each.tenant: (each.entries, each.head.seq) for each in verify(audit.store)}
    assert found == {"acme": (2, 2), "zeta": (1, 1)}
    entry = chain(audit, "acme")[0]
    assert audit.find(entry.id, "acme") == entry
    assert audit.find(entry.id, "zeta") is None


def test_one_alone_stays_alone_whoever_asks_at_the_same_time(audit):
    about = audit.append("judged", {}).id
    asked = [audit.append_soon("outcome", {}, about=about, once=True) for _ in range(5)]
    refused = [isinstance(each.exception(), StoreConflictError) for each in asked]
    assert sorted(refused) == [False, True, True, True, True]
    with pytest.raises(StoreConflictError):
        audit.append("outcome", {}, about=about, once=True)
    assert len(chain(audit)) == 2


def test_an_entry_may_share_the_fate_of_what_it_tells(audit):
    with pytest.raises(RuntimeError, match="after all"):
        undone(audit)
    assert chain(audit) == []
    with audit.store.writing() as connection:
        audit.append_within(connection, [audit.draft("review.opened", {})])
    assert [each.kind for each in chain(audit)] == ["review.opened"]


def undone(audit):
    with audit.store.writing() as connection:
        audit.append_within(connection, [audit.draft("review.opened", {})])
        raise RuntimeError("after all not")


def test_four_processes_lose_no_entry_and_fork_no_chain(store_url):
    found = appended(store_url, 60)
    assert found == {"lost": 0, "twice": 0, "faults": 0, "entries": 60}


def test_a_forked_process_appends_to_the_same_chain(tmp_path):
    audit = Audit(Store.open(f"sqlite:///{tmp_path / 'gate.db'}"))
    audit.append("noted", {})
    child = os.fork()
    if not child:
        audit.append("noted", {})
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    audit.append("noted", {})
    assert [each.seq for each in chain(audit)] == [1, 2, 3]
    assert faults(audit) == []
    audit.close()


def test_what_waits_when_the_log_is_closed_is_written_first(tmp_path):
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    audit = Audit(Store.open(url))
    waiting = [audit.append_soon("noted", {}) for _ in range(50)]
    audit.close()
    assert all(each.done() for each in waiting)
    with pytest.raises(StoreError, match="closed"):
        audit.append("noted", {})
    assert len(chain(Audit(Store.open(url)))) == 50


def test_a_judgement_is_kept_with_what_was_asked(local):
    request = Request(action_description="DROP TABLE users", goal="tidy up")
    judgement, written = local.judged(request, oversee("DROP TABLE users"))
    assert written.result().id == judgement.id != ""
    body = msgspec.json.decode(local.find(judgement.id).body)
    assert body["request"]["action_description"] == "DROP TABLE users"
    assert msgspec.convert(body["judgement"], type(judgement)) == judgement
    assert body["judgement"]["versions"]


def test_a_secret_reaches_neither_the_request_nor_the_reasons(local):
    secret = "c0rrect-h0rse"
    action = f"mysql -uroot -p{secret} -e 'DROP TABLE {secret}'"
    request = Request(
        action_description=action,
        arguments={"env": {"DB_PASSWORD": secret}, "argv": ["--token", secret]},
        goal=f"log in with password: {secret}",
        context={"headers": {"Authorization": f"Bearer {secret}"}},
        untrusted=[f"https://me:{secret}@host/x"],
    )
    judgement, written = local.judged(request, oversee(action))
    written.result()
    body = local.find(judgement.id).body
    assert secret.encode() not in body
    assert b"DROP TABLE [redacted:" in body


def test_names_that_cannot_be_are_refused(local):
    for wrong in ({"tenant": ""}, {"tenant": "a\0b"}, {"about": "x" * 129}):
        with pytest.raises(OptionError):
            local.append("noted", {}, **wrong)
    with pytest.raises(OptionError):
        local.append("k" * 33, {})


def test_a_log_that_cannot_be_written_says_so_and_later_what_is_missing(tmp_path):
    audit = Audit(Store.open(f"sqlite:///{tmp_path / 'gate.db'}"))
    audit.append("noted", {})
    with audit.store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_entry RENAME TO elsewhere")
    with pytest.raises(StoreError):
        audit.append("noted", {})
    assert "audit_entry" in audit.failure
    with audit.store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO audit_entry")
    audit.append("noted", {})
    assert audit.failure == ""
    assert [each.kind for each in chain(audit)] == ["noted", "gap", "noted"]
    gap = msgspec.json.decode(chain(audit)[1].body)
    assert gap["entries"] == 1
    assert gap["since"] == gap["until"] <= gap["at"]
    assert faults(audit) == []
    audit.close()


def test_a_lost_connection_is_opened_again(postgresql):
    url = postgresql()
    audit = Audit(Store.open(url))
    audit.append("noted", {})
    other = Store.open(url)
    with other.reading() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    audit.append("noted", {})
    assert len(chain(audit)) == 2
    audit.close()
    other.close()


def test_what_is_too_old_is_cut_off_and_the_rest_still_verifies(audit):
    filled(audit)
    old = chain(audit)[3].at
    assert prune(audit.store, "default", old) == 3
    kept = chain(audit)
    assert [each.seq for each in kept] == [4, 5, 6, 7]
    assert kept[-1].kind == "pruned"
    assert msgspec.json.decode(kept[-1].body)["through"] == 3
    assert faults(audit) == []
    assert prune(audit.store, "default", old) == 0
    assert prune(audit.store, "default", kept[-1].at + 1) == 4
    assert [each.seq for each in chain(audit)] == [8]
    assert faults(audit) == []
    assert prune(audit.store, "default", kept[-1].at + DAY_S * 10**6) == 0
    with audit.store.writing() as connection:
        connection.execute(delete(ENTRIES))
    assert faults(audit)


def test_a_beginning_that_nobody_cut_off_is_missed(audit):
    filled(audit)
    with audit.store.writing() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.seq <= 2))
    assert faults(audit) == ["the chain begins with entry 3, and not as it should with entry 1"]


def test_a_log_with_a_retention_cuts_off_by_itself(tmp_path):
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    before = Audit(Store.open(url))
    filled(before, 3)
    before.close()
    audit = Audit(Store.open(url), retention_s=0.0)
    audit.append("noted", {})
    audit.close()
    kinds = [each.kind for each in chain(Audit(Store.open(url)))]
    assert kinds[:1] == ["pruned"]
    assert "noted" in kinds[1:]


def test_the_settings_say_where_and_for_how_long(tmp_path):
    patterns = tmp_path / "patterns"
    patterns.write_text("# ours\n\nCASE-[0-9]+\n")
    environ = {"SENTINEL_STATE_DIR": str(tmp_path), "SENTINEL_REDACT": str(patterns)}
    audit = audit_of(read({**environ, "SENTINEL_RETENTION_DAYS": "30"}))
    assert audit.retention_s == 30 * DAY_S
    assert b"CASE-4711" not in audit.append("noted", {"text": "see CASE-4711"}).body
    audit.close()
    assert (tmp_path / "gate.db").exists()
    assert read({}).retention_days is None
    assert read({"SENTINEL_MODE": "demo"}).retention_days == 1


def test_a_cut_tail_is_found_while_the_store_says_where_it_ends(audit):
    filled(audit)
    with audit.store.writing() as connection:
        connection.execute(delete(ENTRIES).where(ENTRIES.c.seq == 6))
    assert len(faults(audit)) == 1
    with audit.store.writing() as connection:
        connection.execute(delete(HEADS))
    assert faults(audit) == ["nothing says where the chain ends"]


def test_rows_that_change_places_are_found(audit):
    filled(audit, 3)
    with audit.store.writing() as connection:
        for here, there in ((2, 99), (3, 2), (99, 3)):
            moved = update(ENTRIES).where(ENTRIES.c.seq == here).values(seq=there)
            connection.execute(moved)
    assert faults(audit)


def test_a_row_that_is_there_twice_is_found(audit):
    filled(audit, 3)
    with audit.store.writing() as connection:
        row = dict(connection.execute(select(ENTRIES).where(ENTRIES.c.seq == 3)).one()._mapping)
        connection.execute(insert(ENTRIES).values({**row, "seq": 4, "id": "another"}))
    assert faults(audit)


def test_threads_share_a_log(local):
    threads = [threading.Thread(target=filled, args=(local, 10)) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(chain(local)) == 80
    assert faults(local) == []
