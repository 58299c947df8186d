"""Accounts and groups of an operating system and of a directory."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    deeds,
    effect,
    plain,
    read,
    reader,
    shown,
    tool,
)  # fmt: skip

_POWERFUL: Final = bag(
    "sudo wheel docker root admin adm lxd libvirt disk shadow kvm kmem staff administrators "
    "domain-admins sudoers podman google-sudoers"
)
"""Groups that give, or come to, the rights of root."""
_ADMIN: Final = deeds("escalates account persistent admin")
_GROUP: Final = deeds("escalates account persistent")
_ROOT_ID: Final = deeds("escalates account persistent admin root")

_VALUED: Final = bag(
    "-c --comment -d --home -e --expiredate -f --inactive -g --gid -G --groups -k --skel -K -p "
    "--password -s --shell -u --uid -b --base-dir -R --root -Z --selinux-user -l --login --ingroup "
    "--gecos --firstuid --lastuid -M --maxdays --mindays -a --add --delete -A"
)
_USERADD: Final = tool({"": "creates account"}, " ".join(_VALUED - {"-a"}),
                       instead={"-D, --defaults": "reads account"})  # fmt: skip
_USERMOD: Final = tool(
    {"": "writes account"}, " ".join(_VALUED - {"-a"}),
    instead={"-L, --lock": "stops account easy", "-U, --unlock": "starts account easy"},
)  # fmt: skip
_USERDEL: Final = tool(
    {"": "deletes account | usermod --lock"}, "-R --root --backup-to",
    extra={
        "-r": "deletes folder never home recursive",
        "--remove": "deletes folder never home recursive",
        "--remove-home": "deletes folder never home recursive",
        "--remove-all-files": "deletes filesystem namespace never",
    },
    marks={"-f, --force": "force"},
)  # fmt: skip


def read_user(call: Call) -> Found:
    """Read `useradd`, `adduser` and `usermod`: a group with the rights of root raises them."""
    what = _USERMOD if call.program == "usermod" else _USERADD
    given = options(call.words, what.valued)
    found = read(what, call, given)
    if given.has("--help", "--version") or not (given.plain or call.words):
        return found
    name = given.plain[-1] if given.plain else Word("")
    groups = [*given.given.get("-G", ()), *given.given.get("--groups", ())]
    groups += [*given.given.get("-g", ()), *given.given.get("--gid", ())]
    if call.program == "adduser" and len(given.plain) == 2:
        groups.append(given.plain[1])
        name = given.plain[0]
    for word in groups:
        if not word.fixed or _POWERFUL.intersection(word.text.lower().split(",")):
            by = f"-G {word.text}"
            found.add(*(effect(call, each, name, by) for each in _ADMIN))
    if given.value("-u", "--uid") == "0":
        found.add(*(effect(call, each, name, "-u 0") for each in _ROOT_ID))
    return found


def read_gpasswd(call: Call) -> Found:
    """Read `gpasswd -a USER GROUP`."""
    given = options(call.words, bag("-a -d -A -M --add --delete"))
    group = given.plain[-1] if given.plain else Word("")
    if given.has("-d", "--delete", "-r", "-R"):
        return Found().add(*(effect(call, each, group) for each in deeds("deletes permission")))
    if not given.has("-a", "--add", "-A", "-M"):
        return Found().unread(shown(call), "a password is asked for")
    powerful = not group.fixed or group.text.lower() in _POWERFUL
    done = _ADMIN if powerful else _GROUP
    return Found().add(*(effect(call, each, given.value("-a", "--add", "-A", "-M"),
                                f"-a {group.text}") for each in done))  # fmt: skip


_NET: Final = tool(
    {
        "user": "reads account", "users": "reads account", "localgroup": "reads account",
        "group": "reads account", "start": "starts unit", "stop": "stops unit",
        "view": "reads network", "share": "exposes folder", "use": "writes network easy",
        "accounts": "writes configuration", "session": "reads network", "time": "reads host",
        "statistics": "reads host", "config": "reads configuration", "pause": "stops unit",
        "continue": "starts unit",
    },
)  # fmt: skip


def read_net(call: Call) -> Found:
    """Read `net` of Windows, whose options begin with a slash."""
    low = [each.text.lower() for each in call.words]
    named = [each for each in call.words[1:] if not each.text.startswith("/")]
    verb = low[0] if low else ""
    if verb in ("user", "localgroup", "group", "share") and ("/delete" in low or "/del" in low):
        thing = "account" if verb == "user" else "permission"
        return Found().add(*(effect(call, each, named[0] if named else "", verb)
                             for each in deeds(f"deletes {thing}")))  # fmt: skip
    if verb == "user" and len(named) > 0 and ("/add" in low or len(named) > 1 or "/active" in
                                              "".join(low)):  # fmt: skip
        line = "creates account" if "/add" in low else "writes account"
        return Found().add(*(effect(call, each, named[0], verb) for each in deeds(line)))
    if verb in ("localgroup", "group") and "/add" in low:
        powerful = named and ("admin" in named[0].text.lower() or not named[0].fixed)
        done = _ADMIN if powerful else _GROUP
        return Found().add(*(effect(call, each, named[-1] if named else "", verb)
                             for each in done))  # fmt: skip
    return read(_NET, call)


_CHPASSWD: Final = deeds("writes secret set hard secret")


def read_dscl(call: Call) -> Found:
    """Read `dscl` of macOS: `dscl . -delete /Users/x`."""
    low = [each.text.lower() for each in call.words]
    line = "writes account"
    if any(each in ("-delete", "delete") for each in low):
        line = "deletes account"
    elif any(each in ("-read", "-list", "-search", "read", "list", "-readall") for each in low):
        line = "reads account"
    elif "admin" in low:
        line = "escalates account persistent admin"
    name = call.words[-1] if call.words else Word("")
    if not low:
        return Found().unread(shown(call), "a session of dscl")
    return Found().add(*(effect(call, each, name) for each in deeds(line)))


def read_setcap(call: Call) -> Found:
    """Read `setcap`: some capabilities are as good as root's rights."""
    given = options(call.words, bag("-n"))
    if not given.plain:
        return Found().unread(shown(call), "no capability is named")
    said = given.plain[0].text.lower()
    name = given.plain[-1]
    if given.has("-r"):
        return Found().add(*(effect(call, each, name) for each in deeds("writes permission easy")))
    minor = all(part.startswith(("cap_net_bind_service", "cap_net_raw", "cap_sys_nice"))
                for part in said.split(","))  # fmt: skip
    done = deeds("writes permission") if minor and given.plain[0].fixed else _ADMIN
    return Found().add(*(effect(call, each, name, said[:40]) for each in done))


_LDAP: Final = "-D -H -h -p -w -y -b -f -s -o -e -a -l -z -Y -U"
_TOOLS: Final[dict[str, Tool]] = {
    "userdel": _USERDEL, "deluser": _USERDEL,
    "passwd": tool({"": "writes secret"}, "-n -x -w -i -R", bare="writes secret", instead={
        "-S, --status": "reads account", "-d, --delete": "weakens account plaintext",
        "-l, --lock": "stops account easy", "-u, --unlock": "escalates account easy",
        "-e, --expire": "stops account easy"}),
    "chage": tool({"": "writes account"}, "-d -E -I -m -M -W", instead={
        "-l, --list": "reads account"}),
    "loginctl": tool({
        "list-sessions, list-users, list-seats, session-status, user-status, show-session, "
        "show-user, show-seat, seat-status": "reads account",
        "kill-session, kill-user, terminate-session, terminate-user, terminate-seat, "
        "lock-sessions, lock-session": "stops process namespace",
        "enable-linger": "writes account persistent", "disable-linger": "writes account",
        "unlock-session, unlock-sessions, activate, attach": "writes account easy"},
        "-p -n -o -H -M -s --signal --kill-whom", bare="reads account"),
    "faillock": tool({}, "--user --dir", instead={"--reset": "weakens account protection"},
                     bare="reads account"),
    "pam_tally2": tool({}, "-u --user", instead={"-r, --reset": "weakens account protection"},
                       bare="reads account"),
    "ldapdelete": tool({"": "deletes account"}, _LDAP, bare="deletes account unknown",
                       extra={"-r": "deletes account namespace never recursive cascade"}, dry="-n"),
    "ldapmodify": tool({}, _LDAP, bare="writes account unknown", dry="-n"),
    "ldapadd": tool({}, _LDAP, bare="creates account unknown", dry="-n"),
    "ldapsearch": tool({"": "reads account"}, _LDAP, bare="reads account", names=0),
    "ldappasswd": tool({"": "writes secret"}, _LDAP + " -s -a -t -T", bare="writes secret"),
    "samba-tool": tool({
        "user delete": "deletes account", "user create": "creates account",
        "user list, group list, domain info, drs showrepl": "reads account",
        "user disable": "stops account easy", "user enable": "starts account",
        "user setpassword": "writes secret", "group addmembers": "escalates account persistent"}),
    "visudo": tool({"": "escalates permission admin"}, "-f --file",
                   instead={"-c, --check": "reads permission"}, bare="escalates permission admin"),
    "dsconfigad": tool({"": "writes account"}, instead={"-show": "reads account"}, single=True),
}  # fmt: skip


def read_kadmin(call: Call) -> Found:
    """Read `kadmin -q "delete_principal x"`."""
    given = options(call.words, bag("-p -q -r -s -w -t -c -d -x"))
    asked = given.given.get("-q")
    if not asked or not asked[-1].fixed:
        return Found().unread(shown(call), "what is asked of the key server is not on the page")
    verb, *names = asked[-1].text.split() or [""]
    lines = {"del": "deletes account", "list": "reads account", "get": "reads account",
             "add": "creates account", "ank": "creates account", "kt": "reveals secret secret",
             "cpw": "writes secret", "change": "writes secret", "mod": "writes account",
             "xst": "reveals secret secret"}  # fmt: skip
    line = next((said for start, said in lines.items() if verb.startswith(start)), "")
    if not line:
        return Found().unread(shown(call), "what is asked of the key server is not known")
    return Found().add(*(effect(call, each, names[-1] if names else "", verb)
                         for each in deeds(line)))  # fmt: skip


def _chpasswd(call: Call) -> Found:
    return Found().add(*(effect(call, each) for each in _CHPASSWD))


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: reader(what) for name, what in _TOOLS.items()},
    **plain({"groupadd, addgroup": "creates account", "groupdel, delgroup": "deletes account",
             "groupmod": "writes account", "chsh, chfn": "writes account",
             "lslogins": "reads account",
             "vipw, vigr": "writes account namespace admin", "newgrp, sg": "starts process easy",
             "pwck, grpck": "reads account", "newusers": "creates account set"}),
    **dict.fromkeys(("useradd", "adduser", "usermod"), read_user),
    **dict.fromkeys(("kadmin", "kadmin.local"), read_kadmin),
    **dict.fromkeys(("net", "net1"), read_net),
    "gpasswd": read_gpasswd,
    "chpasswd": _chpasswd,
    "dscl": read_dscl,
    "setcap": read_setcap,
}  # fmt: skip
