"""What every reader of a cloud's client keeps to, whatever it is given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.live.reading import (
    aws,
    aws_wrappers,
    azure,
    gcloud,
    gsutil,
    hosting,
    object_stores,
    smaller_clouds,
)
from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.cloud_words import thing_of

MODULES = (
    aws, aws_wrappers, azure, gcloud, gsutil, hosting, object_stores, smaller_clouds,
)  # fmt: skip
PROGRAMS = {name: reader for module in MODULES for name, reader in module.PROGRAMS.items()}

SAID = """s3 rm rb cp sync ec2 s3api delete-object terminate-instances ssm send-command compute
instances delete list run deploy exec pg:reset config:set : -- --name -n --force -rf --dry-run
--recursive= --x=$Y $X $(id) s3://b gs:// group vm --cli-input-json {} [] --parameters commands=[
- -1 = * storage query iam ch"""
WORDS = st.sampled_from([*SAID.split(), "", " ", "\x00", "{" * 50]) | st.text(max_size=8)


@given(program=st.sampled_from(sorted(PROGRAMS)), words=st.lists(WORDS, max_size=9))
@settings(max_examples=60, deadline=None)
def test_nothing_raises_and_nothing_is_passed_over_in_silence(program: str, words: list[str]):
    given_words = tuple(Word(word, fixed="$" not in word) for word in words)
    found = PROGRAMS[program](Call(program, given_words))
    assert found.effects or found.opaque or found.inner or found.calls


def test_no_program_is_read_by_two_modules():
    assert len(PROGRAMS) == sum(len(module.PROGRAMS) for module in MODULES)


def test_a_noun_is_known_by_the_words_at_its_end():
    assert thing_of("security-group-rules") == "firewall"
    assert thing_of("db-cluster-snapshots") == "backup"
    assert thing_of("gizmo") == "unknown"
    assert thing_of("") == "unknown"
