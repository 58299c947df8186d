import pytest
from system_calls import lines

from sentinel.live.reading.image_registries import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("skopeo inspect docker://alpine", "reads image docker://alpine one"),
        (
            "skopeo copy docker://a docker://b",
            "writes image docker://a set + writes image docker://b set",
        ),
        ("skopeo delete docker://r/app:1", "deletes image docker://r/app:1 one"),
        ("crane digest alpine:3", "reads image alpine:3 one"),
        ("crane delete r/app:1", "deletes image r/app:1 one"),
        ("oras manifest fetch r/x:1", "reads image r/x:1 one"),
        ("regctl tag rm r/x:1", "deletes image r/x:1 one"),
        ("buildah bud -t app .", "creates image . one"),
        ("buildah push app r/app", "writes image app set + writes image r/app set"),
        ("cosign verify --key k r/app", "reads image r/app one"),
        ("cosign sign r/app", "writes image r/app one"),
        ("snyk test --all-projects", "reads file - one"),
    ],
)
def test_images_are_looked_at_pushed_or_deleted(command, expected):
    assert lines(PROGRAMS, command) == expected
