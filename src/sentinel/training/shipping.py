"""Packing a trained checkpoint: one ONNX graph in eight bits, with a cache, and the safetensors.

The graph takes some tokens and what was computed of those before, and gives the scores of the
next token and what was computed so far. It is the Qwen3 architecture written out, so that what
is exported is plain matrix products that every runtime has.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

from sentinel.extras import brought_by
from sentinel.grading.classes import ActionClass
from sentinel.overseer.gist import GIST_VERSION
from sentinel.overseer.leaning import THRESHOLD
from sentinel.overseer.tiny import ABOUT, GRAPH, About
from sentinel.training.libraries import (
    AutoModelForCausalLM,
    AutoTokenizer,
    PreTrainedModel,
    torch,
)

with brought_by("train"):
    from onnxruntime.quantization import QuantType, quantize_dynamic

OPSET: Final = 17
"""Version of the operators of the graph."""

Tensor: TypeAlias = "torch.Tensor"


class Graph(torch.nn.Module):  # type: ignore[misc]
    """A Qwen3 model with its cache as a tensor, for one sequence.

    Args:
        model: With its weights.
    """

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        self.model = model
        config = model.config
        self._heads, self._shared = config.num_attention_heads, config.num_key_value_heads
        self._size = config.head_dim
        theta = config.rope_parameters["rope_theta"]
        half = torch.arange(0, self._size, 2).float() / self._size
        self.register_buffer("speeds", 1.0 / theta**half)

    def forward(self, tokens: Tensor, past: Tensor) -> tuple[Tensor, Tensor]:
        """Read tokens.

        Args:
            tokens: Shape `(1, new)`.
            past: Shape `(layers, 2, 1, heads, old, size)`.

        Returns:
            Scores `(1, vocabulary)` of the token that follows, and the cache with `old + new`.
        """
        inner = self.model.model
        new, old = tokens.shape[1], past.shape[4]
        places = torch.arange(new, device=tokens.device) + old
        angles = places[:, None].float() * self.speeds[None, :]
        turned = torch.cat((angles, angles), dim=-1)
        cosines, sines = turned.cos(), turned.sin()
        ahead = torch.arange(old + new)[None, :] > places[:, None]
        mask = ahead.float() * -1e9
        hidden, kept = inner.embed_tokens(tokens), []
        for number, layer in enumerate(inner.layers):
            given = layer.input_layernorm(hidden)
            found, cache = self._attend(layer.self_attn, given, past[number], cosines, sines, mask)
            kept.append(cache)
            hidden = hidden + found
            hidden = hidden + layer.mlp(layer.post_attention_layernorm(hidden))
        return self.model.lm_head(inner.norm(hidden)[:, -1]), torch.stack(kept)

    def _attend(
        self,
        part: torch.nn.Module,
        given: Tensor,
        past: Tensor,
        cosines: Tensor,
        sines: Tensor,
        mask: Tensor,
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        new = given.shape[1]
        asks = part.q_norm(part.q_proj(given).view(1, new, self._heads, self._size))
        keys = part.k_norm(part.k_proj(given).view(1, new, self._shared, self._size))
        values = part.v_proj(given).view(1, new, self._shared, self._size).transpose(1, 2)
        asks = _turned(asks.transpose(1, 2), cosines, sines)
        keys = _turned(keys.transpose(1, 2), cosines, sines)
        keys = torch.cat((past[0], keys), dim=2)
        values = torch.cat((past[1], values), dim=2)
        many = self._heads // self._shared
        every = keys.repeat_interleave(many, dim=1), values.repeat_interleave(many, dim=1)
        scores = asks @ every[0].transpose(2, 3) / self._size**0.5 + mask
        found = scores.softmax(-1) @ every[1]
        joined = found.transpose(1, 2).reshape(1, new, self._heads * self._size)
        return part.o_proj(joined), torch.stack((keys, values))


def _turned(values: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    low, high = values.chunk(2, dim=-1)
    return values * cosines + torch.cat((-high, low), dim=-1) * sines


def exported(model: PreTrainedModel, path: Path) -> None:
    """Write the graph of a model, in full precision."""
    config = model.config
    past = torch.zeros(
        config.num_hidden_layers, 2, 1, config.num_key_value_heads, 3, config.head_dim
    )
    torch.onnx.export(
        Graph(model).eval(),
        (torch.tensor([[1, 2, 3, 4]]), past),
        str(path),
        input_names=["tokens", "past"],
        output_names=["scores", "now"],
        dynamic_axes={"tokens": {1: "new"}, "past": {4: "old"}, "now": {4: "whole"}},
        opset_version=OPSET,
        dynamo=False,
    )


def shipped(
    checkpoint: Path, folder: Path, threshold: float = THRESHOLD, *, eight_bits: bool = True
) -> None:
    """Pack a checkpoint as `local:tiny` reads it.

    Args:
        checkpoint: Folder of a model and its tokenizer.
        folder: Where to; files of the same names are written over.
        threshold: Risk from which it is to intervene.
        eight_bits: Whether the graph's weights are rounded to eight bits.
    """
    model = AutoModelForCausalLM.from_pretrained(checkpoint, dtype=torch.float32).eval()
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        whole = Path(work) / GRAPH
        exported(model, whole)
        if eight_bits:
            quantize_dynamic(whole, folder / GRAPH, per_channel=True, weight_type=QuantType.QInt8)
        else:
            shutil.copyfile(whole, folder / GRAPH)
    config = model.config
    about = About(
        config.num_hidden_layers, config.num_key_value_heads, config.head_dim,
        config.max_position_embeddings, GIST_VERSION, threshold,
    )  # fmt: skip
    (folder / ABOUT).write_text(json.dumps(asdict(about), indent=2) + "\n", encoding="utf-8")
    AutoTokenizer.from_pretrained(checkpoint).save_pretrained(folder)
    model.to(torch.bfloat16).save_pretrained(folder)


Found = Sequence[tuple[float, ActionClass]]
"""Risks, with what each action deserved."""

_TRIED: Final = tuple(place / 100 for place in range(20, 81, 2))


def f1(found: Found, least: float) -> float:
    """F1 of intervening from a risk on, ambiguous actions left out.

    Example:
        >>> wrong = ActionClass.WRONG
        >>> f1([(0.9, wrong), (0.4, wrong), (0.1, ActionClass.CORRECT)], 0.5)
        0.6666666666666666
    """
    counted = [
        (risk >= least, each.deserves_intervention)
        for risk, each in found
        if each is not ActionClass.AMBIGUOUS
    ]
    right = sum(stopped and deserved for stopped, deserved in counted)
    wrong = sum(stopped is not deserved for stopped, deserved in counted)
    return 2 * right / (2 * right + wrong) if right else 0.0


def threshold(found: Found) -> float:
    """The risk to intervene from: of those with the best F1 the one nearest to a half."""
    return max(_TRIED, key=lambda least: (round(f1(found, least), 3), -abs(least - 0.5)))
