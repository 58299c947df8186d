"""Tools of container images and registries, and of what is signed and scanned there."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Kind, Thing, Undo
from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.image_names import bare, nowhere_known, poisons
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads image"
_PUT: Final = "writes image remote release"
_GONE: Final = "deletes image hard remote release"

_SKOPEO: Final = table(
    {
        "inspect, list-tags, manifest-digest, standalone-verify, help": _LOOK,
        "copy, sync": _PUT,
        "delete": _GONE,
        "login, logout": "writes secret",
        "standalone-sign": "creates file",
    },
    "--override-arch --override-os --creds --authfile --cert-dir --format -f --src --dest -s -d",
)
_CRANE: Final = table(
    {
        "digest, manifest, config, ls, catalog, validate, version, blob, export, pull, "
        "registry": _LOOK,
        "push, copy, cp, tag, index": _PUT,
        "mutate, append, rebase, flatten, edit": "writes image remote release public",
        "delete": _GONE,
        "auth": "writes secret",
    },
    "--platform -p --format --entrypoint --cmd -l --label --annotation -e --env -u --user "
    "-w --workdir --set-platform",
)
_ORAS: Final = table(
    {
        "manifest fetch, manifest fetch-config, repo ls, repo tags, discover, resolve, version, "
        "blob fetch, repo list, pull": _LOOK,
        "push, attach, copy, cp, tag, manifest push, blob push, manifest index": _PUT,
        "manifest delete, blob delete": _GONE,
        "login, logout": "writes secret",
    },
    "-o --output -u --username -p --password --platform --artifact-type --format",
)
_REGCTL: Final = table(
    {
        "image digest, image inspect, image manifest, image config, image ratelimit, tag ls, tag "
        "list, repo ls, manifest get, manifest head, manifest diff, version, registry config, "
        "blob get, image check-base, artifact tree, artifact list, artifact get": _LOOK,
        "image copy, image mod, image import, artifact put, manifest put, blob put, index": _PUT,
        "tag delete, tag rm, manifest delete, blob delete, image delete": _GONE,
        "repo delete": "deletes repository namespace never remote release",
        "image export": "creates file",
        "registry login, registry logout, registry set": "writes secret",
    },
)
_BUILDAH: Final = table(
    {
        "images, containers, ps, ls, inspect, info, version, manifest inspect, source "
        "inspect": _LOOK,
        "bud, build, build-using-dockerfile, from, commit, config, copy, add, tag, pull, mount, "
        "umount, manifest create, manifest add, rename": "creates image",
        "push, manifest push": _PUT,
        "rm, rmi, delete, prune": "deletes image easy",
        "login, logout": "writes secret",
    },
    "-t --tag -f --file --build-arg --authfile --format --platform --layers -v --volume --name",
    runs={"run": 1, "unshare": 0},
)
_COSIGN: Final = table(
    {
        "verify, verify-attestation, verify-blob, tree, triangulate, version, download, "
        "verify-blob-attestation, public-key, manifest verify, dockerfile verify, "
        "initialize": _LOOK,
        "sign, attest, attach, copy, upload, save, load": _PUT,
        "sign-blob, attest-blob": "creates file",
        "generate-key-pair, import-key-pair": "creates secret",
        "clean": _GONE,
        "login": "writes secret",
    },
    "--key --certificate --certificate-identity --certificate-oidc-issuer --signature --type "
    "--rekor-url --output --bundle -a",
)
_NOTATION: Final = table(
    {
        "verify, list, ls, inspect, version, cert list, key list, policy show": _LOOK,
        "sign": _PUT,
        "key add, cert add, policy import, cert generate-test": "writes secret",
        "key delete, cert delete": "deletes secret",
        "login, logout": "writes secret",
    },
)
_SNYK: Final = table(
    {
        "test, container test, iac test, code test, config, version, sbom, aibom, "
        "policy, whoami, log4shell, sbom test": "reads file",
        "monitor, container monitor": "creates audit",
        "fix": "writes file",
        "auth, config set, config unset, ignore": "writes configuration",
    },
    "--file --severity-threshold --org --package-manager --json-file-output --target-reference",
)
_UMOCI: Final = table(
    {
        "list, ls, stat, version": _LOOK,
        "unpack, init, new, repack, config, tag, insert, raw": "creates image",
        "rm, remove, gc": "deletes image easy",
    },
    "--image --layout",
)

_REGISTRY: Final = table(
    {"serve": "starts unit", "garbage-collect": "deletes package namespace never release",
     "help": _LOOK},
    dry="--dry-run -d",
)  # fmt: skip


def _collected(call: Call) -> Found:
    """Read `registry`: a collection takes what nothing names, and images without a tag if told."""
    found = _REGISTRY(call)
    if {"-m", "--delete-untagged"}.intersection(each.text.partition("=")[0] for each in call.words):
        return found
    return Found(effects=[replace(each, undo=Undo.EASY, marks=each.marks | {"temporary"},
                                  thing=Thing.CACHE) if each.kind is Kind.DELETES else each
                          for each in found.effects], opaque=found.opaque)  # fmt: skip


_PUBLIC: Final = ("public.", "docker.io/", "index.docker.io/", "quay.io/", "registry-1.docker.io/")


def to_the_public(image: str) -> bool:
    """Whether an image goes to where anybody takes images from, and its name says so.

    Example:
        >>> [to_the_public(each) for each in ("docker.io/acmepublic/x:1", "acme/x:1")]
        [True, False]
    """
    name = bare(image)
    return name.startswith("public.") or (name.startswith(_PUBLIC) and "public" in name)


def _between(reader: Reader) -> Reader:
    """Add that what lies in a registry of one's own is shown to everybody by a copy."""

    def read_call(call: Call) -> Found:
        found = reader(call)
        put = [
            each for each in found.effects if each.kind is Kind.WRITES and "remote" in each.marks
        ]
        if len(put) < 2:
            return found
        source, target = bare(put[0].name), bare(put[-1].name)
        if nowhere_known(target):
            return found.add(replace(put[-1], kind=Kind.EXFILTRATES, undo=Undo.NEVER))
        if poisons(source, target):
            found.add(replace(put[-1], marks=put[-1].marks | {"untrusted-source"}))
        own = "." in source.partition("/")[0] and not source.startswith((*_PUBLIC, *_MIRRORED))
        local = call.program == "buildah" and target.startswith(_PUBLIC)
        if to_the_public(target) or local or (own and target.startswith(_PUBLIC)):
            marks = put[-1].marks | {"public"}
            found.add(replace(put[-1], kind=Kind.EXPOSES, undo=Undo.NEVER, marks=marks))
        return found

    return read_call


_MIRRORED: Final = ("gcr.io/google", "registry.k8s.io/", "mcr.microsoft.com/", "k8s.gcr.io/")
"""Registries that everybody reads already."""


PROGRAMS: Final[dict[str, Reader]] = {
    "skopeo": _between(_SKOPEO),
    **dict.fromkeys(("crane", "gcrane"), _between(_CRANE)),
    "oras": _between(_ORAS),
    "regctl": _between(_REGCTL),
    "buildah": _between(_BUILDAH),
    "cosign": _COSIGN,
    "notation": _NOTATION,
    "snyk": _SNYK,
    "umoci": _UMOCI,
    "registry": _collected,
    **views("container-diff container-structure-test dockle slsa-verifier in-toto-verify docker-ls "
            "osv-scanner dependency-check trufflehog detect-secrets-hook whispers "
            "kics horusec gosec brakeman njsscan bearer grant clair-scanner "
            "cyclonedx-py cyclonedx-npm cyclonedx-gomod spdx-sbom-generator bom vexctl "
            "rekor-cli cloudsplaining parliament prowler scout-suite kubesec "
            "docker-credential-list dockerfilelint imgcrypt lazydocker",
            "-f -o -t -i -r -s -c --format --output"),
    "detect-secrets": table({"scan, audit": "reads file"}),
}  # fmt: skip
"""Readers of this module, by program."""
