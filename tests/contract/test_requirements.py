"""What `make eval` installs is enough for what it runs."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINNED = {
    line.partition("==")[0].lower().replace("_", "-")
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    if "==" in line
}


@pytest.mark.parametrize("name", ["onnxruntime", "tokenizers", "msgspec", "sqlglot", "google-re2"])
def test_what_the_rows_of_make_eval_need_is_pinned_for_it(name):
    assert name in PINNED


def test_no_package_is_pinned_twice():
    lines = [
        line for name in ("requirements.txt", "requirements-train.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines() if "==" in line
    ]  # fmt: skip
    assert sorted(set(lines)) == sorted(lines)
