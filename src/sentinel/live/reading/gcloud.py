"""The `gcloud` command line: groups, then a verb, then what it is done to.

| mark | meaning |
|---|---|
| `force` | asks nothing (`--quiet`) |
| `public` | for anybody (`allUsers`, `0.0.0.0/0`) |
"""

from typing import Final

from sentinel.live.effects import Thing
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Call, Found, Inner, Reader
from sentinel.live.reading.cloud_besides import besides
from sentinel.live.reading.cloud_clients import Client
from sentinel.live.reading.cloud_options import eager_options
from sentinel.live.reading.cloud_words import words_in
from sentinel.live.reading.gcloud_cases import CASES, ENDINGS

_FLAGS: Final = words_in(
    "-q --quiet --async --no-async --help -h --version -v --force --recursive -r -R --dry-run "
    "--validate-only --no-user-output-enabled --user-output-enabled --log-http --uri --all "
    "--no-backup --no-deletion-protection --deletion-protection --allow-unauthenticated "
    "--no-allow-unauthenticated --delete-all-versions --force-delete-tags --no-traffic "
    "--no-restart-on-failure --preemptible --spot --internal-ip --tunnel-through-iap --delete "
    "--delete-unmatched-destination-objects --continue-on-error --all-versions --no-clobber "
    "--enable-autoscaling --no-enable-autoscaling --no-assign-ip --assign-ip --restart-on-failure "
    "--no-public-access-prevention --public-access-prevention --no-promote --promote --purge "
    "--discard-local-ssd --disabled --no-disabled --no-enable-master-authorized-networks "
    "--enable-master-authorized-networks --no-versioning --versioning -n -d -c --no-enable-"
    "bin-log --clear-authorized-networks --all-instances --plain --export --update-adc --brief"
)
"""Options that take no value."""

_TRACKS: Final = frozenset({"alpha", "beta", "preview"})
_LOOKS: Final = frozenset({"read", "info", "browse", "cat", "du", "hash", "print", "diagnose",
                           "check", "version", "help", "cheat-sheet", "topic", "feedback",
                           "lint", "analyze", "test", "tail", "log",
                           "policy-troubleshoot", "proxy", "troubleshoot"})  # fmt: skip
_ABOUT: Final[dict[str, Thing]] = {
    "compute": Thing.INSTANCE,
    "sql": Thing.DATABASE,
    "container": Thing.CLUSTER,
    "run": Thing.WORKLOAD,
    "functions": Thing.WORKLOAD,
    "app": Thing.WORKLOAD,
    "builds": Thing.WORKLOAD,
    "iam": Thing.ACCOUNT,
    "projects": Thing.ORGANISATION,
    "organizations": Thing.ORGANISATION,
    "storage": Thing.OBJECT,
    "secrets": Thing.SECRET,
    "kms": Thing.ENCRYPTION_KEY,
    "logging": Thing.AUDIT,
    "monitoring": Thing.AUDIT,
    "dns": Thing.DNS,
    "pubsub": Thing.QUEUE,
    "config": Thing.CONFIGURATION,
    "services": Thing.CONFIGURATION,
    "spanner": Thing.DATABASE,
    "bigtable": Thing.DATABASE,
    "firestore": Thing.DATABASE,
    "redis": Thing.CACHE,
    "filestore": Thing.DATABASE,
    "artifacts": Thing.IMAGE,
    "deployment-manager": Thing.INFRASTRUCTURE,
    "resource-manager": Thing.ORGANISATION,
}
"""What a group of commands is about, for nouns that are not known."""


CLIENT: Final = Client(
    "gcloud", CASES, _ABOUT, _FLAGS, ENDINGS, _LOOKS,
    quiet=("--quiet", "-q"), dry=("--dry-run", "--validate-only"),
    where=("--project", "--configuration", "--cluster", "--instance"),
    variables=("CLOUDSDK_CORE_PROJECT",), tracks=_TRACKS, first=1,
)  # fmt: skip


def read_gcloud(call: Call) -> Found:
    """Read a call of `gcloud`."""
    if "execute-sql" in call.texts[:5]:
        given = eager_options(call.words, _FLAGS)
        place = place_of(" ".join([*given.texts, *given.values("--instance", "--project")]))
        words = given.given.get("--sql", [])
        if words:
            return Found(inner=[Inner("sql", x.text, x.fixed, "bigquery", place) for x in words])
    return besides(call, CLIENT.read(call))


PROGRAMS: Final[dict[str, Reader]] = {"gcloud": read_gcloud}
