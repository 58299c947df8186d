"""A dataset on disk is whole or not there; one that was killed goes on where it stopped."""

import json
import subprocess
import sys

import pytest

from sentinel.errors import OptionError, ReportError
from sentinel.evaluation.distributed import Cluster
from sentinel.scenario.tiers import Tier
from sentinel.training.dataset import Order, data_hash, load
from sentinel.training.dataset_files import Format
from sentinel.training.dataset_making import Watch, make, read_facts

ORDER = Order(40, (Tier.ACTION_SCREEN,), seed=7, form="compact")
FILES = ["README.md", "dataset.json"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The dataset made without a break."""
    folder = tmp_path_factory.mktemp("whole")
    make(ORDER, folder)
    return folder


def names(folder):
    return sorted(path.name for path in folder.iterdir())


class Killed(BaseException):
    """Ends the making as nothing in it expects."""


def killed_after(many):
    left = [many]

    def advance():
        left[0] -= 1
        if left[0] == 0:
            raise Killed

    return Watch(advance, state_s=0.0)


def test_a_dataset_has_its_samples_its_facts_and_its_card(whole):
    assert names(whole) == [*FILES, "train.jsonl"]
    facts = read_facts(whole)
    assert facts["samples"] == len(load(whole)) == 40
    assert facts["data_hash"] == data_hash(load(whole / "train.jsonl"))


def test_a_killed_one_leaves_nothing_that_seems_whole_and_goes_on(whole, tmp_path):
    for many in (1, 20, 39):
        with pytest.raises(Killed):
            make(ORDER, tmp_path, watch=killed_after(many))
        assert not set(names(tmp_path)) & {*FILES, "train.jsonl"}
        with pytest.raises(ReportError, match="has 0 of train"):
            load(tmp_path)
    assert json.loads((tmp_path / ".train.state").read_text())["length"] > 0
    with (tmp_path / ".train.part").open("ab") as part:
        part.write(b'{"messages": [{"role"')
    advanced = []
    facts = make(ORDER, tmp_path, watch=Watch(lambda: advanced.append(1)))
    assert names(tmp_path) == names(whole)
    assert len(advanced) == 40
    for name in names(whole):
        assert (tmp_path / name).read_bytes() == (whole / name).read_bytes()
    assert facts == read_facts(whole)


def test_one_that_stands_is_not_made_again_and_stays_until_another_is_whole(whole, tmp_path):
    make(ORDER, tmp_path)
    assert make(ORDER, tmp_path, watch=killed_after(1)) == read_facts(whole)
    other = Order(30, (Tier.ACTION_SCREEN,), seed=8, form="compact")
    with pytest.raises(Killed):
        make(other, tmp_path, watch=killed_after(30))
    assert data_hash(load(tmp_path)) == read_facts(whole)["data_hash"]
    with pytest.raises(ReportError, match="has the beginning of another dataset"):
        make(Order(31, (Tier.ACTION_SCREEN,), seed=8, form="compact"), tmp_path)
    assert make(other, tmp_path, Format.PARQUET)["samples"] == 30
    assert names(tmp_path) == [*FILES, "train.parquet"]


def test_a_damaged_state_is_refused_and_begun_anew_if_asked(whole, tmp_path):
    with pytest.raises(Killed):
        make(ORDER, tmp_path, watch=killed_after(39))
    (tmp_path / ".train.state").write_text("{")
    with pytest.raises(ReportError, match="--restart begins anew"):
        make(ORDER, tmp_path)
    assert make(ORDER, tmp_path, restart=True) == read_facts(whole)


HOLDS = """
import sys
from pathlib import Path
from sentinel.scenario.tiers import Tier
from sentinel.training.dataset import Order
from sentinel.training.dataset_making import Watch, make

def hold():
    print("held", flush=True)
    sys.stdin.read()

make(Order(40, (Tier.ACTION_SCREEN,), seed=7, form="compact"), Path(sys.argv[1]), watch=Watch(hold))
"""


@pytest.mark.parametrize("restart", [False, True])
def test_only_one_process_makes_a_dataset_in_a_folder(whole, tmp_path, restart):
    words = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ReportError, match="another process makes a dataset in "):
            make(ORDER, tmp_path, restart=restart)
        other.kill()
    assert make(ORDER, tmp_path, restart=restart) == read_facts(whole)
    assert names(tmp_path) == names(whole)


def test_parquet_holds_the_same_samples_and_has_the_same_hash(whole, tmp_path):
    facts = make(ORDER, tmp_path, Format.PARQUET)
    assert names(tmp_path) == [*FILES, "train.parquet"]
    assert facts == read_facts(whole)
    assert load(tmp_path) == load(whole)
    assert [each.line() for each in load(tmp_path)] == [each.line() for each in load(whole)]


def test_libraries_read_both_formats_as_chats(whole, tmp_path):
    datasets = pytest.importorskip("datasets")
    make(ORDER, tmp_path, Format.PARQUET)
    for kind, file in (("json", whole / "train.jsonl"), ("parquet", tmp_path / "train.parquet")):
        read = datasets.load_dataset(
            kind, data_files=str(file), split="train", cache_dir=str(tmp_path / kind)
        )
        assert read.num_rows == 40
        assert [each["role"] for each in read[0]["messages"]] == ["user", "assistant"]


def test_a_file_that_is_no_dataset_is_told_by_its_line(whole, tmp_path):
    rows = (whole / "train.jsonl").read_text().splitlines()
    broken = json.loads(rows[1]) | {"decision": "maybe"}
    (tmp_path / "train.jsonl").write_text("\n".join([rows[0], json.dumps(broken)]))
    with pytest.raises(ReportError, match="'maybe' is not a valid Decision"):
        load(tmp_path)
    for path, told in ((tmp_path / "no.jsonl", "cannot read"), (whole / "README.md", "sample 1")):
        with pytest.raises(ReportError, match=told):
            load(path)
    with pytest.raises(ReportError, match=r"cannot read .*dataset\.json"):
        read_facts(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match="cannot write"):
        make(ORDER, tmp_path / "file" / "folder")
    with pytest.raises(OptionError, match="no prompt form"):
        make(Order(1, form="short"), tmp_path / "new")
    assert names(tmp_path) == ["file"]


@pytest.mark.xdist_group("ray")
def test_workers_of_a_cluster_make_the_same_bytes(whole, tmp_path):
    make(ORDER, tmp_path, cluster=Cluster(2))
    for name in names(whole):
        assert (tmp_path / name).read_bytes() == (whole / name).read_bytes()
