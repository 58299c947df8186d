"""A model behind a chat endpoint oversees: `chat:MODEL@BASE_URL`.

It is asked for many verdicts at a time, and the same prompt once. Which answer comes first
changes nothing. An endpoint that fails is an error, after it was asked again where that may
help; an answer that cannot be read is `Unparsed`.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import Final

from sentinel.briefing import Briefing
from sentinel.chat import Chat, Endpoint, Message, Speaker, Usage
from sentinel.completion import Completion
from sentinel.errors import ChatRefusedError, OverseerError
from sentinel.overseer.answer import read
from sentinel.overseer.answer_cache import AnswerCache, key_of
from sentinel.overseer.asking import Asking
from sentinel.overseer.dialogue import PROMPT_VERSION, SHAPE, Form, Prompt, asked
from sentinel.settings import SETTINGS
from sentinel.verdict import Unparsed, Verdict

FORM: Final = "chat:MODEL@BASE_URL, such as chat:qwen3@http://127.0.0.1:8000/v1"
"""How such an overseer is named."""

SHAPELESS: Final = (400, 404, 415, 422, 500, 501)
"""Statuses with which endpoints refuse a `response_format` that they do not know."""


Talk = tuple[Message, ...]
"""A conversation with a model."""


class ChatOverseer:
    """Asks a chat endpoint for verdicts.

    Args:
        chat: The endpoint.
        asking: How it is asked.
        cache: Answers that need not be asked for; None asks for each.
    """

    def __init__(
        self, chat: Chat, asking: Asking | None = None, cache: AnswerCache | None = None
    ) -> None:
        self.chat = chat
        self._asking = asking or Asking()
        self._cache = cache
        self._shaped = self._asking.structured != "off" and self._asking.form is Form.FULL
        self._settled, self._settling = Event(), Lock()
        if self._asking.structured != "auto" or not self._shaped:
            self._settled.set()

    @property
    def usage(self) -> Usage:
        """Everything asked so far."""
        return self.chat.usage

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each proposal.

        Raises:
            ChatError: If the endpoint failed; nothing is decided then.
        """
        talks = [opening(asked(briefing, self._asking.form)) for briefing in briefings]
        said = self.talk(talks)
        return [answer(each, briefing) for each, briefing in zip(said, briefings, strict=True)]

    def talk(self, talks: Sequence[Talk]) -> list[Completion]:
        """What the model says next in each of some conversations; alike ones are asked once.

        Raises:
            ChatError: If the endpoint failed.
        """
        wanted = list(dict.fromkeys(talks))
        if len(wanted) < 2:
            said = {each: self._ask(each) for each in wanted}
        else:
            with ThreadPoolExecutor(min(self._asking.at_once, len(wanted))) as pool:
                # Where one fails, map takes back what has not been sent.
                said = dict(zip(wanted, pool.map(self._ask, wanted), strict=True))
        return [said[each] for each in talks]

    def _ask(self, talk: Talk) -> Completion:
        key = key_of(self._parts(talk))
        found = None if self._cache is None else self._cache.get(key)
        if found is not None:
            self.chat.count_cached(found)
            return found
        found = self._complete(talk)
        if self._cache is not None:
            self._cache.put(key, found)
        return found

    def _complete(self, messages: Sequence[Message]) -> Completion:
        """Ask; the first time, find out whether the endpoint takes the form of an answer."""
        if self._settled.is_set():
            return self.chat.complete(messages, SHAPE if self._shaped else None)
        with self._settling:
            if not self._settled.is_set():
                return self._settle(messages)
        return self._complete(messages)

    def _settle(self, messages: Sequence[Message]) -> Completion:
        try:
            found = self.chat.complete(messages, SHAPE)
        except ChatRefusedError as error:
            if error.status not in SHAPELESS:
                raise
            found = self.chat.complete(messages)
            self._shaped = False
        self._settled.set()
        return found

    def _parts(self, talk: Talk) -> dict[str, object]:
        """Everything that the answer in a conversation may depend on."""
        where, how = self.chat.endpoint, self._asking
        return {
            "prompt_version": PROMPT_VERSION,
            "base_url": where.base_url,
            "model": where.model,
            "messages": [[each.role.value, each.content] for each in talk],
            "temperature": where.temperature,
            "max_tokens": where.max_tokens,
            "structured": how.structured,
            "dialect": how.dialect,
        }


def chat_overseer(where: str, asking: Asking) -> ChatOverseer:
    """Make the overseer of `MODEL@BASE_URL`.

    Raises:
        OverseerError: If that is not how it is written, or its cache cannot be used.
        OptionError: If the address is none.

    Example:
        >>> chat_overseer("qwen3", Asking())
        Traceback (most recent call last):
        sentinel.errors.OverseerError: 'chat:qwen3' must be like chat:MODEL@BASE_URL, such as ...
    """
    model, at, url = where.rpartition("@http")
    if not model or not at:
        raise OverseerError(f"{'chat:' + where!r} must be like {FORM}")
    endpoint = Endpoint(
        base_url=f"http{url}",
        model=model,
        key=asking.key,
        timeout_s=asking.timeout_s,
        retries=asking.retries,
        backoff_s=asking.backoff_s,
        temperature=asking.temperature,
        max_tokens=asking.tokens,
        links_again=True,
        per_minute=asking.per_minute,
        reasoning=asking.dialect == "reasoning",
    )
    return ChatOverseer(Chat(endpoint), asking, _cache(asking.cache))


def _cache(name: str) -> AnswerCache | None:
    if name == "off":
        return None
    if name:
        return AnswerCache(Path(name))
    try:
        return AnswerCache(SETTINGS.cache_dir / "answers.sqlite")
    except OverseerError:
        return None  # Nobody named it, and a machine without a home has nowhere to keep it.


def opening(prompt: Prompt) -> Talk:
    """The conversation that a prompt begins."""
    return tuple(Message(Speaker(each["role"]), each["content"]) for each in prompt.messages())


def answer(said: Completion, briefing: Briefing) -> Verdict | Unparsed:
    """Read what a model said of a briefing."""
    if said.refusal and not said.text.strip():
        return Unparsed(said.refusal, "the model refused")
    return read(said.text, briefing, cut=said.cut)
