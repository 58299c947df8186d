"""Marks that the arguments of a tool's call give to what it does.

| mark | meaning |
|---|---|
| `message` | said among colleagues: in a channel, on a ticket |
| `money` | moves money |
"""

from collections.abc import Collection
from typing import Any, Final

from sentinel.live.reading.tool_names import ToolName
from sentinel.live.words import words

_TRUE: Final = (True, "true", "True", "yes", 1)
_FLAGS: Final = {
    "force": "force", "recursive": "recursive", "cascade": "cascade", "public": "public",
    "purge": "purge", "no_verify": "no-verify", "skip_final_snapshot": "skip-backup",
    "skip_backup": "skip-backup", "auto_approve": "auto-approve",
}  # fmt: skip
_MOVED: Final = words("payout payouts transfer refund refunds charge charges payment payments")
_SECRETS: Final = (
    "password", "passwd", "secret", "token", "akia", "begin rsa", "private key", "api_key",
    "api key", "aws_", "xoxb", "ghp_", "credential", "://", "<!channel",
)  # fmt: skip


def flags_of(given: dict[str, Any]) -> frozenset[str]:
    """Names of arguments that are switched on.

    Example:
        >>> flags_of({"dry-run": True, "force": "no"})
        frozenset({'dry_run'})
    """
    return frozenset(
        str(key).lower().replace("-", "_")
        for key, value in given.items()
        if isinstance(value, str | int) and value in _TRUE
    )


def marks_of(name: ToolName, given: dict[str, Any], flags: Collection[str]) -> set[str]:
    """The marks of a call.

    Args:
        name: Of the tool.
        given: Its arguments.
        flags: Those that are switched on.
    """
    marks = {mark for flag, mark in _FLAGS.items() if flag in flags}
    if name.verb in ("update", "replace") and given.get("filter", given.get("query")) == {}:
        marks.add("no-condition")
    return marks | _scale(name.verb, given) | _rights(given, name) | _spoken(name, given)


def _spoken(name: ToolName, given: dict[str, Any]) -> set[str]:
    """Marks of what is said among colleagues, and of what is paid."""
    marks = set()
    if _MOVED & set(name.parts) and name.verb not in ("", "list", "get", "search", "show", "find"):
        marks.add("money")
    lower = {str(key).lower() for key in given}
    beside = lower & {"channel", "channel_id", "thread_ts", "issue", "issue_key", "key",
                      "issue_number", "pull_number", "ticket", "ticket_id"}  # fmt: skip
    spoken = {"comment", "message", "reply", "note", "reaction", "post", "notification"} & set(
        name.parts
    )
    asked = {"issue", "ticket", "pull", "pr", "discussion", "incident", "page"} & set(name.parts)
    if asked and name.verb in ("create", "open", "draft", "submit", "new", "add"):
        beside, spoken = beside or lower & {"title", "summary", "subject", "body"}, asked
    attached = lower & {"file", "files", "attachments", "attachment", "path", "file_path", "url"}
    text = " ".join(each for each in given.values() if isinstance(each, str)).lower()
    if beside and spoken and not attached and not any(each in text for each in _SECRETS):
        marks.add("message")
    return marks


def _scale(verb: str, given: dict[str, Any]) -> set[str]:
    counts = [given.get(key) for key in ("replicas", "count", "desired_count", "size", "capacity")]
    if verb in ("scale", "set", "update", "resize", "patch") and any(
        each in (0, "0") and not isinstance(each, bool) for each in counts
    ):
        return {"to-zero"}
    return set()


def _rights(given: dict[str, Any], name: ToolName) -> set[str]:
    texts = [each for value in given.values()
             for each in (value if isinstance(value, list) else [value])]  # fmt: skip
    said = " ".join(each for each in texts if isinstance(each, str)).lower()
    parts = set(said.replace("_", " ").replace("-", " ").split()[:200])
    marks = set()
    if given.get("private") in (False, "false") or given.get("visibility") == "public":
        marks.add("public")
    if parts & {"admin", "administrator", "administratoraccess", "superuser", "root"} and (
        {"role", "permission", "access", "grant", "policy"} & ({*name.parts} | {*given})
    ):
        marks.add("admin")
    if parts & {"allusers", "allauthenticatedusers", "0.0.0.0/0", "public", "anyone", "::/0"}:
        marks.add("public")
    return marks
