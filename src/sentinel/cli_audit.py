"""The commands of the audit log: `sentinel audit verify`, `export`, `tail`, `head`, `prune`."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from sentinel.cli_options import MICRO, moment_of

if TYPE_CHECKING:
    from sentinel.live.chain import Link, Verified
    from sentinel.live.store import Store

FAULTY: Final = 1
"""Exit code of `verify` where something does not fit."""

FOLLOW_S: Final = 0.5
"""Seconds between two looks of `tail --follow`."""

audit = typer.Typer(
    help="Read and check the audit log of the gate.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

StoreOption = Annotated[
    str, typer.Option("--store", help="URL of the database; by default SENTINEL_STORE.")
]
TenantOption = Annotated[str | None, typer.Option(help="Whose chain; everybody's by default.")]
OneTenantOption = Annotated[str, typer.Option(help="Whose chain.")]


@audit.command()
def verify(
    store: StoreOption = "",
    tenant: TenantOption = None,
    file: Annotated[
        Path | None, typer.Option(help="What `export` wrote, in place of the database.")
    ] = None,
    head: Annotated[
        list[Path] | None,
        typer.Option(help="What `head` wrote earlier; the log must reach as far. Repeatable."),
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(help="Key that must have signed every head.")
    ] = None,
) -> None:
    """Hold the log against itself, and against heads exported earlier: exit code 1 on a fault."""
    from sentinel.live.audit_files import read, verify_lines
    from sentinel.live.verifying import verify as held

    opened = None
    if file is not None:
        found = verify_lines(read(file))
    else:
        opened = _store(store)
        found = held(opened, tenant)
    found = [each for each in found if tenant in (None, each.tenant)]
    faults = [f"{each.tenant}: {text}" for each in found for text in each.faults]
    held_against = [_missed(each, public_key, found, file, opened) for each in head or ()]
    faults += [each.fault for each in held_against if each.fault]
    for each in found:
        print(f"{each.tenant}: {each.entries} entries, {each.first} to {each.head.seq}, "
              f"head {each.head.hash.hex()}")  # fmt: skip
    for text in (*faults, *(each.note for each in held_against if each.note)):
        print(_safe(text))
    print("NOT intact" if faults else "intact" if found else "no entries")
    raise typer.Exit(FAULTY if faults else 0)


@audit.command()
def export(
    store: StoreOption = "",
    tenant: TenantOption = None,
    judged: Annotated[
        bool,
        typer.Option("--judged", help="Requests and judgements alone, for `policy simulate`."),
    ] = False,
) -> None:
    """Write the log as JSON lines, which `verify --file` checks without the database."""
    from sentinel.live.audit_files import bodies
    from sentinel.live.audit_files import export as lines

    opened = _store(store)
    for line in bodies(opened, tenant) if judged else lines(opened, tenant):
        print(line)


@audit.command()
def tail(
    store: StoreOption = "",
    tenant: OneTenantOption = "default",
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="Latest entries.")] = 10,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on as entries are written.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print whole entries.")] = False,
) -> None:
    """Show the latest entries."""
    from sentinel.live.audit_files import line_of
    from sentinel.live.ledger import head_of, links

    opened = _store(store)
    after = max(0, head_of(opened, tenant).seq - lines)
    while True:
        with opened.reading() as connection:
            found = list(links(connection, tenant, after, None if not follow else 1_000))
        for each in found:
            print(line_of(each) if json else _told(each), flush=True)
            after = each.seq
        if not follow:
            return
        if not found:
            time.sleep(FOLLOW_S)


@audit.command()
def head(
    store: StoreOption = "",
    tenant: OneTenantOption = "default",
    sign: Annotated[
        Path | None, typer.Option(help="File of the Ed25519 key that signs it, PEM.")
    ] = None,
    new_key: Annotated[
        Path | None, typer.Option(help="Make a key there and do nothing else.")
    ] = None,
) -> None:
    """Print where a chain ends, to be kept where the log's own keepers cannot reach it."""
    import msgspec

    from sentinel.live.ledger import head_of
    from sentinel.live.signing import exported, make_key

    if new_key is not None:
        print(f"private key {new_key}, public key {make_key(new_key)}")
        return
    print(msgspec.json.encode(exported(head_of(_store(store), tenant), sign)).decode())


@audit.command()
def prune(
    before: Annotated[
        str, typer.Option(help="Time as 2026-05-31 or 2026-05-31T12:00:00+00:00, or days as 90d.")
    ],
    store: StoreOption = "",
    tenant: TenantOption = None,
) -> None:
    """Cut off entries that are older; an entry says what is gone, and `verify` still holds."""
    from sentinel.live.ledger import heads
    from sentinel.live.ledger import prune as cut

    moment, opened = moment_of(before), _store(store)
    for each in heads(opened):
        if tenant in (None, each.tenant):
            print(f"{each.tenant}: {cut(opened, each.tenant, moment)} entries are gone")


def _store(url: str) -> "Store":
    from sentinel.live.store import Store
    from sentinel.settings import SETTINGS

    return Store.open(url or SETTINGS.store, new=False)


class _Missed(NamedTuple):
    """What holding a log against an exported head came to."""

    fault: str = ""
    note: str = ""


def _missed(
    path: Path,
    key: Path | None,
    found: "Iterable[Verified]",
    file: Path | None,
    store: "Store | None",
) -> _Missed:
    """What an exported head says was there and is not."""
    from sentinel.live.audit_files import HEAD, link_of, read
    from sentinel.live.ledger import links
    from sentinel.live.signing import head_of, missed

    head = head_of(path, key)
    last = next((each.head.seq for each in found if each.tenant == head.tenant), 0)
    if store is not None:
        with store.reading() as connection:
            here = list(links(connection, head.tenant, head.seq - 1, 1))
    else:
        entries = (link_of(each) for each in read(file or path) if HEAD not in each)
        here = [e for e in entries if e.tenant == head.tenant and e.seq >= head.seq][:1]
    text = missed(head, here, last)
    if text:
        return _Missed(f"{head.tenant}: {text} ({path})")
    if here and here[0].seq > head.seq + 1:
        return _Missed(note=f"{head.tenant}: entry {head.seq} was cut off since, so that this head "
                            f"says nothing of what is there ({path})")  # fmt: skip
    return _Missed()


def _told(link: "Link") -> str:
    """An entry on a line, for people."""
    import msgspec

    body = msgspec.json.decode(link.body)
    when = datetime.fromtimestamp(link.at / MICRO, UTC).isoformat(timespec="milliseconds")
    said, asked = body.get("judgement", {}), body.get("request", {})
    if said:
        rules = ", ".join(each["id"] for each in said["rules_fired"][:3])
        what = f"{said['decision']} {asked['action_description']!r} {rules}"
    else:
        own = ("id", "kind", "at", "about")
        what = " ".join(f"{name}={value}" for name, value in body.items() if name not in own)
    about = f" about {link.about}" if link.about else ""
    return _safe(f"{link.seq} {when} {link.kind} {link.id}{about} {what}")


def _safe(text: str) -> str:
    """Text of others without what would steer a terminal."""
    from sentinel.completion import shown

    return shown(text, 400)
