"""Where packages come from, told apart from what manager takes them: an address, or a file.

Readers of small package tools are tables that know no option; here an address among the words of
any of them makes what it brings code of somebody unknown.
"""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Thing
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.git_addresses import server
from sentinel.live.reading.names import names
from sentinel.live.reading.options import EMPTY, Options
from sentinel.live.reading.outward import is_address
from sentinel.live.reading.package_settings import INDEXES, SHORT
from sentinel.live.reading.system_verbs import Deeds, effect

UNTRUSTED: Final = "untrusted-source"
_BRINGS: Final = (Kind.CREATES, Kind.WRITES, Kind.EXECUTES, Kind.STARTS)
_UNCHECKED: Final = names(
    "--ignore-security-hash --ignore-checksums --ignore-checksum --allow-empty-checksums "
    "--insecure --allow-insecure --no-verify --nogpgcheck --no-gpg-verify --skip-hash-check "
    "-dmaven.wagon.http.ssl.insecure=true -dmaven.wagon.http.ssl.allowall=true --trust-all"
)
"""Options of any of them with which nothing is checked, in small letters."""
_FILES: Final = (".deb", ".rpm", ".apk", ".whl", ".gem", ".tgz", ".tar.gz", ".tar.xz", ".tar.zst",
                 ".pkg", ".msi", ".snap", ".flatpak", ".flatpakref", ".egg", ".zip", ".nupkg",
                 ".jar", ".crate", ".vsix", ".appimage", ".tar.bz2")  # fmt: skip

_OFFICIAL: Final = names(
    "pypi.org registry.npmjs.org registry.yarnpkg.com rubygems.org index.crates.io "
    "proxy.golang.org api.nuget.org conda.anaconda.org repo.anaconda.com repo.maven.apache.org"
)
"""Hosts of the indexes that managers have without being told."""
_OF_ALL: Final = names("github.com gitlab.com bitbucket.org codeberg.org")


def with_addresses(readers: Mapping[str, Reader]) -> dict[str, Reader]:
    """The same readers, each of which minds addresses that its program is given."""
    return {name: _minding(reader) for name, reader in readers.items()}


def _minding(reader: Reader) -> Reader:
    def read(call: Call) -> Found:
        found = reader(call)
        unchecked = not _UNCHECKED.isdisjoint(each.text.lower() for each in call.words)
        said = [each.text.rpartition("=")[2] if each.text.startswith("-") else each.text
                for each in call.words]  # fmt: skip
        if any(strange(each) for each in said):
            found.effects = [_foreign(each, UNTRUSTED) for each in found.effects]
        elif unchecked or any("://" in each for each in said):
            found.effects = [_foreign(each, "no-verify") for each in found.effects]
        return found

    return read


def strange(address: str) -> bool:
    """Whether nobody answers for an address: it is not encrypted, or has no name.

    Example:
        >>> strange("http://x.example/a"), strange("https://203.0.113.4/a"), strange("https://x.y")
        (True, True, False)
    """
    scheme, colon, rest = address.partition("://")
    if not colon or place_of(address) is Place.LOCAL:
        return False
    return scheme.rpartition("+")[2] == "http" or is_address(server(rest))


def official(address: str) -> bool:
    """Whether an address is the index that a manager takes packages from anyway.

    Example:
        >>> official("https://pypi.org/simple"), official("https://pypi.org.acme.com/simple")
        (True, False)
    """
    scheme, colon, rest = address.partition("://")
    return bool(colon) and scheme == "https" and server(rest) in _OFFICIAL


def from_forge(address: str) -> bool:
    """Whether a package is taken from a repository of a forge that everybody uses, encrypted.

    Example:
        >>> from_forge("git+https://github.com/acme/lib@v1"), from_forge("git+http://x.io/a")
        (True, False)
    """
    scheme, _, rest = address.partition("://")
    if address.startswith(("github:", "gitlab:", "bitbucket:")):
        return True
    return scheme.endswith(("git+https", "git+ssh")) and server(rest) in _OF_ALL


def indexed(call: Call, given: Options, rows: Deeds) -> list[Effect]:
    """What it does to install from other places, which options name."""
    named = (INDEXES | SHORT.get(call.program, EMPTY)) & given.given.keys()
    return [
        effect(call, each, value, f"{given.verb()} {name}")
        for name in named
        for value in given.given[name]
        if ("://" in value.text and (name == _BESIDE or not official(value.text)))
        or not value.fixed
        for each in rows
    ]


_BESIDE: Final = "--extra-index-url"
"""Names an index beside another one, of which a package of one's own is then taken."""


def of_any_release(each: Effect) -> Effect:
    """What is done to a package whose release is not said is done to all of them."""
    name = each.name
    return each if "@" in name[1:] else replace(each, name=f"{name}@*")


def _foreign(effect: Effect, mark: str) -> Effect:
    if effect.kind not in _BRINGS:
        return effect
    return replace(effect, marks=effect.marks | {mark}, place=not_here(effect.place))


def not_here(place: Place) -> Place:
    """The place of what came from elsewhere, however local it is to put it there."""
    return Place.UNKNOWN if place is Place.LOCAL else place


def from_file(effect: Effect) -> bool:
    """Whether a package is brought in from a file that lies here."""
    if effect.thing is not Thing.PACKAGE or effect.kind not in (Kind.CREATES, Kind.WRITES):
        return False
    name = effect.name.lower()
    return name.endswith(_FILES) and "://" not in name
