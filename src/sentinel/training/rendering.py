"""How a decision is put to a model, and how the model is to answer: the plug of a dataset.

    full      the whole page under full instructions; answers `{"decision": ..., "lines": [...]}`
    written   the same, and the answer writes out what its lines show, as the instructions ask
    compact   what touches the target, under one line; answers `block E3 P1`
    gist      what bears on the proposal, in a few hundred tokens; answers the same

Another one is put in with `register`, or named `MODULE:OBJECT`.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from typing import Final, NamedTuple, Protocol, runtime_checkable

from sentinel.briefing import Briefing
from sentinel.errors import OptionError
from sentinel.overseer.answer import read
from sentinel.overseer.citing import told
from sentinel.overseer.dialogue import PROMPT_VERSION, Form, answered, asked, named
from sentinel.overseer.gist import Gist as Page
from sentinel.overseer.gist import gist
from sentinel.verdict import Answer, Decision


class Message(NamedTuple):
    """One message of a chat."""

    role: str
    """`system`, `user` or `assistant`."""
    content: str
    """Its text; no chat template's control tokens are in it."""


@runtime_checkable
class Rendering(Protocol):
    """Turns a briefing into messages, and a verdict into what the model is to say."""

    @property
    def version(self) -> int:
        """Rises with every change of a word that the model sees or says."""
        ...

    def messages(self, briefing: Briefing) -> Sequence[Message]:
        """What the model is asked, the last message by `user`."""
        ...

    def shown(self, briefing: Briefing) -> frozenset[str]:
        """Numbers of the lines that the messages show; only those can be cited."""
        ...

    def answer(self, decision: Decision, lines: Sequence[str], briefing: Briefing) -> str:
        """What the model is to say: a decision, and the lines that it rests on."""
        ...

    def read(self, text: str, briefing: Briefing) -> Answer:
        """The verdict in what the model said, with a reason that tells what its lines show."""
        ...


class Full:
    """The prompt of `overseer.dialogue` in its full form.

    Args:
        written: Whether an answer writes out what its lines show. If not it names them alone,
            and they are told from the briefing.
    """

    version = PROMPT_VERSION

    def __init__(self, *, written: bool = False) -> None:
        self._written = written

    def messages(self, briefing: Briefing) -> Sequence[Message]:
        """The instructions, and the page."""
        prompt = asked(briefing)
        return Message("system", prompt.system), Message("user", prompt.user)

    def shown(self, briefing: Briefing) -> frozenset[str]:
        """Every line that was not left out for length."""
        left_out = _LEFT_OUT.search(asked(briefing).user)
        gone = left_out[1].split(", ") if left_out else []
        return frozenset(line.id for line in briefing.lines()).difference(gone)

    def answer(self, decision: Decision, lines: Sequence[str], briefing: Briefing) -> str:
        """One JSON object."""
        return (
            answered(decision, told(lines, briefing)) if self._written else named(decision, lines)
        )

    def read(self, text: str, briefing: Briefing) -> Answer:
        """As every model's answer is read."""
        return read(text, briefing)


class Compact:
    """The prompt of `overseer.dialogue` in its compact form."""

    version = PROMPT_VERSION

    def messages(self, briefing: Briefing) -> Sequence[Message]:
        """The page, and one line."""
        return (Message("user", asked(briefing, Form.COMPACT).user),)

    def shown(self, briefing: Briefing) -> frozenset[str]:
        """Every line that found room."""
        begun = set(_BEGUN.findall(asked(briefing, Form.COMPACT).user))
        return frozenset(line.id for line in briefing.lines()).intersection(begun)

    def answer(self, decision: Decision, lines: Sequence[str], briefing: Briefing) -> str:
        """The decision, then the numbers."""
        return " ".join([decision.value, *lines])

    def read(self, text: str, briefing: Briefing) -> Answer:
        """As every model's answer is read."""
        return read(text, briefing)


class Gist:
    """The prompt of `overseer.dialogue` for models of a few million parameters.

    Args:
        form: With what its figures come to, or without.
    """

    version = PROMPT_VERSION

    def __init__(self, form: Form = Form.GIST) -> None:
        self._form = form
        self._last: tuple[Briefing, Page] | None = None
        """What was written last: a page is asked for as often as its lines are."""

    def messages(self, briefing: Briefing) -> Sequence[Message]:
        """The gist of the page."""
        whole = self._form is Form.GIST
        said = self._whole(briefing).text if whole else asked(briefing, self._form).user
        return (Message("user", said),)

    def shown(self, briefing: Briefing) -> frozenset[str]:
        """The lines that stand near the proposal."""
        return frozenset(self._whole(briefing).near)

    def _whole(self, briefing: Briefing) -> Page:
        last = self._last
        if last is None or last[0] is not briefing:
            last = self._last = (briefing, gist(briefing))
        return last[1]

    def answer(self, decision: Decision, lines: Sequence[str], briefing: Briefing) -> str:
        """The decision, then the numbers."""
        return " ".join([decision.value, *lines])

    def read(self, text: str, briefing: Briefing) -> Answer:
        """As every model's answer is read."""
        return read(text, briefing)


_LEFT_OUT: Final = re.compile(r"^\(left out for length: ([^)]*)\)$", re.MULTILINE)
_BEGUN: Final = re.compile(r"^([PNDEH][1-9]\d?) ", re.MULTILINE)
_KNOWN: Final[dict[str, Rendering]] = {
    "full": Full(),
    "written": Full(written=True),
    "compact": Compact(),
    "gist": Gist(),
    Form.GIST_PLAIN.value: Gist(Form.GIST_PLAIN),
    Form.GIST_BLIND.value: Gist(Form.GIST_BLIND),
}


def register(name: str, rendering: Rendering) -> None:
    """Put a rendering in, under a name that options may give.

    Raises:
        OptionError: If another one has the name.
    """
    if _KNOWN.get(name, rendering) is not rendering:
        raise OptionError(f"a prompt form is named {name!r} already")
    _KNOWN[name] = rendering


def rendering(name: str) -> Rendering:
    """The rendering of a name, or of `MODULE:OBJECT`.

    Raises:
        OptionError: If there is none.

    Example:
        >>> rendering("ful")
        Traceback (most recent call last):
        sentinel.errors.OptionError: no prompt form is named 'ful'; there are full, written, ...
    """
    if name in _KNOWN:
        return _KNOWN[name]
    module, colon, attribute = name.partition(":")
    if not colon:
        known = ", ".join(_KNOWN)
        raise OptionError(f"no prompt form is named {name!r}; there are {known}, or MODULE:OBJECT")
    try:
        found: object = getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise OptionError(f"prompt form {name!r} cannot be loaded: {error}") from error
    if not isinstance(found, Rendering):
        raise OptionError(f"prompt form {name!r} is no rendering: see training/rendering.py")
    return found
