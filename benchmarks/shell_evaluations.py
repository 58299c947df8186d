"""Ways in which bash runs a text that does not look like a command, and what misleads a reader.

More layers for `shell_layers.py`: subscripts, arithmetic, prompts, traps, files, variables of the
environment; and quotes, here-documents and comments that end elsewhere than they seem to.
"""

from random import Random
from typing import Final

from shell_words import Layer, Name, quoted

_LOST: Final = "command_not_found_handle() { unset -f command_not_found_handle; "


def _subscript(text: str) -> str:
    return "a[$(" + text + "\necho 0)]"


def _held(rng: Random, text: str) -> str:
    """A subscript in quotes: what evaluates it runs what is in it."""
    return quoted(rng, _subscript(text))


NAMES: Final[tuple[Name, ...]] = (
    lambda rng, name, rest: f"f() {{ local -n r=$1; $r {rest}; }}; y={name}; f y",
    lambda rng, name, rest: f'hash -p "$(type -P {name})" zz; zz {rest}',
    lambda rng, name, rest: f"env -S '{name} {rest}'",
    lambda rng, name, rest: f"exec -a x {name} {rest}",
    lambda rng, name, rest: f"echo {name} | {{ read x; $x {rest}; }}",
    lambda rng, name, rest: f'x=({name}); for i in "${{!x[@]}}"; do "${{x[i]}}" {rest}; done',
    lambda rng, name, rest: f"declare -A m=([k]={name}); ${{m[k]}} {rest}",
    lambda rng, name, rest: f'mapfile -t q < <(echo {name}); "${{q[0]}}" {rest}',
    lambda rng, name, rest: f'IFS=, read -ra q <<< {name},v; "${{q[0]}}" {rest}',
    lambda rng, name, rest: f"x={name.upper()}; ${{x,,}} {rest}",
    lambda rng, name, rest: f"x={name.upper()}; ${{x@L}} {rest}",
    lambda rng, name, rest: (
        "x='" + "".join(f"\\x{ord(each):02x}" for each in name) + "'; ${x@E} " + rest
    ),
    lambda rng, name, rest: f"x={name}X; ${{x%X}} {rest}",
    lambda rng, name, rest: f"x={name}X; ${{x/X/}} {rest}",
    lambda rng, name, rest: f"x=a{name}b; ${{x:1:{len(name)}}} {rest}",
    lambda rng, name, rest: f"r=x; x='{name} {rest}'; eval \"${{!r}}\"",
    lambda rng, name, rest: f"x={name}; eval \\$x {rest}",
    lambda rng, name, rest: f"BASH_ENV=<(echo {name} {rest}) bash -c :",
    lambda rng, name, rest: f"builtin eval {name} {rest}",
    lambda rng, name, rest: f"e''val {name} {rest}",
    lambda rng, name, rest: f"echo() {{ {name} {rest}; }}; echo",
    lambda rng, name, rest: f"{_LOST}{name} {rest}; }}; no-such-thing",
    lambda rng, name, rest: f"find . -maxdepth 0 -exec sh -c '{name} \"$@\"' _ {rest} {{}} +",
    lambda rng, name, rest: f"printf '{name} {rest}\\n' > s.sh; . ./s.sh",
    lambda rng, name, rest: f"coproc {name} {rest}; wait $!",
    lambda rng, name, rest: f"select x in {name}; do $x {rest}; break; done <<< 1",
    lambda rng, name, rest: f"declare -i n=1; x={name}; ((n)) && $x {rest}",
    lambda rng, name, rest: f"set -- {name}; for x; do $x {rest}; done",
    lambda rng, name, rest: f"x={name}; declare -n y=x; $y {rest}",
    lambda rng, name, rest: f"printf -v 'q[0]' %s {name}; ${{q[0]}} {rest}",
    lambda rng, name, rest: f"X={name} bash -c '$X {rest}'",
    lambda rng, name, rest: f"env X={name} sh -c '\"$X\" {rest}'",
    lambda rng, name, rest: f"export X={name}; bash -c '$X {rest}'",
    lambda rng, name, rest: f"x={name} && y=$x; ${{y}} {rest}",
    lambda rng, name, rest: f"x=; ${{x:={name}}} {rest}",
    lambda rng, name, rest: f"x=1; ${{x:+{name}}} {rest}",
    lambda rng, name, rest: f"xargs -I{{}} sh -c '{{}} {rest}' <<< {name}",
    lambda rng, name, rest: f"exec {{fd}}>&1; >&$fd {name} {rest}",
)  # fmt: skip

RUNNING: Final[tuple[Layer, ...]] = (
    lambda rng, text: f"a=(0); test -v {_held(rng, text)}",
    lambda rng, text: f"a=(0); [[ -v {_held(rng, text)} ]]",
    lambda rng, text: f"[[ {_held(rng, text)} -eq 0 ]]",
    lambda rng, text: f"a=(0); unset {_held(rng, text)}",
    lambda rng, text: f"read {_held(rng, text)} <<< 1",
    lambda rng, text: f"printf -v {_held(rng, text)} x",
    lambda rng, text: f"let {_held(rng, text)}=1",
    lambda rng, text: f"declare {_held(rng, text)}=1",
    lambda rng, text: f"x={_held(rng, text)}; (( x ))",
    lambda rng, text: f"x={_held(rng, text)}; echo $(( x + 1 )) $[ x ]",
    lambda rng, text: f"x={_held(rng, text)}; for ((i=x; 0; )); do :; done",
    lambda rng, text: f"declare -i y; x={_held(rng, text)}; y=x",
    lambda rng, text: f"declare -i y={_held(rng, text)}",
    lambda rng, text: f"x={_held(rng, text)}; [[ x -eq 0 ]]",
    lambda rng, text: f"x={_held(rng, text)}; b=(1); echo ${{b[x]}}",
    lambda rng, text: f"x={_held(rng, text)}; s=ab; echo ${{s:x}}",
    lambda rng, text: f"x={_held(rng, text)}; shift $((x))",
    lambda rng, text: f"getopts x {_held(rng, text)} -x",
    lambda rng, text: f"(({_subscript(text)}=1))",
    lambda rng, text: f"echo ${{{_subscript(text)}}}",
    lambda rng, text: f"s=ab; echo ${{s:$({text}\necho 0):1}}",
    lambda rng, text: f"q=(x); : \"${{q[@]/x/$({text}\n)}}\"",
    lambda rng, text: f"s=x; : ${{s//x/$({text}\n)}} ${{s#$(true)}}",
    lambda rng, text: f": ${{u=$({text}\n)}}",
    lambda rng, text: f": ${{9:-$({text}\n)}}",
    lambda rng, text: f"PS4={quoted(rng, '$(' + text + chr(10) + ')')}; set -x; :",
    lambda rng, text: f"f() {{ :; }}; trap {quoted(rng, text)} RETURN; set -T; f",
    lambda rng, text: f"trap {quoted(rng, text)} ERR; false",
    lambda rng, text: f"trap {quoted(rng, text)} USR1; kill -USR1 $BASHPID",
    lambda rng, text: f"mapfile -c 1 -C {quoted(rng, text + chr(10) + ':')} q <<< x",
    lambda rng, text: f"{_LOST}{text}\n}}; no-such-thing",
    lambda rng, text: f"exec 5< <({text}\n); cat <&5",
    lambda rng, text: f"cat < <({text}\n)",
    lambda rng, text: f"X={quoted(rng, text)} bash -c 'eval \"$X\"'",
    lambda rng, text: f"env X={quoted(rng, text)} bash -c 'eval \"$X\"'",
    lambda rng, text: f"export X={quoted(rng, text)}; bash -c 'eval \"$X\"'",
    lambda rng, text: f"cat > e.sh <<'EOF'\nunset BASH_ENV; {text}\nEOF\nBASH_ENV=./e.sh bash -c :",
    lambda rng, text: f"tee s.sh > /dev/null <<'EOF'\n{text}\nEOF\nsh ./s.sh",
    lambda rng, text: f"cat > s.sh <<'EOF'\n{text}\nEOF\neval \"$(<s.sh)\"",
    lambda rng, text: f"cat > s.sh <<'EOF'\n{text}\nEOF\nbash < s.sh",
    lambda rng, text: f"printf '%s\\n' {quoted(rng, text)} > s.sh; source ./s.sh",
    lambda rng, text: f"printf '%s\\n' {quoted(rng, text)} | tee >(sh) > /dev/null; sleep 0.02",
    lambda rng, text: f"printf '%s\\0' {quoted(rng, text)} | xargs -0 -n1 sh -c",
    lambda rng, text: (
        f"printf '%s\\0' {quoted(rng, text)} | while read -rd '' l; do eval \"$l\"; done"
    ),
    lambda rng, text: f"for (( ; $({text}\necho 0); )); do :; done",
    lambda rng, text: f"case $({text}\n) in *) ;; esac",
    lambda rng, text: f"case x in $({text}\n)) ;; *) ;; esac",
    lambda rng, text: f"case x in x) : ;& y) {text}\n;; esac",
    lambda rng, text: f"[[ x =~ $({text}\n) ]]",
    lambda rng, text: f"f() {{ g() {{ {text}\n}}; }}; f; g",
    lambda rng, text: f"f() {{ {text}\n}} <<< x; f",
    lambda rng, text: f"{{ {text}\n}} > >(cat)",
    lambda rng, text: f"a=$({text}\n) b=1 true",
    lambda rng, text: f"cat <<< $({text}\n)",
    lambda rng, text: f"if cat <<A\nx\nA\nthen {text}\nfi",
    lambda rng, text: f"set -- x; for y; do {text}\ndone",
    lambda rng, text: f"! ! {{ {text}\n}}",
    lambda rng, text: f"command eval {quoted(rng, text)}",
    lambda rng, text: f"eval -- {quoted(rng, text)}",
    lambda rng, text: f"bash -c {quoted(rng, text)} </dev/null >&2",
    lambda rng, text: f"bash -s <<'EOF'\n{text}\nEOF",
    lambda rng, text: f"bash /dev/fd/3 3<<'EOF'\n{text}\nEOF",
    lambda rng, text: f"bash /dev/stdin <<'EOF'\n{text}\nEOF",
    lambda rng, text: f"x=$(cat <<'EOF'\n{text}\nEOF\n); eval \"$x\"",
)  # fmt: skip

KEEPING: Final[tuple[Layer, ...]] = (
    lambda rng, text: f"# goes on \\\n{text}",
    lambda rng, text: f"echo \\\n# hi\n{text}",
    lambda rng, text: f"cat <<A; {text}\nx\nA",
    lambda rng, text: f"cat <<A && {{ {text}\n}}\nx\nA" if "<<" not in text else f":;{text}",
    lambda rng, text: f"cat <<\\A <<-B\n$(\nA\n\t`\n\tB\n{text}" if "`" not in text else text,
    lambda rng, text: f"echo \"a\" #\"\n{text}",
    lambda rng, text: f"echo ${{x#'#'}} ${{y/#a/b}} $(( 2#1 )); {text}",
    lambda rng, text: f"case x in \"a;;b\") ;; esac; {text}",
    lambda rng, text: f"[[ x == [[:alpha:]] && a == *\"(\"* ]]; {text}",
    lambda rng, text: f"a[0]=1; a+=(b); let \"x = 1 << 2\"; {text}",
    lambda rng, text: f"echo $[1<<2]; {text}",
    lambda rng, text: f": <<< '<<EOF'; echo a<<<b; {text}",
    lambda rng, text: f"echo $'a\\\\'; {text}",
    lambda rng, text: f'echo "$(echo ")")"; {text}',
    lambda rng, text: f"echo $(case x in x) echo y;; esac); {text}",
    lambda rng, text: f"echo $(echo '(' # )\n); {text}",
    lambda rng, text: f'echo "${{x:-"}}"}}" ${{x:-\'}}\'}}; {text}',
    lambda rng, text: f'echo "`echo "a"`"; {text}',
    lambda rng, text: f"f(){{ :;}};{text}",
    lambda rng, text: f": & {text}",
    lambda rng, text: f">/dev/null </dev/null A=b true; {text}",
    lambda rng, text: f"echo a{{b,\"c}}\"}} ]] ]; {text}",
    lambda rng, text: f"if :; then :; fi;{text}",
    lambda rng, text: f"echo \"$((1+1))\" '$((' ; {text}",
)  # fmt: skip
"""What keeps a program running after something that is easily read wrong."""
