import pytest
from split_calls import found_by, worded, words_by

from sentinel.live.effects import Kind, Place
from sentinel.live.reading.ansible import LANGUAGES, PROGRAMS
from sentinel.live.reading.calls import Found, Inner

words = words_by(PROGRAMS)


def played(text: str) -> Found:
    return LANGUAGES["ansible"](Inner("ansible", text))


@pytest.mark.parametrize(
    "line",
    [
        "ansible all -m ping",
        "ansible all -i prod -m setup",
        "ansible all --list-hosts",
        "ansible web -m file -a 'path=/a state=absent' --check",
        "ansible-playbook site.yml --check --diff",
        "ansible-playbook site.yml --syntax-check",
        "ansible-inventory --list",
        "ansible-galaxy list",
        "ansible --version",
    ],
)
def test_what_only_looks_is_read_as_looking(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert {each.kind for each in found.effects} == {Kind.READS}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ansible-playbook -i inv site.yml",
            ["executes host site.yml unknown many remote unseen"],
        ),
        (
            "ansible-playbook site.yml --limit web1 -b",
            ["executes host site.yml set remote root unseen"],
        ),
        ("ansible db -m service -a 'name=pg state=stopped'", ["stops unit pg one remote"]),
        (
            "ansible all -b -m service -a 'name=pg state=restarted'",
            ["stops unit pg set many remote restart root"],
        ),
        ("ansible all -m reboot", ["stops host - account many remote restart"]),
        ("ansible-vault view x.yml", ["reveals secret x.yml one"]),
        ("ansible-galaxy install a.b", ["creates package a.b one"]),
        (
            "ansible-galaxy install git+https://a/b",
            ["creates package git+https://a/b one untrusted-source"],
        ),
        (
            "ansible all -m user -a 'name=x groups=sudo'",
            ["escalates account x set many remote"],
        ),
        ("ansible all -m iptables -a flush=true", ["deletes firewall - namespace many remote"]),
        (
            "ansible web -m selinux -a state=disabled",
            ["weakens configuration selinux one protection remote"],
        ),
        ("ansible web -m apt -a upgrade=dist", ["writes package - namespace remote"]),
        ("ansible web -m parted -a device=/dev/sdb", ["reads device - one remote"]),
    ],
)
def test_what_changes_says_what_and_how_much(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "ansible all -m shell -a 'rm -rf /data'",
        "ansible all -a 'rm -rf /data'",
        "ansible all -m ansible.builtin.command -a 'rm -rf /data'",
    ],
)
def test_a_command_on_hosts_is_still_to_be_read(line: str) -> None:
    (inner,) = found_by(PROGRAMS, line).inner
    assert (inner.language, inner.text) == ("shell", "rm -rf /data")
    assert inner.marks == {"remote", "many"}


def test_inventories_say_where() -> None:
    line = "ansible db -i inventories/prod -m service -a 'name=pg state=stopped'"
    assert found_by(PROGRAMS, line).effects[0].place is Place.PROD


@pytest.mark.parametrize("line", ["ansible all -m frob", "ansible all -m $M", "ansible-vault frob"])
def test_what_is_not_known_is_unread(line: str) -> None:
    assert found_by(PROGRAMS, line).opaque


PLAY = """
- hosts: prod
  become: yes
  tasks:
    - name: Stop
      systemd: {name: nginx, state: stopped}
    - block:
        - ansible.builtin.file: {path: /srv, state: absent}
        - shell: rm -rf /tmp/x
        - mysql_db: {name: shop, state: absent}
      when: sure
    - debug: {msg: done}
"""


def test_a_playbook_is_read_task_by_task() -> None:
    found = played(PLAY)
    assert [worded(each) for each in found.effects] == [
        "stops unit nginx one remote root",
        "reads host - set remote root",
    ]
    assert {each.place for each in found.effects} == {Place.PROD}
    assert [each.text for each in found.inner] == ["rm -rf /tmp/x", "DROP DATABASE `shop`"]
    (call,) = found.calls
    assert (call.program, call.texts) == ("rm", ["-rf", "/srv"])
    assert call.marks == {"remote", "root"}


def test_names_made_at_run_time_are_marked() -> None:
    (call,) = played("- file: {path: '{{ folder }}', state: absent}").calls
    assert [word.fixed for word in call.words] == [True, False]
    (effect,) = played("- apt: {name: '{{ package }}', state: absent}").effects
    assert worded(effect) == "deletes package {{ package }} unknown dynamic"


def test_roles_are_not_on_the_page() -> None:
    (effect,) = played("- hosts: all\n  roles: [base]").effects
    assert worded(effect) == "executes host - unknown many remote unseen"


@pytest.mark.parametrize("text", ["", "a: b", "- frob: {a: b}", "- 3", "- [", "- name: x"])
def test_what_is_no_playbook_is_unread(text: str) -> None:
    assert played(text).opaque
