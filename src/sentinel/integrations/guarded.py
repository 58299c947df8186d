"""The gate before any function: `@sentinel.guarded`.

    @sentinel.guarded
    def run(command: str) -> str: ...

A call is judged by the function's name and its arguments by name, defaults included. What the gate
does not let run raises `RefusedError`, which holds the judgement; what it flags runs, and warns.
A generator is judged when it is called, an async one before its first step.
"""

import functools
import inspect
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, ParamSpec, TypeVar, overload

from sentinel.errors import OptionError, RefusedError
from sentinel.integrations.courses import Course, course_of, refusal, warning
from sentinel.integrations.gatekeeper import Gatekeeper, Judges, gatekeeper
from sentinel.live.request import Judgement

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")

Ask = Callable[[str, Mapping[str, Any], Judgement], bool | Awaitable[bool]]
"""Asks a person about the call of a function: its name, its arguments, what the gate said."""


class FlaggedWarning(UserWarning):
    """A guarded function ran, and the gate had something to say to it."""


@overload
def guarded(function: Callable[_Given, _Found], /) -> Callable[_Given, _Found]: ...


@overload
def guarded(
    *,
    gate: Gatekeeper | Judges | str | None = None,
    tool: str = "",
    ask: Ask | None = None,
) -> Callable[[Callable[_Given, _Found]], Callable[_Given, _Found]]: ...


def guarded(
    function: Callable[..., Any] | None = None,
    /,
    *,
    gate: Gatekeeper | Judges | str | None = None,
    tool: str = "",
    ask: Ask | None = None,
) -> Any:
    """Let a function run only if the gate lets it run.

    Args:
        function: Plain or async, a generator or an async generator; a method, too.
        gate: A gatekeeper, a gate, or the URL of a server; None for the policies that ship.
        tool: What the gate is told that runs; the function's name when empty.
        ask: Asks a person where the gate escalates, and is true where they let it run; may be
            async for an async function. Without it nobody is asked, and it does not run.

    Returns:
        The function, guarded. Called, it raises `RefusedError` where it is not let run, and
        `GateError` where there is no judgement and `on_failure` is `raise`.

    Example:
        >>> @guarded
        ... def bash(command):
        ...     return "done"
        >>> bash("ls")
        'done'
        >>> bash("rm -rf /")
        Traceback (most recent call last):
        sentinel.errors.RefusedError: SENTINEL: bash did not run. Blocked: ...
    """

    def guard(wrapped: Callable[..., Any]) -> Callable[..., Any]:
        return _guard(wrapped, gatekeeper(gate), tool or getattr(wrapped, "__name__", ""), ask)

    return guard if function is None else guard(function)


def _guard(
    wrapped: Callable[..., Any], keeper: Gatekeeper, tool: str, ask: Ask | None
) -> Callable[..., Any]:
    gate = _Before(wrapped, keeper, tool, ask)
    if inspect.iscoroutinefunction(wrapped):

        @functools.wraps(wrapped)
        async def awaited(*given: object, **named: object) -> object:
            await gate.acheck(given, named)
            return await wrapped(*given, **named)

        return awaited
    if inspect.isasyncgenfunction(wrapped):

        @functools.wraps(wrapped)
        async def stepped(*given: object, **named: object) -> AsyncIterator[object]:
            await gate.acheck(given, named)
            steps, sent = wrapped(*given, **named), None
            try:
                while True:
                    sent = yield await steps.asend(sent)
            except StopAsyncIteration:
                return
            finally:
                await steps.aclose()

        return stepped

    @functools.wraps(wrapped)
    def called(*given: object, **named: object) -> object:
        gate.check(given, named)
        return wrapped(*given, **named)

    return called


class _Before:
    """Judges the calls of a function."""

    def __init__(
        self, wrapped: Callable[..., Any], keeper: Gatekeeper, tool: str, ask: Ask | None
    ) -> None:
        self._signature = inspect.signature(wrapped)
        self._method = _is_method(wrapped)
        self._keeper, self._tool, self._ask = keeper, tool, ask

    def check(self, given: tuple[object, ...], named: Mapping[str, object]) -> None:
        arguments = self._bound(given, named)
        judgement = self._keeper.judge(self._keeper.request(self._tool, arguments))
        answer = self._asked(arguments, judgement)
        if inspect.isawaitable(answer):
            if inspect.iscoroutine(answer):
                answer.close()
            raise OptionError(f"{self._tool} is not async, so ask may not be: it was not run")
        self._decide(judgement, let_run=answer is True)

    async def acheck(self, given: tuple[object, ...], named: Mapping[str, object]) -> None:
        arguments = self._bound(given, named)
        judgement = await self._keeper.ajudge(self._keeper.request(self._tool, arguments))
        answer = self._asked(arguments, judgement)
        if inspect.isawaitable(answer):
            answer = await answer
        self._decide(judgement, let_run=answer is True)

    def _asked(self, arguments: Mapping[str, Any], judgement: Judgement) -> bool | Awaitable[bool]:
        if self._ask is None or course_of(judgement) is not Course.ASK:
            return False
        return self._ask(self._tool, arguments, judgement)

    def _decide(self, judgement: Judgement, *, let_run: bool) -> None:
        course = course_of(judgement)
        if course is Course.REFUSE or (course is Course.ASK and not let_run):
            why = "A person said no." if course is Course.ASK and self._ask else ""
            raise RefusedError(refusal(judgement, self._tool, why), judgement)
        if course is Course.WARN:
            warnings.warn(warning(judgement, self._tool), FlaggedWarning, stacklevel=4)

    def _bound(self, given: tuple[object, ...], named: Mapping[str, object]) -> dict[str, Any]:
        """Arguments by name, with defaults; of a method without the object it belongs to."""
        bound = self._signature.bind(*given, **named)
        bound.apply_defaults()
        found: dict[str, Any] = {}
        for number, (name, parameter) in enumerate(self._signature.parameters.items()):
            value = bound.arguments[name]
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                found |= value
            elif not (self._method and number == 0 and name in ("self", "cls")):
                found[name] = value
        return found


def _is_method(wrapped: Callable[..., Any]) -> bool:
    """Whether a function is defined in a class."""
    around = getattr(wrapped, "__qualname__", "").rpartition(".")[0]
    return bool(around) and not around.endswith("<locals>")
