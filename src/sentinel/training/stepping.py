"""One step of learning from the stream: its loss, its rate, and gradients added up."""

from collections.abc import Sequence
from typing import Final

from sentinel.training.libraries import PreTrainedModel, torch
from sentinel.training.recipe import Supervised
from sentinel.training.stream import Example

WARM_UP: Final = 100
"""Steps over which the learning rate rises, at most."""

LOWEST: Final = 0.02
"""Share of the highest learning rate that the last step has."""

NORM: Final = 1.0
"""Longest gradient; a longer one is shortened to it."""


def rate(step: int, steps: int, highest: float, decay: float) -> float:
    """The learning rate of a step: a rise, a plain, and a straight fall at the end.

    Args:
        step: From 0.
        steps: Of the stage.
        highest: On the plain.
        decay: Share of the steps over which it falls.

    Example:
        >>> [round(rate(step, 1000, 1.0, 0.4), 2) for step in (0, 99, 500, 800, 999)]
        [0.01, 1.0, 1.0, 0.51, 0.02]
    """
    rise = min(1.0, (step + 1) / min(WARM_UP, max(steps // 10, 1)))
    left = (1.0 - step / steps) / decay if decay else 1.0
    return highest * rise * (min(left, 1.0) * (1.0 - LOWEST) + LOWEST)


def optimizer(model: PreTrainedModel, learning_rate: float) -> "torch.optim.Optimizer":
    """AdamW, with decay of matrices alone."""
    every = list(model.parameters())
    groups = [
        {"params": [each for each in every if each.ndim > 1], "weight_decay": 0.05},
        {"params": [each for each in every if each.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=learning_rate, betas=(0.9, 0.98), fused=True)


def step(
    model: PreTrainedModel,
    moving: "torch.optim.Optimizer",
    parts: Sequence[Sequence[Example]],
    asked: Supervised,
    dice: "torch.Generator",
    *,
    half: bool = False,
) -> "torch.Tensor":
    """Learn from some batches, together with the other processes.

    Args:
        model: The model.
        moving: Its optimizer.
        parts: The batches that this process learns from, one after another.
        asked: What the recipe says.
        dice: The stream that decides which tokens of the pages are asked for.
        half: Whether a GPU multiplies in bfloat16.

    Returns:
        Means over all processes: losses on page, decision and lines, and tokens of a step.
    """
    moving.zero_grad(set_to_none=True)
    figures, many = torch.zeros(4), len(parts)
    for part in parts:
        found = losses(model, part, asked.told, dice, half=half)
        ((asked.page * found[0] + found[1] + asked.lines * found[2]) / many).backward()
        tokens = sum(len(each.asked) + len(each.answer) for each in part)
        figures += torch.cat([found.detach().cpu() / many, torch.tensor([float(tokens)])])
    if asked.processes > 1:
        _add_up(model, figures, asked.processes)
    torch.nn.utils.clip_grad_norm_(model.parameters(), NORM)
    moving.step()
    return figures


def losses(
    model: PreTrainedModel,
    batch: Sequence[Example],
    share: float,
    dice: "torch.Generator",
    *,
    half: bool = False,
) -> "torch.Tensor":
    """Mean losses on the pages, the decisions and the lines of a batch, shape `(3,)`.

    Args:
        model: The model.
        batch: What is learned from.
        share: Of the tokens of pages, how many are asked for; the vocabulary is a third of the
            work.
        dice: The stream that decides which.
        half: Whether a GPU multiplies in bfloat16; weights and losses keep all their digits.
    """
    rows = [each.asked + each.answer for each in batch]
    longest = max(map(len, rows))
    tokens = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    parts = torch.full((len(rows), longest - 1), -1)
    for place, each in enumerate(batch):
        begins, ends = len(each.asked) - 1, len(rows[place]) - 1
        parts[place, :begins], parts[place, begins], parts[place, begins + 1 : ends] = 0, 1, 2
    if share < 1.0:
        parts[(parts == 0) & (torch.rand(parts.shape, generator=dice) >= share)] = -1
    where = model.device
    tokens, parts = tokens.to(where), parts.to(where)
    told = parts >= 0
    with torch.autocast(where.type, torch.bfloat16, enabled=half and where.type == "cuda"):
        # Rows are filled up on the right, where a causal model does not look.
        hidden = model.model(input_ids=tokens, use_cache=False)[0][:, :-1][told]
        said = model.lm_head(hidden)
    wrong = torch.nn.functional.cross_entropy(said.float(), tokens[:, 1:][told], reduction="none")
    kinds = parts[told]
    return torch.stack([wrong[kinds == kind].sum() / (kinds == kind).sum().clamp(min=1)
                        for kind in range(3)])  # fmt: skip


def _add_up(model: PreTrainedModel, figures: "torch.Tensor", many: int) -> None:
    """Take the mean of gradients and figures over all processes."""
    grads = [each.grad for each in model.parameters() if each.grad is not None]
    # Gloo adds up on the CPU, wherever the gradients are.
    flat = torch.cat([*(each.reshape(-1).cpu() for each in grads), figures])
    torch.distributed.all_reduce(flat)
    flat /= many
    at = 0
    for each in grads:
        each.copy_(flat[at : at + each.numel()].view_as(each))
        at += each.numel()
    figures.copy_(flat[at:])
