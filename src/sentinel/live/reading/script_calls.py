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
    **dict.fromkeys(
        names(
            "tempfile.mkdtemp tempfile.mkstemp tempfile.NamedTemporaryFile tempfile.TemporaryFile "
            "tempfile.TemporaryDirectory tempfile.mktemp tempfile.SpooledTemporaryFile"
        ),
        deed("creates file one easy", "temporary"),
    ),
    "smtplib.SMTP_SSL": _NET, "ftplib.FTP_TLS": _NET, "imaplib.IMAP4_SSL": _LOOKS,
    "poplib.POP3_SSL": _LOOKS, "nntplib.NNTP": _LOOKS,
    "socketserver.TCPServer": deed("exposes folder namespace easy", "public"),
    "socketserver.ThreadingTCPServer": deed("exposes folder namespace easy", "public"),
    "os.fork": deed("starts process unknown easy"),
    "torch.hub.load": deed("executes code one easy", "fetched"),
    "urllib.request.urlretrieve": deed("creates file one easy"),
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
            "sqlalchemy.create_engine socket.has_ipv6 os.path os.getcwdb os.getpriority os.getsid "
            "os.ttyname os.isatty os.get_blocking os.umask os.getxattr os.listxattr os.major "
            "os.minor os.confstr os.cpu_count os.process_cpu_count os.environ.items "
            "os.environ.keys os.environ.copy os.environ.values os.environ.setdefault os.getrandom "
            "os.fstat os.PathLike os.fsencode os.fsdecode os.path.exists socket.inet_pton "
            "socket.inet_ntop socket.ntohs socket.htons socket.if_nameindex socket.getprotobyname "
            "socket.getnameinfo socket.getdefaulttimeout signal.Signals signal.strsignal "
            "signal.getsignal sys.exit sys.getsizeof sys.path.insert sys.path.append "
            "sys.getrecursionlimit sys.setrecursionlimit sys.getdefaultencoding sys.stdin.read "
            "sys.stdout.write sys.stdout.flush sys.stderr.write sys.exc_info threading.enumerate "
            "threading.current_thread threading.Lock threading.Thread threading.Event "
            "threading.get_ident multiprocessing.cpu_count importlib.resources.files "
            "importlib.metadata.entry_points importlib.metadata.files importlib.metadata.version "
            "importlib.metadata.distribution importlib.metadata.packages_distributions "
            "importlib.machinery.all_suffixes shutil.get_terminal_size shutil.get_archive_formats "
            "shutil.ignore_patterns subprocess.list2cmdline http.server.SimpleHTTPRequestHandler "
            "resource.getrusage resource.getrlimit asyncio.subprocess.PIPE "
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
    "os.execv os.execvp os.execl os.execlp os.spawnv os.spawnl pexpect.run pexpect.spawn "
    "asyncio.create_subprocess_shell asyncio.create_subprocess_exec platform.popen "
    "asyncio.subprocess.create_subprocess_shell asyncio.subprocess.create_subprocess_exec"
)
"""They run a command of the shell, or a list of words."""

FETCHES: Final[dict[str, str]] = {
    "requests.get": "GET", "requests.head": "HEAD", "requests.post": "POST",
    "requests.put": "PUT", "requests.patch": "PATCH", "requests.delete": "DELETE",
    "urllib.request.urlopen": "GET", "urllib.request.Request": "GET", "httpx.get": "GET",
    "httpx.post": "POST", "httpx.put": "PUT", "httpx.patch": "PATCH", "httpx.delete": "DELETE",
    "urllib2.urlopen": "GET", "urllib.urlopen": "GET", "requests.request": "",
    "httpx.request": "", "httpx.stream": "",
}  # fmt: skip
"""They speak HTTP, by method; the empty one is what they are given first."""

PURE: Final = names(
    "array abc struct sched queue graphlib reprlib string stat errno numbers cmath codecs "
    "encodings stringprep mimetypes quopri email email.message email.utils email.header "
    "urllib.parse urllib.robotparser html.parser xml.sax.saxutils filecmp linecache token symtable "
    "tabnanny pyclbr optparse gettext plistlib netrc pathlib.PurePath types contextvars "
    "timeit cProfile pstats tracemalloc sre_constants posixpath ntpath "
    "json sys re math datetime time collections itertools base64 hashlib hmac random string csv "
    "platform struct uuid statistics textwrap pprint typing functools decimal fractions zlib "
    "secrets operator copy enum dataclasses calendar unicodedata locale difflib bisect heapq "
    "binascii html ipaddress colorsys cmath numbers keyword sysconfig site tokenize "
    "os.path fnmatch shlex warnings traceback contextlib argparse zoneinfo tomllib "
    "configparser __future__ abc types getpass inspect dis gc resource"
)
"""Modules whose functions reach nothing outside of the program."""
OTHERS: Final = names(
    "torch torchvision torchaudio tensorflow keras jax flax transformers datasets accelerate peft "
    "trl diffusers sentence_transformers tokenizers tiktoken openai anthropic langchain "
    "llama_index huggingface_hub safetensors onnx onnxruntime xgboost lightgbm catboost "
    "statsmodels seaborn plotly bokeh altair networkx sympy nltk spacy gensim cv2 PIL skimage "
    "imageio h5py netCDF4 xarray dask ray pyspark pyarrow duckdb openpyxl xlrd xlsxwriter docx "
    "pptx PyPDF2 pypdf geopandas shapely pyproj rasterio django flask fastapi starlette uvicorn "
    "gunicorn werkzeug jinja2 markupsafe markdown bs4 lxml html5lib pydantic pydantic_core attr "
    "attrs cattrs marshmallow click typer rich tqdm colorama termcolor loguru structlog sentry_sdk "
    "prometheus_client opentelemetry statsd datadog aiohttp asyncio anyio trio websockets grpc "
    "google azure oci boto botocore s3fs fsspec smart_open minio aiobotocore moto cryptography "
    "Crypto nacl OpenSSL certifi idna chardet charset_normalizer asyncpg aiomysql aiosqlite motor "
    "mongoengine neo4j influxdb_client peewee tortoise alembic celery kombu rq dramatiq "
    "apscheduler airflow prefect dagster dbt great_expectations snowflake oracledb cx_Oracle "
    "pyodbc pymssql psycopg2.extras clickhouse_connect trino pyhive MySQLdb pymemcache memcache "
    "ldap ldap3 netmiko napalm nornir pysnmp scapy netaddr nmap whois geoip2 maxminddb orjson "
    "ujson simplejson msgpack avro fastavro thrift ruamel tomli tomlkit toml dotenv environs "
    "decouple pytest hypothesis faker factory freezegun responses coverage setuptools "
    "pkg_resources packaging importlib_metadata wheel Cython numba pybind11 mpmath gmpy2 humanize "
    "arrow pendulum croniter tzlocal babel unidecode slugify regex jsonschema jsonpath_ng jmespath "
    "deepdiff xmltodict feedparser cachetools more_itertools toolz cytoolz tenacity backoff wrapt "
    "decorator pluggy zmq nats stomp paho serial usb can pymodbus gitlab github git jira slack_sdk "
    "telegram twilio stripe sentinel unittest doctest sysconfig distutils lib2to3 curses readline "
    "pwd grp spwd fcntl mmap select selectors bz2 lzma zipfile tarfile sched concurrent "
    "concurrent.futures email mailbox imaplib poplib nntplib xmlrpc telnetlib crypt syslog "
    "ensurepip venv webbrowser tkinter turtle multiprocessing shelve dbm fileinput filecmp posix "
    "builtins pdb code codeop imp winreg os shutil subprocess requests urllib urllib.request "
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

STRICT: Final = names(
    "os shutil subprocess ctypes pty signal socket pickle marshal importlib runpy sys builtins "
    "multiprocessing code codeop threading socketserver http.server pdb webbrowser antigravity "
    "resource fcntl mmap winreg _thread asyncio.subprocess posix nt imp zipimport dill cffi joblib "
    "cloudpickle shelve"
)
"""Modules of which a function that no table knows may do anything, whatever it is called."""

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
    "read_text": deed("reads file one easy"), "read_bytes": deed("reads file one easy"),
    "update_many": deed("writes rows set hard"),
    "delete_by_query": deed("deletes rows namespace hard", "no-condition"),
    "update_by_query": deed("writes rows namespace hard", "no-condition"),
    "storbinary": _NET, "storlines": _NET, "send_message": _NET, "sendto": _NET,
    "serve_forever": deed("exposes folder namespace easy"),
    "savefig": _WRITE, "to_excel": _WRITE, "to_pickle": _WRITE, "save_pretrained": _WRITE,
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
    "exists is_file is_dir iterdir "
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
