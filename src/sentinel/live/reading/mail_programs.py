"""Programs that send mail: what they are fed, and the files that go with it, leave the machine.

A line or a report goes out by mail every day; what archives and dumps print does not.
"""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.outward import is_dump, is_secret
from sentinel.live.reading.system_verbs import bag, deeds, effect, looks, plain, read, shown, tool

_VALUED: Final = bag("-s -a -A -r -c -b -S -q -u -f -t -F -H --attach --to --from --body --header "
                     "--server --subject -e -i -n")  # fmt: skip
_HOARDS: Final = bag(
    "tar zip 7z gpg pg_dump pg_dumpall mysqldump mongodump sqlite3 env printenv redis-cli psql "
    "mysql vault kubectl aws gcloud az history set export secret-file"
)
"""Programs of which the output may be a whole database, an archive, or secrets."""
_SENT: Final = deeds("creates data remote")
_AWAY: Final = deeds("exfiltrates data unknown remote")
_SECRET_AWAY: Final = deeds("exfiltrates secret secret remote")


def _mail(call: Call) -> Found:
    found = Found()
    given = options(call.words, _VALUED - ({"-t", "-i", "-n"} if call.program == "sendmail"
                                           else {"-e", "-i", "-n"}))  # fmt: skip
    if given.has("--version", "-V", "--help", "-bp", "-N") or (given.has("-e") and not given.plain):
        return found.add(looks(call))
    to = given.plain[-1] if given.plain else Word(given.value("--to"))
    if any(each.text.startswith("-bp") for each in call.words):
        return found.add(looks(call))
    attached = [word for name in ("-a", "-A", "--attach") for word in given.given.get(name, ())]
    for word in attached:
        if is_secret(word.text):
            found.add(*(effect(call, each, word) for each in _SECRET_AWAY))
        elif is_dump(word.text) or not word.fixed:
            found.add(*(effect(call, each, word) for each in _AWAY))
    if call.piped in _HOARDS:
        found.add(*(effect(call, each, to, call.piped) for each in _AWAY))
    if not to.text and not call.piped and call.stdin is None:
        return found.unread(shown(call), "to whom a mail goes is not said")
    return found.add(*(effect(call, each, to) for each in _SENT))


_POSTSUPER: Final = tool(
    {}, "-c -d -h -H -r -f -e",
    instead={"-d": "deletes queue", "-h, -H, -r, -f, -e": "writes queue set hard",
             "-p, -s, -S": "writes queue easy", "-v": "writes queue easy"},
)  # fmt: skip


def _postsuper(call: Call) -> Found:
    """Read `postsuper`: `-d ALL` removes every mail there is."""
    every = any(word.text in ("ALL", "-dALL") for word in call.words)
    deleting = any(word.text.startswith("-d") for word in call.words)
    if deleting and every:
        return Found().add(*(effect(call, each, "ALL") for each in _MAIL_GONE))
    return read(_POSTSUPER, call)


_MAIL_GONE: Final = deeds("deletes queue account never")

PROGRAMS: Final[dict[str, Reader]] = {
    "postsuper": _postsuper,
    **dict.fromkeys(("mail", "mailx", "s-nail", "mutt", "neomutt", "sendmail", "msmtp", "swaks",
                     "sendemail", "ssmtp", "mpack"), _mail),
    **plain({"mailq, postqueue, exiqgrep": "reads queue", "newaliases": "writes configuration easy",
             "postcat": "reads queue",
             "biff, mesg, wall, write": "creates endpoint"}),
}  # fmt: skip
