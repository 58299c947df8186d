"""The routes of the gate as OpenAPI, from the structures that they read and write.

Routes without models document nothing by themselves; what is declared here is held against what
they answer by `tests/live/test_serving.py`.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from sentinel.live.answering import PROBLEM, Problem
from sentinel.live.recording import Noted, Outcome
from sentinel.live.request import Judgement, Request
from sentinel.live.review_schema import REFERENCE, review_paths
from sentinel.live.review_schema import STRUCTURES as REVIEWED
from sentinel.live.serving import PREFIX, Alive, Batch, Health, Judgements
from sentinel.live.stats import Figures

TAG: Final = "Gate"

_STRUCTURES: Final = (
    Request, Judgement, Batch, Judgements, Outcome, Noted, Figures, Health, Alive, Problem,
    *REVIEWED,
)  # fmt: skip
_ROUTES: Final = (
    ("/oversee", "post", "Judge an action before it runs", Request, Judgement),
    ("/oversee/batch", "post", "Judge several actions", Batch, Judgements),
    ("/outcome", "post", "Say what a judged action did", Outcome, Noted),
    ("/stats", "get", "What the gate has decided so far", None, Figures),
    ("/health", "get", "By which policies the gate judges", None, Health),
    ("/health/ready", "get", "Whether it judges, and can keep what it must", None, Health),
    ("/health/live", "get", "Whether the process answers", None, Alive),
)
_OUTCOME: Final = {"404": "Not Found", "409": "Conflict", "503": "Service Unavailable"}
_REFUSALS: Final = {"413": "Content Too Large", "422": "Unprocessable Content",
                    "429": "Too Many Requests"}  # fmt: skip


def paths(*, reviews: bool = False) -> dict[str, Any]:
    """The routes, as `paths` of a document; with those of the reviews, where people review."""
    found: dict[str, Any] = review_paths() if reviews else {}
    for path, method, summary, asked, answered in _ROUTES:
        operation: dict[str, Any] = {
            "tags": [TAG],
            "summary": summary,
            "operationId": f"live{path.replace('/', '_')}_{method}",
            "responses": {"200": {"description": "OK", "content": _json(answered)}},
        }
        if asked is not None:
            operation["requestBody"] = {"required": True, "content": _json(asked)}
            operation["responses"] |= {
                status: {"description": text, "content": _json(Problem, PROBLEM)}
                for status, text in (_REFUSALS | (_OUTCOME if asked is Outcome else {})).items()
            }
        if path == "/health/ready":
            operation["responses"]["503"] = {
                "description": "Judgements cannot be kept now",
                "content": _json(answered),
            }
        found[PREFIX + path] = {method: operation}
    return found


def components() -> dict[str, Any]:
    """The structures, as `components.schemas` of a document; their names begin with `Live`."""
    _, found = msgspec.json.schema_components(_STRUCTURES, ref_template=REFERENCE)
    return {f"Live{name}": each for name, each in found.items()}


def merged(document: dict[str, Any], *, reviews: bool = False) -> dict[str, Any]:
    """A document with the routes of the gate in it; done twice, it is done once.

    Args:
        document: OpenAPI.
        reviews: Whether people review, so that there are routes for it.
    """
    document.setdefault("paths", {}).update(paths(reviews=reviews))
    schemas: dict[str, Any] = document.setdefault("components", {}).setdefault("schemas", {})
    schemas.update(components())
    return document


def _json(structure: type, media_type: str = "application/json") -> Mapping[str, Any]:
    reference = REFERENCE.format(name=structure.__name__)
    return {media_type: {"schema": {"$ref": reference}}}
