"""`aws-vault`, `sam` and `copilot`."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.effects import Place
from sentinel.live.reading.aws_wrappers import PROGRAMS


@pytest.mark.parametrize(
    "line",
    ["aws-vault exec prod -- aws s3 ls", "aws-vault exec prod --duration 1h aws s3 ls"],
)
def test_the_program_that_is_run_is_handed_on(line: str):
    (call,) = found_in(PROGRAMS, line).calls
    assert (call.program, call.texts, call.place) == ("aws", ["s3", "ls"], Place.PROD)
    assert ("AWS_PROFILE", "prod") in call.variables


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("aws-vault exec prod", "escalates account one"),
        ("aws-vault exec prod -- $CMD", "?"),
        ("aws-vault frob", "?"),
        (
            "sam delete --stack-name s --no-prompts",
            "deletes infrastructure namespace cascade force",
        ),
        ("sam deploy --stack-name s", "writes infrastructure one"),
        ("copilot svc delete --name web --yes", "deletes workload one force"),
        ("copilot app delete --yes", "deletes infrastructure namespace cascade force"),
        ("copilot svc frob", "?"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert effect in effects_of(PROGRAMS, line)


@pytest.mark.parametrize("line", ["aws-vault list", "sam validate", "copilot svc status", "sam"])
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


def test_a_command_in_a_container_is_handed_on():
    inner = found_in(PROGRAMS, "copilot svc exec --command 'rm -rf /'").inner
    assert [each.text for each in inner] == ["rm -rf /"]
