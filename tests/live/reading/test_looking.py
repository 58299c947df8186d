import pytest

from sentinel.live.reading.dispatch import read


def kinds(text):
    reading = read(text, language="shell")
    return {each.kind.value for each in reading.effects} | ({"opaque"} if reading.opaque else set())


@pytest.mark.parametrize(
    "text",
    ["ls", "cat a", "grep -r x .", "awk '{print $1}' f", "awk -F: '$3 > 5 {print $1}' f",
     "sed -n 1,5p f", "sed 's/a/b/' f", "jq .a f", "sort -k2 f", "uniq -c", "date +%s", "hostname",
     "journalctl -u nginx -n 50", "dmesg | tail", "history", "ss -tlnp", "df -h", "xxd f",
     "printenv HOME", "env --help", "less f", "sed -e 's/e/w/' f"],
)  # fmt: skip
def test_programs_that_look_read(text):
    assert kinds(text) == {"reads"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cat /etc/shadow", "reveals"),
        ("head -n 1 ~/.aws/credentials", "reveals"),
        ("grep x .env", "reveals"),
        ("env", "reveals"),
        ("printenv", "reveals"),
        ("echo $AWS_SECRET_ACCESS_KEY", "reveals"),
        ("sort -o f f", "writes"),
        ("sort --compress-program=zap f", "opaque"),
        ("uniq a b", "writes"),
        ("sed -i.bak s/a/b/ f", "writes"),
        ("sed '1e zap' f", "opaque"),
        ("sed 's/a/b/e' f", "opaque"),
        ("awk 'BEGIN {system(\"rm x\")}'", "opaque"),
        ("awk 'BEGIN {print 1 > \"f\"}'", "writes"),
        ("journalctl --vacuum-time=1s", "deletes"),
        ("dmesg -C", "deletes"),
        ("history -c", "deletes"),
        ("date -s 2020-01-01", "writes"),
        ("hostname x", "writes"),
        ("ss -K dst 10.0.0.1", "stops"),
        ("tcpdump -z zap -i eth0", "executes"),
    ],
)
def test_options_that_do_more_are_seen(text, kind):
    assert kind in kinds(text)
