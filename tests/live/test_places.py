"""Where a name says that something is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.live.effects import Place
from sentinel.live.hints import environment_of, hinted, strictest
from sentinel.live.places import place_of


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("prod", "prod"),
        ("prod-eu-1", "prod"),
        ("db3.prod.example.com", "prod"),
        ("ProdCluster", "prod"),
        ("shopProd", "prod"),
        ("prod2", "prod"),
        ("pRoD-db", "prod"),
        ("PRODUCTION", "prod"),
        ("arn:aws:rds:eu-west-1:123456789012:db:shop-prod", "prod"),
        ("arn:aws:iam::123456789012:role/acme-prd-admin", "prod"),
        ("s3://prod-backups/2026", "prod"),
        ("gke_acme-prod_europe-west1_shop", "prod"),
        ("acmeprod", "prod"),
        ("produs", "prod"),
        ("postgres://app@prod-db:5432/shop", "prod"),
        ("shop-live", "prod"),
        ("live-db", "prod"),
        ("live", "prod"),
        ("envs/live/main.tf", "prod"),
        ("envs/prod/main.tf", "prod"),
        ("prod-test", "prod"),
        ("product_images", "unknown"),
        ("products", "unknown"),
        ("reproduction", "unknown"),
        ("producer", "unknown"),
        ("latest", "unknown"),
        ("contest", "unknown"),
        ("devops", "unknown"),
        ("/health/live", "unknown"),
        ("live-reload", "unknown"),
        ("livenessProbe", "unknown"),
        ("go live now", "unknown"),
        ("/live/oversee", "unknown"),
        ("/dev/sda", "unknown"),
        ("/dev/null", "unknown"),
        ("example.dev", "unknown"),
        ("https://web.dev/x", "unknown"),
        ("kind", "unknown"),
        ("mankind-x", "unknown"),
        ("api.svc.cluster.local", "unknown"),
        ("primary", "unknown"),
        ("0.0.0.0/0", "unknown"),
        ("", "unknown"),
        ("non-prod", "staging"),
        ("nonprod", "staging"),
        ("acme-nonprod", "staging"),
        ("acme_non_prod_eu", "staging"),
        ("preprod", "staging"),
        ("pre-production", "staging"),
        ("shop-staging", "staging"),
        ("stg1", "staging"),
        ("qa.example.com", "staging"),
        ("dev-db", "staging"),
        ("api.dev.example.com", "staging"),
        ("arn:aws:s3:::shop-dev", "staging"),
        ("/srv/dev/app", "staging"),
        ("kind-shop", "local"),
        ("minikube", "local"),
        ("k3d-shop", "local"),
        ("docker-desktop", "local"),
        ("localhost:5432", "local"),
        ("https://127.0.0.1.evil.example/x", "unknown"),
        ("localhost.acme.com:5432", "unknown"),
        ("http://localhost.localdomain:8000/x", "local"),
        ("http://127.0.0.1.nip.io/x", "local"),
        ("certs/localhost.pem", "local"),
        ("https://acme.com/?u=http://localhost/", "unknown"),
        ("postgres://db.acme.com/localhost", "unknown"),
        ("postgres://me@localhost:5432/x", "local"),
        ("http://[::1]:8080/x", "local"),
        ("postgres:///x?host=/tmp/localhost", "local"),
        ("http://127.0.0.1:8000/x", "local"),
        ("/tmp/x", "local"),
        ("./build/out", "local"),
        ("web/node_modules", "local"),
        ("laptop.local", "local"),
    ],
)
def test_a_name_says_where_it_is(text: str, place: str) -> None:
    assert place_of(text) == place


def test_production_is_heard_beside_anything_else() -> None:
    assert place_of("staging-to-prod-sync") is Place.PROD
    assert place_of("/tmp/prod-dump.sql") is Place.PROD


@given(st.text(max_size=400))
def test_any_text_is_somewhere(text: str) -> None:
    assert place_of(text) in Place
    assert hinted(text) in Place
    assert environment_of(text) in Place


@pytest.mark.parametrize(
    ("text", "place"),
    [("Live", "prod"), ("p", "prod"), ("local", "local"), ("ci", "staging"), ("", "unknown"),
     ("eu-nonprod", "staging"), ("moon", "unknown")],
)  # fmt: skip
def test_a_field_of_its_own_may_be_short(text: str, place: str) -> None:
    assert environment_of(text) == place


@pytest.mark.parametrize(
    ("context", "place"),
    [
        ({"env": "prod"}, "prod"),
        ({"kube_context": "prod-eu", "namespace": "test"}, "prod"),
        ({"cluster": {"name": "x", "environment": "live"}}, "prod"),
        ({"KubeContext": "kind-a"}, "local"),
        ({"environment": "staging"}, "staging"),
        ({"note": "staging"}, "unknown"),
        ({"note": "careful, this is production"}, "prod"),
        ({"replicas": 3, "hosts": [None, 1.5]}, "unknown"),
        ({"host": ["a", "db.prod.example.com"]}, "prod"),
        ("env=staging, all quiet", "staging"),
        ("environment: production", "prod"),
        ("We work on the production cluster.", "prod"),
        ("this is not production", "unknown"),
        ("we tested it in staging", "unknown"),
        ("the product page is slow", "unknown"),
        ("", "unknown"),
        ({}, "unknown"),
    ],
)
def test_a_context_hints_at_the_place(context: object, place: str) -> None:
    assert hinted(context) == place  # type: ignore[arg-type]


def test_a_deep_context_is_left_at_some_depth() -> None:
    deep: dict[str, object] = {"env": "prod"}
    for _ in range(50):
        deep = {"x": deep}
    assert hinted(deep) is Place.UNKNOWN


def test_the_strictest_place_wins() -> None:
    assert strictest([]) is Place.UNKNOWN
    assert strictest([Place.STAGING, Place.PROD, Place.LOCAL]) is Place.PROD
