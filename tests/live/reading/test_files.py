import pytest

from sentinel.live.reading.calls import Word
from sentinel.live.reading.dispatch import read
from sentinel.live.reading.file_paths import aim, path_of, secret, trusted


def shown(text):
    return {
        (each.kind.value, each.thing.value, each.name, each.radius.value)
        for each in read(text, language="shell").effects
    }


def marks(text):
    return {mark for each in read(text, language="shell").effects for mark in each.marks}


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("rm -rf /", ("deletes", "filesystem", "/", "account")),
        ("rm -rf /*", ("deletes", "filesystem", "/*", "account")),
        ("rm -fr //", ("deletes", "filesystem", "//", "account")),
        ("rm -rf ~", ("deletes", "folder", "~", "namespace")),
        ("rm -rf $HOME/*", ("deletes", "folder", "$HOME/*", "namespace")),
        ("rm -rf /usr/lib", ("deletes", "filesystem", "/usr/lib", "account")),
        ("rm -rf /tmp/../etc", ("deletes", "filesystem", "/tmp/../etc", "account")),
        ("rm -rf /var/lib/postgresql", ("deletes", "database", "/var/lib/postgresql", "account")),
        ("rm -rf .", ("deletes", "folder", ".", "namespace")),
        ("rm a.txt", ("deletes", "file", "a.txt", "one")),
        ("rm *.txt", ("deletes", "file", "*.txt", "set")),
        ("rm '*.txt'", ("deletes", "file", "*.txt", "one")),
        ('rm -rf "$X/"', ("deletes", "folder", "$X/", "unknown")),
        ("dd if=/dev/zero of=/dev/sda", ("deletes", "device", "/dev/sda", "account")),
        ("mkfs.ext4 /dev/sdb1", ("deletes", "device", "/dev/sdb1", "account")),
        ("wipefs -a /dev/sda", ("deletes", "device", "/dev/sda", "account")),
        ("chmod -R 777 /", ("exposes", "permission", "/", "account")),
        ("chmod u+s /bin/sh", ("escalates", "permission", "/bin/sh", "one")),
        ("chmod 644 a", ("writes", "permission", "a", "one")),
        ("chown -R me /etc", ("writes", "permission", "/etc", "account")),
        ("find / -delete", ("deletes", "filesystem", "/", "account")),
        ("mv / /dev/null", ("deletes", "filesystem", "/", "account")),
        ("cp ~/.ssh/id_rsa /tmp/x", ("reveals", "secret", "~/.ssh/id_rsa", "one")),
        ("tar czf a.tgz .env", ("reveals", "secret", ".env", "one")),
        ("cp x /etc/cron.d/x", ("escalates", "permission", "/etc/cron.d/x", "account")),
        ("mkdir -p a/b", ("creates", "folder", "a/b", "one")),
        ("truncate -s 0 app.db.sqlite", ("deletes", "database", "app.db.sqlite", "one")),
        ("zpool destroy tank", ("deletes", "volume", "tank", "account")),
        ("zfs destroy tank@daily", ("deletes", "backup", "tank@daily", "namespace")),
        ("sed -i s/a/b/ x.conf", ("writes", "file", "x.conf", "one")),
    ],
)
def test_a_change_of_files_is_an_effect(text, effect):
    assert effect in shown(text)


@pytest.mark.parametrize(
    "text",
    ["zfs list", "fdisk -l", "mount", "tar tzf a.tgz", "unzip -l a.zip", "wipefs /dev/sda",
     "find . -name x", "rm --help", "patch --dry-run -i x", "parted /dev/sda print"],
)  # fmt: skip
def test_what_only_looks_reads(text):
    assert {each[0] for each in shown(text)} == {"reads"}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("rm -rf node_modules", "temporary"),
        ("rm -rf ./build", "temporary"),
        ("rm -rf /tmp/x", "temporary"),
        ("rm -rf --no-preserve-root /", "protection"),
        ("rm -f x", "force"),
        ("rm -r x", "recursive"),
        ("rm $x", "dynamic"),
        ("chattr -i /etc/passwd", "protection"),
        ("find . -exec rm {} +", "many"),
        ("find /var -name '*.log' -delete", "condition"),
    ],
)
def test_marks_say_what_matters_besides(text, mark):
    assert mark in marks(text)


def test_tar_runs_its_checkpoint_action():
    text = "tar cf a b --checkpoint=1 --checkpoint-action=exec='rm -rf /srv'"

    assert ("deletes", "folder", "/srv", "namespace") in shown(text) or (
        "deletes",
        "filesystem",
        "/srv",
        "account",
    ) in shown(text)


@pytest.mark.parametrize(
    ("text", "folder", "path"),
    [("$HOME/x", "", "~/x"), ("${HOME}", "", "~"), ("a", "/b", "/b/a"), ("..", "/b/c", "/b"),
     ("/a//b/.", "", "/a/b"), ("$PWD/x", "/b", "/b/x"), ("", "", "")],
)  # fmt: skip
def test_paths_have_one_shape(text, folder, path):
    assert path_of(text, folder) == path


def test_a_path_that_is_not_known_is_of_unknown_radius():
    assert aim(Word("$X/*", fixed=False)).radius.value == "unknown"


@pytest.mark.parametrize("path", [".env", "a/.env.prod", "~/.aws/credentials", "/etc/shadow"])
def test_secrets_are_known_by_their_paths(path):
    assert secret(path)


@pytest.mark.parametrize("path", [".env.example", "id_rsa.pub", "environment.md", "a.txt"])
def test_other_files_are_no_secrets(path):
    assert not secret(path)


def test_files_that_a_login_runs_are_trusted():
    assert trusted("~/.bashrc")
    assert not trusted("/srv/app/readme")
