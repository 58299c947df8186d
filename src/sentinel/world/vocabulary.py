"""Names that estates are made of, by domain.

A split owns its domains: no name of a held-out domain occurs in training, and
auth, gateway and store names differ as well, so that a model cannot carry a
name across.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Domain:
    """The vocabulary of one line of business."""

    gateway: str
    web: tuple[str, ...]
    services: tuple[str, ...]
    shared: tuple[str, ...]
    """Services that many others call: identity, configuration, search."""
    database: str
    """Prefix of its databases."""
    cache: str
    queue: str
    tables: tuple[str, ...]
    """Names of tables; which of them matter is drawn for each estate."""


DOMAINS: Final[dict[str, Domain]] = {
    "shop": Domain(
        "storefront-edge", ("frontend", "mobile-bff"),
        ("cart", "checkout", "payment", "shipping", "quote", "currency", "product-catalog",
         "recommendation", "ad", "email", "fraud-detection", "accounting"),
        ("auth", "catalog-config"), "postgres", "redis", "kafka",
        ("orders", "order_items", "prices_v2", "stock", "carts_2024", "refunds"),
    ),
    "hotel": Domain(
        "booking-edge", ("booking-web", "partner-bff"),
        ("search", "geo", "rate", "profile", "reservation", "review", "attractions",
         "availability", "invoice", "loyalty", "roomplan"),
        ("identity", "property-config"), "mysql", "memcached", "rabbitmq",
        ("bookings", "rooms", "guests_v3", "rates_daily", "reviews", "stays_2023"),
    ),
    "social": Domain(
        "social-edge", ("timeline-web", "app-bff"),
        ("compose-post", "home-timeline", "user-timeline", "post-storage", "social-graph",
         "text", "url-shorten", "user-mention", "media", "unique-id", "notify"),
        ("session", "feature-config"), "mongodb", "valkey", "kafka",
        ("posts", "follows", "likes_v2", "mentions", "timelines", "media_refs"),
    ),
    "travel": Domain(
        "ticket-edge", ("ticket-web", "kiosk-bff"),
        ("station", "route", "train", "seat", "price", "order", "rebook", "cancel", "consign",
         "voucher", "food", "assurance", "preserve"),
        ("security", "ticketinfo"), "mysql", "redis", "rabbitmq",
        ("trips", "seats_map", "tickets", "consigns_old", "passengers", "fares"),
    ),
    "logistics": Domain(
        "depot-edge", ("tracker-web", "carrier-bff"),
        ("parcel", "manifest", "sorting", "dispatch", "customs", "pickup", "labels", "dock",
         "fleet", "returns", "tariff", "weighing"),
        ("badge", "depot-config"), "postgres", "valkey", "nats",
        ("parcels", "scans", "manifests_q1", "routes_plan", "drivers", "weights"),
    ),
    "bank": Domain(
        "teller-edge", ("netbank-web", "branch-bff"),
        ("ledger", "transfer", "cards", "loans", "statements", "limits", "fx", "onboarding",
         "disputes", "standing-orders", "scoring", "interest"),
        ("signon", "rulebook"), "oracle", "hazelcast", "artemis",
        ("postings", "accounts", "balances_eod", "mandates", "card_auths", "kyc_files"),
    ),
    "media": Domain(
        "stream-edge", ("player-web", "tv-bff"),
        ("playback", "transcode", "subtitles", "artwork", "watchlist", "billing", "rights",
         "previews", "trending", "parental", "ingest", "chapters"),
        ("passport", "entitlements"), "cassandra", "varnish", "pulsar",
        ("views", "titles", "licences", "watch_state", "encodes_tmp", "invoices_m"),
    ),
    "telecom": Domain(
        "signal-edge", ("selfcare-web", "dealer-bff"),
        ("subscriber", "roaming", "numbering", "charging", "topup", "voicemail", "porting",
         "provision", "usage", "coverage", "sim-swap", "sms"),
        ("hlr-auth", "network-config"), "mariadb", "aerospike", "activemq",
        ("cdr_day", "subscribers", "sim_cards", "topups", "tariffs_new", "port_requests"),
    ),
}  # fmt: skip
"""Vocabularies by name."""


SHAPES: Final[dict[str, tuple[str, ...]]] = {
    "open": ("fan", "hub"),
    "held": ("chain", "ladder"),
}
"""Shapes of the call graph: those that training may use, and those held out."""
