from pathlib import Path

import pytest

from sentinel.errors import SentinelError
from sentinel.settings import read


def test_the_usual_endpoint_of_overseers_is_where_it_is_told():
    assert read({"SENTINEL_CHAT_URL": " http://host/v1 "}).chat_url == "http://host/v1"
    assert read({}).chat_url == ""


def test_the_cache_lives_where_it_is_told():
    environ = {"SENTINEL_CACHE_DIR": "/srv/kernels", "XDG_CACHE_HOME": "/xdg"}
    assert read(environ).cache_dir == Path("/srv/kernels")


def test_a_relative_cache_folder_is_fixed_when_it_is_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read({"SENTINEL_CACHE_DIR": "kernels"}).cache_dir == tmp_path / "kernels"


def test_the_cache_goes_to_the_users_cache_folder():
    assert read({"XDG_CACHE_HOME": "/xdg"}).cache_dir == Path("/xdg/sentinel")


@pytest.mark.parametrize("ignored", ["", "relative/folder"])
def test_without_a_usable_xdg_folder_the_cache_goes_to_the_home(ignored, monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    assert read({"XDG_CACHE_HOME": ignored}).cache_dir == Path("/home/ada/.cache/sentinel")


def test_without_a_home_nothing_is_cached(monkeypatch):
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(OSError, match="Not a directory"):
        read({}).cache_dir.mkdir(parents=True, exist_ok=True)


@pytest.mark.parametrize(("text", "expected"), [("", False), ("0", False), ("1", True)])
def test_require_all_is_off_until_it_is_switched_on(text, expected):
    assert read({"SENTINEL_REQUIRE_ALL": text}).require_all is expected
    assert read({}).require_all is False


def test_a_switch_that_is_neither_on_nor_off_is_an_error():
    with pytest.raises(SentinelError, match="SENTINEL_REQUIRE_ALL='yes' must be 0 or 1"):
        read({"SENTINEL_REQUIRE_ALL": "yes"})


def test_the_number_of_sessions_is_read_and_must_be_one():
    assert read({}).max_sessions == 128
    assert read({"SENTINEL_MAX_SESSIONS": ""}).max_sessions == 128
    assert read({"SENTINEL_MAX_SESSIONS": "64"}).max_sessions == 64
    for wrong in ("0", "-1", "many", "1.5", "\u0663"):
        with pytest.raises(SentinelError, match=r"SENTINEL_MAX_SESSIONS=.* whole number from 1"):
            read({"SENTINEL_MAX_SESSIONS": wrong})


def test_a_server_keeps_idle_episodes_for_a_quarter_of_an_hour_unless_told():
    assert read({}).idle_s == 900
    assert read({"SENTINEL_IDLE_S": "60"}).idle_s == 60


def test_the_only_mode_is_demo():
    assert not read({}).demo
    assert read({"SENTINEL_MODE": "demo"}).demo
    with pytest.raises(SentinelError, match="SENTINEL_MODE='prod' must be demo"):
        read({"SENTINEL_MODE": "prod"})


def test_the_salt_of_private_splits_is_read_and_not_shown():
    found = read({"SENTINEL_SALT": "a secret of some length"})
    assert found.salt == "a secret of some length"
    assert "secret" not in repr(found)
    assert read({}).salt == ""


def test_nobody_is_believed_about_who_calls_unless_it_is_named():
    assert read({}).proxies == ()
    named = read({"SENTINEL_PROXIES": "10.0.0.0/8, 192.0.2.7,fc00::/7"}).proxies
    assert named == ("10.0.0.0/8", "192.0.2.7", "fc00::/7")
    for wrong in ("*", "proxy.example", "10.0.0.1/8"):
        with pytest.raises(SentinelError, match="SENTINEL_PROXIES"):
            read({"SENTINEL_PROXIES": wrong})


def test_what_is_kept_lives_in_the_state_folder_unless_a_database_is_named():
    assert read({"XDG_STATE_HOME": "/xdg"}).store == "sqlite:////xdg/sentinel/gate.db"
    assert read({"SENTINEL_STATE_DIR": "/srv/state"}).state_dir == Path("/srv/state")
    found = read({"SENTINEL_STORE": "postgresql://me:hunter2@host/gate"})
    assert found.store == "postgresql://me:hunter2@host/gate"
    assert "hunter2" not in repr(found)


def test_how_people_are_asked_is_read_and_the_webhook_is_not_shown():
    found = read({})
    assert (found.review_s, found.approval_s, found.review_people) == (3_600, 600, 2)
    found = read(
        {
            "SENTINEL_REVIEW_S": "60",
            "SENTINEL_REVIEW_PEOPLE": "3",
            "SENTINEL_WEBHOOK_URL": "https://hooks.example/T00/hunter2",
            "SENTINEL_WEBHOOK_SECRET": "hunter2 hunter2 hunter2",
        }
    )
    assert (found.review_s, found.review_people, found.webhook_format) == (60, 3, "json")
    assert "hunter2" not in repr(found)
    with pytest.raises(SentinelError, match="SENTINEL_REVIEW_S"):
        read({"SENTINEL_REVIEW_S": "0"})
