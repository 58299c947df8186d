"""A checkpoint or an adapter on this machine oversees: `local:PATH_OR_HUB_ID`.

It answers freely, in batches, and is read as every model is. `risk` is not what it says
but what it believed: the share of the three interventions in the probabilities of the four
decisions, at the token with which its decision begins; there is none where the model has
spelt that word in escapes, so that no token begins it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sentinel.briefing import Briefing
from sentinel.chat import Usage
from sentinel.errors import OverseerError
from sentinel.extras import brought_by
from sentinel.overseer.answer import decision_at, read
from sentinel.overseer.asking import COMPACT_TOKENS, Asking
from sentinel.overseer.dialogue import Form, Prompt, asked
from sentinel.overseer.leaning import leaning, risk
from sentinel.verdict import Decision, Unparsed, Verdict

with brought_by("train"):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase
    from transformers.utils import find_adapter_config_file

RISK_DIGITS: Final = 4
"""Digits of a risk: the last ones of a float depend on what else is in a batch."""


class LocalOverseer:
    """Runs a causal language model.

    Args:
        model: In evaluation mode.
        reader: Its tokenizer.
        asking: How it is asked: form, batch, longest answer.
        name: What it is called in errors.
    """

    def __init__(
        self,
        model: "torch.nn.Module",
        reader: PreTrainedTokenizerBase,
        asking: Asking | None = None,
        name: str = "the model",
    ) -> None:
        self._model, self._reader, self._name = model, reader, name
        self._asking = asking or Asking()
        self._pad = reader.pad_token_id if reader.pad_token_id is not None else reader.eos_token_id
        self._pieces: list[str] | None = None
        self._starts: dict[str, Mapping[Decision, list[int]]] = {}
        self._usage = Usage()

    @property
    def usage(self) -> Usage:
        """Everything asked so far; a batch is one request."""
        return self._usage

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each proposal.

        Raises:
            OverseerError: If a page does not fit into the model.
        """
        rows = [self._tokens(asked(each, self._asking.form)) for each in briefings]
        # Alike lengths share a batch, so that little of it is padding.
        order = sorted(range(len(rows)), key=lambda place: len(rows[place]))
        found: dict[int, Verdict | Unparsed] = {}
        for start in range(0, len(order), self._asking.batch):
            places = order[start : start + self._asking.batch]
            given = self._answers([rows[i] for i in places], [briefings[i] for i in places])
            found |= zip(places, given, strict=True)
        return [found[place] for place in range(len(rows))]

    def _tokens(self, prompt: Prompt) -> list[int]:
        if self._reader.chat_template:
            text = self._reader.apply_chat_template(
                prompt.messages(), tokenize=False, add_generation_prompt=True
            )
        else:
            text = "\n\n".join(filter(None, (prompt.system, prompt.user))) + "\n"
        special = not self._reader.chat_template
        found: list[int] = self._reader(text, add_special_tokens=special)["input_ids"]
        room = getattr(self._model.config, "max_position_embeddings", None)
        if room is not None and len(found) + self._asking.tokens > room:
            raise OverseerError(
                f"{self._name} reads {room} tokens, and a page takes {len(found)} besides the "
                f"{self._asking.tokens} of an answer; {_fewer(self._asking)}"
            )
        return found

    def _answers(
        self, rows: Sequence[list[int]], briefings: Sequence[Briefing]
    ) -> list[Verdict | Unparsed]:
        """One batch: let the model write, read that, and weigh the decisions that can be read."""
        written = self._write(rows)
        self._usage += Usage(1, len(rows), sum(map(len, rows)), sum(map(len, written)))
        texts = [self._reader.decode(each, skip_special_tokens=True) for each in written]
        given = [
            read(text, briefing, cut=len(tokens) >= self._asking.tokens)
            for text, tokens, briefing in zip(texts, written, briefings, strict=True)
        ]
        places = {i: place for i, each in enumerate(given) if isinstance(each, Verdict)
                  and (place := self._place(written[i], texts[i])) is not None}  # fmt: skip
        prefixes = [rows[i] + written[i][:token] for i, (token, _) in places.items()]
        chances = zip(places.items(), self._next(prefixes), strict=True)
        shares = {i: self._shares(found, lead) for (i, (_, lead)), found in chances}
        return [
            self._settled(each, shares.get(i, {})) if isinstance(each, Verdict) else each
            for i, each in enumerate(given)
        ]

    def _settled(self, said: Verdict, shares: Mapping[Decision, float]) -> Verdict:
        """A verdict with its risk; of a gist the decision is the one that the model leans to."""
        decision = said.decision
        if self._asking.form.shows is not None:
            decision = leaning(shares) or decision
        found = risk(shares)
        return Verdict(decision, said.reason, None if found is None else round(found, RISK_DIGITS))

    def _write(self, rows: Sequence[list[int]]) -> list[list[int]]:
        """What the model writes after each row, without what ends it."""
        tokens, mask = self._batch(rows)
        with torch.inference_mode():
            whole = self._model.generate(
                input_ids=tokens,
                attention_mask=mask,
                max_new_tokens=self._asking.tokens,
                do_sample=False,
                temperature=None,
                top_p=None,
                top_k=None,
                pad_token_id=self._pad,
            )
        ends = {self._reader.eos_token_id, self._pad}
        return [_before(row, ends) for row in whole[:, tokens.shape[1] :].tolist()]

    def _next(self, rows: Sequence[list[int]]) -> "list[torch.Tensor]":
        """Probabilities of the token after each row."""
        if not rows:
            return []
        tokens, mask = self._batch(rows)
        positions = (mask.cumsum(-1) - 1).clamp(min=0)
        with torch.inference_mode():
            scores = self._model(
                input_ids=tokens, attention_mask=mask, position_ids=positions, logits_to_keep=1
            ).logits[:, -1]
        return list(scores.float().softmax(-1).cpu())

    def _batch(self, rows: Sequence[list[int]]) -> "tuple[torch.Tensor, torch.Tensor]":
        """Rows of one length, what is missing filled in on the left, and what is theirs."""
        longest = max(map(len, rows))
        missing = [longest - len(row) for row in rows]
        tokens = [[self._pad] * gap + row for gap, row in zip(missing, rows, strict=True)]
        mask = [[0] * gap + [1] * (longest - gap) for gap in missing]
        where = self._model.device
        return torch.tensor(tokens, device=where), torch.tensor(mask, device=where)

    def _place(self, written: list[int], text: str) -> tuple[int, str] | None:
        """The token with which the decision begins, and what that token has before the word."""
        wanted = decision_at(text)
        if wanted is None:
            return None
        low, high = 0, len(written) - 1
        while low < high:  # the first token whose end lies behind the word's beginning
            middle = (low + high) // 2
            if len(self._reader.decode(written[: middle + 1], skip_special_tokens=True)) > wanted:
                high = middle
            else:
                low = middle + 1
        before = self._reader.decode(written[:low], skip_special_tokens=True)
        return low, text[len(before) : wanted]

    def _shares(self, chances: "torch.Tensor", lead: str) -> Mapping[Decision, float]:
        """What each decision has of the probabilities of the token."""
        if lead not in self._starts:
            self._starts[lead] = self._beginnings(lead)
        return {each: float(chances[ids].sum()) for each, ids in self._starts[lead].items()}

    def _beginnings(self, lead: str) -> Mapping[Decision, list[int]]:
        """Tokens with which each decision may begin after the same few characters."""
        if self._pieces is None:
            self._pieces = [self._reader.decode([each]) for each in range(len(self._reader))]
        found: dict[Decision, list[int]] = {each: [] for each in Decision}
        start = lead.lstrip()
        for token, piece in enumerate(self._pieces):
            shown = piece.lstrip().lower()
            if not shown.startswith(start.lower()):
                continue
            word = shown[len(start) :] if start else shown
            for decision in Decision:
                if word and (decision.value.startswith(word) or word.startswith(decision.value)):
                    found[decision].append(token)
        return found


def local_overseer(where: str, asking: Asking) -> LocalOverseer:
    """Load the overseer of `PATH_OR_HUB_ID`; an adapter is put on the model that it names.

    Raises:
        OverseerError: If there is none, or it cannot be loaded.
    """
    try:
        cuda = torch.cuda.is_available()
        model = AutoModelForCausalLM.from_pretrained(
            where, dtype="auto" if cuda else torch.float32, device_map="cuda" if cuda else None
        )
        reader = _reader(where, model)
    except (OSError, ValueError, ImportError, KeyError, RuntimeError) as error:
        said = " ".join(str(error).split())[:300]
        raise OverseerError(f"{where!r} is no checkpoint that can be loaded: {said}") from error
    return LocalOverseer(model.eval(), reader, asking, where)


def _reader(where: str, model: "torch.nn.Module") -> PreTrainedTokenizerBase:
    """The tokenizer of a checkpoint; of the model below where an adapter brings none."""
    try:
        return AutoTokenizer.from_pretrained(where)
    except (OSError, ValueError):
        if find_adapter_config_file(where) is None:
            raise
        return AutoTokenizer.from_pretrained(model.config.name_or_path)


def _fewer(asking: Asking) -> str:
    """What makes room for a page that does not fit."""
    if asking.form is Form.FULL:
        return "form=compact takes fewer"
    if asking.tokens > COMPACT_TOKENS:
        return f"an answer of this form needs no more than max_tokens={COMPACT_TOKENS}"
    return "take a model that reads more"


def _before(tokens: list[int], ends: set[int | None]) -> list[int]:
    """Tokens up to the first that ends a text."""
    for place, token in enumerate(tokens):
        if token in ends:
            return tokens[:place]
    return tokens
