"""The commands of the gate: `sentinel oversee`, and `sentinel policy check`, `explain`, `simulate`.

`oversee` tells its decision by its exit code, so that a shell can ask before it runs something.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sentinel.cli_options import BackendOption, FailureOption, PackOption, gate_of

if TYPE_CHECKING:
    from rich.table import Table

    from sentinel.live.audit import Audit
    from sentinel.live.gate import Gate
    from sentinel.live.policy_rules import Rule
    from sentinel.live.request import Judgement
    from sentinel.live.simulate import Change

EXIT_CODES: Final[Mapping[str, int]] = {"approve": 0, "flag": 10, "block": 20, "escalate": 30}
"""Exit code of `sentinel oversee` by decision."""

UNREADABLE: Final = 2
"""Exit code where a line of standard input was no request."""

SHOWN_CHARS: Final = 400
"""Longest text of others that is printed."""

policy = typer.Typer(
    help="Check, explain and try the policies of the gate.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def oversee(
    action: Annotated[
        str, typer.Argument(help="The action; - reads requests as JSON lines and answers so.")
    ],
    tool: Annotated[str, typer.Option(help="The tool that would run it: bash, psql...")] = "",
    language: Annotated[str, typer.Option(help="Its language: shell, sql, python...")] = "",
    environment: Annotated[str, typer.Option(help="Where it runs: prod, staging, local.")] = "",
    goal: Annotated[str, typer.Option(help="What the user asked the agent to do.")] = "",
    pack: PackOption = None,
    backend: BackendOption = "policy",
    on_failure: FailureOption = "escalate",
    json: Annotated[bool, typer.Option("--json", help="Print the judgement as JSON.")] = False,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Only say what would be decided, and exit 0.")
    ] = False,
    audit: Annotated[
        bool, typer.Option("--audit", help="Write the judgement into the audit log first.")
    ] = False,
    store: Annotated[
        str, typer.Option(help="URL of the log's database; by default SENTINEL_STORE.")
    ] = "",
) -> None:
    """Judge an action: exit code 0 approve, 10 flag, 20 block, 30 escalate."""
    import msgspec

    from sentinel.live.overseeing import oversee as judged

    gate = gate_of(pack or [], backend, on_failure, shadow=shadow)
    log = _audit(store) if audit else None
    if action == "-":
        raise typer.Exit(_lines(gate, log))
    found = judged(
        action, gate=gate, audit=log, proposed_tool=tool, language=language,
        environment=environment, goal=goal,
    )  # fmt: skip
    if json:
        print(msgspec.json.encode(found).decode())
    else:
        _print(_verdict(found))
    raise typer.Exit(0 if shadow else EXIT_CODES[found.decision])


@policy.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Packs; those that ship by default.")
    ] = None,
) -> None:
    """Load packs and hold every rule to its examples."""
    from sentinel.live.policy_files import load, shipped
    from sentinel.live.reading.dispatch import read

    for each in files or shipped():
        found = load(each, read)
        print(f"{each}: {found.name}, {len(found.rules)} rules, {found.digest}")


@policy.command()
def explain(
    what: Annotated[str, typer.Argument(help="Id of a rule, or an action.")],
    tool: Annotated[str, typer.Option(help="The tool that would run the action.")] = "",
    language: Annotated[str, typer.Option(help="Language of the action.")] = "",
    environment: Annotated[str, typer.Option(help="Where the action runs.")] = "",
    pack: PackOption = None,
) -> None:
    """Show a rule with its examples, or every rule that fires on an action, and where it stands."""
    from sentinel.live.overseeing import oversee as judged

    gate = gate_of(pack or [], "policy", "escalate")
    rules = {rule.id: rule for rule in gate.packs.policy.rules}
    if what in rules:
        _print(_rule(rules[what]))
        return
    found = judged(what, gate=gate, proposed_tool=tool, language=language, environment=environment)
    for line in found.reasoning_trace:
        print(_safe(line))
    for fired in found.rules_fired:
        where = rules[fired.id].where if fired.id in rules else "in code"
        print(f"{fired.id}: {where}")


@policy.command()
def simulate(
    log: Annotated[Path, typer.Argument(help="Recorded requests and judgements, JSON lines.")],
    pack: PackOption = None,
    only: Annotated[
        list[Path] | None, typer.Option(help="Pack in place of those that ship; may be repeated.")
    ] = None,
) -> None:
    """Judge a recorded log again under other packs, and list what would change."""
    from sentinel.errors import ReportError
    from sentinel.live.gate import Gate
    from sentinel.live.policy_files import Packs
    from sentinel.live.reading.dispatch import read
    from sentinel.live.simulate import entries, simulated

    new = Gate(Packs(pack or [], read, only or None))
    try:
        with log.open("rb") as lines:
            changes = list(simulated(entries(lines), new, Gate()))
    except OSError as error:
        raise ReportError(f"cannot read {str(log)!r}: {error.strerror or error}") from error
    if changes:
        _print(_changes(changes))
    stricter = sum(each.stricter for each in changes)
    print(f"{len(changes)} decisions would change: {stricter} stricter, "
          f"{len(changes) - stricter} milder")  # fmt: skip


def _audit(url: str) -> "Audit":
    from sentinel.live.audit import audit_of
    from sentinel.settings import SETTINGS

    return audit_of(SETTINGS, url)


def _lines(gate: "Gate", audit: "Audit | None") -> int:
    """Judge every line of standard input; a line that is no request is answered with why."""
    import msgspec

    from sentinel.errors import OptionError
    from sentinel.live.hints import check_environment
    from sentinel.live.request import Request

    decoder, encode, code = msgspec.json.Decoder(Request), msgspec.json.encode, 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            asked = decoder.decode(line)
            check_environment(asked.environment)
            found = gate.judge(asked)
            answer = encode(audit.keep(asked, found, gate.on_failure) if audit else found)
        except (msgspec.DecodeError, OptionError, RecursionError, ValueError) as error:
            answer, code = encode({"line": number, "error": str(error)}), UNREADABLE
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return code


def _safe(text: str) -> str:
    """Text of others without what would steer a terminal."""
    from sentinel.completion import shown

    return shown(text, SHOWN_CHARS)


def _print(table: "Table") -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 200
    console.print(table)


def _verdict(found: "Judgement") -> "Table":
    from rich.table import Table
    from rich.text import Text

    colour = {"approve": "green", "flag": "yellow", "block": "red", "escalate": "magenta"}
    table = Table.grid(padding=(0, 2))
    word = found.decision.upper() + (" (shadow: not enforced)" if found.shadow else "")
    rows = [
        ("severity", found.severity_assessed),
        ("risk", f"{found.risk_score:.2f}, confidence {found.confidence:.2f}"),
        ("why", found.justification),
        *(("rule", f"{each.id}: {each.sentence}") for each in found.rules_fired[:8]),
        *(("unread", each) for each in found.opaque[:4]),
        *(("shield", each) for each in found.shield_signs[:4]),
        ("safer", found.safer_alternative),
        ("backend", f"{found.backend_used}, {found.latency_ms:.2f} ms"),
    ]
    table.add_row("decision", Text(word, style=f"bold {colour[found.decision]}"))
    for name, text in rows:
        if text:
            table.add_row(name, Text(_safe(text)))
    return table


def _rule(rule: "Rule") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for name, text in (
        ("rule", rule.id),
        ("says", f"{rule.decision} ({rule.severity}): {rule.sentence}"),
        ("kinds", ", ".join(sorted(rule.kinds))),
        ("things", ", ".join(sorted(rule.things))),
        ("when", "" if rule.condition is None else rule.condition.source),
        ("safer", rule.safer),
        ("people", str(rule.people) if rule.decision == "escalate" else ""),
        ("at", rule.where),
        *(("fires on", each.shown) for each in rule.match),
        *(("not on", each.shown) for each in rule.not_match),
    ):
        if text:
            table.add_row(name, Text(_safe(text)))
    return table


def _changes(changes: "list[Change]") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("line", "before", "after", "action", "rules")
    for each in changes:
        rules = [*each.rules, *(f"not {name}" for name in each.gone)]
        table.add_row(
            str(each.line), each.before, each.after, Text(_safe(each.action)[:80]),
            Text(", ".join(rules)),
        )  # fmt: skip
    return table
