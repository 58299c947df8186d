"""A file says what it is by its name, and is short enough to be read."""

import ast
import io
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import sentinel

ROOT = Path(sentinel.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
TREES = {path: ast.parse(path.read_text("utf-8")) for path in FILES}

OUTSIDE = ("benchmarks", "examples", "scripts", "space", "tests", "verifiers")
MAX_FILE_LINES = 300
MAX_FUNCTION_CODE_LINES = 60
VAGUE_WORDS = {"base", "common", "helper", "helpers", "manager", "managers", "util", "utils"}
BLIND = {"Exception", "BaseException"}
NOT_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_file_is_longer_than_300_lines():
    outside = (path for part in OUTSIDE for path in (ROOT.parents[1] / part).rglob("*.py"))
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (*FILES, *outside)}
    assert {str(path): n for path, n in lengths.items() if n > MAX_FILE_LINES} == {}


def test_no_function_is_longer_than_60_code_lines():
    long = {}
    for path, tree in TREES.items():
        code = _code_lines(path.read_text("utf-8"))
        for function in _functions(tree):
            lines = _lines(function) & code - _docstring_lines(function)
            if len(lines) > MAX_FUNCTION_CODE_LINES:
                long[f"{_name(path)}:{function.lineno} {function.name}"] = len(lines)
    assert long == {}


def test_no_name_of_a_module_or_room_is_vague():
    parts = {part for path in FILES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert {part for part in parts if VAGUE_WORDS & set(part.split("_"))} == set()


def test_no_two_modules_beside_the_package_have_one_name():
    """They lie side by side on the path of the tests: one would be taken for the other."""
    settings = tomllib.loads((ROOT.parents[1] / "pyproject.toml").read_text("utf-8"))
    folders = settings["tool"]["pytest"]["ini_options"]["pythonpath"]
    names = Counter(
        path.stem
        for folder in folders
        for path in (ROOT.parents[1] / folder).glob("*.py")
        if path.stem != "conftest" and not path.stem.startswith("test_")
    )
    assert {name: count for name, count in names.items() if count > 1} == {}


def test_the_init_of_a_room_is_empty():
    inits = [path for path in FILES if path.name == "__init__.py" and path.parent != ROOT]
    assert [_name(path) for path in inits if path.read_text("utf-8").strip()] == []


def test_every_folder_of_modules_is_a_package():
    folders = {path.parent for path in FILES}
    assert {_name(folder) for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_every_public_module_says_what_it_is():
    named = [path for path in FILES if not path.name.startswith("_")]
    public = [*named, ROOT / "__init__.py", ROOT / "__main__.py"]
    assert [_name(path) for path in public if not ast.get_docstring(TREES[path])] == []


def test_no_handler_catches_every_exception():
    blind = [
        f"{_name(path)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_blind(node)
    ]
    assert blind == []


def _name(path: Path) -> str:
    return path.relative_to(ROOT.parent).as_posix()


def _functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def _lines(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _docstring_lines(function: Function) -> set[int]:
    return _lines(function.body[0]) if ast.get_docstring(function) else set()


def _code_lines(source: str) -> set[int]:
    """Give the lines that hold code; blank ones and those of comments alone do not."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    code = [token for token in tokens if token.type not in NOT_CODE]
    return {n for token in code for n in range(token.start[0], token.end[0] + 1)}


def _is_blind(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    return any(isinstance(node, ast.Name) and node.id in BLIND for node in ast.walk(handler.type))
