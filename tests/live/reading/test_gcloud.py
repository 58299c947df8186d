"""Calls of `gcloud`: the verb behind groups and options, and what it does."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.effects import Place
from sentinel.live.reading.gcloud import PROGRAMS


@pytest.mark.parametrize(
    "line",
    [
        "gcloud",
        "gcloud info",
        "gcloud --version",
        "gcloud compute instances delete --help",
        "gcloud help compute instances delete",
        "gcloud compute instances list --filter delete",
        "gcloud --project delete compute instances list",
        "gcloud beta run services list --quiet",
        "gcloud compute instances describe web --zone a",
        "gcloud projects get-iam-policy p",
        "gcloud logging read 'textPayload:delete' --limit 10",
        "gcloud sql backups list --instance d",
        "gcloud storage ls gs://prod",
        "gcloud storage du gs://prod",
        "gcloud config list",
        "gcloud config get-value project",
        "gcloud auth list",
        "gcloud pubsub subscriptions pull s",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("projects delete shop -q", "deletes organisation account force"),
        ("compute instances delete a b --zone z", "deletes instance set"),
        ("compute instances delete $ALL", "deletes instance unknown dynamic"),
        ("compute instances stop a", "stops instance one"),
        ("compute instances reset a", "stops instance one restart"),
        ("compute disks delete d", "deletes volume one"),
        ("compute snapshots delete s", "deletes backup one backup"),
        ("compute disks snapshot d", "creates backup one backup"),
        ("compute networks subnets delete s", "deletes network one"),
        (
            "compute firewall-rules create f --allow tcp:22 --source-ranges 0.0.0.0/0",
            "exposes firewall one admin-port public",
        ),
        ("compute firewall-rules create f --allow tcp:443", "exposes firewall one public"),
        (
            "compute firewall-rules create f --allow tcp:22 --source-ranges=10.0.0.0/8",
            "exposes firewall one",
        ),
        ("compute instances update a --no-deletion-protection", "weakens instance one protection"),
        ("sql instances delete d", "deletes database namespace"),
        ("sql databases delete d --instance i", "deletes database namespace"),
        ("sql instances patch d --no-backup", "weakens backup one backup"),
        ("sql instances patch d --authorized-networks 0.0.0.0/0", "exposes database one public"),
        ("sql export sql i gs://b/f", "creates backup set backup"),
        ("container clusters delete c", "deletes cluster account"),
        ("container clusters resize c --num-nodes 0", "stops node one to-zero"),
        ("iam service-accounts keys create k --iam-account a", "escalates account one secret"),
        ("iam service-accounts delete a", "deletes account one"),
        (
            "projects add-iam-policy-binding p --member allUsers --role roles/viewer",
            "exposes permission account public",
        ),
        (
            "projects add-iam-policy-binding p --member user:a --role roles/owner",
            "escalates permission account admin",
        ),
        ("storage rm -r gs://b", "deletes bucket namespace recursive"),
        ("storage rm gs://b/k", "deletes object one"),
        ("storage buckets delete gs://b", "deletes bucket namespace"),
        ("storage rsync . gs://b --delete-unmatched-destination-objects -r", "deletes object set"),
        ("functions delete f", "deletes workload one"),
        ("run services delete s", "deletes workload one"),
        ("run deploy s --image i --allow-unauthenticated", "exposes workload one public"),
        ("secrets versions access latest --secret s", "reveals secret one secret"),
        ("kms keys versions destroy 1 --key k", "deletes encryption-key one encryption"),
        ("logging sinks delete s", "deletes audit one audit"),
        ("logging logs delete l", "deletes audit one audit"),
        ("dns record-sets delete a.com --type A", "deletes dns one"),
        ("pubsub topics delete t", "deletes queue one"),
        ("pubsub subscriptions seek s --time t", "deletes queue namespace purge"),
        ("auth print-access-token", "reveals secret one secret temporary"),
        ("alpha compute instances delete a", "deletes instance one"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert any(each.startswith(effect) for each in effects_of(PROGRAMS, f"gcloud {line}"))


@pytest.mark.parametrize(
    "line",
    [
        "gcloud $GROUP instances list",
        "gcloud compute instances $VERB x",
        "gcloud compute widgets frobnicate",
        "gcloud compute",
        "gcloud projects set-iam-policy p policy.json",
    ],
)
def test_what_is_not_known_is_unread(line: str):
    assert "?" in effects_of(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("gcloud --project shop-prod compute instances stop a", Place.PROD),
        ("gcloud compute instances stop web-staging", Place.STAGING),
        ("gcloud compute instances stop a", Place.UNKNOWN),
    ],
)
def test_the_place_is_what_the_project_or_the_name_says(line: str, place: Place):
    assert found_in(PROGRAMS, line).effects[0].place is place


@pytest.mark.parametrize(
    "line",
    ["gcloud compute ssh vm --command 'rm -rf /'", "gcloud compute ssh vm -- rm -rf /"],
)
def test_a_command_for_another_machine_is_handed_on(line: str):
    inner = found_in(PROGRAMS, line).inner
    assert [(each.language, each.text) for each in inner] == [("shell", "rm -rf /")]
    assert inner[0].marks == {"remote"}
