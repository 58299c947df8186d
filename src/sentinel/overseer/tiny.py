"""The overseer that ships: `local:tiny`, a language model in ONNX, without torch or a network.

It reads the gist of a briefing and writes a decision and the numbers of the lines that show why.
The decision is the one it leans to; the lines are the likeliest of those on the page, written a
token at a time, with what was computed of the tokens before kept.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.briefing import Briefing
from sentinel.errors import OverseerError
from sentinel.extras import brought_by
from sentinel.overseer.answer import read
from sentinel.overseer.asking import Asking
from sentinel.overseer.control_tokens import asking_tokens
from sentinel.overseer.gist import GIST_VERSION, gist
from sentinel.overseer.leaning import THRESHOLD, leaning, risk
from sentinel.overseer.line_choice import LineChoice, citable
from sentinel.verdict import Decision, Unparsed, Verdict

with brought_by("tiny"):
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

GRAPH: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
ABOUT: Final = "tiny.json"
"""Files of a shipped model; the last one holds the fields of `About`."""

PACKAGED: Final = Path(str(files("sentinel.overseer"))) / "tiny_model"
"""Folder of the model that ships."""

LONGEST: Final = 16
"""Most tokens of an answer."""

RISK_DIGITS: Final = 4
"""Digits of a risk."""

TOO_LONG: Final = "the page does not fit into the model"
"""Why there is no verdict on a page with a name or an option of many tokens."""

_END: Final = "<|im_end|>"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class About:
    """What must be known of a graph to run it."""

    layers: int
    heads: int
    """Of keys and values."""
    size: int
    """Numbers of a key."""
    context: int
    """Longest sequence, in tokens."""
    gist_version: int
    """The page that it was trained on."""
    threshold: float = THRESHOLD
    """Risk from which it intervenes; chosen on `validation`."""


class TinyOverseer:
    """Runs a shipped model.

    Args:
        folder: Its files.

    Raises:
        OverseerError: If they are not there, or belong to another version of the page.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / GRAPH).is_file():
            raise OverseerError(f"no model lies in {str(folder)!r}; train one with tiny-cpu")
        try:
            self._about = About(**json.loads((folder / ABOUT).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise OverseerError(f"{str(folder / ABOUT)!r} does not describe a model") from error
        if self._about.gist_version != GIST_VERSION:
            raise OverseerError(
                f"the model reads version {self._about.gist_version} of the gist, and this is "
                f"version {GIST_VERSION}"
            )
        self._reader = Tokenizer.from_file(str(folder / TOKENIZER))
        options = SessionOptions()
        options.intra_op_num_threads = 1
        self._graph = InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._end = self._token(_END)
        self._tokens = {each: self._token(each.value) for each in Decision}

    def _token(self, text: str) -> int:
        found: int | None = self._reader.token_to_id(text)
        if found is None:
            raise OverseerError(f"the tokenizer has no token {text!r}, so it is of another model")
        return found

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each proposal.

        Returns:
            A verdict each, or `Unparsed` where the page does not fit into the model.

        Raises:
            OverseerError: If the graph is broken.
        """
        return [self._judged(each) for each in briefings]

    def _judged(self, briefing: Briefing) -> Verdict | Unparsed:
        page = gist(briefing)
        tokens = self._encoded(asking_tokens(page.text))
        if len(tokens) + LONGEST > self._about.context:
            return Unparsed("", TOO_LONG)
        scores, past = self.step(tokens, self._nothing())
        chances = self._chances(scores)
        decision = leaning(chances, self._about.threshold)
        if decision is None:
            raise OverseerError("the model gives no probabilities; its graph is broken")
        named = self._named(decision, page.shown, past)
        found = read(" ".join([decision.value, *named]), briefing)
        if isinstance(found, Unparsed):
            return found
        share = risk(chances)
        return Verdict(
            found.decision, found.reason, None if share is None else round(share, RISK_DIGITS)
        )

    def _named(self, decision: Decision, shown: Sequence[str], past: Floats) -> list[str]:
        """The likeliest lines of those on the page."""
        before = len(self._encoded(decision.value))
        lines = {
            number: self._encoded(f"{decision.value} {number}")[before:]
            for number in citable(shown)
        }
        choice, token, ended = LineChoice(lines, self._end), self._tokens[decision], not lines
        while not ended:
            scores, past = self.step([token], past)
            token = max(sorted(choice.allowed()), key=scores.__getitem__)
            ended = choice.take(token)
        return choice.named

    def _encoded(self, text: str) -> list[int]:
        found: list[int] = self._reader.encode(text, add_special_tokens=False).ids
        return found

    def step(self, tokens: Sequence[int], past: Floats) -> tuple[Floats, Floats]:
        """Read some tokens.

        Args:
            tokens: At least one.
            past: What was computed of those before.

        Returns:
            Scores of the token that follows, and what was computed so far.
        """
        scores, now = self._graph.run(None, {"tokens": np.array([tokens], np.int64), "past": past})
        return scores[0], now

    def _nothing(self) -> Floats:
        about = self._about
        return np.zeros((about.layers, 2, 1, about.heads, 0, about.size), np.float32)

    def _chances(self, scores: Floats) -> Mapping[Decision, float]:
        values = np.array([scores[token] for token in self._tokens.values()], np.float64)
        shares = np.exp(values - values.max())
        return dict(zip(self._tokens, (shares / shares.sum()).tolist(), strict=True))


def tiny_overseer(where: str = "", _asking: Asking | None = None) -> TinyOverseer:
    """Load the overseer that ships, or one in a folder.

    Args:
        where: The folder; empty for the one in the package.

    Raises:
        OverseerError: If there is none.
    """
    return TinyOverseer(Path(where) if where else PACKAGED)
