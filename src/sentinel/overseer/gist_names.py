"""What services are called in the gist: by what they are to the proposal."""

import re
from functools import cached_property
from typing import Final

from sentinel.briefing import Briefing
from sentinel.overseer.rules_case import Case

_WORD: Final = re.compile(r"[A-Za-z][\w.-]*")

_PROTECTED: Final = (
    ("no session waits", "nobody waits"),
    (", manifest ", ", wants "),
    ("0 session keys", "no logins"),
    ("user sessions", "logins"),
    ("keyspace session:*", "logins"),
    ("route reflectors", "reflectors"),
)
"""Everyday words in the mouth of tools that services may be called as well."""


class Names:
    """The names of one briefing.

    Args:
        briefing: The page.
        found: The case of its proposal.
    """

    def __init__(self, briefing: Briefing, found: Case) -> None:
        self._case = found
        self.every = [line.about for line in briefing.dashboard if line.about != "cluster"]
        """Services of the dashboard, the gateway first."""
        self.paged = [name for name in self.every if _says(briefing.alert, name)]
        """Those that the alert names."""
        self._alias = self._aliases()

    @cached_property
    def near(self) -> frozenset[str]:
        """Direct dependencies of the target, as far as a tool printed them."""
        target = self._case.target
        ends = [each for each in self._case.page.calls if target in each]
        return frozenset(name for each in ends for name in each) - {target}

    @property
    def blamed(self) -> tuple[str, ...]:
        """What the incident is about: what was paged, and where it went wrong."""
        return (*self.paged, self._case.culprit)

    def of(self, name: str) -> str:
        """What one service is called; `@o` for any that is nothing to the proposal."""
        return self._alias.get(name, "@o")

    def alias(self, text: str) -> str:
        """The text with every name of a service replaced."""
        for words, others in _PROTECTED:
            text = text.replace(words, others)
        return _WORD.sub(self._word, text)

    def _aliases(self) -> dict[str, str]:
        named, target, drifts = self._case.named, self._case.target, self._case.page.drifts
        found = dict.fromkeys(self.every, "@o")
        found |= dict.fromkeys((each for each in self.near if each in found), "@n")
        found |= dict.fromkeys(self.paged, "@p")
        found |= dict.fromkeys((each for each in [self._case.culprit] if each in found), "@c")
        if self.every and found[self.every[0]] in ("@o", "@n"):
            found[self.every[0]] = "@g"
        for old, new in drifts.new_name.items():
            found.setdefault(old, "@x" if drifts.current(new) == target else "@y")
        if named and named != target:
            found[named] = "@x"
        if target:
            found[target] = "@t"
        return found

    def _word(self, match: re.Match[str]) -> str:
        word, known = match[0], self._alias
        if word in known:
            return known[word]
        for mark in (".", "-"):
            head, _, tail = word.rpartition(mark)
            if head in known:
                return f"{known[head]}{mark}{tail}"
        return word


def _says(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None
