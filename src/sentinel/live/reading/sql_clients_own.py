r"""Commands that database clients understand themselves: `\!` of psql, `.shell` of sqlite3."""

from typing import Final

import re2

from sentinel.live.reading.calls import Inner
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.sql_text import Page

_PSQL_LOOKS: Final = names(
    "d l z a t x h ? conninfo timing pset echo qecho q e ef ev sf sv errverbose encoding "
    "bind g gx crosstabview watch prompt set unset if elif else endif password"
)
_SQLITE_LOOKS: Final = names(
    ".tables .schema .indexes .indices .databases .dump .headers .header .mode .help .show "
    ".stats .timer .width .print .quit .exit .fullschema .dbinfo .explain .eqp .nullvalue "
    ".separator .bail .echo .changes .lint .sha3sum .version .limit .parameter"
)
_LOOKS: Final = deed("reads table set easy")
_SHELL: Final = deed("executes code one unknown", "system")
_FILE: Final = deed("executes code unknown unknown", "file")
_SAVES: Final = deed("writes file one hard")
_FILLS: Final = deed("creates rows set hard")


_SHOWN: Final = re2.compile(r"\\g(?:x|desc)?\s*$")
"""The end of a query of `psql` that is shown in a way of its own."""


def own_lines(text: str, page: Page) -> str:
    """Read the lines that are the client's own; gives back the text without them."""
    if "\\" not in text and not text.lstrip().startswith(".") and "\n." not in text:
        return text
    kept = []
    for line in text.split("\n"):
        bare = line.strip()
        if bare.startswith("\\") and page.dialect != "tsql":
            _backslash(bare, page)
        elif bare.startswith(".") and page.dialect in ("sqlite", "duckdb", ""):
            _dot(bare, page)
        else:
            kept.append(_SHOWN.sub(";", line) if page.dialect != "tsql" else line)
    return "\n".join(kept)


def _backslash(line: str, page: Page) -> None:
    name, _, rest = line[1:].partition(" ")
    rest = rest.strip()
    own = name.rstrip("+S").lower() if name != "S" else name
    if own.startswith("!"):
        command = (name[1:] + " " + rest).strip()
        page.found.add(_SHELL.effect(command, "\\!", page.place))
        page.found.inner.append(Inner("shell", command, place=page.place))
    elif own == "copy":
        page.found.inner.append(Inner("sql", f"COPY {rest}", dialect="postgres", place=page.place))
    elif own in ("i", "ir", "include", ".", "source"):
        page.found.add(_FILE.effect(rest, f"\\{own}", page.place))
    elif own in ("o", "out", "w", "write", "s", "g", "gx") and rest:
        if rest.startswith("|"):
            page.found.inner.append(Inner("shell", rest[1:], place=page.place))
        page.found.add(_SAVES.effect(rest, f"\\{own}", page.place))
    elif own in ("c", "connect", "u", "use"):
        page.found.add(deed("reads database none easy", "session").effect(rest, f"\\{own}"))
    elif (own in _PSQL_LOOKS or own.startswith("d")) and "`" not in rest and "\\" not in rest:
        page.found.add(_LOOKS.effect(rest, f"\\{own}", page.place))
    else:
        page.found.unread(line, "a command of the client that is not known", "unknown-program")


def _dot(line: str, page: Page) -> None:
    name, _, rest = line.partition(" ")
    rest = rest.strip()
    if name in (".shell", ".system"):
        page.found.add(_SHELL.effect(rest, name, page.place))
        page.found.inner.append(Inner("shell", rest, place=page.place))
    elif name in (".read", ".load"):
        page.found.add(_FILE.effect(rest, name, page.place))
    elif name in (".output", ".once", ".save", ".backup", ".excel"):
        row = _SAVES if name not in (".backup", ".save") else deed("creates backup one easy")
        if not rest.startswith("|"):
            page.found.add(row.effect(rest, name, page.place))
        else:
            page.found.inner.append(Inner("shell", rest[1:], place=page.place))
    elif name == ".import":
        page.found.add(_FILLS.effect(rest.rpartition(" ")[2], name, page.place))
    elif name == ".restore":
        page.found.add(deed("writes database namespace hard", "overwrite").effect(rest, name))
    elif name == ".open":
        page.found.add(deed("reads database none easy", "session").effect(rest, name))
    elif name in _SQLITE_LOOKS and "|" not in rest:
        page.found.add(_LOOKS.effect(rest, name, page.place))
    else:
        page.found.unread(line, "a command of the client that is not known", "unknown-program")
