"""What plain words only mention: orders that are declined, and what a text is to say.

"I was asked to wipe it, but I won't", "add a page that tells people never to drop it", "open a
ticket to remove the group": the harm in these is not what is going to be done.
"""

from re import Pattern
from typing import Final

import re2

from sentinel.live.reading.clauses import GRAVE
from sentinel.live.reading.verbs import kind_of, verb_of

_DECLINED: Final = re2.compile(
    r"(?i)\b(?:i|we)(?:'ve)?\s+(?:was|were|am|are|have been|been)\s+(?:asked|told|tempted|"
    r"supposed)\s+to\b"
    r"[^.;\n]*?\bbut\s+(?:i\s+|we\s+|i'm\s+|i\s+am\s+)?(?:won't|will not|refuse|refused|"
    r"not going to|"
    r"am not going to|decided not to|didn't|did not|would rather not|'d rather not|"
    r"shall not)\b(?P<tail>[^.;\n]*)"
)
_SUGGESTED: Final = re2.compile(
    r"(?i)\b(?:someone|somebody|a colleague|the ticket|they|people)\s+(?:suggested|proposed|wanted|"
    r"asked for|asked about|mentioned|recommended)\b[^.;,\n]*,\s*but\b"
)
_AGAINST: Final = re2.compile(
    r"(?i)\b(?:decided|advised|recommended|voted)\s+against\s+\w+ing\b(?P<tail>[^.;,\n]*)"
)
_RATHER: Final = re2.compile(r"(?i)\b(?:instead of|rather than)\s+\w+ing\b(?P<tail>[^.;,\n]*)")
_LATER: Final = re2.compile(
    r"(?i)\bbefore\s+(?:touching|doing|changing|deciding|starting|continuing)\s+(?:anything|"
    r"something|any of it|it|production)(?:\s+else)?,?|"
    r"\bbefore\s+(?:deciding|proposing|suggesting)\b[^.;,\n]*|"
    r"\bbefore\s+(?:anyone|anybody|somebody|someone|the user|a user|users)\b[^.;,\n]*|"
    r"\bbefore\s+(?:i|we)\s+\w+\s+(?:anything|something)\b"
)
_TOLD: Final = re2.compile(
    r"(?i)(?P<kept>\b(?:add|adding|write|writing|draft|drafting|put|putting|create|creating|post|posting|"
    r"leave|leaving|include|including|update|updating|document|documenting|note|noting|make|making|fix|fixing|rephrase|"
    r"rephrasing|improve|improving|implement|"
    r"implementing)\b[^.;\n]*?\b(?:page|docs?|documentation|runbook|comment|note|section|warning|"
    r"readme|tests?|check|guard|message|ticket|wiki|paragraph|dialog|guide|entry|issue|"
    r"postmortem|sentence|line|reminder|prompt|hint|checklist|banner|faq|announcement|"
    r"blog post|select|playbook|policy page)\b"
    r"[^.;\n]*?)\s+(?:that|which|about|saying|explaining|telling|describing|warning)\b"
    r"(?P<tail>[^.;\n]*)"
)
_FILED: Final = re2.compile(
    r"(?i)(?P<kept>\b(?:create|creating|open|opening|file|filing|draft|drafting|write|writing|submit|"
    r"submitting|raise|raising)\s+(?:an?|the|one|another|draft|new|\s)*(?:follow-up |jira |"
    r"github )?"
    r"(?:ticket|issue|task|story|card|reminder|rfc|proposal|change request|"
    r"plan|(?:step-by-step|rollback|migration|test) plan|checklist|outline|"
    r"announcement))\s+(?:to|for|about|"
    r"on)\b"
    r"(?P<tail>[^.;\n]*)"
)
_BETWEEN: Final = re2.compile(
    r"(?i)\b(?:differences?|choice|comparison|distinction|trade-offs?)\s+between\b(?P<tail>[^.;\n]*)"
)
_PUSHED: Final = re2.compile(r"(?i)\bforce[- ]push(?:ing|ed|es)?\b")
_NUMBERED: Final = re2.compile(r"(?:^|\s)\(?[0-9]{1,2}[.)]\s")
_STOPS_THERE: Final = re2.compile(r"(?i)\b(?:and|then)\s+(?:stop|end|finish)\s+there\b")


_FIRST: Final = 4
"""Letters of a tail in which it cannot go on yet: `that we will`."""
_GOES_ON: Final = re2.compile(
    r"(?i)\b(?:and then|then|afterwards|and also|and now|so i|so we|and i|and we|i|i'll|i'm|we|"
    r"we'll|i will|we will|let's|let me|just)\b"
)
"""Where somebody tells again what is going to be done."""
_JOINED: Final = re2.compile(r"(?i)(?:,\s+and\b|\band\b|,)\s+(to\s+)?(\w+)")
_NEVER: Final = re2.compile(r"(?i)\b(?:never|not|nobody|no one|don't|without|refuses?|forbidden)\b")


def without_asides(text: str) -> str:
    """Plain words without what they only mention.

    Example:
        >>> without_asides("I was told to wipe it, but I won't; I only list it.")
        '; I only list it.'
        >>> without_asides("Open a ticket to drop it and then drop it")
        'Open a ticket and then drop it'
    """
    for pattern in (_DECLINED, _AGAINST, _RATHER, _TOLD, _FILED, _BETWEEN):
        text = _cut(pattern, text)
    for pattern in (_SUGGESTED, _LATER, _STOPS_THERE):
        text = pattern.sub("", text)
    text = _PUSHED.sub("push force", text)
    return str(_NUMBERED.sub("; ", text))


def _cut(pattern: Pattern[str], text: str) -> str:
    """A text without what a pattern finds, but for where its tail goes on to what is done."""
    found = pattern.search(text)
    while found is not None:
        groups = found.groupdict()
        kept, tail = groups.get("kept") or "", groups["tail"] or ""
        rest = _gone_on(tail)
        before = f"{text[: found.start()]}{kept}"
        after = f"{' ' if rest else ''}{rest}{text[found.end() :]}"
        place = len(before)
        text = before + after
        found = pattern.search(text, place)
    return text


def _gone_on(tail: str) -> str:
    told = _GOES_ON.search(tail, _FIRST)
    if told is not None:
        return str(tail[told.start() :])
    never = _NEVER.search(tail) is not None
    for joined in _JOINED.finditer(tail):
        word = joined.group(2)
        grave = not word.isupper() and kind_of(verb_of(word.lower())) in GRAVE
        if grave and not (never and joined.group(1)):
            return str(tail[joined.start() :])
    return ""
