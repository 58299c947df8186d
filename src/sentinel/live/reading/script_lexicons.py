"""The words of JavaScript, Perl, Ruby and PHP that are known, and what they do."""

from dataclasses import dataclass
from typing import Final

from sentinel.live.reading.deeds import Deed, deed, names

_UNLINK: Final = deed("deletes file one never")
_TREE: Final = deed("deletes folder one never", "recursive")
_WRITE: Final = deed("writes file one hard")
_READ: Final = deed("reads file one easy")
_NET: Final = deed("exfiltrates data unknown never", "remote", "socket")
_RUNS: Final = deed("executes code unknown unknown", "dynamic")
_MADE: Final = deed("creates folder one easy")
_KILL: Final = deed("stops process one easy")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language."""

    harmless: frozenset[str]
    deeds: dict[str, Deed]
    shells: frozenset[str]
    """They run their first argument as a command."""
    fetches: frozenset[str] = frozenset()
    sigils: str = ""
    """Marks in front of variables."""
    tricky: str = ""
    """A pattern of what would make strings and comments look other than they are."""
    inside: str = ""
    """What opens code inside a string."""
    backtick: bool = True
    """Whether backticks run a command."""


JS: Final = Lexicon(
    names(
        "const let var if else for of in while do return new true false null undefined typeof "
        "function async await try catch finally throw switch case break continue class this "
        "console log error warn table info JSON parse stringify Math Object keys values entries "
        "assign fromEntries Array from isArray map filter reduce forEach join split slice length "
        "push pop sort reverse includes indexOf find findIndex some every concat flat flatMap "
        "trim toUpperCase toLowerCase replaceAll padStart padEnd toFixed toString Number String "
        "Boolean Date now toISOString parseInt parseFloat isNaN round floor ceil max min random "
        "abs pow sqrt Set Map has get set add size Promise all resolve then version versions "
        "argv platform arch cwd uptime memoryUsage hrtime exit charAt charCodeAt startsWith "
        "endsWith substring repeat match test RegExp BigInt Symbol Infinity NaN void getTime "
        "getFullYear os path crypto util url createHash update digest randomUUID randomBytes "
        "process text stdin basename "
        "dirname status statusCode on data end res req err headers extname "
        "inspect cpus totalmem freemem hostname readFileSync "
        "existsSync readdirSync statSync utf8 searchParams URL stdout stderr print p"
    ),
    {
        "unlink": _UNLINK, "unlinkSync": _UNLINK, "rm": _TREE, "rmSync": _TREE, "rmdir": _TREE,
        "rmdirSync": _TREE, "remove": _TREE, "removeSync": _TREE, "rimraf": _TREE,
        "emptyDirSync": _TREE, "writeFile": _WRITE, "writeFileSync": _WRITE,
        "appendFile": _WRITE, "appendFileSync": _WRITE, "createWriteStream": _WRITE,
        "truncateSync": _UNLINK, "renameSync": _WRITE, "copyFileSync": _WRITE,
        "chmodSync": deed("writes permission one easy"), "mkdirSync": _MADE, "kill": _KILL,
        "eval": _RUNS, "Function": _RUNS, "runInNewContext": _RUNS, "runInThisContext": _RUNS,
        "connect": _NET, "createConnection": _NET, "readFileSync": _READ, "fork": _RUNS,
        "readFile": _READ,
    },
    names("exec execSync spawn spawnSync execFile execFileSync"),
    names("fetch"),
    tricky=(
        r"/[^/*\s\d]|/\s+[^\s\d]|[\w)\]]\s*\[\s*[^\d\s\]]|\\u|"
        r"import\s*\(|\]\s*\("
    ),
    inside="${",
    backtick=False,
)  # fmt: skip
PERL: Final = Lexicon(
    names(
        "print say printf sprintf if else elsif unless while until for foreach my our local use "
        "strict warnings length substr index rindex uc lc ucfirst lcfirst join split push pop "
        "shift unshift sort reverse map grep keys values exists defined scalar chomp chop sprintf "
        "time localtime gmtime int abs sqrt hex oct ord chr rand srand and or not eq ne lt gt le "
        "ge cmp x last next redo return die warn exit BEGIN END qw List Util sum max min first "
        "uniq POSIX strftime floor ceil JSON PP decode_json encode_json STDIN STDOUT STDERR "
        "ARGV ENV n w r lines eof undef sub wantarray ref bless pos quotemeta reverse Dumper Data"
    ) - {"ENV"},
    {
        "unlink": _UNLINK, "rmtree": _TREE, "remove_tree": _TREE, "rmdir": _TREE,
        "rename": _WRITE, "truncate": _UNLINK, "mkdir": _MADE, "chmod": deed(
            "writes permission one easy"), "kill": _KILL, "eval": _RUNS, "do": _RUNS,
        "require": _RUNS, "socket": _NET, "Socket": _NET, "fork": deed(
            "starts process unknown easy"), "open": deed("writes file one hard", "dynamic"),
    },
    names("system exec qx readpipe"),
    sigils="$@%",
    tricky=(
        r"[^\s$]#|(?:^|[^$@\w])(?:q|qq|qw|qr|m|s|y|tr)\s*[^\w\s,;=)\]}]|<<|(?m)^=|\w'\w|&[{$]|->[$({]|[*][{]|"
        r"\$\$|__"
    ),
)  # fmt: skip
RUBY: Final = Lexicon(
    names(
        "puts print p pp if else elsif unless while until for in do end each each_with_index map "
        "select reject reduce inject sum sort sort_by reverse uniq join split length size first "
        "last push pop shift include any all none keys values to_s to_i to_f to_a to_h to_sym "
        "strip chomp upcase downcase capitalize gsub sub match scan start_with end_with require "
        "json time date yaml set digest securerandom JSON Time now Date today Digest SHA256 MD5 "
        "hexdigest SecureRandom hex uuid random_number parse generate pretty_generate true false "
        "nil and or not return next break then def times upto downto step rand Math sqrt round "
        "floor ceil abs max min zip flatten compact group_by count inspect class RUBY_VERSION "
        "Array Hash String Integer Float Range Set new STDIN STDOUT gets read lines readlines "
        "File FileUtils format strftime iso8601 iso utc empty nil? zero freeze dup tap then"
    ),
    {
        "rm": _UNLINK, "rm_f": _UNLINK, "rm_r": _TREE, "rm_rf": _TREE, "remove_dir": _TREE,
        "rmtree": _TREE, "unlink": _UNLINK, "delete": _UNLINK, "rmdir": _TREE, "write": _WRITE,
        "binwrite": _WRITE, "mv": _WRITE, "cp": _WRITE, "mkdir_p": _MADE, "mkdir": _MADE,
        "chmod": deed("writes permission one easy"), "kill": _KILL, "eval": _RUNS,
        "instance_eval": _RUNS, "class_eval": _RUNS, "send": _RUNS, "load": _RUNS,
        "TCPSocket": _NET, "delete_all": deed("deletes rows namespace hard", "no-condition"),
        "destroy_all": deed("deletes rows namespace hard", "no-condition"),
        "drop_table": deed("deletes table one hard"), "update_all": deed(
            "writes rows namespace hard", "no-condition"), "truncate": deed(
            "deletes rows namespace hard", "truncate"),
    },
    names("system exec spawn popen popen3 capture2 capture2e capture3"),
    sigils="$@:",
    tricky=r"/\s*[^\s\d]|%[^\s\d]|<<[~\-A-Z\"'`]|\?[\"'`#]|__|(?m)^=",
    inside="#{",
)  # fmt: skip
PHP: Final = Lexicon(
    names(
        "php echo print print_r var_dump var_export if else elseif for foreach while do return "
        "true false null as function fn new array count strlen substr strpos str_replace explode "
        "implode trim strtolower strtoupper json_encode json_decode date time microtime phpversion "
        "PHP_VERSION PHP_EOL sprintf printf number_format round floor ceil max min rand abs "
        "array_map array_filter array_keys array_values array_sum in_array sort md5 sha1 hash "
        "isset empty is_array is_string intval strval uniqid JSON_PRETTY_PRINT phpinfo php_uname "
        "php_sapi_name memory_get_usage sys_get_temp_dir get_loaded_extensions ini_get m i n"
    ),
    {
        "unlink": _UNLINK, "rmdir": _TREE, "file_put_contents": _WRITE, "rename": _WRITE,
        "copy": _WRITE, "mkdir": _MADE, "chmod": deed("writes permission one easy"),
        "eval": _RUNS, "assert": _RUNS, "include": _RUNS, "require": _RUNS,
        "create_function": _RUNS, "fsockopen": _NET, "file_get_contents": _READ,
    },
    names("system exec shell_exec passthru popen proc_open pcntl_exec"),
    sigils="$",
    tricky=r"<<<|\?>|\$\$|\$\w+\s*\(|\$\{|__|\\",
)  # fmt: skip
