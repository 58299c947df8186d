"""What the calls in a program of Python do, by the names they resolve to.

A function of a module that may do anything must stand in a table; of others, and of methods, the
name is believed (`reading.word_sounds`).
"""

import ast
from dataclasses import dataclass, field
from typing import Final

from sentinel.live.effects import NOTHING, Place
from sentinel.live.reading import script_calls
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.deeds import deed, names
from sentinel.live.reading.own_scripts import risky
from sentinel.live.reading.path_deeds import on_path
from sentinel.live.reading.python_methods import PLAIN, SHOWN, by_method, tree_of
from sentinel.live.reading.python_requests import fetched
from sentinel.live.reading.python_runs import TIMED, installed, run, timed
from sentinel.live.reading.python_values import Values
from sentinel.live.reading.word_sounds import Sound, sound_of

_SECRETS: Final = ("id_rsa", "id_ed25519", ".env", "shadow", "credentials", ".pem", ".netrc",
                   ".kube")  # fmt: skip
_DECODERS: Final = names(
    "b64decode b32decode fromhex unhexlify "
    "base64.b64decode base64.decodebytes base64.b32decode base64.b85decode bytes.fromhex "
    "codecs.decode zlib.decompress binascii.unhexlify marshal.loads"
)
_OPENERS: Final = names(
    "open io.open gzip.open bz2.open lzma.open codecs.open tarfile.open zipfile.ZipFile "
    "io.FileIO PIL.Image.open tokenize.open wave.open fsspec.open smart_open.open rasterio.open"
)
"""They open the file that they are given, for what their second argument says."""
_WALKS: Final = names("os.walk os.listdir os.scandir glob.glob glob.iglob os.fwalk")
_PRINTS: Final = names("print pprint.pprint sys.stdout.write sys.stderr.write")
_SHOWN_WHOLE: Final = names("dict str repr json.dumps pprint.pformat")
_MODES: Final = names("os.chmod os.chown os.lchown shutil.chown")
_MAKES: Final = names(
    "load loads open create make build compile set add register connect configure init new use "
    "enable setup seed run start from manual get clear reset update append write"
)
"""First words of functions of a library that make something of the program's own."""
_WRITE: Final = deed("writes file one hard")
_FILE: Final = deed("reads file one easy")
_SECRET: Final = deed("reveals secret one never", "secret")
_RUNS: Final = deed("executes code unknown unknown")
_FETCHED: Final = deed("executes code one unknown", "fetched")
_MODULE: Final = deed("executes code one easy", "module")
_RISKY_MODULE: Final = deed("executes code one unknown", "module")
_ENVIRON: Final = deed("reveals secret set never", "secret")
_CONNECTED: Final = deed("reads endpoint one easy")
_FORKS: Final = deed("stops host account hard")


@dataclass(slots=True)
class CallReader:
    """Reads calls, and adds what they do."""

    found: Found
    place: Place
    imported: dict[str, str] = field(default_factory=dict)
    """Dotted names by the names they have here."""
    own: set[str] = field(default_factory=set)
    """Names of functions and classes that the code defines."""
    values: Values = field(init=False)
    """What names stand for."""
    sends: bool = False
    """Whether it sends what is made at run time over a connection, or makes one a shell."""
    endless: bool = False
    """Whether a loop in it goes on for as long as something holds."""

    def __post_init__(self) -> None:
        """Let values know the names that are brought in."""
        self.values = Values(self.dotted)

    def module(self, name: str) -> None:
        """Add what it does to bring a module in."""
        root = name.partition(".")[0]
        if not {name, root} & (script_calls.PURE | script_calls.OTHERS):
            row = _RISKY_MODULE if risky(name) else _MODULE
            self.found.add(row.effect(name, f"import {name}", self.place))

    def dotted(self, node: ast.AST) -> str:
        """The full name of what an expression names; empty where it is no name."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name, given = node.func.id, node.args[0] if node.args else None
            if name != "__import__" or not isinstance(given, ast.Constant):
                return ""
            return ".".join([str(given.value), *reversed(parts)])
        if not isinstance(node, ast.Name):
            return ""
        parts.append(self.imported.get(node.id, node.id))
        return ".".join(reversed(parts))

    def call(self, node: ast.Call) -> None:
        """Add what a call does."""
        name = self.dotted(node.func)
        text, fixed = self.values.path(node.args[0]) if node.args else ("", True)
        root = name.partition(".")[0]
        if self._besides(node, name, text):
            return
        if name in ("eval", "exec", "compile"):
            self._evaluated(node, name, text, fixed=fixed)
        elif name in _OPENERS:
            self._opened(node, text, fixed=fixed)
        elif name in script_calls.SHELLS:
            self.found.take([run(node, name, self.values, self.place)])
        elif name in script_calls.CALLS:
            self._named(node, name, text, fixed=fixed)
        elif name in script_calls.FETCHES:
            method = script_calls.FETCHES[name]
            self.found.take([fetched(node, method, self.values, self.place)])
        elif name == "__import__" and fixed and text:
            self.module(text)
        elif not self._harmless(name, root):
            self._other(node, name)

    def _besides(self, node: ast.Call, name: str, text: str) -> bool:
        """Add what a call does besides; whether that is all that there is to it."""
        if name in _PRINTS and node.args:
            self._printed(node.args)
        if any(each.arg == "trust_remote_code" for each in node.keywords):
            self.found.add(_FETCHED.effect(text, f"{name}()", self.place))
        tried = timed(node, self.values, self.place) if name in TIMED else None
        if pip := installed(node, name, self.values, self.place):
            self.found.calls.append(pip)
            return True
        self.found.take([tried] if tried is not None else [])
        return tried is not None

    def _named(self, node: ast.Call, name: str, text: str, *, fixed: bool) -> None:
        program = script_calls.COPIES.get(name)
        if program and len(node.args) > 1:
            words = tuple(Word(*self.values.path(each)) for each in node.args[:2])
            self.found.calls.append(Call(program, words, place=self.place))
            return
        row = script_calls.CALLS[name]
        if name == "shutil.unpack_archive":
            into = [each.value for each in node.keywords if each.arg == "extract_dir"]
            into += node.args[1:2]
            text, fixed = self.values.path(into[0]) if into else (".", True)
        if name in _MODES and node.args:
            self._mode(node, name)
            return
        if name == "urllib.request.urlretrieve" and len(node.args) > 1:
            words = (Word("-o"), Word(*self.values.path(node.args[1])), Word(text, fixed))
            self.found.calls.append(Call("curl", words, place=self.place))
            return
        if name == "os.kill" and len(node.args) > 1:
            words = (Word("-9"), Word(text, fixed))
            self.found.calls.append(Call("kill", words, place=self.place))
            return
        if name == "pty.spawn" and node.args:
            self.found.take([run(node, name, self.values, self.place)])
        if name == "os.fork" and self.endless:
            row = _FORKS
        if "socket" in row.marks and not self.sends:
            row = _CONNECTED
        row, text = tree_of(row, text)
        self.found.add(*on_path(row, text, f"{name}()", self.place, fixed=fixed))

    def _mode(self, node: ast.Call, name: str) -> None:
        """`os.chmod(p, 0o777)` is `chmod 777 p`; of all folders gone through, without p."""
        text, fixed = self.values.path(node.args[0])
        given = node.args[1] if len(node.args) > 1 else None
        mode = given.value if isinstance(given, ast.Constant) else None
        words = [Word(f"{mode:o}" if isinstance(mode, int) else "", fixed=mode is not None)]
        roots = [] if fixed and text else self._gone_through()
        if roots:
            words.insert(0, Word("-R"))
        targets = roots or [Word(text, fixed, quoted="*" not in text)]
        program = "chmod" if name == "os.chmod" else "chown"
        self.found.calls.append(Call(program, (*words, *targets), place=self.place))

    def _gone_through(self) -> list[Word]:
        """Folders that loops go through."""
        found = []
        for source, _ in self.values.loops.values():
            if isinstance(source, ast.Call) and self.dotted(source.func) in _WALKS and source.args:
                text, fixed = self.values.path(source.args[0])
                found += [Word(text)] if fixed else []
        return list(dict.fromkeys(found))

    def _printed(self, given: list[ast.expr]) -> None:
        """All variables of the environment, with the secrets among them."""
        for part in [each for node in given for each in self.values.parts(node)]:
            inside: list[ast.expr] = []
            if isinstance(part, ast.Attribute) and part.attr in ("items", "values", "copy"):
                inside = [part.value]
            elif isinstance(part, ast.Call) and self.dotted(part.func) in _SHOWN_WHOLE:
                inside = part.args
            elif isinstance(part, ast.Dict):
                inside = [value for key, value in zip(part.keys, part.values, strict=True)
                          if key is None]  # fmt: skip
            if any(self.dotted(each) == "os.environ" for each in (*inside, *given)):
                self.found.add(_ENVIRON.effect("os.environ", "print()", self.place))
                return

    def _harmless(self, name: str, root: str) -> bool:
        if root in self.imported.values() or name in self.imported.values():
            module = name.rpartition(".")[0]
            if {root, module, name} & script_calls.PURE:
                return True
            return name != root and not self._is_strict(name) and self._is_tame(name)
        made = self.values.given.get(name)
        return name in script_calls.BUILTINS or name in self.own or isinstance(made, ast.Lambda)

    def _evaluated(self, node: ast.Call, name: str, text: str, *, fixed: bool) -> None:
        inside = [self.dotted(each.func) for each in ast.walk(node) if isinstance(each, ast.Call)]
        inside += [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
        if fixed and text:
            self.found.inner.append(Inner("python", text, place=self.place))
            return
        marks = {"dynamic"}
        if _DECODERS & set(inside):
            marks |= {"decoded", "obfuscated"}
        if any(each in script_calls.FETCHES for each in inside):
            marks.add("fetched")
        self.found.add(_RUNS.effect("", f"{name}()", self.place, frozenset(marks)))
        self.found.unread(name, "code that is made at run time", *sorted(marks))

    def _opened(self, node: ast.Call, text: str, *, fixed: bool) -> None:
        given = node.args[1] if len(node.args) > 1 else None
        given = next((each.value for each in node.keywords if each.arg == "mode"), given)
        named = next((each.value for each in node.keywords if each.arg == "file"), None)
        text, fixed = self.values.path(named) if named is not None else (text, fixed)
        mode, known = self.values.path(given) if given is not None else ("r", True)
        marks = NOTHING if fixed else frozenset({"dynamic"})
        if not known or set(mode) & set("wax+"):
            self.found.add(*on_path(_WRITE, text, "open() to write", self.place, fixed=fixed))
        elif any(each in text for each in _SECRETS):
            self.found.add(_SECRET.effect(text, "open()", self.place))
        else:
            self.found.add(_FILE.effect(text, "open()", self.place, marks))

    def _is_strict(self, name: str) -> bool:
        return bool({name.partition(".")[0], name.rpartition(".")[0]} & script_calls.STRICT)

    def _is_tame(self, name: str) -> bool:
        """Whether a function of a library that is known sounds as if it stayed in the program."""
        last = name.rpartition(".")[2]
        sound = sound_of(last)
        if SHOWN & set(last.split("_")):
            return False
        known = {name.partition(".")[0]} & script_calls.OTHERS
        makes = bool(known) and last.partition("_")[0].lower() in _MAKES
        return sound is Sound.PLAIN or (sound is Sound.ACTS and makes)

    def _other(self, node: ast.Call, name: str) -> None:
        """A function or method that no table of functions knows."""
        if isinstance(node.func, ast.Attribute):
            strict = self._is_strict(name) or (not name and _is_odd(node.func.value))
            by_method(node, name, self, strict=strict)
        elif not isinstance(node.func, ast.Lambda):
            known = bool(name) and ("." in name or name in self.imported)
            mark = "unknown-program" if known and not self._is_strict(name) else "dynamic"
            if known and SHOWN & set(name.rpartition(".")[2].split("_")):
                self.found.add(_SECRET.effect("", f"{name}()", self.place))
                return
            self.found.unread(name or "call", "a function that is not known", mark)


def _is_odd(node: ast.expr) -> bool:
    """Whether a method belongs to what is looked up at run time."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return not isinstance(node, ast.Name | ast.Subscript | ast.Constant | PLAIN)


def sends(node: ast.AST, values: Values) -> bool:
    """Whether a call sends what is made at run time, or makes a connection a shell."""
    if not isinstance(node, ast.Call):
        return False
    name = values.dotted(node.func)
    if name in ("os.dup2", "pty.spawn") or name in script_calls.SHELLS:
        return True
    if not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in _POSTS:
        return True
    if node.func.attr not in _SENDING:
        return False
    return not node.args or not values.path(node.args[0])[1]


_POSTS: Final = names("sendmail send_message storbinary storlines")
_SENDING: Final = names("send sendall sendto sendfile makefile sendmsg bind listen accept")
