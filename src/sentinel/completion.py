"""What a model said, read out of the body of a chat completion."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Completion:
    """What a model said."""

    text: str
    """Untrusted; empty where all was thought, or refused."""
    cut: bool
    """Whether it ran into the longest completion allowed."""
    refusal: str = ""
    """What the model, or a filter before it, said instead of an answer. Untrusted."""
    prompt_tokens: int = 0
    """As the endpoint counts; 0 where it counts none."""
    completion_tokens: int = 0


def read(body: str) -> Completion:
    """Read the body of a success.

    Raises:
        ValueError: If it is no chat completion.

    Example:
        >>> read('{"choices": [{"message": {"content": "hi"}, "finish_reason": "length"}]}').cut
        True
    """
    try:
        data = json.loads(body)
        choice = data["choices"][0]
        said, finish = choice["message"], choice.get("finish_reason")
        text, refusal = said["content"], said.get("refusal")
    except (KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise ValueError("not as a chat completion is") from None
    if text is None and isinstance(finish, str):
        # It has ended and said nothing: all was thought, or refused, or filtered.
        text = ""
    if not isinstance(text, str):
        raise ValueError("without text")
    used = data.get("usage")
    counts = used if isinstance(used, dict) else {}
    if finish == "content_filter" and not text:
        refusal = refusal or "filtered"
    return Completion(
        sendable(text),
        finish == "length",
        sendable(refusal) if isinstance(refusal, str) else "",
        _whole(counts.get("prompt_tokens")),
        _whole(counts.get("completion_tokens")),
    )


def sendable(text: str) -> str:
    """Text without lone surrogates: JSON can hold one, and nothing can send or print it."""
    return text.encode("utf-8", "replace").decode()


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def objects(
    text: str, field: str, made: Callable[[list[tuple[str, object]]], dict[str, object]] = dict
) -> Iterator[Mapping[str, object]]:
    """Every outermost JSON object of what a model said that has a field, whatever is around it.

    Args:
        text: What it said.
        field: Name of the field.
        made: Makes an object of its fields in their order; may refuse by an error of its own,
            which is not caught unless it is a ValueError.

    Example:
        >>> list(objects('So: {"tool": "restart"} {"a": {"tool": "no"}} {', "tool"))
        [{'tool': 'restart'}]
    """
    decoder = json.JSONDecoder(object_pairs_hook=made)
    start = text.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(found, dict) and field in found:
                yield found
        start = text.find("{", end)


def shown(said: str, most: int) -> str:
    """Words of an endpoint as an error may hold them: not too many, on one line, printable.

    Example:
        >>> shown("no  room left", 10)
        'no room l'
    """
    printable = (each if each.isprintable() else " " for each in said[:most])
    return " ".join("".join(printable).split())
