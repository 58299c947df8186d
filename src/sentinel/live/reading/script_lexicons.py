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
_KEPT: Final = deed("writes file one easy")
_OWNER: Final = deed("writes permission one easy")
_BECOMES: Final = deed("escalates account one easy")
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
        "fs zlib http https dns net tls readline vm module exports globalThis Error TypeError "
        "RangeError Symbol Iterator Uint8Array ArrayBuffer TextEncoder TextDecoder structuredClone "
        "AbortController AbortSignal Headers FormData document window location navigator replace "
        "splice toReversed toSorted toSpliced with Boolean Date now toISOString parseInt "
        "parseFloat isNaN round floor ceil max min random abs pow sqrt Set Map has get set add "
        "size Promise all resolve then version versions argv platform arch cwd uptime memoryUsage "
        "hrtime exit charAt charCodeAt startsWith endsWith substring repeat match test RegExp "
        "BigInt Symbol Infinity NaN void getTime getFullYear os path crypto util url createHash "
        "update digest randomUUID randomBytes process text stdin basename dirname status "
        "statusCode on data end res req err headers extname inspect cpus totalmem freemem hostname "
        "readFileSync existsSync readdirSync statSync utf8 searchParams URL stdout stderr print p "
        "flatMap reduceRight at fill findLast entries fromCharCode codePointAt normalize trimStart "
        "trimEnd localeCompare matchAll search substr toLocaleString toLocaleDateString "
        "toUTCString "
        "getHours getMinutes getSeconds getDay getDate getMonth setDate UTC trunc sign log2 log10 "
        "hypot sin cos tan atan atan2 exp cbrt PI E encodeURIComponent decodeURIComponent "
        "encodeURI "
        "decodeURI allSettled race any finally setTimeout setInterval clearTimeout clearInterval "
        "setImmediate nextTick performance Intl NumberFormat DateTimeFormat resolvedOptions "
        "timeZone "
        "Buffer byteLength isBuffer base64 hex utf16le ascii loadavg networkInterfaces userInfo "
        "homedir tmpdir EOL release pid ppid title execPath features config resourceUsage "
        "isAbsolute relative sep delimiter format normalize pathname hostname host protocol "
        "port hash origin params query lookup resolve4 resolve6 resolveMx resolveTxt "
        "getServers address family isIP isIPv4 isIPv6 mtime mtimeMs size isFile isDirectory "
        "accessSync lstatSync realpathSync readlinkSync freeze isInteger isSafeInteger "
        "MAX_SAFE_INTEGER EPSILON WeakMap WeakSet static extends super instanceof "
        "createInterface line question ok body blob json type name value key label id item items "
        "acc cur prev next idx row col obj arr str num res sum total count"
    ),
    {
        "unlink": _UNLINK, "unlinkSync": _UNLINK, "rm": _TREE, "rmSync": _TREE, "rmdir": _TREE,
        "rmdirSync": _TREE, "remove": _TREE, "removeSync": _TREE, "rimraf": _TREE,
        "emptyDirSync": _TREE, "writeFile": _WRITE, "writeFileSync": _WRITE,
        "appendFile": _WRITE, "appendFileSync": _WRITE, "createWriteStream": _WRITE,
        "truncateSync": _UNLINK, "renameSync": _WRITE, "copyFileSync": _WRITE,
        "dropDatabase": deed("deletes database namespace hard"),
        "deleteMany": deed("deletes rows namespace hard", "no-condition"),
        "flushAll": deed("deletes cache account never", "no-condition"),
        "flushall": deed("deletes cache account never", "no-condition"),
        "flushDb": deed("deletes cache namespace never", "no-condition"),
        "chmod": deed("writes permission one easy"), "createServer": deed(
            "exposes network one easy"),
        "chmodSync": deed("writes permission one easy"), "mkdirSync": _MADE, "kill": _KILL,
        "eval": _RUNS, "Function": _RUNS, "runInNewContext": _RUNS, "runInThisContext": _RUNS,
        "connect": _NET, "createConnection": _NET, "readFileSync": _READ, "fork": _RUNS,
        "readFile": _READ, "openSync": _WRITE, "truncate": _UNLINK, "ftruncateSync": _UNLINK,
        "chownSync": _OWNER, "lchownSync": _OWNER, "rename": _WRITE, "cpSync": _WRITE,
        "symlinkSync": _WRITE, "setuid": _BECOMES, "seteuid": _BECOMES, "setgid": _BECOMES,
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
        "Time HiRes Local MIME Base64 Digest MD5 SHA File Basename basename dirname fileparse "
        "Spec Cwd "
        "Encode Scalar looks_like_number blessed Piece Getopt Long product minstr maxstr pairs "
        "shuffle sum0 encode_base64 decode_base64 md5_hex sha1_hex sha256_hex mktime timegm "
        "timelocal "
        "decode_base64url encode_base64url inet_ntoa inet_aton inet_ntop inet_pton gethostbyname "
        "gethostbyaddr getaddrinfo getnameinfo getpwnam getpwuid getgrnam getgrgid getlogin "
        "hostname uname each local splitdir catfile catdir getcwd cwd abs_path glob readdir "
        "opendir closedir close binmode seek tell read sleep lstat stat splice vec pi atan2 sin "
        "cos exp log lc fc state say feature utf8 constant vars integer bigint bignum Text Wrap "
        "wrap Tabs ARGV ENV n w r lines eof undef sub wantarray ref bless pos quotemeta reverse "
        "Dumper Data"
    ) - {"ENV"},
    {
        "unlink": _UNLINK, "rmtree": _TREE, "remove_tree": _TREE, "rmdir": _TREE,
        "rename": _WRITE, "truncate": _UNLINK, "mkdir": _MADE, "chmod": deed(
            "writes permission one easy"), "kill": _KILL, "eval": _RUNS, "do": _RUNS,
        "require": _RUNS, "socket": _NET, "Socket": _NET, "fork": deed(
            "starts process unknown easy"), "open": deed("writes file one hard", "dynamic"),
        "post": _NET, "put": _NET, "move": _WRITE, "copy": _WRITE, "chown": _OWNER,
        "syscall": _RUNS, "setuid": _BECOMES, "symlink": _WRITE, "ioctl": _RUNS,
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
        "Dir glob YAML CSV Struct OpenStruct BigDecimal Comparable Enumerable Kernel URI Base64 "
        "Etc "
        "dig fetch values_at slice except filter filter_map flat_map each_slice each_cons "
        "each_pair "
        "each_char each_line each_with_object partition tally group_by chunk_while cycle take "
        "drop take_while drop_while find find_index detect index rindex minmax min_by max_by "
        "rotate sample shuffle transpose product combination permutation assoc invert "
        "transform_values transform_keys merge to_set superset subset key has_key keep_if squeeze "
        "tr ljust rjust center chars bytes unpack pack encode force_encoding valid_encoding "
        "swapcase succ ord chr oct to_r to_c to_json from_json safe_load exist exists "
        "file directory basename dirname extname expand_path mtime ctime stat readable writable "
        "children entries hostname version mon day year hour min sec wday yday to_date to_time "
        "strptime monday at localtime getlocal digits gcd lcm pow bit_length even odd positive "
        "negative between clamp strict_encode64 strict_decode64 encode64 decode64 urlsafe_encode64 "
        "encode_www_form_component decode_www_form_component host port path query scheme headers "
        "by_row frozen respond_to is_a kind_of instance_of raise rescue ensure lambda yield self "
        "case when loop catch throw ARGV ARGF STDERR warn sleep item acc row line "
        "File FileUtils format strftime iso8601 iso utc empty nil? zero freeze dup tap then"
    ),
    {
        "rm": _UNLINK, "rm_f": _UNLINK, "rm_r": _TREE, "rm_rf": _TREE, "remove_dir": _TREE,
        "rmtree": _TREE, "unlink": _UNLINK, "delete": _UNLINK, "rmdir": _TREE, "write": _WRITE,
        "binwrite": _WRITE, "mv": _WRITE, "cp": _WRITE, "mkdir_p": _MADE, "mkdir": _MADE,
        "chmod": deed("writes permission one easy"), "kill": _KILL, "eval": _RUNS,
        "chmod_R": _OWNER, "chown": _OWNER, "chown_R": _OWNER, "open": _READ, "move": _WRITE,
        "remove_entry": _TREE, "remove_entry_secure": _TREE, "remove_file": _UNLINK,
        "safe_unlink": _UNLINK, "rename": _WRITE, "cp_r": _WRITE, "ln_s": _WRITE,
        "ln_sf": _WRITE, "syscall": _RUNS, "ioctl": _RUNS, "post": _NET, "post_form": _NET,
        "instance_eval": _RUNS, "class_eval": _RUNS, "send": _RUNS, "load": _RUNS,
        "load_file": _READ, "readlines": _READ, "read": _READ,
        "TCPSocket": _NET, "delete_all": deed("deletes rows namespace hard", "no-condition"),
        "destroy_all": deed("deletes rows namespace hard", "no-condition"),
        "drop_table": deed("deletes table one hard"),
        "flushall": deed("deletes cache account never", "no-condition"),
        "clear": deed("deletes unknown unknown hard"), "destroy": deed("deletes rows set hard"),
        "fork": deed("starts process unknown easy"), "update_all": deed(
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
        "parse_url parse_str urlencode urldecode rawurlencode rawurldecode http_build_query "
        "base64_encode base64_decode bin2hex hex2bin bindec decbin hexdec dechex octdec crc32 "
        "hash_algos hash_hmac random_int random_bytes password_verify password_hash "
        "str_contains str_starts_with str_ends_with str_pad str_repeat str_split str_word_count "
        "strcmp strcasecmp strncmp strrev strstr stristr stripos strrpos strtr strtotime "
        "substr_count "
        "ucfirst ucwords lcfirst ltrim rtrim nl2br htmlspecialchars html_entity_decode strip_tags "
        "wordwrap chunk_split similar_text levenshtein soundex metaphone "
        "vsprintf sscanf mb_strlen mb_substr mb_strtoupper mb_strtolower mb_convert_encoding iconv "
        "ctype_digit ctype_alpha ctype_alnum filter_var FILTER_VALIDATE_EMAIL FILTER_VALIDATE_IP "
        "FILTER_VALIDATE_URL array_column array_combine array_chunk array_diff array_diff_key "
        "array_flip array_intersect array_key_exists array_key_first array_key_last array_merge "
        "array_pop array_push array_shift array_unshift array_reverse array_search array_slice "
        "array_splice array_unique array_fill array_product array_rand array_pad range "
        "compact list rsort asort arsort ksort krsort shuffle natsort current key next reset "
        "end iterator_to_array is_int is_float is_numeric is_bool is_null is_object "
        "is_file is_dir file_exists filesize filemtime fileperms is_readable is_writable basename "
        "dirname pathinfo realpath getcwd disk_free_space disk_total_space gethostname "
        "gethostbyname checkdnsrr dns_get_record version_compare extension_loaded function_exists "
        "class_exists method_exists get_class get_object_vars zend_version "
        "php_ini_loaded_file ini_get_all opcache_get_status getmypid getmyuid get_current_user "
        "memory_get_peak_usage sys_getloadavg hrtime mktime checkdate date_default_timezone_get "
        "date_default_timezone_set timezone_identifiers_list DateTime DateTimeImmutable "
        "DateInterval "
        "DateTimeZone modify diff format getTimestamp add sub setTimezone JSON_UNESCAPED_SLASHES "
        "JSON_UNESCAPED_UNICODE JSON_THROW_ON_ERROR json_last_error json_last_error_msg serialize "
        "PHP_OS PHP_OS_FAMILY PHP_INT_MAX PHP_INT_SIZE PHP_MAJOR_VERSION PHP_SAPI PHP_BINARY M_PI "
        "pow sqrt intdiv fmod log log10 exp sin cos tan pi is_nan is_infinite base_convert "
        "static const class match instanceof try catch finally throw Exception getMessage "
        "STDIN STDERR STDOUT fclose fread fgets fgetcsv feof usleep sleep "
        "php_sapi_name memory_get_usage sys_get_temp_dir get_loaded_extensions ini_get m i n"
    ),
    {
        "unlink": _UNLINK, "rmdir": _TREE, "file_put_contents": _WRITE, "rename": _WRITE,
        "copy": _WRITE, "mkdir": _MADE, "chmod": deed("writes permission one easy"),
        "eval": _RUNS, "assert": _RUNS, "include": _RUNS, "require": _RUNS,
        "create_function": _RUNS, "fsockopen": _NET, "file_get_contents": _READ,
        "fopen": _READ, "fwrite": _KEPT, "fputs": _KEPT, "ftruncate": deed(
            "deletes file one never", "dynamic"), "pcntl_fork": deed(
            "starts process unknown easy"), "mail": _NET, "posix_kill": _KILL,
        "posix_setuid": _BECOMES, "posix_seteuid": _BECOMES, "posix_setgid": _BECOMES,
        "chown": _OWNER, "chgrp": _OWNER, "lchown": _OWNER, "symlink": _WRITE,
        "call_user_func": _RUNS, "call_user_func_array": _RUNS, "proc_nice": _KILL,
    },
    names("system exec shell_exec passthru popen proc_open pcntl_exec"),
    sigils="$",
    tricky=r"<<<|\?>|\$\$|\$\w+\s*\(|\$\{|__|\\",
)  # fmt: skip
