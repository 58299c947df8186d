"""Calls of `gsutil` and `bq`."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.reading.calls import Inner
from sentinel.live.reading.gsutil import PROGRAMS


@pytest.mark.parametrize(
    "line",
    [
        "gsutil",
        "gsutil ls -l gs://prod",
        "gsutil -m cat gs://b/k",
        "gsutil -o delete=1 du gs://b",
        "gsutil iam get gs://b",
        "gsutil versioning get gs://b",
        "gsutil -m rsync -n -d -r . gs://b",
        "bq ls",
        "bq --project_id prod show ds.t",
        "bq head -n 10 ds.t",
        "bq query --dry_run 'DELETE FROM t WHERE true'",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("gsutil -m rm -r gs://b", "deletes bucket namespace recursive"),
        ("gsutil -m rm -r gs://b/logs/", "deletes object set recursive"),
        ("gsutil rm gs://b/**", "deletes object set recursive"),
        ("gsutil rm gs://b/k", "deletes object one"),
        ("gsutil rm -r $B", "deletes bucket unknown dynamic recursive"),
        ("gsutil rb gs://b", "deletes bucket namespace"),
        ("gsutil -m rsync -d -r . gs://b", "deletes object set recursive"),
        ("gsutil iam ch allUsers:objectViewer gs://b", "exposes bucket set public"),
        ("gsutil acl set public-read gs://b/k", "exposes bucket set public"),
        ("gsutil cp .env gs://b/", "exfiltrates data one"),
        ("gsutil cp dist/a.js gs://b/", "writes object one"),
        ("gsutil versioning set off gs://b", "weakens bucket one backup"),
        ("gsutil lifecycle set l.json gs://b", "deletes object namespace persistent"),
        ("bq rm -r -f -d ds", "deletes database namespace force recursive"),
        ("bq rm -rf ds", "deletes database namespace force recursive"),
        ("bq rm -f -t ds.t", "deletes table namespace force"),
        ("bq load --replace ds.t f.csv", "writes table one truncate"),
        ("bq mk ds.t", "creates table one"),
        ("gsutil frob gs://b", "?"),
        ("gsutil $VERB gs://b", "?"),
        ("bq frob", "?"),
        ("bq query", "?"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert effect in effects_of(PROGRAMS, line)


def test_a_statement_is_handed_on_with_its_dialect():
    inner = found_in(PROGRAMS, "bq query --use_legacy_sql=false 'DROP TABLE t'").inner
    assert [(each.text, each.dialect) for each in inner] == [("DROP TABLE t", "bigquery")]


def test_a_statement_that_is_fed_is_handed_on():
    fed = Inner("sql", "DROP TABLE t", fixed=False)
    inner = found_in(PROGRAMS, "bq query", stdin=fed).inner
    assert [(each.text, each.fixed) for each in inner] == [("DROP TABLE t", False)]
