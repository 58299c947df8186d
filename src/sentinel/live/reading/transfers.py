"""Programs that make requests and fetch files: curl, wget, httpie, aria2c."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.effects import Effect
from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.http_requests import METHODS, asked_of, request, statements
from sentinel.live.reading.options import Options, options
from sentinel.live.reading.outward import bare_site, gives_away, is_local, is_outside, is_secret
from sentinel.live.reading.system_verbs import Deeds, bag, deeds, effect, looks, shown, unnumbered

_CURL: Final = bag(
    "-A -b -c -C -d -D -e -E -F -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --request "
    "--data --data-raw --data-binary --data-urlencode --data-ascii --json --form --form-string "
    "--upload-file --header --user --output --output-dir --max-time --connect-timeout --retry "
    "--retry-delay --retry-max-time --url --proxy --user-agent --referer --cookie --cookie-jar "
    "--cert --key --cacert --capath --resolve --connect-to --write-out --range --interface "
    "--limit-rate --config --unix-socket --dump-header --trace --trace-ascii --stderr --netrc-file "
    "--proto --tls-max --ciphers --aws-sigv4 --oauth2-bearer --max-redirs --keepalive-time "
    "--dns-servers --doh-url --rate --speed-time --speed-limit --quote --max-filesize --noproxy "
    "--socks5 --socks5-hostname --preproxy --proxy-user --pinnedpubkey --pass --variable "
    "--request-target --proxy-header --cert-type --key-type --ftp-port --mail-from --mail-rcpt "
    "--abstract-unix-socket --hsts --continue-at --url-query --time-cond --postquote --prequote"
)
_DATA: Final = ("-d", "--data", "--data-binary", "--data-ascii", "--data-urlencode", "--json",
                "--data-raw", "-F", "--form", "--form-string")  # fmt: skip
_VERBATIM: Final = bag("--data-raw --form-string")
_UNCHECKED: Final = frozenset({"no-verify"})
_MADE: Final = deeds("creates file easy")
_MADE_HOOK: Final = deeds("writes file hard persistent untrusted-source")
_MADE_SYSTEM: Final = deeds("writes file hard system")
_SENT_SECRET: Final = deeds("exfiltrates secret secret")
_SENT: Final = deeds("exfiltrates data unknown")
_READ_FILE: Final = deeds("reads file")
_READ_SECRET: Final = deeds("reveals secret secret")
_READ_PORT: Final = deeds("reads endpoint")
_STRANGE: Final = deeds("writes endpoint unknown")
_FTP: Final = deeds("writes file unknown remote")
_SYSTEM: Final = ("/etc", "/usr", "/bin", "/sbin", "/lib", "/boot", "/root", "/dev/", "/opt",
                  "~/.ssh", "~/.bash", "~/.profile", "/var/spool", "/home")  # fmt: skip
_NOWHERE: Final = bag("- /dev/null /dev/stdout /dev/stderr /dev/fd/1 /tmp")


def read_curl(call: Call) -> Found:
    """Read `curl`."""
    given = options(unnumbered(call.words), _CURL)
    found = Found()
    if given.has("--help", "--version", "-V", "-h", "--manual", "-M"):
        return found.add(looks(call))
    if given.has("-K", "--config", "--variable", "--next", "-:") or (
        given.unsure and not _urls(given)
    ):
        found.unread(shown(call), "options of curl that are not on the page")
    urls = _urls(given)
    if not urls:
        return found.unread(shown(call), "no address is named")
    if given.has("-k", "--insecure"):
        call = replace(call, marks=call.marks | _UNCHECKED)
    method, fixed = _method(given)
    if not fixed:
        return found.unread(shown(call), "the method is made at run time", "dynamic")
    body = _body(call, given)
    over_docker = "docker" in given.value("--unix-socket")
    for url in urls[:50]:
        found.add(*_one(call, method, url, body, over_docker=over_docker))
        found.add(*_leaving(call, given, url))
        found.inner += statements(call, method, url, body)
    if len(urls) > 50:
        found.unread(shown(call), "over fifty addresses", "too-long")
    return found.add(*_outputs(call, given, urls))


def _urls(given: Options) -> list[Word]:
    return [*given.given.get("--url", ()), *given.plain]


def _method(given: Options) -> tuple[str, bool]:
    """Give the method, and whether it is known."""
    said = [*given.given.get("-X", ()), *given.given.get("--request", ())]
    for each in [*given.given.get("-H", ()), *given.given.get("--header", ())]:
        name, _, value = each.text.partition(":")
        if "method-override" in name.lower() or name.strip().lower() == "x-http-method":
            said.append(Word(value.strip(), each.fixed))
    if said:
        return said[-1].text.upper(), said[-1].fixed
    if given.has("-I", "--head"):
        return "HEAD", True
    if given.has("-T", "--upload-file") or any(name in given.given for name in ("-T",)):
        return "PUT", True
    sends = any(name in given.given for name in _DATA)
    return ("POST" if sends and not given.has("-G", "--get") else "GET"), True


def _body(call: Call, given: Options) -> Word | None:
    words = [word for name in _DATA for word in given.given.get(name, ())]
    if not words:
        return None
    fixed = all(each.fixed for each in words)
    texts = [each.text for each in words]
    if call.stdin is not None and "@-" in texts:
        return Word(call.stdin.text, call.stdin.fixed)
    return Word("&".join(texts), fixed and not any(each.startswith("@") for each in texts))


_SENT_FILE: Final = deeds("reads file easy sent")


def _one(call: Call, method: str, url: Word, body: Word | None, *, over_docker: bool
         ) -> list[Effect]:  # fmt: skip
    scheme, colon, rest = url.text.partition("://")
    scheme = scheme.lower() if colon else "http"
    if scheme == "file":
        done = _READ_SECRET if is_secret(rest) else _READ_FILE
        return [effect(call, each, Word("/" + rest.lstrip("/"), url.fixed)) for each in done]
    if scheme in ("ftp", "ftps", "sftp", "scp", "smb", "tftp"):
        done = _FTP if method not in ("GET", "HEAD") else _READ_FILE
        return [effect(call, each, url, method) for each in done]
    if scheme == "telnet" and method == "GET" and not (call.piped or call.stdin):
        return [effect(call, each, url, "telnet") for each in _READ_PORT]
    if scheme not in ("http", "https", "ws", "wss"):
        return [effect(call, each, url, method) for each in _STRANGE]
    many = "[" in rest.partition("/")[2] or "{" in rest.partition("/")[2].replace("${", "")
    by = replace(call, marks=call.marks | {"many"}) if many else call
    made = request(by, method, url, body, over_docker=over_docker)
    if not over_docker:
        return made
    # The engine behind the socket is the one of this host, whatever it runs.
    return [replace(each, place=call.place) for each in made]


def _leaving(call: Call, given: Options, url: Word) -> list[Effect]:
    """Give what is sent away: files, what is fed, and what commands put into a word print."""
    asked = asked_of("", url.text)
    if is_local(asked.host) or given.value("--unix-socket"):
        return []
    outside = is_outside(asked.host) or not url.fixed
    effects: list[Effect] = []
    for name, word in _sent_files(given):
        if is_secret(word.text):
            effects += [effect(call, each, word, name) for each in _SENT_SECRET]
        elif word.text == "-" and (outside or bare_site(call.piped, url.text)):
            sent = bool(call.piped) and call.piped not in ("echo", "printf", "jq")
            effects += [effect(call, each, call.piped, name) for each in _SENT if sent]
        elif outside and gives_away(asked.host, word.text):
            effects += [replace(effect(call, x, word, name), place=call.place) for x in _SENT]
        elif outside and (not word.fixed or name in ("-T", "--upload-file")):
            effects += [effect(call, each, word, name) for each in _SENT]
        elif outside:
            effects += [effect(call, each, word, name) for each in _SENT_FILE]
    for word in [url, *(word for name in _DATA for word in given.given.get(name, ()))]:
        runs = not word.fixed and ("$(" in word.text or "`" in word.text)
        if outside and runs:
            done = _SENT_SECRET if _prints_secrets(word.text) else _SENT
            effects += [effect(call, each, word, "data") for each in done]
    return effects


def _prints_secrets(text: str) -> bool:
    return is_secret(text) or "$(env" in text or "printenv" in text or "`env" in text


def _sent_files(given: Options) -> list[tuple[str, Word]]:
    files: list[tuple[str, Word]] = []
    for name in _DATA:
        if name in _VERBATIM:
            continue
        for word in given.given.get(name, ()):
            before, at, path = word.text.partition("@")
            if at and (not before or before.endswith("=") or name == "--data-urlencode"):
                files.append((name, Word(path.partition(";")[0], word.fixed)))
            elif name in ("-F", "--form") and "=<" in word.text:
                files.append((name, Word(word.text.partition("=<")[2], word.fixed)))
    for name in ("-T", "--upload-file", "--post-file", "--body-file"):
        files += [(name, word) for word in given.given.get(name, ())]
    return files


def _outputs(call: Call, given: Options, urls: list[Word]) -> list[Effect]:
    made = [*given.given.get("-o", ()), *given.given.get("--output", ())]
    made += [*given.given.get("-c", ()), *given.given.get("--cookie-jar", ())]
    if given.has("-O", "--remote-name", "--remote-name-all"):
        made += [Word(url.text.rpartition("/")[2], url.fixed) for url in urls[:10]]
    return _files(call, made)


def _files(call: Call, made: list[Word]) -> list[Effect]:
    return [
        effect(call, each, word)
        for word in made
        if word.text not in _NOWHERE
        for each in _made(word.text)
    ]


def _made(path: str) -> Deeds:
    if ".git/hooks/" in path:
        return _MADE_HOOK
    return _MADE_SYSTEM if path.startswith(_SYSTEM) else _MADE


_WGET: Final = bag(
    "-O -o -P -e -a -t -T -U -Q -l -A -R -D -i -w -B -I -X --post-data --post-file --body-data "
    "--body-file --method --header --user --password --output-document --directory-prefix "
    "--execute --tries --timeout --input-file --load-cookies --save-cookies --referer "
    "--user-agent --limit-rate --ca-certificate --base --level --accept --reject --domains "
    "--quota --wait --output-file --append-output --config --certificate --private-key"
)


def read_wget(call: Call) -> Found:
    """Read `wget`."""
    given = options(unnumbered(call.words), _WGET)
    found = Found()
    if given.has("--help", "--version", "-V", "-h"):
        return found.add(looks(call))
    if given.has("-i", "--input-file", "--config", "-e", "--execute") or not given.plain:
        return found.unread(shown(call), "addresses or options that are not on the page")
    if given.has("--no-check-certificate"):
        call = replace(call, marks=call.marks | _UNCHECKED)
    sends = [word for name in ("--post-data", "--body-data", "--post-file", "--body-file")
             for word in given.given.get(name, ())]  # fmt: skip
    method = given.value("--method") or ("POST" if sends else "GET")
    for url in given.plain[:50]:
        found.add(*_one(call, method, url, sends[0] if sends else None, over_docker=False))
        found.add(*_leaving(call, given, url))
        found.inner += statements(call, method, url, sends[0] if sends else None)
    saved = [*given.given.get("-O", ()), *given.given.get("--output-document", ())]
    if not saved and not given.has("--spider") and method == "GET":
        folder = given.value("-P", "--directory-prefix")
        saved = [Word(f"{folder}/{url.text.rpartition('/')[2]}".lstrip("/") if not folder else
                      f"{folder.rstrip('/')}/{url.text.rpartition('/')[2]}", url.fixed)
                 for url in given.plain[:10]]  # fmt: skip
    return found.add(*_files(call, saved))


def read_httpie(call: Call) -> Found:
    """Read `http` and `https`: the method may be left out, and items tell it."""
    given = options(call.words, bag("-a --auth -A --auth-type --session -o --output --timeout "
                                    "--proxy --cert --verify -s --style -p --print"))  # fmt: skip
    if given.has("--help", "--version"):
        return Found().add(looks(call))
    words = list(given.plain)
    said = words.pop(0).text.upper() if words and words[0].text.upper() in METHODS else ""
    if not words or not (said or words[0].fixed or "://" in words[0].text):
        return Found().unread(shown(call), "no address is named", "dynamic")
    url, items = words[0], words[1:]
    sends = [each for each in items if "=" in each.text.replace("==", "") or "@" in each.text]
    method = said or ("POST" if sends or call.stdin is not None or call.piped else "GET")
    address = Word("http://localhost" + url.text if url.text.startswith(":") else url.text,
                   url.fixed)  # fmt: skip
    if given.value("--verify") in ("no", "false"):
        call = replace(call, marks=call.marks | _UNCHECKED)
    body = Word("&".join(each.text for each in sends), all(each.fixed for each in sends))
    if call.stdin is not None:
        body = Word(call.stdin.text, call.stdin.fixed)
    found = Found().add(*_one(call, method, address, body if body.text else None,
                              over_docker=False))  # fmt: skip
    forms = Options(given={"-F": sends})
    found.add(*_leaving(call, forms, address))
    return found.add(*_outputs(call, Options(given={"-o": given.given.get("-o", [])}), []))


def _fetch(call: Call) -> Found:
    given = options(call.words, bag("-o --out -d --dir -i --input-file -x -s -j -k --header -n"))
    if given.has("--help", "--version", "-h", "-v"):
        return Found().add(looks(call))
    if given.has("-i", "--input-file") or not given.plain:
        return Found().unread(shown(call), "no address is named")
    found = Found()
    for url in given.plain[:50]:
        found.add(*_one(call, "GET", url, None, over_docker=False))
    named = [Word(given.value("-o", "--out") or given.plain[0].text.rpartition("/")[2])]
    return found.add(*_files(call, named))


PROGRAMS: Final[dict[str, Reader]] = {
    **dict.fromkeys(("http", "https", "xh", "xhs", "httpie", "curlie"), read_httpie),
    **dict.fromkeys(("aria2c", "axel", "lwp-download"), _fetch),
    "curl": read_curl,
    "wget": read_wget,
}
