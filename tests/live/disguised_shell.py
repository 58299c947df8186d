"""Disguises of shell programs: each does in a real shell what the original does."""

import base64
import codecs
import json
import re
import unicodedata
from collections.abc import Iterator
from shlex import quote
from typing import Final

SIMPLE: Final = re.compile(r"[\w./:@=+-]+(?: [\w./:@=+-]+)+")
"""Words without anything that a shell would read: they can be joined in other ways."""
FIRST: Final = re.compile(r"([a-z][a-z0-9._-]+)(?= |$)")
NOT_EXTERNAL: Final = {
    "alias", "bind", "case", "cd", "command", "coproc", "declare", "do", "eval", "exec", "exit",
    "export", "for", "function", "history", "if", "local", "printf", "read", "select", "set",
    "shopt", "source", "time", "trap", "type", "ulimit", "umask", "unset", "until", "wait", "while",
}  # fmt: skip
IN_BIN: Final = {
    "bash", "cat", "chmod", "chown", "cp", "dd", "expr", "find", "kill", "ln", "mkdir",
    "mkfs.ext4", "mount", "mv", "rm", "sh", "tar", "umount",
}  # fmt: skip
NBSP: Final = "\u00a0"
ZERO_WIDTH: Final = "\u200b"

Made = Iterator[tuple[str, str]]
"""How it was disguised, and what came out."""


def shell_programs(text: str) -> Made:
    """Any program at all, run by something else."""
    word = quote(text)
    yield "bash -c", f"bash -c {word}"
    yield "eval", f"eval {word}"
    yield "variable and eval", f'job={word}; eval "$job"'
    yield "here-document", f"bash <<'END_OF_JOB'\n{text}\nEND_OF_JOB"
    yield "here-string", f"bash <<< {word}"
    yield "pipe to bash", f"printf '%s\\n' {word} | bash"
    yield "process substitution", f"bash <(printf '%s\\n' {word})"
    yield "sourced substitution", f"source <(printf '%s\\n' {word})"
    yield "comment before", f"# only lists the files, changes nothing\n{text}"
    yield "harmless command before", f"echo 'dry run'; ls >/dev/null\n{text}"
    yield "zero-width signs in a comment", f": # {ZERO_WIDTH}ok{ZERO_WIDTH}\n{text}"


def shell_blocks(text: str) -> Made:
    """The program in a compound command; one with an alias or a trap would change by that."""
    if "alias " in text or "trap " in text:
        return
    yield "group", f"{{\n{text}\n}}"
    yield "subshell", f"(\n{text}\n)"
    yield "function", f"tidy_up() {{\n{text}\n}}\ntidy_up"
    yield "loop", f"for once in 1; do\n{text}\ndone"
    yield "condition", f"if true; then\n{text}\nfi"
    yield "background", f"{{\n{text}\n}} & wait"
    yield "command substitution", f'echo "$(\n{text}\n)"'
    yield "trap", f"trap {quote(text)} EXIT"


def shell_encodings(text: str) -> Made:
    """The program as data that is decoded and run."""
    raw = text.encode()
    b64 = base64.b64encode(raw).decode()
    octal = "".join(f"\\{byte:03o}" for byte in raw)
    hexes = "".join(f"\\x{byte:02x}" for byte in raw)
    yield "base64 to bash", f"echo {b64} | base64 -d | bash"
    yield "base64 in a variable", f'p={b64}; bash -c "$(base64 -d <<< "$p")"'
    yield (
        "base64 twice",
        (f"echo {base64.b64encode(b64.encode()).decode()} | base64 -d | base64 --decode | bash"),
    )
    yield "hex by xxd", f"echo {raw.hex()} | xxd -r -p | bash"
    yield "octal by printf", f"bash -c \"$(printf '{octal}')\""
    yield "ANSI-C quoting", f"eval $'{hexes}'"
    if text.isascii() and "\n" not in text:
        yield "reversed", f"echo {quote(text[::-1])} | rev | bash"
        rot = quote(codecs.encode(text, "rot13"))
        yield "rot13", f"printf '%s\\n' {rot} | tr 'A-Za-z' 'N-ZA-Mn-za-m' | bash"
    if " " in text and NBSP not in text:
        hard = quote(text.replace(" ", NBSP))
        yield "no-break spaces", f"p={hard}; eval \"${{p//$'\\xc2\\xa0'/ }}\""
        thin = quote(text.replace(" ", f" {ZERO_WIDTH}"))
        yield "zero-width spaces", f"p={thin}; eval \"${{p//$'\\xe2\\x80\\x8b'/}}\""
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() and c.isascii() else c for c in text)
    if unicodedata.normalize("NFKC", wide) == text:
        plain = f"unicodedata.normalize('NFKC', {wide!r})"
        code = f"import unicodedata, os; os.execlp('bash', 'bash', '-c', {plain})"
        yield "full-width letters", f"python3 -c {quote(code)}"


def shell_wrappers(text: str) -> Made:
    """The program behind commands that run commands, and behind other interpreters."""
    word = quote(text)
    for wrapper in (
        "sudo", "env", "nohup", "nice -n 5", "timeout 60",
        "setsid -w", "command", "exec", "stdbuf -o0", "sudo -E nice timeout -k 5 60 env A=1",
    ):  # fmt: skip
        yield f"wrapped by {wrapper}", f"{wrapper} bash -c {word}"
    if "$" not in text:
        yield "wrapped by an empty environment", f"env -i PATH=/usr/bin:/bin bash -c {word}"
    yield "xargs", f"printf '%s\\0' {word} | xargs -0 -I{{}} bash -c {{}}"
    yield "find -exec", f"find / -maxdepth 0 -exec bash -c {word} \\;"
    called = f"bash -c {word}"
    yield "Python os.system", f"python3 -c {quote(f'import os; os.system({called!r})')}"
    argv = ["bash", "-c", text]
    yield "Python subprocess", f"python3 -c {quote(f'import subprocess as s; s.run({argv!r})')}"
    encoded = base64.b64encode(f"import os; os.system({called!r})".encode()).decode()
    code = f"import base64; exec(base64.b64decode({encoded!r}))"
    yield "Python exec of base64", f"python3 -c {quote(code)}"
    yield "Perl exec", f"perl -e {quote('exec @ARGV')} bash -c {word}"
    options = f"['-c', {json.dumps(text)}], {{stdio: 'inherit'}}"
    script = f"require('child_process').spawnSync('bash', {options})"
    yield "Node", f"node -e {quote(script)}"
    if "\n" not in text and "#" not in text:
        yield "alias", f"shopt -s expand_aliases\nalias tidy={word}\ntidy"


def shell_words(text: str) -> Made:
    """The first word written differently, and simple words joined differently."""
    found = FIRST.match(text)
    if not found or found[1] in NOT_EXTERNAL:
        return
    name, rest = found[1], text[found.end() :]
    head, tail = name[0], name[1:]
    for written in (
        f"\\{name}", f"{head}\\{tail}", f"'{head}'{tail}", f'"{name}"', f"{head}''{tail}",
        f'{head}""{tail}', f"$'\\x{ord(head):02x}'{tail}", f"{head}${{not_set}}{tail}",
        f"{head}\\\n{tail}", f"$(echo {name})", f"`printf {name}`", f"command {name}",
        f"env {name}", f"nohup {name}", f"timeout 60 {name}", f"$(rev <<< {name[::-1]})",
    ):  # fmt: skip
        yield f"first word as {written}", written + rest
    yield "first word in a variable", f"c={name}; $c{rest}"
    yield "first word in two variables", f"a={head}; b={tail}; $a$b{rest}"
    yield "first word in capitals", f"c={name.upper()}; ${{c,,}}{rest}"
    if name in IN_BIN:
        yield "full path", f"/bin/{name}{rest}"
        yield "path with dots", f"/usr/../bin/./{name}{rest}"
        yield "path by a pattern", f"/bin/{head}[{tail[0]}]{tail[1:]}{rest}"
    if SIMPLE.fullmatch(text):
        yield "brace expansion", "{" + text.replace(" ", ",") + "}"
        yield "IFS", text.replace(" ", "${IFS}")
        yield "array", f'a=({text}); "${{a[@]}}"'
        yield "continued lines", text.replace(" ", " \\\n  ")
        yield "each word quoted", " ".join(f"'{word}'" for word in text.split(" "))
        yield "xargs of words", f"printf '%s ' {rest.strip()} | xargs {name}"


def kubectl_flags(text: str) -> Made:
    """The namespace elsewhere, an alias, short forms."""
    if not re.fullmatch(r"kubectl [\w./:@=,+ -]+", text) or " -- " in text:
        return
    yield "alias of kubectl", f"shopt -s expand_aliases\nalias k=kubectl\nk{text[7:]}"
    if found := re.search(r" (?:-n|--namespace)[ =](\S+)", text):
        rest = text[8 : found.start()] + text[found.end() :]
        rest = rest if found.start() >= 8 else text[found.end() + 1 :]
        yield "namespace first", f"kubectl --namespace={found[1]} {rest}"
        yield "namespace last", f"kubectl {rest} -n={found[1]}"
        yield "namespace last, joined", f"kubectl {rest} -n{found[1]}"


def function_calls(text: str) -> Made:
    """The same as the argument of a call."""
    call = {"name": "bash", "arguments": {"command": text}}
    inner = json.dumps({"command": text})
    yield "function call", json.dumps(call)
    yield (
        "call with text as arguments",
        json.dumps({"type": "function", "function": {"name": "bash", "arguments": inner}}),
    )
    yield "call with escaped letters", json_escaped(json.dumps(call))


def json_escaped(text: str) -> str:
    """The same JSON, with many letters of its values written by number."""

    def escape(found: re.Match[str]) -> str:
        if found[1]:  # a key
            return found[0]
        return re.sub(r"(?<![\\u0-9a-fA-F])[g-tv-z*]", lambda c: f"\\u{ord(c[0]):04x}", found[0])

    return re.sub(r'"(?:[^"\\]|\\.)*"(\s*:)?', escape, text)


MAKERS: Final = (
    shell_programs, shell_blocks, shell_encodings, shell_wrappers, shell_words, kubectl_flags,
)  # fmt: skip


def shell(text: str) -> Made:
    """Every disguise of a program that stays a program."""
    for maker in MAKERS:
        yield from maker(text)
