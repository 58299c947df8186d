"""What functions of Python's library and of well-known packages do.

Marks of our own: `socket` (talks to the network by itself), `pickle`.
"""

from typing import Final

from sentinel.live.reading.deeds import Deed, deed, names

_UNLINK: Final = deed("deletes file one never")
_WRITE: Final = deed("writes file one hard")
_NET: Final = deed("exfiltrates data unknown never", "remote", "socket")
_CODE: Final = deed("executes code unknown unknown")
_KILL: Final = deed("stops process one easy")
_MODE: Final = deed("writes permission one easy")
_LOOKS: Final = deed("reads folder one easy")
_LOAD: Final = deed("executes code unknown unknown", "pickle", "untrusted-source")

CALLS: Final[dict[str, Deed]] = {
    "os.remove": _UNLINK, "os.unlink": _UNLINK, "os.truncate": _UNLINK,
    "os.rmdir": deed("deletes folder one easy"),
    "os.removedirs": deed("deletes folder set easy"),
    "shutil.rmtree": deed("deletes folder one never", "recursive"),
    "shutil.move": _WRITE, "os.rename": _WRITE, "os.replace": _WRITE, "shutil.copy": _WRITE,
    "shutil.copy2": _WRITE, "shutil.copyfile": _WRITE, "shutil.copytree": _WRITE,
    "shutil.unpack_archive": _WRITE, "shutil.make_archive": deed("creates file one easy"),
    "os.mkdir": deed("creates folder one easy"), "os.makedirs": deed("creates folder one easy"),
    "os.symlink": _WRITE, "os.link": _WRITE, "os.chmod": _MODE, "os.chown": _MODE,
    "os.lchown": _MODE, "shutil.chown": _MODE, "os.kill": _KILL, "os.killpg": _KILL,
    "os.abort": _KILL, "os.setuid": deed("escalates account one easy"),
    "os.dup2": deed("executes code unknown unknown", "remote"),
    "pty.spawn": deed("executes code unknown unknown", "remote"),
    "socket.socket": _NET, "socket.create_connection": _NET, "smtplib.SMTP": _NET,
    "ftplib.FTP": _NET, "telnetlib.Telnet": _NET, "paramiko.SSHClient": _NET,
    "http.server.HTTPServer": deed("exposes folder namespace easy"),
    "pickle.load": _LOAD, "pickle.loads": _LOAD, "marshal.loads": _LOAD, "dill.loads": _LOAD,
    "yaml.load": _LOAD, "yaml.unsafe_load": _LOAD, "joblib.load": _LOAD, "torch.load": _LOAD,
    "importlib.import_module": _CODE, "runpy.run_path": _CODE, "runpy.run_module": _CODE,
    "ctypes.CDLL": _CODE, "os.listdir": _LOOKS, "os.scandir": _LOOKS, "os.walk": _LOOKS,
    "glob.glob": _LOOKS, "os.getcwd": _LOOKS, "os.stat": _LOOKS, "os.cpu_count": _LOOKS,
    "os.getpid": _LOOKS, "os.getuid": _LOOKS, "os.uname": _LOOKS, "os.getenv": _LOOKS,
    "os.access": _LOOKS, "os.getloadavg": _LOOKS, "os.environ.get": _LOOKS, "os.getlogin": _LOOKS,
    "shutil.disk_usage": _LOOKS, "shutil.which": _LOOKS, "os.urandom": _LOOKS,
    "os.statvfs": _LOOKS, "os.fspath": _LOOKS, "os.get_terminal_size": _LOOKS,
    "yaml.safe_load": _LOOKS, "yaml.dump": _LOOKS, "yaml.safe_dump": _LOOKS,
    "socket.gethostname": _LOOKS, "socket.gethostbyname": _LOOKS, "socket.getaddrinfo": _LOOKS,
    "importlib.metadata.version": _LOOKS, "importlib.util.find_spec": _LOOKS,
    "urllib.parse.quote": _LOOKS, "urllib.parse.unquote": _LOOKS,
    "urllib.parse.urlparse": _LOOKS, "urllib.parse.urlencode": _LOOKS,
    "ast.literal_eval": _LOOKS, "pathlib.Path": _LOOKS, "io.StringIO": _LOOKS,
    "io.BytesIO": _LOOKS, "gzip.decompress": _LOOKS, "gzip.compress": _LOOKS,
    "xml.etree.ElementTree.parse": _LOOKS,
    **dict.fromkeys(
        names(
            "ssl.get_server_certificate ssl.create_default_context socket.getfqdn "
            "socket.gethostbyaddr socket.gethostbyname_ex socket.inet_aton socket.inet_ntoa "
            "socket.setdefaulttimeout socket.getservbyname psutil.cpu_percent "
            "psutil.virtual_memory psutil.disk_usage psutil.process_iter psutil.net_connections "
            "psutil.boot_time psutil.pids psutil.getloadavg psutil.swap_memory "
            "psutil.disk_partitions psutil.net_io_counters psutil.cpu_count psutil.net_if_addrs "
            "psutil.users psutil.pid_exists psutil.cpu_times os.sched_getaffinity os.getgid "
            "os.geteuid os.getppid os.strerror os.times os.sysconf os.getpgid os.lstat "
            "os.readlink os.getgroups os.get_exec_path urllib.parse.urlsplit "
            "urllib.parse.parse_qs urllib.parse.parse_qsl urllib.parse.urljoin "
            "urllib.parse.unquote_plus urllib.parse.quote_plus importlib.metadata.distributions "
            "importlib.metadata.requires importlib.metadata.metadata ast.parse ast.dump "
            "toml.load toml.loads logging.getLogger logging.basicConfig logging.info "
            "xml.etree.ElementTree.fromstring tempfile.gettempdir threading.active_count "
            "yaml.safe_load_all yaml.safe_dump_all numpy.array pandas.read_csv pandas.read_json "
            "pandas.read_parquet pandas.read_excel pandas.to_datetime pandas.DataFrame "
            "pandas.concat dateutil.parser.parse"
        ),
        _LOOKS,
    ),
}  # fmt: skip
"""By dotted name. What looks only stands here too, where its module holds other things."""

COPIES: Final[dict[str, str]] = {
    "shutil.move": "mv", "os.rename": "mv", "os.replace": "mv", "shutil.copy": "cp",
    "shutil.copy2": "cp", "shutil.copyfile": "cp", "shutil.copytree": "cp", "os.symlink": "ln",
    "os.link": "ln",
}  # fmt: skip
"""What copies, by the program that does the same."""

SHELLS: Final = names(
    "os.system os.popen subprocess.run subprocess.call subprocess.check_call subprocess.Popen "
    "subprocess.check_output subprocess.getoutput subprocess.getstatusoutput commands.getoutput "
    "os.execv os.execvp os.execl os.execlp os.spawnv os.spawnl pexpect.run pexpect.spawn"
)
"""They run a command of the shell, or a list of words."""

FETCHES: Final[dict[str, str]] = {
    "requests.get": "GET", "requests.head": "HEAD", "requests.post": "POST",
    "requests.put": "PUT", "requests.patch": "PATCH", "requests.delete": "DELETE",
    "urllib.request.urlopen": "GET", "urllib.request.Request": "GET", "httpx.get": "GET",
    "httpx.post": "POST", "httpx.put": "PUT", "httpx.patch": "PATCH", "httpx.delete": "DELETE",
    "urllib2.urlopen": "GET", "urllib.urlopen": "GET",
}  # fmt: skip
"""They speak HTTP, by method."""

PURE: Final = names(
    "json sys re math datetime time collections itertools base64 hashlib hmac random string csv "
    "platform struct uuid statistics textwrap pprint typing functools decimal fractions zlib "
    "secrets operator copy enum dataclasses calendar unicodedata locale difflib bisect heapq "
    "binascii html ipaddress colorsys cmath numbers keyword sysconfig site tokenize "
    "os.path fnmatch shlex warnings traceback contextlib argparse zoneinfo tomllib "
    "configparser __future__ abc types getpass inspect dis gc resource"
)
"""Modules whose functions reach nothing outside of the program."""
OTHERS: Final = names(
    "os shutil subprocess requests urllib urllib.request "
    "urllib.parse httpx pickle yaml socket pty "
    "boto3 psycopg2 psycopg pymysql sqlite3 MySQLdb mysql sqlalchemy pathlib glob importlib "
    "importlib.metadata importlib.util ast signal smtplib ftplib pandas "
    "ssl http http.client psutil kubernetes docker botocore elasticsearch kafka toml dateutil "
    "dateutil.parser pytz tabulate jwt dns dns.resolver polars matplotlib scipy sklearn "
    "opensearchpy "
    "confluent_kafka pika consul hvac etcd3 cassandra clickhouse_driver "
    "redis pymongo tempfile timeit numpy io gzip "
    "xml.etree.ElementTree xml.etree xml marshal runpy ctypes logging threading multiprocessing"
)
"""Modules that are known, function by function or method by method."""

BUILTINS: Final = names(
    "print len range str int float bool list dict set tuple sorted reversed enumerate zip map "
    "filter sum min max abs round any all isinstance issubclass type repr format chr ord hex bin "
    "oct id hash iter next slice bytes bytearray frozenset pow divmod input super complex ascii "
    "callable hasattr memoryview property staticmethod classmethod object Exception ValueError "
    "RuntimeError KeyError TypeError exit quit SystemExit dir help"
)
DANGEROUS: Final = names(
    "eval exec compile __import__ getattr setattr delattr globals locals vars breakpoint "
    "__builtins__ open"
)
METHODS: Final[dict[str, Deed]] = {
    "unlink": _UNLINK, "rmdir": deed("deletes folder one easy"),
    "rmtree": deed("deletes folder one never", "recursive"),
    "write_text": _WRITE, "write_bytes": _WRITE,
    "touch": deed("creates file one easy"), "mkdir": deed("creates folder one easy"),
    "rename": _WRITE, "chmod": _MODE, "extractall": _WRITE, "symlink_to": _WRITE,
    "to_csv": _WRITE, "to_sql": deed("writes table one hard"), "to_parquet": _WRITE,
    "kill": _KILL, "terminate": _KILL, "sendall": _NET, "send": _NET, "sendmail": _NET,
    "connect_ex": _NET, "drop_all": deed("deletes database namespace hard"),
    "create_all": deed("creates table set easy"), "drop": deed("deletes table one hard"),
    "flushall": deed("deletes cache account never", "no-condition"),
    "flushdb": deed("deletes cache namespace never", "no-condition"),
    "drop_database": deed("deletes database namespace hard"),
    "delete_many": deed("deletes rows set hard"), "delete_one": deed("deletes rows one hard"),
    "delete": deed("deletes unknown unknown hard"), "remove": deed("deletes unknown one hard"),
    "upload_file": deed("writes object one hard"), "upload_fileobj": deed("writes object one hard"),
    "download_file": deed("creates file one easy"),
}  # fmt: skip
"""By name alone, of an object whose type is not known."""
RUNS_SQL: Final = names("execute executemany executescript exec_driver_sql read_sql read_sql_query")
WORST: Final = (
    "delete_", "terminate_", "stop_", "put_", "create_", "update_", "modify_", "detach_", "attach_",
    "remove_", "deregister_", "disable_", "revoke_", "authorize_", "reboot_", "purge_", "drop_",
)  # fmt: skip
LOOKS: Final = ("describe_", "list_", "head_", "get_caller", "get_paginator", "read_", "is", "to_")
PURE_METHODS: Final = names(
    "append extend insert pop index count sort reverse keys values items get update add discard "
    "join split rsplit splitlines strip lstrip rstrip replace startswith endswith lower upper "
    "title format encode decode find rfind isdigit isalpha zfill ljust rjust center partition "
    "rpartition hexdigest digest read readline readlines close seek group groups match search "
    "findall finditer sub strftime isoformat timestamp total_seconds most_common copy setdefault "
    "exists is_file is_dir read_text read_bytes iterdir "
    "glob rglob resolve stat as_posix relative_to "
    "with_suffix joinpath json raise_for_status write writelines array zeros ones arange "
    "linspace percentile median cursor fetchall fetchone fetchmany commit rollback "
    "head tail mean sum max min std "
    "describe info shape groupby sort_values value_counts to_string "
    "astype reshape tolist flush union intersection difference capitalize swapcase casefold "
    "isnumeric isspace isupper islower istitle isidentifier removeprefix removesuffix expandtabs "
    "timetuple astimezone fromisoformat strptime utcoffset elements fromkeys "
    "popleft appendleft rotate sqrt nunique unique isna notna dropna fillna "
    "to_dict to_json to_markdown resample rolling cumsum corr quantile reset_index "
    "set_index nlargest nsmallest iterrows itertuples to_list sample "
    "is_relative_to is_symlink samefile owner with_name cpu_percent memory_info cmdline as_dict "
    "load_kube_config load_incluster_config CoreV1Api AppsV1Api BatchV1Api NetworkingV1Api "
    "CustomObjectsApi AutoscalingV1Api from_env scan_iter ttl hgetall hget lrange llen smembers "
    "zrange dbsize ping find find_one count_documents estimated_document_count distinct "
    "list_collection_names server_info limit get_item batch_get_item "
    "getpeercert version cipher getheader getheaders geturl getcode "
    "translate maketrans bit_length to_bytes hex fromhex isoweekday weekday date time now today "
    "utcnow fromtimestamp parse_args add_argument iter findtext getroot client resource Session "
    "paginate connect scalar scalars all first one"
)
