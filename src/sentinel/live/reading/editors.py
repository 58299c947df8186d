"""Editors that are told on the command line what to do: `ed`, `ex -sc`, `vim -c`.

What they print harms nobody; what they write is written, and what they call is called. An editor
that is opened for somebody to type in is unread.
"""

from typing import Final

import re2

from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.file_paths import written
from sentinel.live.reading.looked_at import folder_of, seen
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import bag, looks, shown

_VALUED: Final = bag("-c -s -p -T -u -S -t -w -i --cmd -E") - {"-E"}
_SCRIPTED: Final = ("-c", "--cmd", "-S")
_CALLS: Final = re2.compile(r"(?m)(?:^|[|%,\d])\s*:?(?:r\s*|w\s*)?!\s*(\S[^\n]*)")
_STRANGE: Final = re2.compile(r"system\s*\(|\b(?:py3?|python3?|perl|ruby|lua|source|so|exe|"
                              r"normal!?|call|terminal|te)\b")  # fmt: skip
_WRITES: Final = re2.compile(r"(?m)(?:^|[|\s;:,\d])(?:w|wq|wqa|x|xa|wa|up|update|sav|saveas)!?"
                             r"(?:\s+(\S+))?\s*$")  # fmt: skip


def read_editor(call: Call) -> Found:
    """Read an editor by the script it is given."""
    given = options(call.words, _VALUED - ({"-s"} if call.program in ("ed", "ex") else set()))
    if given.has("--help", "--version", "-h"):
        return Found().add(looks(call))
    scripts = [word for name in _SCRIPTED for word in given.given.get(name, ())]
    texts = [each.text for each in scripts]
    if call.stdin is not None:
        texts.append(call.stdin.text)
    fixed = all(each.fixed for each in scripts) and (call.stdin is None or call.stdin.fixed)
    script = "\n".join(texts)
    if not texts or not fixed or _STRANGE.search(script):
        return Found().unread(shown(call), "what is done in the editor is not known")
    found = Found()
    for command in _CALLS.findall(script)[:20]:
        found.inner.append(Inner("shell", command, marks=call.marks, place=call.place))
    found.take([seen(call, list(given.plain))])
    writes = _WRITES.search(script) or given.has("-w")
    return found.take(
        written(each, append=False, folder=folder_of(call), by=f"{call.program} {each.text}"[:80])
        for each in (given.plain if writes else ())
    )


PROGRAMS: Final[dict[str, Reader]] = dict.fromkeys(
    ("ed", "ex", "vi", "vim", "nvim", "view", "red"), read_editor
)
