"""Methods of clients in Python: AWS's own are the words of its command line, others tell by name.

`boto3.client("s3").delete_bucket(Bucket="x")` is `aws s3api delete-bucket --bucket x`; of any other
object a method is told by its verb and noun, as the call of a tool is.
"""

import ast
import json
from typing import Final

import re2

from sentinel.live.effects import Effect, Place
from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.deeds import names
from sentinel.live.reading.named_deeds import effect_by_name
from sentinel.live.reading.python_values import Values

_MAKERS: Final = names("boto3.client boto3.resource")
_PROGRAMS: Final = {"s3": "s3api"}
_OWN: Final = names(
    "get_paginator get_waiter paginate close can_paginate wait exceptions meta "
    "generate_presigned_url upload_file upload_fileobj download_file download_fileobj"
)
"""Methods of these clients that are no calls of the service."""
_CAMEL: Final = re2.compile(r"([a-z0-9])([A-Z])")
_UPPER: Final = re2.compile(r"([A-Z]+)([A-Z][a-z])")


def service_of(node: ast.AST, values: Values) -> str:
    """The service of AWS whose client an expression is; empty where it is none."""
    if isinstance(node, ast.Name) and node.id not in values.often:
        given = values.given.get(node.id)
        return service_of(given, values) if isinstance(given, ast.Call) else ""
    if not isinstance(node, ast.Call) or not node.args:
        return ""
    made = values.dotted(node.func) in _MAKERS or (
        isinstance(node.func, ast.Attribute) and node.func.attr == "client"
        and _is_session(node.func.value, values)
    )  # fmt: skip
    text, fixed = values.path(node.args[0])
    return text if made and fixed else ""


def _is_session(node: ast.AST, values: Values) -> bool:
    if isinstance(node, ast.Name):
        node = values.given.get(node.id, node)
    return isinstance(node, ast.Call) and values.dotted(node.func) == "boto3.Session"


def as_command(node: ast.Call, values: Values, place: Place) -> Call | None:
    """The call of `aws` that a method of a client is; None where it is none."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr in _OWN:
        return None
    service = service_of(node.func.value, values)
    if not service:
        return None
    verb = node.func.attr.replace("_", "-")
    words = [Word(_PROGRAMS.get(service, service)), Word(verb)]
    for each in node.keywords:
        if each.arg is None:
            words.append(Word("", fixed=False))
            continue
        name = _CAMEL.sub(r"\1-\2", _UPPER.sub(r"\1-\2", each.arg)).lower()
        words += _option(name, each.value, values)
    return Call("aws", tuple(words), place=place)


def _option(name: str, value: ast.expr, values: Values) -> list[Word]:
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return [Word(f"--{name}" if value.value else f"--no-{name}")]
    text, fixed = values.path(value) if not isinstance(value, ast.List) else ("", False)
    if not fixed:
        try:
            text, fixed = json.dumps(ast.literal_eval(value), default=str), True
        except (ValueError, TypeError, RecursionError):
            text = ""
    if isinstance(value, ast.List) and fixed:
        return [Word(f"--{name}"), *(Word(str(each)) for each in json.loads(text))]
    return [Word(f"--{name}"), Word(text, fixed)]


def by_name(node: ast.Call, method: str, values: Values, place: Place) -> Effect:
    """What a method does, by its verb and noun, to the first thing that it is given."""
    label = next((text for text, fixed in map(values.path, _arguments(node)) if fixed and text), "")
    return effect_by_name(method, label, place)


def _arguments(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(each.value for each in node.keywords)]
