"""Ways to hide a command in a program of bash, each of which may be put around another.

Functions for `shell_fuzz.py`.
"""

import base64
import codecs
from random import Random
from typing import Final

import shell_evaluations
from shell_words import Layer, Name, quoted


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _halves(name: str) -> tuple[str, str]:
    return name[: len(name) // 2], name[len(name) // 2 :]


def _split(rng: Random, name: str, arguments: str) -> str:
    first, last = _halves(name)
    return f"a={first}; b={last}; $a$b {arguments}"


def _escaped(rng: Random, name: str, arguments: str) -> str:
    return "$'" + "".join(f"\\x{ord(each):02x}" for each in name) + f"' {arguments}"


def _octal(rng: Random, name: str, arguments: str) -> str:
    return "$'" + "".join(f"\\{ord(each):03o}" for each in name) + f"' {arguments}"


def _braced(rng: Random, name: str, arguments: str) -> str:
    parts = [name, *arguments.split()]
    return "{" + ",".join(parts) + "}" if len(parts) > 1 else f"{name}{{,}}"


def _listed(rng: Random, name: str, arguments: str) -> str:
    return f'q=({name} {arguments}); "${{q[@]}}"'


NAMES: Final[tuple[Name, ...]] = (
    lambda rng, name, rest: f'{name[0]}""{name[1:]} {rest}',
    lambda rng, name, rest: f"'{name}' {rest}",
    lambda rng, name, rest: f'"{name[0]}"{name[1:]} {rest}',
    lambda rng, name, rest: f"\\{name} {rest}",
    lambda rng, name, rest: f"{name[0]}\\{name[1:]} {rest}",
    lambda rng, name, rest: f"{name[0]}\\\n{name[1:]} {rest}",
    lambda rng, name, rest: f"{name} \\\n {rest}",
    lambda rng, name, rest: f"command {name} {rest}",
    lambda rng, name, rest: f"command -- {name} {rest}",
    lambda rng, name, rest: f"x={name}; $x {rest}",
    lambda rng, name, rest: f'x="{name} {rest}"; $x',
    lambda rng, name, rest: f"x={name}; y=$x; \"$y\" {rest}",
    lambda rng, name, rest: f"x={name}; ${{x}} {rest}",
    lambda rng, name, rest: f"x=Z{name}; ${{x#Z}} {rest}",
    lambda rng, name, rest: f"x=Z{name}; ${{x:1}} {rest}",
    lambda rng, name, rest: f"x=y; y={name}; ${{!x}} {rest}",
    lambda rng, name, rest: f"${{undefined:-{name}}} {rest}",
    lambda rng, name, rest: f"x=ls; x={name}; $x {rest}",
    lambda rng, name, rest: f"x=ls; true && x={name}; $x {rest}",
    lambda rng, name, rest: f"x={name}; if false; then x=ls; fi; $x {rest}",
    lambda rng, name, rest: f"x=ls; g() {{ x={name}; }}; g; $x {rest}",
    lambda rng, name, rest: f"x={name[0]}; x+={name[1:]}; $x {rest}",
    lambda rng, name, rest: f"read x <<< {name}; $x {rest}",
    lambda rng, name, rest: f"x=ls; read x <<< {name}; $x {rest}",
    lambda rng, name, rest: f"printf -v x %s {name}; $x {rest}",
    lambda rng, name, rest: f"declare x={name}; $x {rest}",
    lambda rng, name, rest: f"declare -n r=x; x=ls; r={name}; $x {rest}",
    lambda rng, name, rest: f"IFS=Z; x={name}Z-v; $x {rest}",
    lambda rng, name, rest: f"x=ls; for x in {name}; do $x {rest}; done",
    lambda rng, name, rest: f"x=ls; for i in 1 2; do $x; x={name}; done",
    lambda rng, name, rest: f"$(echo {name}) {rest}",
    lambda rng, name, rest: f"`echo {name}` {rest}",
    lambda rng, name, rest: f'"$(printf %s {name})" {rest}',
    lambda rng, name, rest: f"$(echo {name[::-1]} | rev) {rest}",
    lambda rng, name, rest: f"$(echo {_encoded(name)} | base64 -d) {rest}",
    lambda rng, name, rest: f"set -- {name} {rest}; \"$@\"",
    lambda rng, name, rest: f"set -- {name}; shift 0; $1 {rest}",
    lambda rng, name, rest: f"g() {{ \"$@\"; }}; g {name} {rest}",
    lambda rng, name, rest: f"g() {{ $1 {rest}; }}; g {name}",
    lambda rng, name, rest: f"shopt -s expand_aliases\nalias z='{name}'\nz {rest}",
    lambda rng, name, rest: f"ls() {{ {name} {rest}; }}; ls",
    lambda rng, name, rest: f">/dev/null {name} {rest}",
    lambda rng, name, rest: f"2>&1 {name} {rest}",
    lambda rng, name, rest: f"<<<x {name} {rest}",
    lambda rng, name, rest: f"A=1 B='2 3' {name} {rest}",
    lambda rng, name, rest: f"env A=1 {name} {rest}",
    lambda rng, name, rest: f"env -u A -i PATH=\"$PATH\" MARKS=$MARKS NUMBER=$NUMBER {name} {rest}",
    lambda rng, name, rest: f"nice -n 5 {name} {rest}",
    lambda rng, name, rest: f"timeout -k 1 5 {name} {rest}",
    lambda rng, name, rest: f"nohup {name} {rest}",
    lambda rng, name, rest: f"stdbuf -oL {name} {rest}",
    lambda rng, name, rest: f"echo {rest} | xargs {name}",
    lambda rng, name, rest: f"echo {name} | xargs -I% % {rest}",
    lambda rng, name, rest: f"find . -maxdepth 0 -exec {name} {rest} {{}} \\;",
    lambda rng, name, rest: f"exec {name} {rest}",
    lambda rng, name, rest: f"builtin command {name} {rest}",
    _split,
    _escaped,
    _octal,
    _braced,
    _listed,
    *shell_evaluations.NAMES,
)  # fmt: skip


def _here(rng: Random, text: str) -> str:
    return f"sh <<'EOF'\n{text}\nEOF"


def _rot(rng: Random, text: str) -> str:
    return f"echo {quoted(rng, codecs.encode(text, 'rot13'))} | tr A-Za-z N-ZA-Mn-za-m | sh"


def _doubled(text: str) -> str:
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")


RUNNING: Final[tuple[Layer, ...]] = (
    lambda rng, text: f"! {{ {text}\n}}",
    lambda rng, text: f"! time {{ {text}\n}}",
    lambda rng, text: f"time {{ {text}\n}}",
    lambda rng, text: f"time -p {{ {text}\n}}",
    lambda rng, text: f"{{ {text}\n}}",
    lambda rng, text: f"( {text}\n)",
    lambda rng, text: f"(({text}\n) )",
    lambda rng, text: f"if true; then {text}\nfi",
    lambda rng, text: f"if ! {{ {text}\n}}; then :; fi",
    lambda rng, text: f"if false; then :; elif {text}\nthen :; else :; fi",
    lambda rng, text: f"for i in 1; do {text}\ndone",
    lambda rng, text: f"for ((i=0; i<1; i++)); do {text}\ndone",
    lambda rng, text: f"while {text}\ndo break; done",
    lambda rng, text: f"until {text}\ndo break; done",
    lambda rng, text: f"while read -r l; do {text}\ndone <<< x",
    lambda rng, text: f"case x in x) {text}\n;; esac",
    lambda rng, text: f"case x in (y) ;; (x|z) {text}\n;; esac",
    lambda rng, text: f"case 'a)' in 'a)') {text}\n;; *) :;; esac",
    lambda rng, text: f"true && {{ {text}\n}}",
    lambda rng, text: f"false || {{ {text}\n}}",
    lambda rng, text: f"{{ {text}\n}} | cat",
    lambda rng, text: f"echo a | {{ {text}\n}}",
    lambda rng, text: f"echo a |& {{ {text}\n}}",
    lambda rng, text: f"{{ {text}\n}} & wait $!",
    lambda rng, text: f"f() {{ {text}\n}}; f",
    lambda rng, text: f"function f {{ {text}\n}}\nf",
    lambda rng, text: f"function f() ( {text}\n)\nf",
    lambda rng, text: f"f() if true; then {text}\nfi\nf",
    lambda rng, text: f"f() {{ {text}\n}}; export -f f; bash -c f",
    lambda rng, text: f'echo "$({text}\n)"',
    lambda rng, text: f"echo `{_doubled(text)}\n`",
    lambda rng, text: f'echo "${{undefined:-$({text}\n)}}"',
    lambda rng, text: f"echo ${{undefined:-`{_doubled(text)}\n`}}",
    lambda rng, text: f': "${{undefined:=$({text}\n)}}"',
    lambda rng, text: f"x=$({text}\n)",
    lambda rng, text: f"cat <<EOF\n$({text}\n)\nEOF",
    lambda rng, text: f"cat <<-EOF\n\t`{_doubled(text)}\n`\n\tEOF",
    lambda rng, text: f"cat <<EOF\n${{undefined:-$({text}\n)}}\nEOF",
    lambda rng, text: f"cat <<'EOF' | sh\n{text}\nEOF",
    lambda rng, text: f"cat <<A <<'B' | bash\nx\nA\n{text}\nB",
    lambda rng, text: f"bash -c {quoted(rng, text)}",
    lambda rng, text: f"bash --norc -ec {quoted(rng, text)}",
    lambda rng, text: f"bash -o pipefail -c {quoted(rng, text)} x",
    lambda rng, text: f"sh -c {quoted(rng, text)}",
    lambda rng, text: f"env sh -c {quoted(rng, text)}",
    lambda rng, text: f"timeout 5 bash -c {quoted(rng, text)}",
    lambda rng, text: f"eval {quoted(rng, text)}",
    lambda rng, text: f"eval eval {quoted(rng, quoted(rng, text))}",
    lambda rng, text: f'x={quoted(rng, text)}; eval "$x"',
    lambda rng, text: f'x={quoted(rng, text)}; bash -c "$x"',
    lambda rng, text: f'bash -c \'eval "$1"\' _ {quoted(rng, text)}',
    lambda rng, text: f"echo {quoted(rng, text)} | bash" if "\\" not in text else _here(rng, text),
    lambda rng, text: f"printf '%s\\n' {quoted(rng, text)} | bash",
    lambda rng, text: f"bash <<< {quoted(rng, text)}",
    lambda rng, text: f"echo {_encoded(text)} | base64 -d | sh",
    lambda rng, text: f'eval "$(echo {_encoded(text)} | base64 --decode)"',
    lambda rng, text: f"trap {quoted(rng, text)} EXIT",
    lambda rng, text: f"trap {quoted(rng, text)} DEBUG; :",
    lambda rng, text: f"coproc {{ {text}\n}}; wait $!",
    lambda rng, text: f"coproc zz {{ {text}\n}}; wait $!",
    lambda rng, text: f"cat <({text}\n)",
    lambda rng, text: f"echo a > >({text}\n); wait $!; sleep 0.02",
    lambda rng, text: f"source <(printf %s {quoted(rng, text)})",
    lambda rng, text: f"source /dev/stdin <<< {quoted(rng, text)}",
    lambda rng, text: f"xargs -I% bash -c {quoted(rng, text)} <<< x",
    lambda rng, text: f"find . -maxdepth 0 -exec bash -c {quoted(rng, text)} \\;",
    lambda rng, text: f"echo $(( $({text}\necho 1) + 1 ))",
    lambda rng, text: f"(( $({text}\necho 1) + 1 ))",
    lambda rng, text: f"[[ -n $({text}\n) ]]",
    lambda rng, text: f'[ -n "$({text}\n)" ]',
    lambda rng, text: f"q=([$({text}\necho 0)]=1)",
    lambda rng, text: f"q=(a \"$({text}\n)\")",
    lambda rng, text: f"y={quoted(rng, '$(' + text + chr(10) + ')')}; echo \"${{y@P}}\"",
    lambda rng, text: f"y={quoted(rng, 'q[$(' + text + chr(10) + 'echo 0)]')}; echo $(( y ))",
    lambda rng, text: f"exec {{fd}}>/dev/null; {text}",
    lambda rng, text: f"exec sh -c {quoted(rng, text)}",
    lambda rng, text: f"cat > s.sh <<'EOF'\n{text}\nEOF\nbash s.sh",
    lambda rng, text: f"echo $[ $({text}\necho 1) + 1 ]",
    lambda rng, text: f"export x=\"$({text}\n)\"",
    lambda rng, text: f"local_x() {{ local y=$({text}\n); }}; local_x",
    lambda rng, text: f"echo \"a $(echo \"b $({text}\n)\")\"",
    lambda rng, text: f"set -- {quoted(rng, text)}; eval \"$1\"",
    lambda rng, text: f"mapfile -t q <<< {quoted(rng, text)}; eval \"${{q[0]}}\"",
    _here,
    _rot,
)  # fmt: skip
"""What runs a program, though not all do in every mix."""

KEEPING: Final[tuple[Layer, ...]] = (
    lambda rng, text: f"# don't\n{text}",
    lambda rng, text: f'echo hi # "\n{text}',
    lambda rng, text: f"echo '#' ; {text}",
    lambda rng, text: f'echo "it\'s"; {text}',
    lambda rng, text: f"echo $'\\''; {text}",
    lambda rng, text: f"cat << \"E O F\"\ndon't $( `\nE O F\n{text}",
    lambda rng, text: f"cat <<E\\OF\n${{x\nEOF\n{text}",
    lambda rng, text: f"echo ${{#x}} $# a#b; {text}",
    lambda rng, text: f"x=$((1 << 2)); {text}",
    lambda rng, text: f"((x = 1 << 2)); {text}",
    lambda rng, text: f"[[ a < b && a =~ ^(a|b)$ ]]; {text}",
    lambda rng, text: f"echo \\\\; {text}",
    lambda rng, text: f"echo if then {{ case; {text}",
    lambda rng, text: f"echo a{{b,c}}d ${{x:-a b}}; {text}",
    lambda rng, text: f"set -euo pipefail\n{text}",
    lambda rng, text: f"cd / && {{ {text}\n}}",
    lambda rng, text: f"echo \"${{x:-'}}\"; {text}",
    lambda rng, text: f"{text}\necho \"done\" >/dev/null 2>&1",
)  # fmt: skip

DEAD: Final[tuple[Layer, ...]] = (
    lambda rng, text: f"echo {quoted(rng, text)}",
    lambda rng, text: f": <<'EOF'\n{text}\nEOF",
    lambda rng, text: f"grep -q {quoted(rng, text)} /dev/null",
    lambda rng, text: f"false && {{ {text}\n}}",
    lambda rng, text: f"x={quoted(rng, text)}",
)  # fmt: skip
"""What holds a program and does not run it."""

LAYERS: Final[tuple[Layer, ...]] = (
    *RUNNING, *RUNNING, *KEEPING, *KEEPING, *DEAD,
    *shell_evaluations.RUNNING, *shell_evaluations.KEEPING,
)  # fmt: skip

_BEFORE: Final = ("", "", "", "echo start\n", "x=1; ", "ls -l | wc -l; ", "set -x\n")
_AFTER: Final = ("", "", "", "\necho end", "; true", " # that's all")


def surrounded(rng: Random, text: str) -> str:
    """A program with something harmless before and after it."""
    after = rng.choice(_AFTER)
    return rng.choice(_BEFORE) + text + ("\n" + after.lstrip("; ") if "EOF" in text else after)
