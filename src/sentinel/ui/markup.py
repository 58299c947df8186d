"""Pieces of HTML for the pages; whatever anybody else wrote is escaped, and shown as text."""

from collections.abc import Iterable, Sequence
from typing import Final

from markupsafe import Markup, escape

from sentinel.completion import shown

LONGEST: Final = 4_000
"""Characters of one text of others that a page shows."""

TONES: Final = {
    "approve": "good", "flag": "warn", "block": "bad", "escalate": "call", "unparsed": "bad",
}  # fmt: skip
"""Tone of a badge by decision."""


def text(words: str) -> Markup:
    """Words of others, escaped, without what would steer a page or hide in it."""
    return escape(shown(words, LONGEST))


def _line(words: str) -> Markup:
    """The same of one preformatted line, whose spaces stand for columns."""
    return escape("".join(each if each.isprintable() else " " for each in words[:LONGEST]))


def badge(word: str, tone: str = "") -> Markup:
    """A word in a coloured frame."""
    return Markup('<span class="badge {}">{}</span>').format(tone, word)


def alert(words: str) -> Markup:
    """What went wrong, read out at once by a screen reader; nothing where nothing did."""
    return Markup('<p role="alert" class="badge bad">{}</p>').format(words) if words else Markup("")


def block(title: str, words: str) -> Markup:
    """Preformatted words under a heading; nothing where there are none."""
    if not words:
        return Markup("")
    lines = Markup("\n").join(_line(each) for each in words.split("\n"))
    return Markup('<h2>{}</h2><pre tabindex="0">{}</pre>').format(title, lines)


def listed(title: str, items: Iterable[str]) -> Markup:
    """A list under a heading; nothing where there are none."""
    found = [Markup("<li>{}</li>").format(text(each)) for each in items]
    if not found:
        return Markup("")
    return Markup("<h2>{}</h2><ul>{}</ul>").format(title, Markup("").join(found))


def table(head: Sequence[str], rows: Iterable[Sequence[str | Markup]], caption: str = "") -> Markup:
    """A table that scrolls by itself where it is wider than the page."""
    cells = Markup("").join(Markup('<th scope="col">{}</th>').format(each) for each in head)
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup("<td>{}</td>").format(each if isinstance(each, Markup) else text(each))
                for each in row
            )
        )
        for row in rows
    )
    told = Markup("<caption>{}</caption>").format(caption) if caption else Markup("")
    return Markup(
        '<div class="wide" tabindex="0" role="region" aria-label="{}">'
        "<table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption or "table", told, cells, body)


def facts(pairs: Iterable[tuple[str, str | Markup]]) -> Markup:
    """Names and values, one pair a line."""
    found = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(
            name, value if isinstance(value, Markup) else text(value)
        )
        for name, value in pairs
        if value
    )
    return Markup("<dl>{}</dl>").format(found)
