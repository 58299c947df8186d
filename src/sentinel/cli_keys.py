"""The commands `sentinel keys create`, `list` and `revoke`."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sentinel.live.keys import Keys

keys = typer.Typer(
    help="Make, list and revoke the API keys of a server.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

StoreOption = Annotated[
    str | None, typer.Option(help="URL of the database; SENTINEL_STORE, or a file of your own.")
]


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Of whom it is for; reviewers are known by it.")],
    scope: Annotated[
        list[str], typer.Option(help="oversee, review, read or admin; may be repeated.")
    ],
    tenant: Annotated[str, typer.Option(help="To whom it belongs.")] = "default",
    rate: Annotated[
        float | None, typer.Option(help="Requests a second it may make for long.")
    ] = None,
    quota: Annotated[int | None, typer.Option(help="Requests a day (UTC) it may make.")] = None,
    days: Annotated[float | None, typer.Option(help="Days after which it expires.")] = None,
    store: StoreOption = None,
) -> None:
    """Make a key and print it: it is kept nowhere, and cannot be shown again."""
    secret, key = _keys(store).create(name, scope, tenant=tenant, rate=rate, quota=quota, days=days)
    print(secret)
    typer.echo(f"id {key.id}, tenant {key.tenant}, scopes {' '.join(key.scopes)}", err=True)


@keys.command("list")
def listed(
    tenant: Annotated[str | None, typer.Option(help="Of this tenant alone.")] = None,
    store: StoreOption = None,
) -> None:
    """List the keys: what each is good for, never the key itself."""
    import msgspec

    for key in _keys(store).every(tenant):
        print(msgspec.json.encode(key).decode())


@keys.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="Its id, as `list` has it.")],
    store: StoreOption = None,
) -> None:
    """Have a key no longer be good for anything; servers notice within seconds."""
    key = _keys(store).revoke(key_id)
    print(f"{key.id} ({key.name}) is revoked")


def _keys(url: str | None) -> "Keys":
    from sentinel.live.keys import Keys
    from sentinel.live.store import Store
    from sentinel.settings import SETTINGS

    return Keys(Store.open(url or SETTINGS.store))
