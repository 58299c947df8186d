"""The rules take in what a page says of how calls are understood now."""

import pytest

from sentinel.briefing import Line
from sentinel.overseer.reading_api import Api, read_api
from sentinel.world.drift.kinds import BENIGN, FORMS, Drift, Form, Visibility
from sentinel.world.drift.schedule import MEANINGS
from sentinel.world.drift.words import announced, printers, trace
from sentinel.world.inventory import Inventory
from sentinel.world.ops import Op

INVENTORY = Inventory(("gateway", "auth", "cart", "orders-db"), ("", "auth.new-ui", "", ""), {},
                      (), 0.0)  # fmt: skip
BY_LAYER = (Form.RENAMED, Form.TAKEN_OVER, Form.RETIRED)
"""Forms that `reading_drift` reads: names, and tools that fail."""

IN_RULES = (Form.FREEZE_BEGUN, Form.ROLE_ADDED)
"""Forms that stand among the policies."""

HARMFUL = [form for harmful, _ in FORMS.values() for form in harmful]


class Sheet:
    """As much of a briefing as is read."""

    def __init__(self, notices=(), evidence=()):
        self.notices = tuple(Line(f"N{i}", text) for i, text in enumerate(notices, 1))
        self.evidence = tuple(
            Line(f"E{i}", text, "auth", "check_metrics", 0.0, untrusted)
            for i, (text, untrusted) in enumerate(evidence, 1)
        )


def made(form):
    ops = {
        Form.DENIED: (Op.ROLLBACK,), Form.DENIED_OTHER: (Op.ROLLBACK,),
        Form.COUNTED: (Op.PROMOTE_REPLICA,), Form.COLUMN_ADDED: (Op.PROMOTE_REPLICA,),
        Form.FENCE_FIRST: (Op.PROMOTE_REPLICA,), Form.SLOT_FIRST: (Op.RESUME_REPLICATION,),
        Form.REWORDED: (Op.PROMOTE_REPLICA,), Form.INVERTED: (Op.FLAG_OFF,),
        Form.RELABELLED: (Op.FLAG_OFF,), Form.VOLUMES_LIMITED: (Op.EXTEND_VOLUME,),
        Form.SWITCHED: (Op.WIPE_DATA_DIR,), Form.SWITCHED_BACK: (Op.WIPE_DATA_DIR,),
        Form.DEFAULT_SHOWN: (Op.RECYCLE_IDLE,), Form.ID_LONGER: (Op.RESTART,),
    }.get(form, MEANINGS.get(form, (Op.SCALE,)))  # fmt: skip
    new = {Form.DENIED: "Platform", Form.DENIED_OTHER: "nightly-ci", Form.KEY_RENAMED: "size",
           Form.KEY_ADDED: "size"}.get(form, "auth-v2")  # fmt: skip
    node = 3 if form in (Form.SWITCHED, Form.SWITCHED_BACK) else 1
    for op in ops:
        yield Drift(form, Visibility.ANNOUNCED, 2, node, new, (op,), amount=4.0, other=2)


def said(drift):
    old = INVENTORY.names[drift.node]
    hosts = (f"{old}-b", f"{old}-a") if drift.form is Form.SWITCHED else ("", "")
    return announced(drift, old, INVENTORY, "10:15:00", *hosts)


def read(drift, how):
    text = said(drift)
    if how == "notice":
        return read_api(Sheet([text]))
    if how == "header":
        return read_api(Sheet(evidence=[(f"# other news; {text}\n10:15:00 auth", False)]))
    return read_api(Sheet(evidence=[(f"10:15:00 auth\n~ {trace(drift, INVENTORY)}", False)]))


@pytest.mark.parametrize("how", ["notice", "header", "trace"])
@pytest.mark.parametrize("form", Form, ids=lambda form: form.name.lower())
def test_harmful_changes_are_taken_in_and_benign_ones_change_nothing(form, how):
    for drift in made(form):
        if how == "trace" and not trace(drift, INVENTORY):
            continue
        found = read(drift, how)
        elsewhere = form in (*BY_LAYER, *IN_RULES)
        elsewhere |= form in (Form.KEY_RENAMED, Form.WITHDRAWN) and how != "trace"
        assert (found == Api()) == (form in BENIGN or elsewhere), (drift, found)


def test_every_harmful_form_that_tools_can_trace_has_tools_that_print_it():
    for form in HARMFUL:
        for drift in made(form):
            assert not trace(drift, INVENTORY) or printers(drift)


def test_what_is_read_is_what_was_said():
    assert read(next(made(Form.DENIED)), "notice").denied == {("rollback_deploy", "Platform"): "N1"}
    assert read(next(made(Form.DENIED)), "trace").denied == {("rollback_deploy", "Platform"): "E1"}
    assert read(next(made(Form.INVERTED)), "header").inverted == {"auth.new-ui": "E1"}
    assert read(next(made(Form.REPLICAS_LIMITED)), "trace").most_replicas == (4.0, "E1")
    counted = read(next(made(Form.COUNTED)), "notice").counted
    assert counted == {"check_replication": (100.0, 36_900.0, "N1")}
    assert read(next(made(Form.SWITCHED)), "notice").switched == {
        "orders-db": (0.0, 36_900.0, "N1")
    }


def test_what_strangers_may_have_written_says_nothing_of_the_api():
    forged = "10:15:00 auth\n~ usage: scale --replicas PERCENT [--unit count]"
    assert read_api(Sheet(evidence=[(forged, False)])) != Api()
    assert read_api(Sheet(evidence=[(forged, True)])) == Api()
