"""Every family has its generated page, and a page says what the world it names would say again."""

import re
from pathlib import Path

import pytest
from incident_facts import measured
from incidents import HEADINGS, VERSIONS, index, one_incident, page

from sentinel.grading.classes import ActionClass
from sentinel.world.faults.catalogue import BY_ID, FAMILIES

DOCS = Path(__file__).parent.parent / "docs" / "incidents"
AGAIN = "D5"
"""The family whose page is written anew and compared."""

by_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.id)


def read(name):
    return (DOCS / f"{name}.md").read_text()


@by_family
def test_a_page_has_every_section_and_its_picture(family):
    text = read(family.id)
    assert text.startswith(f"# {family.id}: {family.title}\n")
    assert tuple(re.findall(r"(?m)^## (.+)$", text)) == HEADINGS
    assert f"({family.id}.png)" in text
    assert (DOCS / f"{family.id}.png").read_bytes().startswith(b"\x89PNG")
    assert all(section.strip() for section in re.split(r"(?m)^## .+$", text))


@by_family
def test_a_page_states_versions_circumstances_and_the_share_of_every_class(family):
    text = read(family.id)
    assert re.search(r"World version \d+, label version \d+\.", text)
    for name in family.flips:
        assert re.search(rf"(?m)^\| `{name}` \| [\d.]+ % \| [\d.]+ % \| [\d.]+ % \|$", text)
    counts = dict(re.findall(r"(?m)^\| (\w+) \| ([\d,]+) \| [\d.]+ % \|$", text))
    assert set(counts) == {each.value for each in ActionClass}
    whole = int(re.search(r"fits the estate, ([\d,]+) in 200", text)[1].replace(",", ""))
    assert sum(int(count.replace(",", "")) for count in counts.values()) == whole


def test_the_index_links_every_family_and_no_page_is_left_over():
    linked = re.findall(r"\[(\w+)\]\(\1\.md\)", read("README"))
    assert linked == [family.id for family in FAMILIES]
    pages = {path.stem for path in DOCS.glob("*.md")} - {"README"}
    assert pages == {path.stem for path in DOCS.glob("*.png")} == set(BY_ID)


def test_a_page_written_anew_is_the_page_that_is_committed():
    text = read(AGAIN)
    if VERSIONS not in text:
        pytest.skip("the page is of another world; `python scripts/incidents.py` writes it anew")
    facts = measured(BY_ID[AGAIN])
    assert page(facts, one_incident(BY_ID[AGAIN], drawn=False)) == text
    again = index({AGAIN: facts}).splitlines()
    assert again[-1] in read("README").splitlines()
