"""What docs/overseers.md shows runs as it stands, and names every setting and protocol."""

import re
import subprocess
import sys
from pathlib import Path

from servers import free_port

from sentinel.evaluation.arranging import FORMS
from sentinel.evaluation.overseers import OUTSIDE, build
from sentinel.evaluation.presets import PRESETS
from sentinel.overseer.asking import NAMES, Asking
from sentinel.overseer.remote import remote_overseer
from sentinel.verdict import Decision

PAGE = (Path(__file__).parents[2] / "docs" / "overseers.md").read_text("utf-8")
MINE, SERVE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_class_of_the_page_oversees(tmp_path, briefings):
    (tmp_path / "mine.py").write_text(MINE)
    found = build(f"{tmp_path / 'mine.py'}:Mine").decide(briefings)
    assert [each.decision for each in found] == [Decision.BLOCK] * len(briefings)


def test_the_server_of_the_page_oversees(tmp_path, briefings):
    port = free_port()
    (tmp_path / "serve.py").write_text(SERVE.replace("9000", str(port)))
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "serve.py")], stderr=subprocess.DEVNULL
    ) as server:
        try:
            asked = remote_overseer(f"http://127.0.0.1:{port}/", Asking(backoff_s=0.2, retries=6))
            found = asked.decide(briefings)
        finally:
            server.terminate()
    assert [each.risk for each in found] == [0.9] * len(briefings)


def test_the_page_names_every_setting_kind_preset_and_protocol():
    known = [*NAMES, *PRESETS, *(f"{name}(" for name in FORMS)]
    assert [name for name in known if f"`{name}" not in PAGE] == []
    assert [kind for kind in OUTSIDE if f"`{kind}:" not in PAGE and kind != "file"] == []
