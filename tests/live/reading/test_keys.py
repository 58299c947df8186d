import pytest
from system_calls import lines

from sentinel.live.reading.calls import Call
from sentinel.live.reading.homes import readers
from sentinel.live.reading.keys import PROGRAMS

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("openssl x509 -in c.pem -noout -text", "reads certificate c.pem one"),
        ("openssl s_client -connect x:443", "reads certificate x:443 one"),
        ("openssl genrsa -out k.pem 4096", "creates secret k.pem one"),
        ("openssl rsa -in k.pem", "reveals secret k.pem one"),
        ("openssl rsa -in k.pem -noout -modulus", "reads certificate k.pem one"),
        ("openssl enc -d -aes-256-cbc -in s.enc", "reveals secret s.enc one"),
        ("openssl req -new -key k.pem -out r.csr", "creates certificate r.csr one"),
        ("openssl $X", "unread"),
        ("openssl", "unread"),
        ("gpg --list-keys", "reads certificate - one"),
        ("gpg --batch --yes --delete-secret-keys ABC", "deletes secret ABC one"),
        ("gpg --export-secret-keys ABC", "reveals secret ABC one"),
        ("gpg -d s.gpg", "reveals secret s.gpg one"),
        ("gpg --verify a.sig a", "reads certificate a.sig one + reads certificate a one"),
        ("sops -d s.yaml", "reveals secret s.yaml one"),
        ("pass show db", "reveals secret db one"),
        ("op read op://v/i/f", "reveals secret op://v/i/f one"),
        ("keytool -delete -alias a -keystore k", "deletes secret - one"),
        ("cryptsetup luksErase /dev/sdb", "deletes encryption-key /dev/sdb account"),
        ("cryptsetup -q luksFormat /dev/sdb key", "deletes device /dev/sdb account"),
        ("cryptsetup luksDump /dev/sdb", "reads device /dev/sdb one"),
        ("tpm2_clear", "deletes encryption-key - account"),
        ("security find-generic-password -s x -w", "reveals secret - one"),
        ("security find-generic-password -s x", "reads secret - one"),
        ("base64 notes.txt", "reads unknown notes.txt one"),
        ("base64 ~/.ssh/id_rsa", "reveals secret ~/.ssh/id_rsa one"),
        ("kdestroy", "deletes secret - one"),
    ],
)  # fmt: skip
def test_a_key_is_read_made_shown_or_lost(command, expected):
    assert lines(EVERY, command) == expected


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque
