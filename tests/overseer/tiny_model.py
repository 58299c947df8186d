"""A tiny model that has learned to answer in the compact form, and a real server that serves it."""

import sys
from pathlib import Path
from shlex import quote

import torch

from sentinel.overseer.dialogue import Form, asked
from sentinel.training import tiny

STEPS = 30
ANSWERS = ("block E1 E2", "approve", "I cannot say")
"""What it is taught, by the length of the page: the last is no verdict."""


def make(folder: Path, briefings):
    """Make a checkpoint; it answers what it was taught, mostly."""
    pages = [asked(each, Form.COMPACT) for each in briefings]
    reader = tiny.tokenizer([each.user for each in pages] + list(ANSWERS) * 50)
    model = tiny.model(reader, seed=1)
    rows = [_row(reader, page, ANSWERS[place % 3]) for place, page in enumerate(pages)]
    optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3)
    for step in range(STEPS):
        batch = [rows[(step * 5 + i) % len(rows)] for i in range(5)]
        longest = max(len(tokens) for tokens, _ in batch)
        tokens = torch.tensor([t + [reader.pad_token_id] * (longest - len(t)) for t, _ in batch])
        labels = torch.tensor([k + [-100] * (longest - len(k)) for _, k in batch])
        loss = model(input_ids=tokens, labels=labels).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    model.eval().save_pretrained(folder)
    reader.save_pretrained(folder)
    return folder


def _row(reader, page, answer):
    before = reader.apply_chat_template(page.messages(), tokenize=False, add_generation_prompt=True)
    asked_for = reader(before, add_special_tokens=False)["input_ids"]
    said = reader(f"{answer}<|im_end|>", add_special_tokens=False)["input_ids"]
    return asked_for + said, [-100] * len(asked_for) + said


def serve(folder: Path):
    """How to serve a checkpoint at a port, as `tiny`, with the server that transformers brings."""
    program = Path(sys.executable).parent / "transformers"
    found = f"cd {quote(str(folder.parent))} && exec {quote(str(program))} serve {folder.name}"
    return lambda port: ["sh", "-c", f"{found} --port {port} --device cpu"]
