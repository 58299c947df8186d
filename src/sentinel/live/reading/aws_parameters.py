"""Parameters of the `aws` command line, in all the ways that they may be given.

An operation's parameter takes every word up to the next one. It may be shortened as far as it
stays the only one, or stand with others in one text of JSON or YAML.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Final

import yaml

from sentinel.live.reading.calls import Word
from sentinel.live.reading.cloud_words import words_in
from sentinel.live.reading.options import Options

VALUED: Final = words_in(
    "--profile --region --output --query --endpoint-url --cli-read-timeout --cli-connect-timeout "
    "--ca-bundle --color --cli-binary-format --cli-input-json --cli-input-yaml "
    "--cli-error-format"
)
"""Options of every command that take a value."""

FLAGS: Final = words_in(
    "--debug --no-verify-ssl --no-paginate --no-sign-request --no-cli-pager --cli-auto-prompt "
    "--no-cli-auto-prompt --version --no-dry-run --dry-run"
)

_NAMING: Final = (
    "-id", "-ids", "-name", "-names", "-identifier", "-identifiers", "-arn", "-arns", "-url",
    "-key", "-prefix",
)  # fmt: skip
_NAMES: Final = words_in(
    "--bucket --key --cluster --clusters --service --services --table --resources --resource "
    "--targets --target --secret-id --name --names --role --user --host --domain --topic --stream "
    "--task --application --project --repository --queue --function --pipeline --source "
    "--destination --directory --database --workgroup --id --ids --arn --tasks"
)
"""Options that name what an operation is about."""

_ENDS: Final = tuple(each[1:] for each in _NAMING)
_TELLING: Final = words_in(
    "--skip-final-snapshot --delete-automated-backups --backup-retention-period "
    "--no-deletion-protection --no-deletion-protection-enabled --publicly-accessible --force "
    "--force-delete-without-recovery --no-retain-primary-cluster --retain-primary-cluster "
    "--desired-count --desired-capacity --min-size --max-size --policy-document --policy "
    "--with-decryption --acl --grants --cidr --ip-permissions --delete --recursive --targets "
    "--bypass-governance-retention --no-disable-api-termination --no-enable-termination-protection "
    "--master-user-password --apply-immediately --statement --change-batch --grant-full-control "
    "--grant-read --grant-write --no-disable-api-stop --principal --user-data --policy-arn "
    "--public-access-block-configuration --versioning-configuration --lifecycle-configuration "
    "--function-url-auth-type --assume-role-policy-document --reserved-concurrent-executions "
    "--point-in-time-recovery-specification --launch-permission --parameters --ignore-dependencies"
)
"""Parameters on which it hangs how bad an operation is."""

_LEAST: Final = 6
"""Characters of a shortened parameter, below which it is never the only one."""

_SKELETON: Final = frozenset({"--cli-input-json", "--cli-input-yaml"})


def full(name: str) -> str:
    """The client's own option that a name is short for; the name itself where there is none."""
    if name in VALUED or name in FLAGS:
        return name
    meant = [each for each in VALUED | FLAGS if each.startswith(name)]
    return meant[0] if len(meant) == 1 else name


def names_something(name: str) -> bool:
    """Whether a parameter, shortened or not, names what an operation is about.

    Example:
        >>> names_something("--db-instance-identif"), names_something("--output")
        (True, False)
    """
    if name in _NAMES:
        return True
    if name in VALUED or name in FLAGS or name in _TELLING:
        return False
    last = name.rpartition("-")[2]
    return name.endswith(_NAMING) or (
        len(last) > 2 and any(each.startswith(last) for each in _ENDS)
    )


def parameters(rest: Sequence[Word]) -> Options:
    """Parameters of an operation: each takes every word up to the next one."""
    found, values = Options(), list[Word]()
    plain = values = found.plain
    for word in rest:
        if not word.text.startswith("--") or word.text == "--":
            values.append(word)
            found.unsure |= not word.fixed and not word.quoted and values is plain
            continue
        name, equals, value = word.text.partition("=")
        whole = full(name)
        values = found.given.setdefault(whole if whole in VALUED else name, [])
        if equals:
            values.append(Word(value, word.fixed, word.quoted))
    for name, words in found.given.items():
        if not words:
            found.given[name] = [Word("")]
    for name in _SKELETON:
        if name in found.given:
            _add(found, found.value(name))
    _lengthen(found.given)
    return found


def _lengthen(given: dict[str, list[Word]]) -> None:
    """Add what shortened parameters are short for, where much hangs on it."""
    for name in [each for each in given if len(each) >= _LEAST and each not in _TELLING]:
        for meant in _TELLING:
            if meant.startswith(name):
                given.setdefault(meant, given[name])


def _add(found: Options, text: str) -> None:
    """Add the parameters that stand in one text; one that is not on the page is not known."""
    given = _loaded(text)
    if given is None:
        found.unsure = True
        return
    for key, value in given.items():
        words = [Word(each) for each in _scalars(value)]
        found.given.setdefault(_kebab(str(key)), []).extend(words or [Word("")])


def _loaded(text: str) -> dict[object, object] | None:
    """A mapping in JSON or YAML; None where it is none, or one in which parts are shared."""
    if text.startswith(("file:", "fileb:")) or "&" in text or "*" in text:
        return None
    try:
        given = json.loads(text) if text.startswith("{") else yaml.load(text, yaml.CSafeLoader)
    except (ValueError, RecursionError, yaml.YAMLError):
        return None
    return given if isinstance(given, dict) else None


def _scalars(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, list):
        for each in value:
            yield from _scalars(each)
    elif isinstance(value, dict):
        yield json.dumps(value, default=str)
    elif value is not None:
        yield str(value)


def _kebab(name: str) -> str:
    """`DBInstanceIdentifier` as the option `--db-instance-identifier`."""
    letters, size = list[str](), len(name)
    for place, letter in enumerate(name):
        starts = letter.isupper() and place > 0
        inside = starts and name[place - 1].isupper()
        if starts and not (inside and (place + 1 >= size or not name[place + 1].islower())):
            letters.append("-")
        letters.append(letter.lower())
    return "--" + "".join(letters)
