"""The command `sentinel hook`: answers the hooks of coding agents, and writes their settings.

An agent waits for it before each tool call, so it is dispatched before any other command's
libraries are loaded. It ends with exit code 0 and an answer, or with 2, which blocks: with any
other an agent would go on.
"""

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from math import ceil
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from sentinel.integrations.hooks import Hook, Product, Written

BLOCKS: Final = 2
"""Exit code that every agent takes for a refusal."""

PRODUCTS: Final = {
    "claude-code": "sentinel.integrations.hooks_claude:ClaudeCode",
    "codex": "sentinel.integrations.hooks_claude:Codex",
    "cursor": "sentinel.integrations.hooks_cursor:Cursor",
    "gemini": "sentinel.integrations.hooks_gemini:Gemini",
}
"""Module and class of each product; loaded when named."""

TRANSCRIPTS: Final = ("claude-code", "codex")
"""Products whose transcripts are read."""

MORE_S: Final = 15.0
"""Seconds beside those of one answer after which nothing more is waited for."""

LONGEST_S: Final = 600.0
"""Most seconds for a server's answer."""

KEY: Final = "SENTINEL_API_KEY"
"""Variable of a server's key, unless another is named."""

NOTES: Final = {
    "codex": "Codex runs a new hook only once you trust it: /hooks in Codex.",
    "gemini": "Gemini CLI asks before it runs a project's hooks for the first time.",
}


def main(words: Sequence[str]) -> int:
    """Run the command.

    Args:
        words: After `sentinel hook`.

    Returns:
        The exit code.
    """
    given = _parser().parse_args(words)
    if given.action == "answer":
        return _answer(given)
    from sentinel.errors import SentinelError

    try:
        return _settle(given)
    except SentinelError as error:
        print("sentinel:", " ".join(str(error).split()), file=sys.stderr)
        return BLOCKS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "sentinel hook",
        description="Judge the tool call that a coding agent's hook gives on standard input.",
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("product", choices=PRODUCTS)
    add("action", nargs="?", choices=("answer", "install", "uninstall"), default="answer",
        help="answer (default) a call; install or uninstall the hook in the settings")  # fmt: skip
    add("--url", default="", help="a server that judges; in this process without one")
    add("--key-env", default=KEY, help=f"variable that holds the server's key ({KEY})")
    add("--timeout", type=_seconds, default=10.0, help="seconds for the server's answer (10)")
    add("--on-failure", choices=("ask", "deny"), default="ask",
        help="what is done where nothing was judged (ask)")  # fmt: skip
    add("--flag", choices=("ask", "note", "deny"), help="what is done with a flagged call")
    add("--escalate", choices=("ask", "deny"), default="ask",
        help="what is done with a call that needs a person (ask)")  # fmt: skip
    add("--allow", action="store_true", help="say so where a call is approved: no native prompt")
    add("--environment", default="", help="where calls run: prod, staging, local")
    add("--protect", action="append", default=[], help="resource that nothing may harm; repeatable")
    add("--pack", action="append", default=[], help="policy pack beside those that ship")
    add("--shadow", action="store_true", help="stop nothing; a server still notes its judgement")
    add("--goal-from-transcript", action="store_true",
        help="tell the gate what the user wrote last")  # fmt: skip
    add("--scope", default="user", help="install: user, project, or local where there is one")
    add("--command", default="", help="install: words that run sentinel, in place of its path")
    add("--dry-run", action="store_true", help="install: show the change and make none")
    return parser


def _seconds(word: str) -> float:
    found = float(word)
    if not 0 < found <= LONGEST_S:
        raise ValueError
    return found


def _answer(given: argparse.Namespace) -> int:
    code, turn = None, Lock()
    late = Timer(given.timeout + MORE_S, _late, (given, turn))
    late.daemon = True
    if not given.shadow:
        late.start()
    try:
        written = _judged(given)
        turn.acquire()  # Whoever comes second waits until the first has ended the process.
        code = _put(written)
    finally:
        late.cancel()
        if code is None:
            kind = getattr(sys.exc_info()[0], "__name__", "something")
            sys.stderr.write(f"SENTINEL: the hook failed ({kind}), so the call does not run.\n")
            sys.stderr.flush()
            os._exit(BLOCKS)
    return code


def _late(given: argparse.Namespace, turn: Lock) -> None:
    """Answer before the agent's own patience ends, after which it would go on unasked."""
    code = BLOCKS
    try:
        turn.acquire()
        from sentinel.integrations.hooks import failure

        why = f"it took longer than {given.timeout + MORE_S:g} s"
        code = _put(failure(_product(given.product), None, given.on_failure, why))
    finally:
        os._exit(code)


def _judged(given: argparse.Namespace) -> "Written":
    from sentinel.errors import SentinelError
    from sentinel.integrations.hooks import MOST_BYTES, Said, failure

    product = _product(given.product)
    hook: Hook | None = None
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        hook = _hook(given, product)
        return hook.answer(raw)
    except _failures() as error:
        kind = "" if isinstance(error, SentinelError) else f"{type(error).__name__}: "
        event = None if hook is None else hook.event
        if given.shadow:
            return replace(product.answer(Said(""), event), stderr=f"SENTINEL: {kind}{error}")
        return failure(product, event, given.on_failure, f"{kind}{error}")


def _hook(given: argparse.Namespace, product: "Product") -> "Hook":
    import msgspec

    from sentinel.errors import OptionError
    from sentinel.integrations.gatekeeper import Gatekeeper
    from sentinel.integrations.hook_calls import Asked
    from sentinel.integrations.hook_transcripts import goal_of
    from sentinel.integrations.hooks import Hook, Manner
    from sentinel.live.request import Request

    if given.goal_from_transcript and product.name not in TRANSCRIPTS:
        raise OptionError(f"--goal-from-transcript is for {', '.join(TRANSCRIPTS)}")
    keeper = Gatekeeper(
        given.url or _gate(given),
        api_key=os.environ.get(given.key_env, "") if given.url else "",
        timeout_s=given.timeout,
        on_failure="raise",
        shadow=given.shadow,
        environment=given.environment,
        protected=given.protect,
    )

    def put(asked: Asked, goal: str, run_id: str) -> Request:
        found = keeper.request(asked.tool, asked.arguments, goal=goal, run_id=run_id)
        if not asked.prose:
            return found
        return msgspec.structs.replace(
            found, action_description=asked.prose, arguments=None, language="prose"
        )

    manner = Manner(
        given.flag or product.flagged,
        given.escalate,
        given.allow,
        goal_of if given.goal_from_transcript else None,
    )
    return Hook(product, manner, keeper.judge, put)


def _gate(given: argparse.Namespace) -> Any:  # noqa: ANN401 - a gate, which is loaded here
    from sentinel.live.gate import Gate
    from sentinel.live.policy_files import Packs
    from sentinel.live.reading.dispatch import read

    # Commands among the examples of packs that ship are read when these are made.
    packs = Packs([Path(each) for each in given.pack], read if given.pack else None)
    return Gate(packs, "block" if given.on_failure == "deny" else "escalate")


def _put(written: "Written") -> int:
    if written.stderr:
        sys.stderr.write(written.stderr + "\n")
    if written.stdout:
        sys.stdout.write(written.stdout + "\n")
        sys.stdout.flush()
    return written.code


def _product(name: str) -> "Product":
    module, _, kind = PRODUCTS[name].partition(":")
    return cast("Product", getattr(import_module(module), kind)())


def _failures() -> tuple[type[BaseException], ...]:
    from sentinel.live.gate import FAILURES

    return FAILURES


def _settle(given: argparse.Namespace) -> int:
    """Write the settings of a product."""
    from sentinel.integrations import hook_settings as settings

    path = settings.settings_file(given.product, given.scope, os.environ)
    before = settings.read(path)
    if given.action == "install":
        patience_s = ceil(given.timeout + MORE_S) + 5
        new = settings.installed(given.product, _command(given), before, patience_s)
    else:
        new = settings.removed(given.product, before)
    if given.dry_run:
        print(settings.difference(path, new) or f"{path}: nothing to change", end="\n")
        return 0
    changed = settings.write(path, new)
    print(f"{path}: {given.action}ed" if changed else f"{path}: nothing to change")
    if given.action == "install":
        print(NOTES.get(given.product, "It is asked before the next tool call."))
        _gate(given)  # So that the first call finds what is kept.
    return 0


def _command(given: argparse.Namespace) -> str:
    """The command that the settings run; whatever else goes wrong with it blocks as well.

    It runs in the folder that the agent works in, of whose files it must import none (`-P`).
    """
    shared = given.scope == "project"
    start = shlex.split(given.command) or (
        ["sentinel"] if shared else [sys.executable, "-P", "-m", "sentinel"]
    )
    usual, options = _parser().parse_args([given.product]), []
    skip = ("product", "action", "scope", "command", "dry_run")
    for name, value in vars(given).items():
        if name in skip or value == getattr(usual, name):
            continue
        option = f"--{name.replace('_', '-')}"
        values = value if isinstance(value, list) else [value]
        options += [option] if value is True else [
            word for each in values for word in (option, _absolute(name, each))
        ]  # fmt: skip
    return f"{shlex.join([*start, 'hook', given.product, *options])} || exit {BLOCKS}"


def _absolute(name: str, value: object) -> str:
    return str(Path(str(value)).absolute()) if name == "pack" else str(value)
