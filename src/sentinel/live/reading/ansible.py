"""`ansible`, `ansible-playbook` and the text of playbooks.

Marks of this module beside the agreed ones: `unseen` (what is done stands in a playbook or role
that is not on the page).
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect, Kind, Place, Radius, Thing, Undo
from sentinel.live.reading.ansible_modules import module_effects
from sentinel.live.reading.calls import Call, Found, Inner, Reader, Word
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.pod_specs import mapping, sequence, text_of
from sentinel.live.reading.subcommands import (
    Does,
    Tool,
    asks_help,
    does,
    done,
    ends,
    harmless,
    looks,
    makes,
    place_from,
    spread,
    writes,
)
from sentinel.live.reading.yaml_texts import documents

_VALUED: Final = frozenset({
    "-i", "--inventory", "--inventory-file", "-l", "--limit", "-e", "--extra-vars", "-u", "--user",
    "-t", "--tags", "--skip-tags", "-f", "--forks", "-m", "--module-name", "-a", "--args", "-M",
    "--module-path", "-c", "--connection", "-T", "--timeout", "-B", "--background", "-P", "--poll",
    "--private-key", "--key-file", "--become-user", "--become-method", "--vault-password-file",
    "--vault-id", "--vault-pass-file", "--start-at-task", "--ssh-common-args", "--ssh-extra-args",
    "--scp-extra-args", "--sftp-extra-args", "--playbook-dir", "--task-timeout", "-o-", "--tree",
    "--become-password-file", "--connection-password-file",
})  # fmt: skip
_WIDE: Final = frozenset({"all", "*", "all:*"})
_NESTED: Final = ("block", "rescue", "always", "tasks", "pre_tasks", "post_tasks", "handlers")
_MOST: Final = 200
_DEEPEST: Final = 8


def _place(call: Call, opts: Options) -> Place:
    texts = opts.values("-l", "--limit", "-i", "--inventory", "--inventory-file", "-e",
                        "--extra-vars")  # fmt: skip
    plain = [word.text for word in opts.plain[:3] if word.fixed]
    return place_from([*texts, *plain, *(value for _, value in call.variables)], call.place)


def read_playbook_call(call: Call) -> Found:
    """Read a call of `ansible-playbook`: what the playbook does is not on the page."""
    opts, by = options(call.words, _VALUED), "ansible-playbook"
    asked = opts.has("--list-hosts", "--list-tasks", "--list-tags", "--syntax-check")
    if asks_help(opts) or opts.has("--version") or not call.words:
        return Found().add(harmless(by, Thing.HOST, ""))
    if asked:
        return Found().add(*done(call, looks(Thing.HOST), by, opts.plain[:1]))
    if opts.has("-C", "--check"):
        return Found().add(harmless(f"{by} --check", Thing.HOST))
    found, limit = Found(), opts.values("-l", "--limit")
    marks = {"unseen", "remote"}
    if opts.has("-b", "--become"):
        marks.add("root")
    if not limit:
        marks.add("many")
    what = Does(Kind.EXECUTES, Thing.HOST, Radius.SET if limit else Radius.UNKNOWN, Undo.UNKNOWN,
                frozenset(marks), "ansible-playbook --check --diff")  # fmt: skip
    return found.add(*done(call, what, by, opts.plain, place=_place(call, opts)))


def read_ansible(call: Call) -> Found:
    """Read a call of `ansible`: one module on the hosts of a pattern."""
    opts = options(call.words, _VALUED)
    if asks_help(opts) or opts.has("--version") or not call.words:
        return Found().add(harmless("ansible", Thing.HOST, ""))
    if opts.has("--list-hosts"):
        return Found().add(*done(call, looks(Thing.HOST), "ansible --list-hosts"))
    name = opts.value("-m", "--module-name") or "command"
    given = [*opts.given.get("-a", []), *opts.given.get("--args", [])]
    hosts = opts.plain[:1]
    module = next(iter(opts.given.get("-m", opts.given.get("--module-name", ()))), Word(name))
    if not module.fixed:
        return Found().unread(name, "the module is made at run time", "dynamic")
    if opts.has("-C", "--check") and name.rpartition(".")[2] not in ("raw", "script"):
        return Found().add(harmless(f"ansible -m {name} --check", Thing.HOST))
    text = given[-1] if given else Word("")
    marks = {"remote"} | ({"root"} if opts.has("-b", "--become") else set())
    if not hosts or hosts[0].text in _WIDE or not hosts[0].fixed or "*" in hosts[0].text:
        marks.add("many")
    inner = Inner("ansible", "", place=_place(call, opts), marks=call.marks | marks)
    return module_effects(name, arguments_of(text.text), text.text, inner, fixed=text.fixed)


def arguments_of(text: str) -> dict[str, object]:
    """`path=/a state=absent` as fields; quotes around a value are taken away."""
    fields: dict[str, object] = {}
    for part in text.split():
        name, equals, value = part.partition("=")
        if equals and name.replace("_", "").isalnum():
            fields[name] = value.strip("'\"")
    return fields


def read_playbook(inner: Inner) -> Found:
    """Read the text of a playbook, or of a list of tasks."""
    found, read = Found(), documents(inner.text)
    if isinstance(read, str):
        return found.unread(inner.text, "the playbook could not be read", read)
    for each in read:
        entries = sequence(each)
        if not entries and each not in (None, ""):
            found.unread(inner.text, "it is no list of plays or tasks", "broken")
        for entry in entries[:_MOST]:
            found.take([_entry(mapping(entry), inner, 0)])
        if len(entries) > _MOST:
            found.unread(inner.text, "it has too many plays", "too-long")
    if not inner.fixed:
        found.unread(inner.text, "part of the playbook is made at run time", "dynamic")
    if not (found.effects or found.inner or found.calls or found.opaque):
        found.unread(inner.text, "the playbook is empty", "broken")
    return found


def _entry(fields: dict[str, object], inner: Inner, depth: int) -> Found:
    found = Found()
    if not fields or depth > _DEEPEST:
        return found.unread(str(fields), "this play or task could not be read", "broken")
    hosts = fields.get("hosts")
    if hosts is not None:
        names = [text_of(each) for each in sequence(hosts)] or [text_of(hosts)]
        marks = {"remote"} | ({"many"} if _WIDE & set(names) else set())
        place = place_from(names, inner.place)
        inner = replace(inner, place=place, marks=inner.marks | marks)
    if text_of(fields.get("become")).lower() in ("true", "yes"):
        inner = replace(inner, marks=inner.marks | {"root"})
    nested = [each for key in _NESTED for each in sequence(fields.get(key))[:_MOST]]
    for each in nested:
        found.take([_entry(mapping(each), inner, depth + 1)])
    if sequence(fields.get("roles")) or "import_playbook" in fields:
        found.add(
            Effect(Kind.EXECUTES, Thing.HOST, "", Radius.UNKNOWN, Undo.UNKNOWN, "ansible roles",
                   inner.marks | {"unseen"}, inner.place)
        )  # fmt: skip
    if hosts is None and not nested and "import_playbook" not in fields:
        found.take([_task(fields, inner)])
    elif not (nested or found.effects):
        found.add(
            Effect(Kind.READS, Thing.HOST, "", Radius.SET, Undo.EASY, "ansible facts",
                   inner.marks, inner.place)
        )  # fmt: skip
    return found


_KEYWORDS: Final = frozenset({
    "name", "when", "become", "become_user", "become_method", "register", "with_items", "loop",
    "loop_control", "notify", "tags", "vars", "ignore_errors", "changed_when", "failed_when",
    "delegate_to", "run_once", "until", "retries", "delay", "environment", "no_log", "args",
    "check_mode", "listen", "async", "poll", "any_errors_fatal", "connection", "remote_user",
    "delegate_facts", "throttle", "timeout", "module_defaults", "collections", "diff", "port",
    "ignore_unreachable", "become_flags", "become_exe", "debugger", "action", "local_action",
})  # fmt: skip


def _task(fields: dict[str, object], inner: Inner) -> Found:
    found = Found()
    if "loop" in fields or "with_items" in fields:
        inner = replace(inner, marks=inner.marks | {"many"})
    if text_of(fields.get("check_mode")).lower() in ("true", "yes"):
        return found.add(harmless("ansible check_mode", Thing.HOST))
    calls = [(key, value) for key, value in fields.items()
             if key not in _KEYWORDS and not key.startswith("with_")]  # fmt: skip
    for key in ("action", "local_action"):
        value = fields.get(key)
        if value is not None:
            text = text_of(value) or text_of(mapping(value).get("module"))
            calls.append((text.partition(" ")[0], mapping(value) or text.partition(" ")[2]))
    for name, value in calls:
        text = text_of(value)
        given = mapping(value) or arguments_of(text)
        given = {**mapping(fields.get("args")), **given}
        fixed = "{{" not in str(value)
        found.take([module_effects(name, given, text, inner, fixed=fixed)])
    if not calls:
        found.unread(str(fields), "the task names no module", "broken")
    return found


_VAULT: Final = Tool(spread({
    "view | decrypt": does(Kind.REVEALS, Thing.SECRET),
    "edit | create | rekey": writes(Thing.SECRET),
    "encrypt | encrypt_string": writes(Thing.FILE, "encryption"),
}), _VALUED | {"--name", "-n", "--output", "--new-vault-password-file"})  # fmt: skip
_GALAXY: Final = Tool(spread({
    "list | search | info | collection list | collection verify | role list | role search | "
    "role info": looks(Thing.PACKAGE),
    "install | collection install | role install | collection download": makes(Thing.PACKAGE),
    "remove | role remove | delete": ends(Thing.PACKAGE, undo=Undo.EASY),
    "init | collection init | role init | collection build": makes(Thing.FOLDER),
    "collection publish | role import | import": writes(Thing.PACKAGE, "remote"),
}), frozenset({"-r", "-p", "-s", "--server", "--token", "--api-key", "--role-file",
               "--roles-path", "--requirements-file", "--collections-path"}))  # fmt: skip


def _galaxy(call: Call) -> Found:
    """`ansible-galaxy`: what comes from an address or a server of its own nobody answers for."""
    found = _GALAXY.read(call)
    opts = _GALAXY.options(call.words)
    words = [
        *opts.plain,
        *(word for name in ("-s", "--server") for word in opts.given.get(name, ())),
    ]
    if any("://" in word.text or word.text.startswith(("git+", "git@")) for word in words):
        found.effects = [
            replace(each, marks=each.marks | {"untrusted-source"}) if each.kind is Kind.CREATES
            else each for each in found.effects
        ]  # fmt: skip
    return found


def _scenario(call: Call) -> Found:
    """`molecule` plays roles of this project in containers of its own."""
    code = does(Kind.EXECUTES, Thing.CODE, "container", "temporary")
    return Found().add(*done(call, code, "molecule", place=Place.LOCAL))


def _look(call: Call) -> Found:
    return Found().add(*done(call, looks(Thing.HOST), call.program))


def _console(call: Call) -> Found:
    """`ansible-console`, where what is typed is run on hosts."""
    if {"--list-hosts", "--version", "--help", "-h"} & set(call.texts):
        return _look(call)
    return Found().unread("ansible-console", "what is typed there is not known", "dynamic")


def _pull(call: Call) -> Found:
    """`ansible-pull` fetches a playbook and runs it here."""
    code = does(Kind.EXECUTES, Thing.CODE, "fetched", undo=Undo.UNKNOWN)
    return Found().add(*done(call, code, "ansible-pull"))


PROGRAMS: Final[dict[str, Reader]] = {
    "ansible": read_ansible,
    "ansible-playbook": read_playbook_call,
    "ansible-vault": _VAULT.read,
    "ansible-galaxy": _galaxy,
    "molecule": _scenario,
    "ansible-inventory": _look,
    "ansible-doc": _look,
    "ansible-lint": _look,
    "ansible-config": _look,
    "ansible-console": _console,
    "ansible-pull": _pull,
}
"""Readers, by program."""

LANGUAGES: Final[dict[str, Callable[[Inner], Found]]] = {"ansible": read_playbook}
"""Readers, by language."""
