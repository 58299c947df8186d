import pytest
from split_calls import found_by, words_by

from sentinel.live.effects import Kind, Place
from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.terraform import PROGRAMS

words = words_by(PROGRAMS)


@pytest.mark.parametrize(
    "line",
    [
        "terraform plan",
        "terraform -chdir=envs/prod plan -out=p",
        "terraform -var apply plan",
        "terraform validate",
        "terraform fmt -check",
        "terraform state list",
        "terraform output vpc_id",
        "terraform show -json p",
        "terraform destroy -help",
        "terraform --version",
        "tofu plan",
        "terragrunt run-all plan",
        "pulumi preview",
        "cdk diff",
        "cdktf synth",
        "vagrant status",
        "packer validate x",
        "terraform",
    ],
)
def test_what_only_looks_is_read_as_looking(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not found.opaque


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "terraform apply -auto-approve",
            ["writes infrastructure - unknown auto-approve unseen"],
        ),
        ("terraform apply p", ["writes infrastructure p unknown saved-plan unseen"]),
        ("terraform apply -target=a.b", ["writes infrastructure a.b one target unseen"]),
        ("terraform destroy", ["deletes infrastructure - account cascade"]),
        ("terraform apply -destroy", ["deletes infrastructure - account cascade"]),
        ("terraform --chdir=x destroy", ["deletes infrastructure - account cascade"]),
        ("terraform destroy -target a.b", ["deletes infrastructure a.b one cascade target"]),
        (
            "terraform apply -replace=a.b",
            [
                "writes infrastructure a.b one target unseen",
                "deletes infrastructure a.b one replace",
            ],
        ),
        ("terraform state rm a.b", ["deletes infrastructure a.b one state"]),
        ("terraform state push x", ["writes infrastructure x account force state"]),
        ("terraform workspace delete w", ["deletes infrastructure w one state"]),
        ("terraform force-unlock 1", ["weakens infrastructure 1 one no-verify"]),
        ("terraform taint a.b", ["writes infrastructure a.b one replace state"]),
        (
            "terragrunt run-all destroy --terragrunt-non-interactive",
            ["deletes infrastructure - account auto-approve cascade many"],
        ),
        ("pulumi destroy -y -s web", ["deletes infrastructure web account auto-approve cascade"]),
        ("cdk destroy --force Web", ["deletes infrastructure Web account cascade force"]),
        ("vagrant destroy -f", ["deletes instance - one force local temporary"]),
    ],
)
def test_what_changes_says_what_and_how_much(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize(
    "line",
    ["terraform output -json", "terraform output -raw db_password", "terraform state pull"],
)
def test_outputs_and_states_hold_secrets(line: str) -> None:
    assert Kind.REVEALS in [each.kind for each in found_by(PROGRAMS, line).effects]


def test_arguments_made_at_run_time_are_marked() -> None:
    assert "dynamic" in words("terraform apply $ARGS")[0]


def test_folders_and_variables_say_where() -> None:
    line = "terraform -chdir=envs/prod destroy"
    assert found_by(PROGRAMS, line).effects[0].place is Place.PROD
    asked = Call("terraform", (Word("destroy"),), variables=(("TF_WORKSPACE", "prod"),))
    assert PROGRAMS["terraform"](asked).effects[0].place is Place.PROD


@pytest.mark.parametrize("line", ["terraform frob", "terraform $VERB", "pulumi frob"])
def test_what_is_not_known_is_unread(line: str) -> None:
    assert found_by(PROGRAMS, line).opaque
