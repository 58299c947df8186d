"""What a request does to a hosted service: providers of clouds, payments, messages, models.

Marks of its own: `money` (a payment, which is not taken back), `message` (words for people).
"""

from typing import Final

import re2

from sentinel.live.effects import Place
from sentinel.live.places import place_of
from sentinel.live.reading.http_services import READING, Asked, Told
from sentinel.live.reading.system_verbs import bag

_PROVIDERS: Final = (
    "api.digitalocean.com", "api.hetzner.cloud", "api.linode.com", "api.vultr.com",
    "management.azure.com", "api.scaleway.com", "api.heroku.com", "api.fastly.com",
    "api.machines.dev", "api.render.com", "api.vercel.com", "api.netlify.com", "api.equinix.com",
    "api.packet.net", "api.supabase.com", "api.mongodb.com", "cloud.mongodb.com",
    "console.neon.tech", "api.pulumi.com", "api.spacelift.io", "api.planetscale.com",
)  # fmt: skip
_GOOGLE: Final = (".googleapis.com", ".amazonaws.com")
_MONEY: Final = bag("refunds refund charges payouts transfers payments payment_intents capture "
                    "withdrawals topups")  # fmt: skip
_CHATS: Final = re2.compile(
    r"^(?:hooks\.slack\.com|slack\.com/api/(?:chat|reactions|conversations\.mark|files\.upload)|"
    r"(?:canary\.|ptb\.)?discord(?:app)?\.com/api/(?:v\d+/)?(?:webhooks|channels/[^/]*/messages)|"
    r"outlook\.office(?:365)?\.com/webhook|[\w-]+\.webhook\.office\.com|"
    r"chat\.googleapis\.com|ntfy\.sh|api\.pushover\.net|hc-ping\.com|"
    r"api\.telegram\.org/bot[^/]*/send|events\.pagerduty\.com/v2/(?:enqueue|change)|"
    r"api\.pagerduty\.com/incidents/[^/]*/(?:notes|status_updates)|"
    r"api\.(?:eu\.)?opsgenie\.com/v2/alerts/[^/]*/notes|"
    r"api\.(?:[a-z0-9]+\.)?datadoghq\.(?:com|eu)/api/v[12]/(?:events|series|check_run)|"
    r"(?:[\w.-]*\.)?sentry\.io/api/0/organizations/[^/]*/releases|"
    r"webhooks\.mattermost\.com|[\w.-]*mattermost[\w.-]*/hooks/|[\w.-]*rocket[\w.-]*/hooks/|"
    r"[\w.-]*zulip[\w.-]*/api/v1/messages)"
)
"""Hosts and paths that words for people are sent to."""
_NOTES: Final = re2.compile(
    r"^(?:rest/api/(?:2|3|latest)/issue(?:/[A-Za-z]+-\d+/(?:comment|worklog))?|"
    r"api/annotations(?:/graphite)?|metrics/job/[^?]*|loki/api/v1/push|"
    r"api/v1/push|api/v[12]/spans|v1/(?:traces|metrics|logs))$"
)
"""Paths of any host that a comment, a mark on a chart or a measurement goes to."""
_ADDRESSES: Final = re2.compile(
    r"(?i)^[\"']?\$\{?\w*(?:slack|discord|teams|mattermost|chat|ntfy|notify|healthcheck|gchat)"
    r"\w*\}?[\"']?$"
)
"""Variables that hold the address of a channel."""
_MODELS: Final = ("api.openai.com", "api.anthropic.com", "api.mistral.ai", "api.cohere.com",
                  "api.groq.com", "openrouter.ai")  # fmt: skip
_ASKED: Final = bag("completions messages embeddings responses moderations count_tokens rerank "
                    "chat generate")  # fmt: skip
_ECHOES: Final = bag("httpbin.org postman-echo.com httpstat.us jsonplaceholder.typicode.com "
                     "httpbingo.org")  # fmt: skip
_SECRETLY: Final = re2.compile(r"(?i)\$\{?\w*(?:secret|passw|token|private|credential|api_?key)")


def messages(asked: Asked) -> Told | None:
    """Read a request that tells people, or charts, something; what names a secret is none."""
    if asked.method not in ("POST", "PUT") or _SECRETLY.search(asked.body):
        return None
    path = "/".join(asked.parts)
    if asked.host in _ECHOES:
        return ("reads endpoint", "")
    if asked.host in _MODELS and not _ASKED.isdisjoint(asked.parts):
        return ("creates endpoint easy message", path)
    filed = asked.body.startswith("@") and place_of(asked.host) is not Place.LOCAL
    said = _CHATS.search(f"{asked.host}/{path}") or (_NOTES.search(path) if not filed else None)
    said = said or _ADDRESSES.search(asked.host)
    return ("creates endpoint easy message", path) if said else None


def payments(asked: Asked) -> Told | None:
    """Read a request that moves money."""
    if asked.method != "POST" or _MONEY.isdisjoint(asked.parts) or asked.parts[-1] == "search":
        return None
    return ("writes endpoint never money", "")


def providers(asked: Asked) -> Told | None:
    """Read a request to a provider of machines, names or networks."""
    if asked.host == "api.cloudflare.com":
        return _cloudflare(asked)
    if asked.method in READING:
        return None
    cloud = asked.host == "app.terraform.io" or asked.parts[:2] == ("api", "v2")
    if cloud and (told := _terraform(asked)):
        return told
    if not asked.host.endswith((*_PROVIDERS, *_GOOGLE)):
        return None
    name = "/".join(asked.parts[-2:])
    if asked.method == "DELETE":
        if asked.host.endswith(".amazonaws.com"):
            return ("deletes object" if len(asked.parts) > 1 else "deletes bucket never", name)
        return ("deletes infrastructure never", name)
    return None


def _terraform(asked: Asked) -> Told | None:
    """Runs and workspaces of Terraform Cloud, or of one's own server of it."""
    parts, name = asked.parts, "/".join(asked.parts[-2:])
    if asked.method == "DELETE" and not {"workspaces", "organizations", "projects"}.isdisjoint(
        parts
    ):
        return ("deletes infrastructure namespace never", name)
    if parts[-1:] == ("runs",) and '"is-destroy":true' in asked.body.replace(" ", ""):
        return ("deletes infrastructure account never", name)
    if parts[-2:] == ("actions", "force-unlock") or parts[-2:] == ("actions", "apply"):
        return ("writes infrastructure hard auto-approve", name)
    if asked.method == "POST" and parts[-1:] == ("state-versions",):
        return ("writes infrastructure account hard state", name)
    if parts[-1:] == ("runs",) and '"auto-apply":true' in asked.body.replace(" ", ""):
        return ("writes infrastructure hard auto-approve", name)
    return None


def _cloudflare(asked: Asked) -> Told | None:
    path = asked.parts[2:]
    if asked.method in READING:
        return None
    name = "/".join(path[1:])
    if "purge_cache" in path:
        whole = "purge_everything" in asked.body
        return ("deletes cache namespace easy" if whole else "deletes cache set easy", name)
    if "dns_records" in path:
        kind = "deletes" if asked.method == "DELETE" else "writes"
        return (f"{kind} dns", name)
    if "firewall" in path or "rulesets" in path or "access" in path:
        kind = "weakens" if asked.method == "DELETE" else "writes"
        return (f"{kind} firewall protection", name)
    if asked.method == "DELETE":
        return ("deletes dns namespace never" if len(path) == 2 else "deletes infrastructure", name)
    return None


def registry(asked: Asked) -> Told | None:
    """Read a request that takes an image out of a registry, or an account out of a directory."""
    parts = asked.parts
    if asked.method == "DELETE" and parts[:1] == ("v2",) and "manifests" in parts:
        return ("deletes endpoint unknown never", "/".join(parts[1:]))
    ended = parts[-1:] in (("deactivate",), ("suspend",), ("disable",), ("deprovision",))
    if asked.method == "POST" and ended and not {"users", "accounts"}.isdisjoint(parts):
        return ("stops account", "/".join(parts[-3:-1]))
    if asked.method in ("PUT", "POST") and parts[-1:] == ("reset-password",):
        return ("writes secret", "/".join(parts[-2:-1]))
    return None
