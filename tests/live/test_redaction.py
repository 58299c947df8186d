"""Secrets are taken out of what is logged, wherever they stand; what is none stays."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.errors import OptionError
from sentinel.live.redaction import Redaction

REDACTION = Redaction()
SECRET = "hunter2Zx9"
PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{SECRET}\n-----END RSA PRIVATE KEY-----"

HOLDERS = [
    "mysql -uroot -p{} -e 'SELECT 1'",
    "MYSQL_PWD={} mysql",
    "PGPASSWORD={} psql -c 'select 1'",
    "psql 'host=db user=me password={}'",
    "postgres://u:{}@h/db",
    "mongodb+srv://u:{}@h/db",
    "https://{}@github.com/x/y",
    "curl -H 'Authorization: Bearer {}' https://x",
    "curl -H 'Cookie: sid={}' x",
    "curl -H 'X-Api-Key: {}' x",
    "curl -u me:{} https://x",
    "curl --user me:{} https://x",
    "curl https://x/?access_token={}&y=1",
    "docker login -u me -p {} registry",
    "echo {} | docker login --password-stdin",
    "echo 'bob:{}' | chpasswd",
    "sshpass -p '{}' ssh h",
    "redis-cli -a {} flushall",
    "openssl pkcs12 -passin pass:{}",
    "kubectl create secret generic a --from-literal=foo={}",
    "vault kv put secret/x api_key={}",
    "aws configure set aws_secret_access_key {}",
    "net user bob {} /add",
    "some-tool --password {}",
    "some-tool --api-token={}",
    'export API_KEY="{}"',
    "os.environ['DB_PASSWORD'] = '{}'",
    "ALTER USER bob WITH PASSWORD '{}'",
    "CREATE USER x IDENTIFIED BY '{}'",
    '{{"password": "{}"}}',
    '{{\\"password\\": \\"{}\\"}}',
    "password: {}",
    "Server=x;User Id=sa;Password={};",
    "PASSWORD=\\\n{} ./run",
    "password: >-\n    {}",
    "- name: DB_PASSWORD\n  value: {}",
    '{{"name": "DB_PASSWORD", "value": "{}"}}',
    "curl -b 'sid={}' https://x",
    "curl --oauth2-bearer {} https://x",
    "setx DB_PASSWORD {}",
    "npm config set //r/:_authToken {}",
    "gh secret set DEPLOY --body {}",
    "aws ssm put-parameter --name /a --type SecureString --value {}",
    "aws secretsmanager create-secret --name x --secret-string {}",
    "az login --service-principal -u x -p {} --tenant t",
    "ssh-keygen -t ed25519 -N {} -f key",
    "zip -P {} a.zip b",
    "7z a -p{} a b",
    "smbclient //h/s -U bob%{}",
    "http -a bob:{} GET https://x",
    "sqlplus scott/{}@db",
    "vault login {}",
    "vault kv put secret/x value={}",
    "chpasswd <<< 'bob:{}'",
    "ConvertTo-SecureString '{}' -AsPlainText",
    "machine h login bob password {}",
    "CREATE LOGIN b WITH PASSWORD = N'{}'",
    "ALTER ROLE b PASSWORD $${}$$",
    "DefaultEndpointsProtocol=https;AccountName=x;AccountKey={};EndpointSuffix=y",
]


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_secret_that_something_names_is_taken_out(holder):
    text = holder.format(SECRET)
    clean = REDACTION.redacted(text)
    assert SECRET not in clean
    assert "[redacted:" in clean


@pytest.mark.parametrize(
    "secret",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "xoxb-123456789012-abcdefghijkl",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def_123",
        PEM,
        PEM.replace("\n", "\\n"),
        PEM[:60],
        "$2b$12$abcdefghijklmnopqrstuuDb4N4n9iZ9Q4m4j4",
    ],
)
def test_a_secret_is_known_by_its_shape(secret):
    clean = REDACTION.redacted(f"echo '{secret}' > file")
    assert secret not in clean
    assert SECRET not in clean
    assert clean.startswith("echo '[redacted:")
    assert clean.endswith(" > file") or secret == PEM[:60]


@pytest.mark.parametrize(
    "text",
    [
        "kubectl delete ns prod",
        "rm -rf /var/lib/postgresql",
        "git commit -m 'mend the token parser'",
        "max_tokens=500",
        "SELECT count(*) FROM tokens",
        "docker run -p 80:80 -v /a:/b nginx",
        "git checkout 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "psql postgres://h:5432/db",
        "npm --registry http://registry:4873/@scope/pkg",
        "kubectl get secret db -o yaml",
        "PGPASSWORD=$DB_PASS psql",
        "ssh -p 22 host",
        "aws secretsmanager get-secret-value --secret-id prod/db",
        '{"Action":"secretsmanager:GetSecretValue"}',
        '{"file_path":"migrations/0042_drop_table.sql"}',
        "echo '%sudo ALL=NOPASSWD: ALL' > /etc/sudoers.d/all",
        "aws iam put-role-policy --role-name lambda-basic --policy-name p",
    ],
)
def test_what_is_no_secret_stays(text):
    assert REDACTION.redacted(text) == text


def test_a_secret_is_taken_out_wherever_else_it_stands():
    given_ = {
        "argv": ["--password", "hunter2", "-v"],
        "password": {"deep": ["zebra-9"]},
        "pin": 1234,
        "max_tokens": 500,
        "zebra-9": "deletes zebra-9 with hunter2",
    }
    assert REDACTION.redacted(given_) == {
        "argv": ["--password", "[redacted:value]", "-v"],
        "password": {"deep": ["[redacted:value]"]},
        "pin": "[redacted:value]",
        "max_tokens": 500,
        "[redacted:value]": "deletes [redacted:value] with [redacted:value]",
    }


@pytest.mark.parametrize(
    "value",
    [
        {"argv": ["curl", "-u", f"me:{SECRET}", "https://x"]},
        {"argv": ["mysql", "-uroot", f"-p{SECRET}"]},
        {"argv": ["sshpass", "-p", SECRET, "ssh", "h"]},
        {"argv": ["redis-cli", "-a", SECRET, "flushall"]},
        {"env": [{"name": "DB_PASSWORD", "value": SECRET}]},
        {"env": [{"value": SECRET, "fieldRef": None, "name": "DB_PASSWORD"}]},
        {"Key": "api_token", "Value": [SECRET]},
    ],
)
def test_a_secret_is_known_by_what_stands_beside_it_in_arguments(value):
    assert SECRET not in json.dumps(REDACTION.redacted({"request": {"arguments": value}}))


WORDS = st.text(string.ascii_letters + string.digits + "-_.%/", min_size=8, max_size=20)
AROUND = st.text(max_size=12).filter(lambda each: "$" not in each)


@given(WORDS.filter(lambda each: not each.startswith("/")), st.sampled_from(HOLDERS[3:5]), AROUND)
def test_no_text_around_it_hides_a_secret(secret, holder, around):
    secret = f"q{secret.replace('/', 'x')}9z"
    value = {"a": [around, {"b": f"{around}\n{holder.format(secret)}\n{around}"}], "c": secret}
    assert secret not in json.dumps(REDACTION.redacted(value), ensure_ascii=False)


class Thorough(Redaction):
    """Looks at every text, where the other looks first if there may be a secret at all."""

    def _suspicious(self, value):
        return True


THOROUGH = Thorough()
LONG_WORDS = st.text(string.ascii_letters + string.digits + "+/_-", min_size=30, max_size=48)
HELD = st.builds(lambda holder, word: holder.format(word), st.sampled_from(HOLDERS), LONG_WORDS)


@given(st.lists(LONG_WORDS | HELD | st.text(), max_size=3), st.sampled_from(["", " ", "\n", "="]))
def test_a_first_look_overlooks_nothing_that_a_thorough_one_finds(texts, between):
    value = {"command": between.join(texts), "argv": texts, "hash": "9f86d081884c7d65" * 4}
    value["env"] = [{"Name": each, "value": f"v{number}alue"} for number, each in enumerate(texts)]
    assert REDACTION.redacted(value) == THOROUGH.redacted(value)


@pytest.mark.parametrize("place", range(32))
def test_one_capital_anywhere_in_a_long_word_is_seen(place):
    word = "q8zk4w1xv7bn3mh5tj9rp2cl6gd0fys8"
    word = f"{word[:place]}R{word[place + 1 :]}"
    assert REDACTION.redacted({"note": f"use {word}"}) == {"note": "use [redacted:unnamed]"}


PLAIN = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_whatever_json_holds_is_taken(value):
    json.dumps(REDACTION.redacted(value)).encode()


def test_halves_of_surrogate_pairs_do_not_stop_it():
    clean = REDACTION.redacted({"a": "\ud800 password=hunter2"})
    assert clean == {"a": "? password=[redacted:assignment]"}
    assert REDACTION.redacted({"\ud800": {"pass\ud800word": "ls"}}) == {"?": {"pass?word": "ls"}}


def test_a_site_adds_what_it_knows():
    own = Redaction([r"CASE-[0-9]+", r"(?i)badge (?P<secret>\w+)"])
    assert own.redacted("CASE-12, Badge 77ab") == "[redacted:own], Badge [redacted:own]"
    with pytest.raises(OptionError, match="no pattern"):
        Redaction(["("])
