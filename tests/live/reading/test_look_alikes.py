import pytest

from sentinel.live.reading.look_alikes import looks_alike


@pytest.mark.parametrize(
    ("name", "program"),
    [("reqeusts", "pip"), ("crossenv", "npm"), ("lodahs", "npm"), ("colourama", "pip")],
)
def test_nearly_a_known_name_is_noticed(name, program):
    assert looks_alike(name, program)


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("requests==2.32", "pip"),
        ("requests[security]", "pip"),
        ("psycopg3", "pip"),
        ("preact", "npm"),
        ("@types/lodash", "npm"),
        ("lodash@4", "npm"),
        ("reqeusts", "apt"),
        ("", "pip"),
    ],
)
def test_other_names_are_left_alone(name, program):
    assert not looks_alike(name, program)
