"""Keys, certificates and secrets: openssl, gpg, age, sops, password stores, disks' encryption."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader, Word
from sentinel.live.reading.options import options
from sentinel.live.reading.outward import is_secret
from sentinel.live.reading.system_verbs import (
    Tool,
    bag,
    deeds,
    effect,
    looks,
    plain,
    reader,
    shown,
    tool,
    unknown,
)  # fmt: skip

_REVEAL: Final = "reveals secret secret"
_LOOK: Final = "reads certificate"
_MAKE: Final = "creates secret"

_OPENSSL: Final = bag(
    "-in -out -key -keyin -inkey -CA -CAfile -CAkey -CApath -days -subj -config -passin -passout "
    "-connect -servername -pass -k -K -iv -cert -certfile -name -newkey -keyout -extfile "
    "-extensions -inform -outform -starttls -set_serial -algorithm -pkeyopt -checkend "
    "-host -port -nameopt -rand -sigopt -signature -sign -verify -hmac -mac -alpn "
    "-addext -reqexts -url -issuer -kfile -revoke -crlnumber -curves -cipher"
)
_OPENSSL_LOOKS: Final = bag(
    "x509 s_client version ciphers verify dgst crl ocsp asn1parse speed list sha256 sha1 md5 "
    "sha512 errstr prime rand help s_time nseq storeutl cms smime spkac ts info md sess_id "
    "crl2pkcs7 base64 "
    "passwd"
)


def read_openssl(call: Call) -> Found:
    """Read `openssl`: a private key that is printed, or a file that is opened, is a secret."""
    given = options(call.words, _OPENSSL, single=True)
    if not given.plain or not given.plain[0].fixed:
        return unknown(call, given)
    verb, out = given.verb(), given.value("-out")
    line = _openssl_line(verb, out, frozenset(given.given))
    if not line:
        return unknown(call, given)
    name = out or given.value("-in", "-connect", "-key")
    found = Found().add(*(effect(call, each, name, verb) for each in deeds(line)))
    if out and line == _LOOK and out != "/dev/null":
        found.add(*(effect(call, each, out, "-out") for each in deeds("creates file easy")))
    return found


def _openssl_line(verb: str, out: str, said: frozenset[str]) -> str:
    if verb in ("rsa", "pkey", "ec", "dsa"):
        public = said & {"-pubin", "-pubout", "-check"} or (
            "-noout" in said and "-text" not in said
        )
        return _LOOK if public else "creates secret plaintext" if out else _REVEAL
    if verb in ("genrsa", "genpkey", "ecparam", "gendsa", "dhparam", "dsaparam"):
        return _MAKE if out or verb in ("dhparam", "dsaparam") else _REVEAL
    if verb in ("enc", "aes-256-cbc", "aes-128-cbc", "pkeyutl", "rsautl") or verb.startswith(
        "aes-"
    ):
        opens = said & {"-d", "-decrypt"}
        return ("creates secret plaintext" if out else _REVEAL) if opens else "creates file easy"
    if verb == "pkcs12":
        return (
            "creates secret"
            if "-export" in said
            else "creates secret plaintext"
            if out
            else _REVEAL
        )
    if verb == "pkcs8":
        return (
            "creates secret plaintext"
            if "-nocrypt" in said and out
            else _REVEAL
            if not out
            else _MAKE
        )
    return _openssl_certificate(verb, said)


def _openssl_certificate(verb: str, said: frozenset[str]) -> str:
    if verb == "req":
        looks_only = "-in" in said and "-x509" not in said and "-newkey" not in said
        return _LOOK if looks_only else "creates certificate"
    if verb == "ca":
        return "deletes certificate never" if "-revoke" in said else "creates certificate"
    if verb == "s_server":
        return "exposes network"
    return _LOOK if verb in _OPENSSL_LOOKS else ""


_GPG: Final = tool(
    {"": "reads data"},
    "-r --recipient -o --output -u --local-user --homedir --keyserver --passphrase "
    "--passphrase-file --default-key --batch-size --cipher-algo --keyring --pinentry-mode "
    "--trust-model --status-fd --options --set-filename",
    instead={
        "--delete-secret-keys, --delete-secret-and-public-keys, "
        "--delete-secret-key, --delete-secret-and-public-key": "deletes secret never "
        "| gpg --export-secret-keys to a safe place",
        "--delete-keys, --delete-key": "deletes certificate",
        "--export-secret-keys, --export-secret-subkeys, --export-secret-key": _REVEAL,
        "-d, --decrypt, --decrypt-files": _REVEAL,
        "--verify, -k, --list-keys, -K, --list-secret-keys, --fingerprint, --list-sigs, "
        "--list-packets, --check-sigs, --export, --show-keys, --print-md, --card-status, "
        "--list-public-keys, --search-keys, --export-ownertrust": _LOOK,
        "-e, --encrypt, -c, --symmetric, -s, --sign, --clearsign, --clear-sign, --detach-sign, "
        "-b, --dearmor, --enarmor": "creates file easy",
        "--import, --recv-keys, --receive-keys, --refresh-keys, --sign-key, --lsign-key, "
        "--import-ownertrust": "writes certificate easy",
        "--gen-key, --full-gen-key, --generate-key, --quick-gen-key, --quick-generate-key": _MAKE,
        "--edit-key, --quick-add-uid": "writes secret", "--gen-revoke": "creates certificate",
        "--send-keys": "exposes certificate never public",
    },
)  # fmt: skip

_TOOLS: Final[dict[str, Tool]] = {
    "gpg": _GPG,
    "gpg2": _GPG,
    "age": tool({"": "creates file easy"}, "-r -R -i -o --recipient --identity --output",
                instead={"-d, --decrypt": _REVEAL}, bare="creates file easy"),
    "sops": tool(
        {"": "writes secret", "updatekeys": "writes secret", "publish": "writes secret remote",
         "exec-env, exec-file": _REVEAL, "decrypt": _REVEAL, "encrypt": "creates file easy",
         "edit, set, rotate": "writes secret", "filestatus": _LOOK},
        "-k --kms -p --pgp --age -o --output --input-type --output-type --config --extract --set",
        instead={"-d, --decrypt": _REVEAL, "-e, --encrypt": "creates file easy",
                 "-r, --rotate": "writes secret"},
    ),
    "pass": tool({"": _REVEAL, "show": _REVEAL, "ls, list, find, search, version": "reads secret",
                  "grep": _REVEAL, "insert, add, generate, edit, mv, cp": "writes secret",
                  "rm, remove, delete": "deletes secret", "init": "writes secret namespace",
                  "git": "writes repository"}, bare="reads secret"),
    "op": tool(
        {"read, item get, document get, inject, run": _REVEAL,
         "item list, vault list, account list, whoami, user list, vault get, account get, "
         "user get, group list": "reads secret",
         "item create, item edit, document create": "writes secret",
         "item delete, document delete": "deletes secret", "vault delete": "deletes secret "
         "namespace",
         "signin, signout": "reads account", "user delete": "deletes account",
         "vault user grant, vault group grant": "escalates permission"},
        "--vault --account --format --fields --session --cache",
    ),
    "bw": tool({"get, export": _REVEAL, "list": _REVEAL, "status, sync": "reads secret",
                "delete": "deletes secret", "create, edit": "writes secret"}),
    "keytool": tool({}, "-alias -keystore -storepass -file -keypass -dname -keyalg -validity "
                    "-destkeystore -srckeystore -storetype", single=True,
                    instead={"-list, -printcert, -printcertreq": _LOOK, "-delete": "deletes secret",
                             "-exportcert, -export, -certreq": _LOOK,
                             "-genkeypair, -genkey, -genseckey": _MAKE,
                             "-importcert, -import": "writes certificate",
                             "-importkeystore": "writes secret", "-storepasswd": "writes secret",
                             "-keypasswd, -changealias": "writes secret"}),
    "step": tool({"certificate inspect, certificate verify, ca health, ca root, crypto hash, "
                  "certificate fingerprint, certificate lint, ca roots": _LOOK,
                  "ca certificate, certificate create, ca token, ca sign, crypto keypair": _MAKE,
                  "ca renew, ca rekey": "writes certificate", "ca revoke": "deletes certificate "
                  "never",
                  "ca init": "creates certificate", "ca provisioner add": "escalates account",
                  "ca provisioner remove": "deletes account", "ca bootstrap": "writes "
                  "certificate"}),
    "tpm2_getcap": tool({"": _LOOK}, bare=_LOOK),
    "kinit": tool({"": "writes secret easy"}, "-t -c -l -r -S -T -X", bare="writes secret "
    "easy"),
    "secret-tool": tool({"lookup, search": _REVEAL, "store": "writes secret",
                         "clear": "deletes secret"}),
    "update-ca-certificates": tool({}, bare="writes certificate easy", instead={
        "--fresh": "writes certificate namespace easy"}),
}  # fmt: skip

_CRYPTSETUP: Final = tool(
    {
        "status, luksdump, isluks, luksuuid, --version, benchmark, tcryptdump": "reads device",
        "luksformat, format, plain": "deletes device account never | cryptsetup luksHeaderBackup",
        "lukserase, erase": "deletes encryption-key account never | cryptsetup luksHeaderBackup",
        "lukskillslot, luksremovekey": "deletes encryption-key never",
        "luksaddkey": "escalates encryption-key persistent",
        "lukschangekey": "writes encryption-key",
        "luksopen, open": "starts device easy", "luksclose, close, remove": "stops device easy",
        "lukssuspend": "stops device easy", "luksresume": "starts device easy",
        "luksheaderbackup": "creates backup", "luksheaderrestore": "writes device never",
        "reencrypt, luksreencrypt, convert, resize, token": "writes device account hard",
    },
    "-c --cipher -s --key-size -h --hash -d --key-file --keyfile-size --type --header -S "
    "--key-slot "
    "--header-backup-file --master-key-file --pbkdf --label --uuid -o -i --iter-time",
    names=1, marks={"-q, --batch-mode": "auto-approve"},
)  # fmt: skip

_SECURITY: Final = {
    "find-generic-password": _REVEAL, "find-internet-password": _REVEAL, "export": _REVEAL,
    "dump-keychain": _REVEAL, "delete-generic-password": "deletes secret",
    "delete-internet-password": "deletes secret", "delete-keychain": "deletes secret namespace "
    "never",
    "add-generic-password": "writes secret", "add-internet-password": "writes secret",
    "delete-certificate": "deletes certificate", "list-keychains": "reads secret",
    "find-certificate": _LOOK, "find-identity": _LOOK, "verify-cert": _LOOK,
    "add-trusted-cert": "weakens certificate persistent", "unlock-keychain": "starts process easy",
    "lock-keychain": "stops process easy", "default-keychain": "reads secret",
    "show-keychain-info": "reads secret", "import": "writes secret",
    "authorizationdb": "escalates permission admin",
}  # fmt: skip


def read_security(call: Call) -> Found:
    """Read `security` of macOS: `-w` and `-g` show a password, a look without them none."""
    word = call.words[0] if call.words else Word("")
    line = _SECURITY.get(word.text.lower(), "") if word.fixed else ""
    if not line:
        return Found().unread(shown(call), "security is used in a way that is not known")
    shows = any(each.text in ("-w", "-g", "-d") or not each.fixed for each in call.words[1:])
    if word.text.startswith("find-") and line == _REVEAL and not shows:
        line = "reads secret"
    return Found().add(*(effect(call, each, verb=word.text) for each in deeds(line)))


def read_base64(call: Call) -> Found:
    """Read `base64` and its like on a file: that of a secret is shown."""
    given = options(call.words, bag("-w --wrap -i --input -o --output -b -c -l -s -n"))
    if given.has("--help", "--version"):
        return Found().add(looks(call))
    names = given.plain or [Word("")]
    return Found().add(
        *(effect(call, each, word) for word in names
          for each in deeds(_REVEAL if is_secret(word.text) else "reads file"))
    )  # fmt: skip


PROGRAMS: Final[dict[str, Reader]] = {
    **{name: reader(what) for name, what in _TOOLS.items()},
    **plain({"klist, age-keygen, certtool, cfssl-certinfo": "reads certificate",
             "kdestroy": "deletes secret easy", "tpm2_clear": "deletes encryption-key account "
             "never",
             "tpm2_pcrread": _LOOK, "tpm2_evictcontrol": "deletes encryption-key",
             "mkcert": "creates certificate", "ktutil": "writes secret",
             "gpg-agent, gpgconf": "writes configuration easy", "age-plugin-yubikey": _LOOK}),
    "basenc": read_base64,
    "openssl": read_openssl,
    "cryptsetup": reader(_CRYPTSETUP),
    "security": read_security,
}  # fmt: skip
