"""How overseers that are asked for their verdicts are asked: settings, by name."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Final

from sentinel.errors import OptionError
from sentinel.overseer.dialogue import Form

FULL_TOKENS: Final = 1_024
"""Longest answer of the full form, unless set: a reason, and room to think aloud."""

COMPACT_TOKENS: Final = 32
"""Longest answer of the compact form, unless set."""

STRUCTURED: Final = ("auto", "on", "off")
"""Whether an endpoint is to hold a model to the form of an answer."""


DIALECTS: Final = ("usual", "reasoning")
"""What an endpoint calls the longest answer, and whether it takes a temperature."""

_WORDS: Final = {"structured": STRUCTURED, "dialect": DIALECTS}


@dataclass(frozen=True, slots=True)
class Asking:
    """Settings of overseers that run outside, or on a model."""

    form: Form = Form.FULL
    """How much is shown, and how is answered."""
    at_once: int = 8
    """Requests under way together."""
    batch: int = 8
    """Briefings in one batch of a local model, or one request to an overseer behind HTTP."""
    timeout_s: float = 60.0
    """Seconds without a byte after which an answer is given up."""
    retries: int = 4
    """How often it is asked again after 429, 5xx, a lost connection or a late answer."""
    backoff_s: float = 0.5
    """Wait before the first of them; each further one is twice as long."""
    per_minute: float = 0.0
    """Most requests a minute; 0 sets no limit."""
    max_tokens: int = 0
    """Longest answer; 0 is 1,024 in the full form and 32 in the compact one."""
    temperature: float = 0.0
    structured: str = "auto"
    """One of `STRUCTURED`: auto asks for it and goes on without where it is refused."""
    dialect: str = "usual"
    """One of `DIALECTS`: reasoning sends `max_completion_tokens` and no temperature."""
    cache: str = ""
    """File of answers that are not asked for again; `off` asks for each; empty is the usual one."""
    input_price: float = 0.0
    """Dollars for a million tokens of prompts."""
    output_price: float = 0.0
    """Dollars for a million tokens of answers."""
    key: str = field(default="", repr=False)
    """Sent to chat endpoints; not to be set by name, since command lines are seen."""

    @property
    def tokens(self) -> int:
        """Longest answer."""
        usual = FULL_TOKENS if self.form is Form.FULL else COMPACT_TOKENS
        return self.max_tokens or usual


NAMES: Final = tuple(each.name for each in fields(Asking) if each.name != "key")
"""Settings that can be set by name."""

SETTINGS_OF: Final = {
    "chat": frozenset(NAMES) - {"batch"},
    "local": frozenset({"form", "batch", "max_tokens", "input_price", "output_price"}),
    "http": frozenset({"at_once", "batch", "timeout_s", "retries", "backoff_s", "per_minute"}),
}
"""By kind of overseer, the settings that change something of it; other kinds have none."""


def unused(how: Asking, kinds: Iterable[str]) -> list[str]:
    """Settings that differ from the usual and change nothing of overseers of some kinds.

    Example:
        >>> unused(asking(["temperature=1", "batch=4"]), ["local"])
        ['temperature']
    """
    used = frozenset[str]().union(*(SETTINGS_OF.get(each, frozenset()) for each in kinds))
    usual = Asking()
    return [name for name in NAMES
            if name not in used and getattr(how, name) != getattr(usual, name)]  # fmt: skip


_NOUGHT: Final = ("retries", "per_minute", "max_tokens", "temperature", "backoff_s",
                  "input_price", "output_price")  # fmt: skip
"""Numbers that may be 0."""


def asking(words: Iterable[str] = (), key: str = "") -> Asking:
    """Read settings from words like `timeout_s=20`.

    Args:
        words: Any number of them; the last of a name counts.
        key: Of the chat endpoint.

    Raises:
        OptionError: If there is no such setting, it cannot have that value, or two do not fit
            together.

    Example:
        >>> asking(["at_once=32", "form=compact"]).tokens
        32
        >>> asking(["at_once=many"])
        Traceback (most recent call last):
        sentinel.errors.OptionError: at_once='many' must be a whole number from 1
    """
    found = Asking(key=key)
    for word in words:
        name, _, value = word.partition("=")
        if name not in NAMES:
            raise OptionError(f"no setting is named {name!r}; there are {', '.join(NAMES)}")
        found = replace(found, **{name: _value(name, value)})  # type: ignore[arg-type]
    if found.structured == "on" and found.form is Form.COMPACT:
        raise OptionError("structured=on is for form=full: a compact answer is no JSON object")
    if found.dialect == "reasoning" and found.temperature:
        raise OptionError("temperature is not sent with dialect=reasoning: leave one of them out")
    return found


def _value(name: str, value: str) -> object:
    """One setting, read as its default's kind."""
    default: object = getattr(Asking(), name)
    if isinstance(default, Form):
        return Form(_one_of(name, value, tuple(Form)))
    if isinstance(default, str):
        return _one_of(name, value, _WORDS[name]) if name in _WORDS else value
    whole = isinstance(default, int)
    least = "0" if name in _NOUGHT else "1" if whole else "above 0"
    try:
        number = int(value) if whole else float(value)
    except ValueError:
        number = -1
    if not 0 <= number <= 1e9 or (number == 0 and name not in _NOUGHT):
        raise OptionError(
            f"{name}={value!r} must be a {'whole ' if whole else ''}number from {least}"
        )
    return number


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise OptionError(f"{name}={value!r} must be one of {', '.join(known)}")
    return value
