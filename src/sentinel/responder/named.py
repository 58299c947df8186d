"""Whoever proposes, by the words of a command."""

from sentinel.chat import Chat, Endpoint
from sentinel.errors import OptionError
from sentinel.responder.model import ModelResponder


def responder(
    name: str, base_url: str | None = None, model: str | None = None, key: str = ""
) -> ModelResponder | None:
    """Make whoever proposes.

    Args:
        name: `scripted` or `model`.
        base_url: Where a model's endpoint is.
        model: What the endpoint calls it.
        key: The endpoint's key; empty where it asks for none.

    Returns:
        The responder; None for the scripted one, which episodes bring themselves.

    Raises:
        OptionError: If there is none of this name, or the words do not fit it.
    """
    if name not in ("scripted", "model"):
        raise OptionError(f"no responder is named {name!r}; there are scripted, model")
    if name == "scripted":
        if base_url is not None or model is not None:
            raise OptionError("--base-url and --model are for --responder model")
        return None
    if not base_url or not model:
        raise OptionError("--responder model needs --base-url and --model")
    return ModelResponder(Chat(Endpoint(base_url, model, key)))
