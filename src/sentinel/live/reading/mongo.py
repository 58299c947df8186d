"""Reads MongoDB's shell: calls on `db`, `rs` and `sh`, and the programs around it.

The shell's language is JavaScript. Only statements that are one chain of known calls are read;
anything else (loops, functions, assignments that call) is unread, with what is known to be in
it. Marks of our own: `replication`, `overwrite`.
"""

from collections.abc import Callable
from typing import Final

import re2

from sentinel.live.effects import Place, Radius
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Found, Inner, Reader
from sentinel.live.reading.database_clients import Client
from sentinel.live.reading.database_upkeep import Keeper
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.mongo_methods import CHAIN, COMMANDS, METHODS, READ, SEE

_FILTERED: Final = names("deletemany remove updatemany update")
_ROOTS: Final = names("db rs sh")
_WORDS: Final = re2.compile(r"\.\s*([A-Za-z_]+)\s*\(")
_EMPTY: Final = frozenset({"", "{}", "{_id:{$exists:true}}", "{_id:{$ne:null}}", "{$where:1}"})
_PLAIN: Final = ("show ", "use ", "it", "help", "exit", "quit()")
_CODE: Final = re2.compile(r"\b(function|while|for|eval|load|require|process|import|fetch)\b|=>|`")


def read_mongo(inner: Inner) -> Found:
    """Read statements of MongoDB's shell."""
    found = Found()
    if not inner.fixed:
        found.unread(inner.text, "a statement made at run time", "dynamic")
    statements = _statements(inner.text)
    if len(statements) > _MOST:
        return found.unread(inner.text, "too many statements", "too-long")
    for statement in statements:
        _statement(statement, found, inner.place)
    if not (found.effects or found.opaque):
        found.unread(inner.text, "no statement of MongoDB's shell", "broken")
    return found


def _statements(text: str) -> list[str]:
    """Cut text at semicolons and line ends outside of brackets and quotes."""
    parts, depth, quote, begun, skip = [], 0, "", 0, False
    for place, each in enumerate(text):
        if skip:
            skip = False
        elif each == "\\":
            skip = bool(quote)
        elif quote:
            quote = "" if each == quote else quote
        elif each in "\"'`":
            quote = each
        elif each in "([{":
            depth += 1
        elif each in ")]}":
            depth -= 1
        elif depth <= 0 and (each == ";" or (each == "\n" and not _goes_on(text, place))):
            parts.append(text[begun:place])
            begun = place + 1
    parts.append(text[begun:])
    return [part.strip() for part in parts if part.strip()]


def _goes_on(text: str, place: int) -> bool:
    return text[place : place + 200].lstrip()[:1] == "."


def _calls(text: str) -> tuple[list[tuple[str, str]], bool]:
    """The calls of a chain with their arguments; False where it is no plain chain."""
    calls, name, begun, depth, quote, skip, plain = [], "", 0, 0, "", False, True
    for place, each in enumerate(text):
        if skip:
            skip = False
        elif quote:
            skip = each == "\\"
            quote = "" if each == quote else quote
        elif each in "\"'`":
            quote = each
        elif each in "([{":
            if depth == 0:
                name, begun = text[begun:place], place + 1
            depth += 1
        elif each in ")]}":
            depth -= 1
            if depth == 0:
                own = name.rpartition(".")[2].strip() if each == ")" else each
                calls.append((own, text[begun:place]))
                begun = place + 1
        elif depth == 0 and not (each.isalnum() or each in "._$ \n\t-"):
            plain = False
    return calls, plain and depth == 0 and not quote


_MOST: Final = 300
"""Statements that are read."""
_PLACES: Final = r"(?:[\w.$ +<>!&|*/,:?'\"\[\]%-]|===?|!==?)"
_TOLD: Final = r"`(?:[^`(){}=$]|\$\{[\w.$ +\[\]-]+\})*`"
_SHAPES: Final = re2.compile(
    r"\(\s*(?:printjson|print|tojson|\(?\s*\w+(?:\s*,\s*\w+)*\s*\)?\s*=>\s*"
    rf"(?:printjson\s*\([\w.$ ]*\)|(?:console\.log|print)\s*\((?:{_PLACES}*|{_TOLD})\)|"
    rf"\(\s*\{{[^(){{}}=`\[\]]*\}}\s*\)|{_TOLD}|{_PLACES}+|"
    rf"\{{\s*(?:return\s+{_PLACES}+|(?:printjson|print)\s*\((?:{_PLACES}*|{_TOLD})\))\s*;?\s*\}}))\s*\)"
)
"""Functions that only shape or print what they are given: `(m => m.name)`, `(printjson)`."""
_PRINTS: Final = ("printjson(", "print(", "json.stringify(", "ejson.stringify(")


def _printed(text: str, inside: str, found: Found, place: Place) -> None:
    """Read what is printed."""
    if inside[:2] in _ROOTS:
        _statement(inside, found, place)
    elif not _CODE.search(inside) and "(" not in inside:
        found.add(SEE.effect("", "print", place))
    else:
        found.unread(text, "JavaScript that is not read", "broken")


def _statement(text: str, found: Found, place: Place) -> None:
    text = _SHAPES.sub("(0)", text)
    low = text.lower()
    if low.startswith(_PLAIN) and "(" not in text.removesuffix("()"):
        found.add(SEE.effect(text.partition(" ")[2], text.split()[0], place))
        return
    opener = next((each for each in _PRINTS if low.startswith(each)), "")
    if opener and text.endswith(")"):
        _printed(text, text[len(opener) : -1], found, place)
        return
    calls, plain = _calls(text)
    head = text.split(".", 1)[0].split("[", 1)[0].split("(", 1)[0].strip().lower()
    if not calls or head not in _ROOTS or not plain or _CODE.search(text):
        _suspected(text, found, place)
        found.unread(text, "JavaScript that is not read", "broken")
        return
    path = text[: text.find("(")].rpartition(".")[0].partition(".")[2]
    collection = path or next((a.strip("'\" ") for n, a in calls if "getcoll" in n.lower()), "")
    for name, arguments in calls:
        if name == "]":
            collection = arguments.strip("'\" ")
            if collection == arguments.strip() and not collection.isdecimal():
                found.unread(text, "a collection named at run time", "dynamic")
            continue
        if name.lower() == "getsiblingdb" and place is Place.UNKNOWN:
            place = place_of(arguments)
        _call(name, arguments, collection, found, place)


def _suspected(text: str, found: Found, place: Place) -> None:
    """Add what methods would do that stand in code which is not read."""
    for name in _WORDS.findall(text):
        row = METHODS.get(name.lower())
        if row is not None and row.kind is not READ.kind:
            marks = frozenset({"dynamic"})
            found.add(row.effect("", f".{name}()", place, marks, Radius.UNKNOWN))


def _call(name: str, arguments: str, collection: str, found: Found, place: Place) -> None:
    verb = name.lower()
    if verb in CHAIN and found.effects and verb not in METHODS:
        return
    row = METHODS.get(verb)
    if verb in ("runcommand", "admincommand"):
        key = arguments.strip(" {'\"").split(":", 1)[0].strip(" '\"").lower()
        row = COMMANDS.get(key, row)
    if row is None:
        if verb in CHAIN:
            return
        found.unread(f"{collection}.{name}({arguments})", "a method that is not known", "dynamic")
        return
    radius, marks = None, frozenset[str]()
    if verb in _FILTERED:
        radius, marks = _filter(verb, arguments)
    if verb in ("createuser", "updateuser", "grantrolestouser") and "root" in arguments:
        row, marks = deed("escalates account one easy"), frozenset({"admin"})
    if verb == "aggregate" and ("$out" in arguments or "$merge" in arguments):
        row = deed("writes table one hard", "overwrite")
    target = collection or ("" if "user" in verb else arguments.strip(" '\"{}")[:60])
    found.add(row.effect(target, f"{name}()", place, marks, radius))


def _filter(verb: str, arguments: str) -> tuple[Radius, frozenset[str]]:
    squeezed = "".join(arguments.split()).replace('"', "").replace("'", "")
    first = _first(squeezed)
    if first in _EMPTY:
        single = verb == "update" and "multi:true" not in squeezed
        return (Radius.ONE if single else Radius.NAMESPACE), frozenset({"no-condition"})
    if first.startswith("{_id:") and "$" not in first and "," not in first:
        return Radius.ONE, frozenset({"key", "condition"})
    return Radius.SET, frozenset({"condition"})


def _first(arguments: str) -> str:
    depth = 0
    for place, each in enumerate(arguments):
        depth += (each in "([{") - (each in ")]}")
        if each == "," and depth == 0:
            return arguments[:place]
    return arguments


_URI: Final = names(
    "-h --host -d --db -c --collection --uri -u --username -p --password --port -o --out "
    "--authenticationDatabase --archive --nsInclude --nsExclude -q --query --file --type"
)
_SHELL: Final = Client(
    "",
    names("--eval -e"),
    names("-f --file"),
    names("--host -h"),
    names("--port -u --username -p --password --authenticationDatabase --apiVersion --tlsCAFile"),
    language="mongo",
)
_OPTIONAL: Final = _URI - {"--archive"}


PROGRAMS: Final[dict[str, Reader]] = {
    "mongosh": _SHELL,
    "mongo": _SHELL,
    "mongodump": Keeper(deed("reads database namespace easy", "backup"), _OPTIONAL),
    "mongoexport": Keeper(deed("reads rows namespace easy"), _OPTIONAL),
    "mongoimport": Keeper(
        deed("creates rows set hard"),
        _OPTIONAL,
        worse=((names("--drop"), deed("deletes table one hard", "overwrite")),),
    ),
    "mongorestore": Keeper(
        deed("writes database namespace hard"),
        _OPTIONAL,
        worse=((names("--drop"), deed("deletes database namespace hard", "overwrite")),),
        instead=((names("--dryRun"), SEE),),
    ),
    "mongostat": Keeper(SEE, _OPTIONAL),
    "mongotop": Keeper(SEE, _OPTIONAL),
}
LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"mongo": read_mongo}
