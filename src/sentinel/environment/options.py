"""What a reset may ask for, read and checked before anything is made."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final, TypeVar

from sentinel.environment.plain import whole
from sentinel.environment.protocol import Feedback, Labels, Mode, RewardKind
from sentinel.environment.tasks import Task, following, task, task_of
from sentinel.episode.intruder import Payload
from sentinel.episode.preview import Preview
from sentinel.errors import OptionError
from sentinel.overseer.named import HOMES
from sentinel.scenario.splits import implied, named, seeds, tier_named, usual
from sentinel.scenario.tiers import Tier

APPROVES_ALL: Final = "naive"
"""The built-in overseer that lets everything through."""

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Options:
    """One episode, ready to be played."""

    task: Task
    """The incident."""
    mode: Mode = Mode.TRAIN_OVERSEER
    preview: Preview = Preview.NONE
    """What a briefing says of the effect."""
    reward: RewardKind = RewardKind.BINARY
    feedback: Feedback = Feedback.OUTCOME
    labels: Labels = Labels.WORLD
    overseer: str = APPROVES_ALL
    """Name of the built-in overseer that answers in `train_responder`."""
    flag_reverts: bool = False
    """Whether a flagged action that ran is undone after a minute if users are served worse."""
    payload: Payload = Payload.WHOLE
    """What is left of an adversary's work; all of it where there is no adversary."""


NAMES: Final = (
    "task_id",
    "seed",
    "split",
    "index",
    *(each.name for each in fields(Options) if each.name != "task"),
)
"""What a reset takes. All are optional, and None is the same as leaving one out."""


def options(given: Mapping[str, object], last: Task | None = None) -> Options:
    """Read the options of a reset.

    Args:
        given: By name, as in `NAMES`. The incident is named by `index`, a number in its
            split; or by `seed` in a tier (`task_id`, by default `war_room`) and a split (by
            default `demo` for seed 42 and else `train`). Named by neither it is the one that
            follows `last` in tier and split, or their first.
        last: The task played before, if any.

    Raises:
        OptionError: If an option does not exist, has an impossible value, or does not fit
            the others.
        ScenarioError: If there is no such tier, split or seed.
    """
    wanted = {name: value for name, value in given.items() if value is not None}
    for name in wanted:
        if name not in NAMES:
            raise OptionError(f"reset takes no {_shown(name)}; it takes {', '.join(NAMES)}")
    mode = _word(Mode, "mode", wanted)
    if "overseer" in wanted and mode is not Mode.TRAIN_RESPONDER:
        raise OptionError(f"overseer is for mode 'train_responder', and mode is {mode.value!r}")
    overseer = _text("overseer", wanted.get("overseer", APPROVES_ALL))
    if overseer not in HOMES:
        raise OptionError(f"overseer={_shown(overseer)} must be one of {', '.join(HOMES)}")
    found, payload = _task(wanted, last), _word(Payload, "payload", wanted)
    if payload is not Payload.WHOLE and (found.task_id, mode) != _HUNTED:
        raise OptionError(
            f"payload={payload.value!r} is for task_id {_HUNTED[0].value!r} "
            f"in mode {_HUNTED[1].value!r}"
        )
    return Options(
        task=found,
        mode=mode,
        preview=_word(Preview, "preview", wanted),
        reward=_word(RewardKind, "reward", wanted),
        feedback=_word(Feedback, "feedback", wanted),
        labels=_word(Labels, "labels", wanted),
        overseer=overseer,
        flag_reverts=_yes_or_no("flag_reverts", wanted.get("flag_reverts", False)),
        payload=payload,
    )


class Agenda:
    """What the resets of one environment play, one after the other.

    Args:
        given: Options of every reset; their seed or index is for the first one.

    Raises:
        OptionError: If an option is unknown or does not fit the others.
        ScenarioError: If there is no such tier, split or seed.
    """

    def __init__(self, given: Mapping[str, object]) -> None:
        self.first = options(given)
        """What is played unless a reset asks for something else."""
        self._given = given
        self._last: Task | None = None

    def next(self, seed: int | None, more: Mapping[str, object]) -> Options:
        """Options of the next reset.

        Args:
            seed: A seed of the split; any other number stands for one of them, by remainder,
                as trainers number their environments from 0. None for the incident that
                comes next.
            more: Options in place of those given.

        Raises:
            OptionError: If an option is unknown or does not fit the others.
            ScenarioError: If there is no such tier, split or seed.
        """
        found = self.first
        if self._last is not None or seed is not None or more:
            kept = {name: value for name, value in self._given.items() if name not in _NAMES_ONE}
            wanted = kept | dict(more)
            asked = {} if seed is None else {"seed": _remainder(wanted, _whole("seed", seed))}
            found = options(wanted | asked, self._last)
        self._last = found.task
        return found


def _remainder(wanted: Mapping[str, object], seed: int) -> int:
    """The seed itself where the split has it, else the one of the split at that remainder."""
    split = named(str(wanted.get("split") or implied(seed)))
    tier = tier_named(str(wanted.get("task_id") or usual(split)))
    known = seeds(split, tier)
    return seed if seed in known else known[seed % len(known)]


_NAMES_ONE: Final = ("seed", "index")
"""Options that name one incident."""

_HUNTED: Final = (Tier.ADVERSARY, Mode.TRAIN_OVERSEER)
"""Where an adversary proposes."""

_SHOWN_CHARS: Final = 80
_DEFAULTS: Final = {each.name: each.default for each in fields(Options)}


def _task(wanted: Mapping[str, object], last: Task | None) -> Task:
    """The incident that is asked for."""
    split = None if "split" not in wanted else named(_text("split", wanted["split"]))
    tier = None if "task_id" not in wanted else tier_named(_text("task_id", wanted["task_id"]))
    seed = None if "seed" not in wanted else _whole("seed", wanted["seed"])
    if "index" in wanted:
        if split is None:
            raise OptionError("index is the number of a task in its split; name the split as well")
        return _numbered(split, _whole("index", wanted["index"]), tier, seed)
    if seed is not None:
        split = split or implied(seed)
        return task_of(tier or usual(split), split, seed)
    if last is not None and tier in (None, last.task_id) and split in (None, last.split):
        return following(last)
    split = split or named("train")
    tier = tier or usual(split)
    if not seeds(split, tier):
        raise OptionError(f"split={split.value!r} has no incidents of task_id={tier.value!r}")
    return task_of(tier, split, seeds(split, tier)[0])


def _numbered(split: str, index: int, tier: str | None, seed: int | None) -> Task:
    try:
        found = task(split, index)
    except IndexError as error:
        raise OptionError(str(error)) from error
    for name, given, has in (("task_id", tier, found.task_id), ("seed", seed, found.seed)):
        if given not in (None, has):
            raise OptionError(f"{name}={given!r} is not that of task {index}, {found.id}")
    return found


def _word(kind: type[_Word], name: str, wanted: Mapping[str, object]) -> _Word:
    value = wanted.get(name, _DEFAULTS[name])
    if value not in tuple(kind):
        raise OptionError(f"{name}={_shown(value)} must be one of {', '.join(kind)}")
    return kind(str(value))


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise OptionError(f"{name}={_shown(value)} must be a name")
    return value


def _yes_or_no(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise OptionError(f"{name}={_shown(value)} must be true or false")
    return value


def _whole(name: str, value: object) -> int:
    found = whole(value)
    if found is None:
        raise OptionError(f"{name}={_shown(value)} must be a whole number")
    return found


def _shown(value: object) -> str:
    """A value as an error shows it: not more of it than anyone reads."""
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}..."
