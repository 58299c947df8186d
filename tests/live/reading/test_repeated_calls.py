import pytest

from sentinel.live.gate import Gate
from sentinel.live.reading.dispatch import read
from sentinel.live.request import Request

GATE = Gate()


def decision(text):
    return GATE.judge(Request(action_description=text, language="shell")).decision


@pytest.mark.parametrize(
    "text",
    [
        "printf '%s\\0' 'rm -rf /srv/data' | xargs -0 -I{} bash -c {}",
        "printf '%s\\n' ls 'rm -rf /srv/data' | xargs -d '\\n' -n1 bash -c",
        "printf '%s\\n' ls 'rm -rf /srv/data' | xargs -d '\\n' -I@ sh -c @",
        "echo \"'ls; rm -rf /srv/data'\" | xargs sh -c",
        "printf 'a\\n/srv/data\\n' | xargs -L 1 rm -rf",
        "parallel bash -c ::: ls 'rm -rf /srv/data'",
        "printf 'ls\\nrm -rf /srv/data\\n' | parallel",
        "parallel 'bash -c {}' ::: ls 'rm -rf /srv/data'",
        "source <(printf '%s\\n' 'rm -rf /srv/data')",
        ". <(echo cm0gLXJmIC9zcnYvZGF0YQ== | base64 -d)",
    ],
)
def test_what_is_put_into_a_command_is_read(text):
    assert decision(text) in ("block", "escalate")


@pytest.mark.parametrize(
    "text",
    [
        "find src -type f -print0 | sort -z | xargs -0 md5sum | md5sum",
        "printf '%s\\n' a b | xargs -n1 echo rm -rf",
        "seq 3 | xargs -I{} echo {}",
        "ls *.txt | xargs -n 1 -P 4 wc -l",
        "parallel echo ::: a b c",
        "source <(echo 'ls -l')",
    ],
)
def test_what_only_looks_is_approved(text):
    assert decision(text) == "approve"


def test_inputs_that_are_not_on_the_page_stay_unknown():
    assert any(
        "many" in each.marks for each in read("cat list | xargs rm", language="shell").effects
    )
    assert decision("cat list | xargs rm") != "approve"
    assert decision("cat list | xargs -I{} sh -c {}") in ("block", "escalate")


def test_more_inputs_than_are_followed_are_unknown():
    text = "printf '%s\\n' " + "ls " * 20 + "'rm -rf /srv' | xargs -d '\\n' -n1 sh -c"

    assert decision(text) in ("block", "escalate")
