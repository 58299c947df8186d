"""What images are known for: the program they start, and databases that let anybody in."""

from typing import Final

from sentinel.live.reading.calls import Word
from sentinel.live.reading.names import names
from sentinel.live.reading.options import Options

_ENTRIES: Final[dict[str, str]] = {
    **{name: name for name in names(
        "composer trivy yq dive hadolint terraform packer vault git curl kubectl helm k9s "
        "shellcheck "
        "gitleaks trufflehog syft grype snyk checkov dockle flyway liquibase mc "
        "k6 jq semgrep yamllint actionlint tflint terragrunt promtool "
        "kubeconform kubeval golangci-lint markdownlint-cli2 ansible-lint markdownlint mdbook "
        "rclone restic kustomize eksctl sops cosign crane skopeo kubeseal grpcurl buf terrascan "
        "hugo vale nuclei spectral lychee tfsec infracost opa conftest regctl oras pgbadger "
        "git-cliff cloc prowler kubent popeye kube-bench kube-score pluto polaris nmap vegeta"
    )},
    "aws-cli": "aws", "awscli": "aws", "opentofu": "tofu", "redocly": "redocly", "cli": "",
    "openapi-generator-cli": "openapi-generator-cli", "mermaid-cli": "mmdc", "pandoc": "pandoc",
    "latex": "", "shfmt": "shfmt", "dockerize": "", "stylua": "stylua", "hey": "hey", "wrk": "wrk",
    "markdownlint-cli": "markdownlint", "golang-migrate": "migrate", "migrate": "migrate",
    "mkdocs-material": "mkdocs", "dnstools": "", "zot": "", "iperf3": "iperf3",
}  # fmt: skip
"""Programs that images start by themselves, by the last part of the image's name."""

_OPEN_SWITCHES: Final = names(
    "--noauth --skip-grant-tables --nolock --allow-insecure --insecure --insecure-http "
    "--no-authentication --disable-auth --anonymous-auth=true --auth=none --no-auth"
)
"""Switches of a server that asks nobody for a password."""
_OPEN_SETTINGS: Final = frozenset(
    {
        "POSTGRES_HOST_AUTH_METHOD=trust", "MYSQL_ALLOW_EMPTY_PASSWORD", "ALLOW_EMPTY_PASSWORD",
        "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", "xpack.security.enabled=false",
        "MYSQL_ALLOW_EMPTY_ROOT_PASSWORD", "plugins.security.disabled=true", "NEO4J_AUTH=none",
        "DISABLE_SECURITY_PLUGIN=true", "COUCHDB_ADMIN_PARTY", "ALLOW_ANONYMOUS_LOGIN",
        "ALLOW_PLAINTEXT_LISTENER", "MARIADB_ALLOW_EMPTY_PASSWORD", "ES_DISABLE_SECURITY",
        "MYSQL_ROOT_HOST=%", "JUPYTER_TOKEN=", "AUTH_REQUIRED=false",
        "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED=true",
    }
)  # fmt: skip
"""Variables, or variables with values, of servers of images that ask nobody for a password."""
_OWN: Final = ("127.", "localhost:", "[::1]:")


def entry(image: str) -> str:
    """The program that an image starts by itself; empty where it is not known.

    Example:
        >>> entry("docker.io/aquasec/trivy:0.50"), entry("acme/api")
        ('trivy', '')
    """
    name = image.rpartition("/")[2].partition("@")[0].partition(":")[0]
    return _ENTRIES.get(name, "")


def published(opts: Options) -> bool:
    """Whether what a container serves is reached from beyond this machine."""
    if "host" in (opts.value("--network"), opts.value("--net")) or opts.has("-P", "--publish-all"):
        return True
    return any(not each.startswith(_OWN) for each in opts.values("-p", "--publish"))


_DAEMON_PORT: Final = "2375"
"""Of Docker's engine, without certificates."""


def gives_the_daemon(port: str) -> bool:
    """Whether a published port is the one at which Docker's engine obeys everybody.

    Example:
        >>> [gives_the_daemon(x) for x in ("0.0.0.0:2375:2375", "127.0.0.1:2375:2375", "80:80")]
        [True, False, False]
    """
    parts = port.removesuffix("/tcp").split(":")
    return parts[-1] == _DAEMON_PORT and len(parts) > 1 and not port.startswith(_OWN)


def lets_anybody_in(opts: Options, command: list[Word]) -> str:
    """The switch or variable by which a server asks nobody for a password; empty without one."""
    texts = [word.text for word in command]
    for place, text in enumerate(texts):
        if text in _OPEN_SWITCHES:
            return text
        following = texts[place + 1] if place + 1 < len(texts) else ""
        if text == "--protected-mode" and following == "no":
            return "--protected-mode no"
    for each in opts.values("-e", "--env"):
        name, _, value = each.partition("=")
        if each in _OPEN_SETTINGS or (name in _OPEN_SETTINGS and value.lower() in _YES):
            return each
    return ""


_YES: Final = names("1 yes true on y")
