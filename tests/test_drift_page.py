"""The page on changes of the API is what the code says."""

import runpy
from pathlib import Path

from sentinel.world.drift.kinds import DriftKind, Form

ROOT = Path(__file__).parent.parent


def test_the_page_on_changes_is_current_and_names_a_source_and_an_effect_of_each():
    script = runpy.run_path(str(ROOT / "scripts" / "drift_page.py"))
    assert (ROOT / "docs" / "drift.md").read_text() == script["page"]()
    assert set(script["PRECEDENTS"]) == set(DriftKind)
    assert set(script["DOES"]) == set(Form)
