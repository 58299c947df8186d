"""Keys: shown once, kept as a hash, good for what they were made for and no longer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.cli import main
from sentinel.errors import ForbiddenError, OptionError, OverQuotaError, UnknownKeyError
from sentinel.live.access import REMEMBERED_S, Access
from sentinel.live.keys import DAY_S, Keys, Scope
from sentinel.live.store import Store


class Clock:
    """A clock that stands until it is moved on."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(clock, tmp_path):
    return Keys(Store.open(f"sqlite:///{tmp_path / 'gate.db'}"), clock)


@pytest.fixture
def access(keys, clock):
    return Access(keys, clock)


def test_a_key_is_good_for_its_scopes_alone(keys, access):
    secret, made = keys.create("ci", ["oversee"])
    assert access.admit(secret, ("oversee",)) == made
    with pytest.raises(ForbiddenError, match="review"):
        access.admit(secret, ("review",))
    boss, _ = keys.create("boss", ["admin"])
    assert access.admit(boss, ("review",)).may(Scope.REVIEW)


def test_the_key_itself_is_kept_nowhere(keys, tmp_path):
    secret, _ = keys.create("ci", ["oversee"])
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert secret.encode() not in kept
    assert secret.split("_", 2)[2].encode() not in kept


@pytest.mark.parametrize("place", range(3, 64, 7))
def test_a_key_with_one_letter_changed_is_none(keys, access, place):
    secret, _ = keys.create("ci", ["oversee"])
    other = "0" if secret[place] != "0" else "1"
    with pytest.raises(UnknownKeyError):
        access.admit(secret[:place] + other + secret[place + 1 :], ("oversee",))


def test_a_revoked_key_is_forgotten_within_seconds(keys, access, clock):
    secret, made = keys.create("ci", ["oversee"])
    access.admit(secret, ("oversee",))
    keys.revoke(made.id)
    clock.now += REMEMBERED_S
    with pytest.raises(UnknownKeyError):
        access.admit(secret, ("oversee",))
    assert not keys.any_good()


def test_a_key_expires(keys, access, clock):
    secret, _ = keys.create("ci", ["oversee"], days=1)
    access.admit(secret, ("oversee",))
    clock.now += DAY_S
    with pytest.raises(UnknownKeyError):
        access.admit(secret, ("oversee",))


def test_a_rate_lets_so_many_through_and_says_how_long_to_wait(keys, access, clock):
    secret, _ = keys.create("ci", ["oversee"], rate=5)
    for _ in range(10):
        access.admit(secret, ("oversee",))
    with pytest.raises(OverQuotaError) as over:
        access.admit(secret, ("oversee",))
    clock.now += over.value.wait_s
    access.admit(secret, ("oversee",))


def test_a_quota_holds_over_several_processes_and_ends_with_the_day(keys, clock):
    secret, _ = keys.create("ci", ["oversee"], quota=150)
    done = 0
    for access in [Access(keys, clock) for _ in range(3)]:
        try:
            while done < 1_000:
                access.admit(secret, ("oversee",))
                done += 1
        except OverQuotaError:
            pass
    assert done == 150
    clock.now += DAY_S
    Access(keys, clock).admit(secret, ("oversee",))


def test_the_first_requests_of_a_day_may_come_at_the_same_time(store_url):
    keys = Keys(Store.open(store_url))
    _, key = keys.create("ci", ["oversee"], quota=1_000)
    begin = Barrier(8)

    def first(_):
        begin.wait()
        return keys.set_aside(key, 10)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(first, range(8))) == [10] * 8


@given(st.text(max_size=90))
def test_whatever_is_shown_is_refused_as_no_key(words):
    access = Access(Keys(Store.open("sqlite://")))
    with pytest.raises(UnknownKeyError):
        access.admit(words, ("oversee",))


@pytest.mark.parametrize(
    ("name", "scopes", "more"),
    [
        ("", ["oversee"], {}), ("x\ny", ["oversee"], {}), ("x", [], {}), ("x", ["root"], {}),
        ("x", ["read"], {"tenant": "A B"}), ("x", ["read"], {"rate": 0.0}),
        ("x", ["read"], {"quota": -1}), ("x", ["read"], {"days": float("nan")}),
    ],
)  # fmt: skip
def test_a_key_that_does_not_fit_is_not_made(keys, name, scopes, more):
    with pytest.raises(OptionError):
        keys.create(name, scopes, **more)
    assert keys.every() == []


def test_keys_are_made_listed_and_revoked_from_a_shell(tmp_path, capsys):
    store = ["--store", f"sqlite:///{tmp_path / 'gate.db'}"]

    def said(*words):
        with pytest.raises(SystemExit) as ended:
            main(["keys", *words, *store])
        assert ended.value.code == 0
        return capsys.readouterr().out

    secret = said("create", "ada", "--scope", "review", "--scope", "read").strip()
    listed = said("list")
    assert secret not in listed
    assert '"name":"ada"' in listed
    key_id = secret.split("_")[1]
    assert "is revoked" in said("revoke", key_id)
