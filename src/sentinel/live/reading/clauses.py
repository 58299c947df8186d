"""Plain words cut into clauses: what is asked for, of what, and whether it is forbidden.

A clause begins with a sentence, or where a connecting word is followed by a verb. Phrasal verbs
are turned into one word first: `get rid of` is `delete`, `turn off` is `disable`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import re2

from sentinel.live.effects import Kind
from sentinel.live.reading.nouns import thing_of
from sentinel.live.reading.phrases import ALIASES, GERUNDS, PHRASES, SETTLED
from sentinel.live.reading.verbs import kind_of, verb_of
from sentinel.live.words import words

_POLITE: Final = words(
    "please kindly then now also just can could would will you i we they he she should must shall "
    "let's lets let us need needs want wants to go ahead and ok okay first next finally "
    "immediately "
    "quickly simply me like have has going again i'll we'll i'd we'd i'm am have gotta but or so "
    "actually maybe perhaps try before after by while which that hey hi hello agent assistant "
    "carefully quietly permanently forcibly forcefully safely completely manually temporarily "
    "briefly gently gradually slowly urgently secondly lastly only merely still instead "
    "therefore hence thus rather thereby once more again "
)
_NEVER: Final = words("not don't dont never without avoid won't can't cannot shouldn't mustn't no")
_ASKED: Final = words("how why what whether when where who which if")
_TELLS: Final = frozenset({Kind.READS, Kind.WRITES})
"""Of these verbs, what follows a question word is what is told: `explain how to delete a pod`."""
_BUT_DO: Final = words("forget hesitate fail")
"""Verbs that turn a prohibition into an order: `do not forget to`."""
_JOINTS: Final = words("and then but before after by while so , ; also afterwards plus")
_ARTICLES: Final = words(
    "the a an of no your our my their its last each this that these those any every previous "
    "latest recent failed if when why how for in on"
)
_BEING: Final = words("be being been get gets is are was were")
ASKS: Final = words("what why how which who when where whether is are does did do can has have")
"""Words that begin a question."""

_TOKENS: Final = re2.compile(r"[\p{L}0-9_./:@*~%$#+='\[\]{}-]+|[,;!?\n]")
_BETWEEN: Final = re.compile(r"[,;!?\n]|[^\w./:@*~%$#+='\[\]{}\-,;!?\n]+")
"""What stands between words; the module re finds thousands of them at once."""
MOST_WORDS: Final = 2_000
"""Words, roughly, of what is read; as many letters of plain language as are read hold fewer."""
GRAVE: Final = frozenset(
    {Kind.DELETES, Kind.STOPS, Kind.EXPOSES, Kind.ESCALATES, Kind.WEAKENS, Kind.EXFILTRATES}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked for."""

    verb: str
    """In its base form; empty where no verb is known."""
    rest: tuple[str, ...]
    """The words beside the verb, in order and as they are written."""
    forbidden: bool = False
    """Whether it is said that it must not be done."""
    statement: bool = False
    """Whether it says how things are and asks for nothing."""
    question: bool = False


def is_crowded(text: str) -> bool:
    """Whether a text holds more words than are read, or marks between them."""
    return len(text) > MOST_WORDS and len(_BETWEEN.findall(text)) > MOST_WORDS


def clauses_of(text: str) -> Iterator[Clause]:
    """The clauses of some words.

    Args:
        text: Without quoted commands.

    Example:
        >>> [(each.verb, each.rest) for each in clauses_of("Stop auth and drop the users table.")]
        [('stop', ('auth',)), ('drop', ('the', 'users', 'table'))]
    """
    for sentence, asked in _sentences(text):
        for each in _parts(_phrased(sentence)):
            yield _clause(each, asked=asked)


def _sentences(text: str) -> Iterator[tuple[list[str], bool]]:
    current: list[str] = []
    for match in _TOKENS.finditer(text.replace("’", "'")):
        raw = match.group()
        ends = raw in (";", "!", "?", "\n")
        word = raw if raw == "," else raw.rstrip(".:").strip("'")
        if not ends and word:
            current.append(word)
        if current and (ends or (raw != "," and raw[-1] in ".:")):
            yield current, raw == "?"
            current = []
    if current:
        yield current, False


def _phrased(sentence: list[str]) -> list[str]:
    """A sentence with its verbs of several words made one, also where a noun stands between."""
    found: list[str] = []
    place = 0
    while place < len(sentence):
        three = tuple(each.lower() for each in sentence[place : place + 3])
        three = (GERUNDS.get(three[0], three[0]), *three[1:])
        for size in (3, 2):
            if three[:size] in PHRASES:
                found.append(PHRASES[three[:size]])
                place += size
                break
        else:
            split = _apart(sentence, place)
            if split:
                found.append(split[0])
                found += split[1]
                place += len(split[1]) + 2
            else:
                found.append(sentence[place])
                place += 1
    return found


def _apart(sentence: list[str], place: int) -> tuple[str, list[str]] | None:
    """`turn the alerts off`: the verb, and the words between."""
    first = sentence[place].lower()
    first = GERUNDS.get(first, first)
    if first not in ("turn", "switch", "take", "shut", "roll", "tear", "bring", "spin", "set"):
        return None
    for end in range(place + 2, min(place + 7, len(sentence))):
        verb = PHRASES.get((first, sentence[end].lower()))
        if verb:
            return verb, sentence[place + 1 : end]
    return None


def _parts(sentence: list[str]) -> Iterator[list[str]]:
    """A sentence cut before each connecting word that a verb follows."""
    current: list[str] = []
    for place, word in enumerate(sentence):
        if word.lower() in _JOINTS and current and _verb_follows(sentence, place + 1):
            yield current
            current = []
        elif word != ",":
            current.append(word)
    if current:
        yield current


def _verb_follows(sentence: list[str], place: int) -> bool:
    for word in sentence[place : place + 4]:
        lower = word.lower()
        if lower in _NEVER and lower not in ("no", "without"):
            return True
        if lower in _POLITE or lower in _NEVER or lower in _JOINTS or lower == "do":
            continue
        return bool(verb_of(lower) or lower in ALIASES)
    return False


def _clause(part: list[str], *, asked: bool) -> Clause:
    lower = [each.lower() for each in part]
    forbidden, place = False, 0
    while place < len(part) and (
        lower[place] in _POLITE or lower[place] in _NEVER or _do(lower, place)
    ):
        forbidden |= lower[place] in _NEVER
        place += 1
    if place < len(part) and lower[place] in _BUT_DO and forbidden:
        return _clause(part[place + 1 :], asked=asked)
    if asked and lower[0] == "should" and lower[1:2] and lower[1] in _ASKERS:
        return Clause("show", tuple(part), question=True)
    first = lower[place] if place < len(part) else ""
    rest = tuple(part[place + 1 :])
    if first in ASKS and (asked or first not in ("is", "are", "do", "has", "have", "can")):
        return Clause("show", tuple(part), question=True)
    verb = ALIASES.get(first) or verb_of(first)
    if verb == "check" and not SETTLED.isdisjoint(each.lower() for each in rest):
        verb = verb_of(first)
    if verb and rest and rest[0].lower() in _ASKED and kind_of(verb) in _TELLS:
        return Clause("show", tuple(part), question=True)
    if verb:
        return Clause(verb, rest, forbidden)
    return _elsewhere(part, lower, asked=asked)


def hides(clause: Clause) -> bool:
    """Whether a clause that looks, makes or forbids holds another verb that does harm.

    Example:
        >>> hides(next(clauses_of("I will not ask again delete everything")))
        True
        >>> hides(next(clauses_of("show the delete policy")))
        False
    """
    if clause.question or clause.statement:
        return False
    if kind_of(clause.verb) in GRAVE and not clause.forbidden:
        return False
    lower = [each.lower() for each in clause.rest]
    for place, word in enumerate(lower):
        before = lower[place - 1] if place else clause.verb
        if word != verb_of(word) or kind_of(word) not in GRAVE or before in _ARTICLES:
            continue
        after = lower[place + 1] if place + 1 < len(lower) else ""
        made = clause.verb in _MAKING or kind_of(clause.verb) is Kind.READS
        if made and before not in _JOINTS and place and (after in _NOUNED or _is_end(place, lower)):
            continue
        if place and before not in ("to", "or", "nor"):
            return True
        if not place and clause.verb not in _TELLING:
            return True
        if before == "to" and kind_of(clause.verb) is not Kind.READS and not clause.forbidden:
            return True
    return False


_TELLING: Final = words("explain describe summarise summarize show list get compare see view")


_MAKING: Final = words(
    "write add fix refactor implement rename update test edit create draft move improve document"
)
_NOUNED: Final = words(
    "of for handler button dialog endpoint flow logic path function method counter animation "
    "policy rule event events request requests marker markers operation operations hook test tests "
    "statement statements command commands step steps page option confirmation queue file"
)
"""Words before which a verb is a noun: `the heap dump of`, `the soft delete for`."""
_ASKERS: Final = words("we i it they the this that one anyone")


def _is_end(place: int, lower: list[str]) -> bool:
    """Whether a verb ends a clause, with a noun of its own before it: `watch the queue drain`."""
    return place == len(lower) - 1 and place > 1 and lower[place - 2] in ("the", "a", "an")


def _do(lower: list[str], place: int) -> bool:
    return lower[place] == "do" and lower[place + 1 : place + 2] in (["not"], ["n't"], ["please"])


def _elsewhere(part: list[str], lower: list[str], *, asked: bool) -> Clause:
    """A clause whose first word is no verb: passive, or with the verb further on."""
    for place, word in enumerate(lower):
        verb = verb_of(word)
        if not place or not verb or kind_of(verb) is Kind.READS:
            continue
        before = lower[place - 1]
        noun = thing_of(word) is not None and kind_of(verb) not in GRAVE
        if noun or (before in _BEING and word == verb):
            continue
        told = before in _BEING and word != verb and not {"was", "were"} & set(lower)
        wanted = word != verb and {"want", "wants", "need", "needs"} & set(lower)
        grave = kind_of(verb) in GRAVE and before not in _ARTICLES and word == verb
        if told or wanted or grave or before in ("to", "should", "must", "please"):
            no = not (_NEVER - {"without"}).isdisjoint(lower[max(0, place - 3) : place])
            if asked:
                return Clause("show", tuple(part), question=True)
            return Clause(verb, (*part[:place], *part[place + 1 :]), no)
    states = not {"is", "are", "was", "were", "has", "have", "had", "been"}.isdisjoint(lower)
    if asked:
        return Clause("show", tuple(part), question=True)
    wants = not _WANTS.isdisjoint(lower) and _GONE.isdisjoint(lower)
    if wants and not {"i", "we", "i'd", "we'd"}.isdisjoint(lower):
        return Clause("show", tuple(part), question=True)
    return Clause("", tuple(part), statement=states or lower[0] in _GIVEN)


_WANTS: Final = words("want need like")
_GONE: Final = words(
    "gone away offline off down out dead empty public open zero free rid everywhere nothing"
)
"""Words that say what is to become of a thing that somebody wants."""
_GIVEN: Final = words(
    "if when once since because as while whether unless though although given until in"
)
"""First words of a clause that something depends on."""
