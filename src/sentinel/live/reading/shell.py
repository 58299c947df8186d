"""Bash: a text becomes calls of programs, with what is fed to each.

The text is guarded (`shell_guard`), parsed by tree-sitter, and walked in the order bash runs it.
Every branch, loop, function, substitution and trap is read as though it ran. Variables that are
set to constants before are put in; what is known only at run time is opaque where it names a
program, and a word that is not fixed elsewhere.
"""

import re
from typing import Final

from tree_sitter import Node

from sentinel.live.effects import Effect, Kind, Radius, Thing, Undo
from sentinel.live.reading.calls import Found, Inner, Word
from sentinel.live.reading.joined_calls import joined
from sentinel.live.reading.names import names
from sentinel.live.reading.shell_commands import Commands
from sentinel.live.reading.shell_guard import STEEPEST, guard
from sentinel.live.reading.shell_plain import plain
from sentinel.live.reading.shell_spans import MARK
from sentinel.live.reading.shell_state import NO_SOURCE, SILENT, Source, Stream
from sentinel.live.reading.shell_trees import meant_by, parsed, parts_of

LONGEST: Final = 10_000
"""Bytes of a text that are read."""

DEEPEST: Final = 12
"""Texts inside texts (`eval`, substitutions, functions) that one reading follows."""

LONGEST_IN_ALL: Final = 30_000
"""Characters of all these texts together."""

MOST: Final = 2_000
"""Commands that one reading follows: functions that call each other may double at each step."""

_PLACEHOLDER: Final = re.compile(rf"{MARK}\d+_")
_FOLDS: Final = re.compile(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]")
_IN_TURN: Final = names("program compound_statement do_group ERROR negated_command")
_LOOPS: Final = names("while_statement for_statement c_style_for_statement")
_PERHAPS: Final = names("if_statement elif_clause else_clause case_statement case_item")


def read_shell(inner: Inner) -> Found:
    """Read a program of bash."""
    if len(inner.text) > LONGEST or (
        not inner.text.isascii() and len(inner.text.encode("utf-8", "replace")) > LONGEST
    ):
        return Found().unread(inner.text, "it is longer than what is read", "too-long")
    if _FOLDS.search(inner.text):
        return Found().unread(inner.text, "it holds control characters", "obfuscated")
    shell = Shell()
    shell.program(inner.text.replace("\r\n", "\n"))
    shell.leftovers()
    if not inner.fixed:
        shell.found.unread(inner.text, "part of the program is made at run time", "dynamic")
    shell.found.calls = joined(shell.found.calls, shell.state.secrets)
    return shell.found


class Shell(Commands):
    """A walk over a program."""

    def program(self, text: str, stdin: Stream | None = None) -> Stream:
        """Read a text as commands; what it prints."""
        self.size += len(text)
        if self.depth >= DEEPEST or self.size > LONGEST_IN_ALL:
            self.found.unread(text, "it goes too deep", "too-deep")
            return Stream(None)
        words = plain(text)
        if words is not None and self.count < MOST - 1 and self.level < STEEPEST - 1:
            return self._plainly(words, stdin)
        guarded = guard(text)
        if guarded.broken:
            self.found.unread(text, guarded.broken, "broken")
            return Stream(None)
        data = guarded.text.encode("utf-8", "replace")
        root = parsed(data)
        if root is None:
            self.found.unread(text, "it takes too long to parse", "too-long")
            return Stream(None)
        if root.has_error:
            self.found.unread(text, "it is not well-formed", "broken")
        source, before = Source(data, guarded.pieces), self.source
        self.source = source
        self.depth += 1
        out = self.visit(root, stdin)
        for place in range(len(source.pieces)):
            if place not in source.read:
                self.taken(f"{MARK}{place}_")
        self.depth -= 1
        self.source = before
        return out

    def _plainly(self, words: list[Word], stdin: Stream | None) -> Stream:
        """Read a plain command: a program, and a command in it."""
        before, self.source = self.source, NO_SOURCE
        self.count += 2
        self.level += 2
        self.depth += 1
        self.outputs.pop(">", None)
        out = self.call(words, stdin)
        self.depth -= 1
        self.level -= 2
        self.source = before
        return SILENT.then(out)

    def leftovers(self) -> None:
        """Read what traps run at the end, and what nothing called: something else may."""
        for text in [*self.state.exits_left()]:
            self.program(text)
        for name, (source, body) in list(self.state.functions.items()):
            if name not in self.called:
                self.source, self.state.positional = source, None
                self.visit(body, None)
        for name, text in list(self.state.aliases.items()):
            if name not in self.called:
                self.program(text)

    def visit(self, node: Node, stdin: Stream | None) -> Stream:
        """Read one node of the tree; what it prints."""
        self.count += 1
        if self.count > MOST:
            if self.count == MOST + 1:
                self.found.unread("", "it has too many commands", "too-long")
            return Stream(None)
        if self.level >= STEEPEST:
            self.found.unread("", "it goes too deep", "too-deep")
            return Stream(None)
        self.level += 1
        out = self._visit(node, stdin)
        self.level -= 1
        return out

    def _visit(self, node: Node, stdin: Stream | None) -> Stream:
        kind = node.type
        if kind == "command":
            return self.command(node, stdin, ())
        if kind in _IN_TURN:
            return self._in_turn(node, stdin)
        reader = _READERS.get(kind)
        if reader is not None:
            return reader(self, node, stdin)
        if kind in _PERHAPS:
            with self.state.perhaps():
                self._in_turn(node, stdin)
            return Stream(None)
        if kind in _LOOPS:
            return self._loop(node, stdin)
        self.scan(node)
        return SILENT

    def scan(self, node: Node) -> None:
        """Read what was taken out of a span, whatever the span is."""
        text = self.source.text(node)
        for name in _PLACEHOLDER.findall(text):
            self.taken(name)
        self.dormant(text)

    def _in_turn(self, node: Node, stdin: Stream | None) -> Stream:
        out = SILENT
        for child in node.children:
            if child.is_named and child.type != "comment":
                out = out.then(self.visit(child, stdin))
            elif child.type == ";;" and node.type != "case_item":
                self.found.unread(self.source.text(node), "it is not well-formed", "broken")
        return out

    def chain(self, node: Node, stdin: Stream | None) -> Stream:
        """Read `a && b || c`."""
        parts, joints = parts_of(node)
        out = self.visit(parts[0], stdin)
        if "||" in joints:
            for each in parts[1:]:
                with self.state.perhaps():
                    out = out.then(self.visit(each, stdin))
            return Stream(None, out.program)
        with self.state.perhaps():
            for each in parts[1:]:
                out = out.then(self.visit(each, stdin))
        return out

    def pipeline(self, node: Node, stdin: Stream | None) -> Stream:
        """Read `a | b`."""
        flows = stdin
        for child in node.children:
            if child.is_named and child.type != "comment":
                with self.state.apart():
                    flows = self.visit(child, flows)
        return flows or SILENT

    def subshell(self, node: Node, stdin: Stream | None) -> Stream:
        """Read `( a )`."""
        with self.state.apart():
            return self._in_turn(node, stdin)

    def _loop(self, node: Node, stdin: Stream | None) -> Stream:
        text = self.source.text(node)
        self.state.forget_assigned(text)
        body = [each for each in node.children if each.is_named]
        if node.type != "while_statement":
            values = body[:-1]
            words = [word for each in values[1:] for word in self.words(self.source.text(each))]
            name = self.source.text(values[0]) if values else ""
            fixed = len(words) == 1 and words[0].fixed and node.children[0].type == "for"
            self.state.put(name, meant_by(words[0]) if fixed else None)
            if 1 < len(words) <= 8 and all(each.fixed for each in words):
                for word in words:
                    with self.state.perhaps():
                        self.state.put(name, meant_by(word))
                        self.visit(body[-1], stdin)
                return Stream(None)
            body = body[-1:]
        with self.state.perhaps():
            for each in body:
                self.visit(each, stdin)
        return Stream(None)

    def redirected(self, node: Node, stdin: Stream | None) -> Stream:
        """Read something with redirections."""
        body: Node | None = None
        redirects: list[Node] = []
        for child in node.children:
            if child.type in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                redirects.append(child)
            elif child.is_named and body is None:
                body = child
            elif child.is_named:
                self.visit(child, stdin)
        if body is None or body.type in ("command", "declaration_command"):
            return self.command(body, stdin, redirects)
        ways = [self.redirect(each) for each in redirects]
        fed = next((each.stdin for each in reversed(ways) if each.stdin is not None), stdin)
        out = self.visit(body, fed)
        if any(each.rest for each in ways):
            self.found.unread(self.source.text(node), "words stand after a redirection", "broken")
        return self.written(ways, out)

    def function(self, node: Node, stdin: Stream | None) -> Stream:
        """Remember a function."""
        named = [each for each in node.children if each.is_named]
        name = self.source.text(named[0])
        body = named[-1]
        text = self.source.text(body)
        for each in named[1:-1]:
            self.visit(each, None)
        if body.type == "file_redirect":
            self.redirect(body)
            body = named[-2]
        self.state.functions[name] = (self.source, body)
        self.called.discard(name)
        pattern = rf"(?<![\w-]){re.escape(name)}\s*(?:\|\s*{re.escape(name)}\s*)?&(?!&)"
        if len(name) < 64 and re.search(pattern, text):
            self.found.add(
                Effect(
                    Kind.STOPS, Thing.HOST, "", Radius.ACCOUNT, Undo.HARD, "a fork bomb",
                    frozenset(["fork-bomb"]),
                )
            )  # fmt: skip
        return SILENT

    def declaration(self, node: Node, stdin: Stream | None) -> Stream:
        """Read `export`, `declare`, `unset`."""
        return self.command(node, stdin, ())

    def assignment(self, node: Node, stdin: Stream | None) -> Stream:
        """Do an assignment that stands alone."""
        for each in node.children if node.type == "variable_assignments" else [node]:
            self.assign(each)
        self.looked("an assignment")
        return SILENT

    def tested(self, node: Node, stdin: Stream | None) -> Stream:
        """Read `[[ ... ]]`."""
        self.scan(node)
        self.looked("test")
        return SILENT

    def loose_redirect(self, node: Node, stdin: Stream | None) -> Stream:
        """Read a redirection that stands alone."""
        return self.command(None, stdin, [node])


_READERS: Final = {
    "list": Shell.chain,
    "pipeline": Shell.pipeline,
    "subshell": Shell.subshell,
    "redirected_statement": Shell.redirected,
    "function_definition": Shell.function,
    "declaration_command": Shell.declaration,
    "unset_command": Shell.declaration,
    "variable_assignment": Shell.assignment,
    "variable_assignments": Shell.assignment,
    "test_command": Shell.tested,
    "file_redirect": Shell.loose_redirect,
}

LANGUAGES: Final = {"shell": read_shell}
