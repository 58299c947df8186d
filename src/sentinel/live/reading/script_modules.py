"""Modules and libraries that an interpreter is told to run or load, and what they do."""

from typing import Final

from sentinel.live.reading.deeds import LOOKS, Deed, deed, names

MODULES: Final[dict[str, Deed]] = {
    "http.server": deed("exposes folder namespace easy", "public"),
    "json.tool": deed("reads file one easy"),
    "this": LOOKS,
    "site": LOOKS,
    "sysconfig": LOOKS,
    "platform": LOOKS,
    "calendar": LOOKS,
    "base64": deed("reads file one easy"),
    "tokenize": deed("reads file one easy"),
    "ast": deed("reads file one easy"),
    "dis": deed("reads file one easy"),
    "venv": deed("creates folder one easy", "temporary"),
    "virtualenv": deed("creates folder one easy", "temporary"),
    "build": deed("writes folder one easy", "temporary"),
    "gzip": deed("writes file one easy"),
    "compileall": deed("creates file set easy", "temporary"),
    "py_compile": deed("creates file one easy", "temporary"),
    "unittest": deed("executes code one easy", "temporary"),
    "doctest": deed("executes code one easy", "temporary"),
    **dict.fromkeys(
        names(
            "inspect pydoc quopri mimetypes locale getpass symtable pyclbr pstats uuid random "
            "textwrap keyword tabnanny"
        ),
        LOOKS,
    ),
    "zipapp": deed("creates file one easy"),
    "zipfile": deed("creates file set easy"),
    "tarfile": deed("creates file set easy"),
    "ensurepip": deed("creates package one easy"),
}
"""Of `python -m`."""
RUNS_FILES: Final = names(
    "cProfile profile pdb trace runpy memory_profiler line_profiler kernprof pyinstrument scalene "
    "viztracer"
)
"""Modules that run a file and watch it."""
OWN_MODULE: Final = deed("executes code one unknown", "module")
OWN_HOSTS: Final = names("127.0.0.1 localhost ::1")
CHECKS: Final = {"php": ("-l", "--syntax-check"), "ruby": ("-c", "-wc"), "node": ("--check", "-c")}
"""Options with which a file is parsed and not run."""
PROGRAMS_AS_MODULES: Final = names(
    "pip pytest ruff mypy black isort flake8 pylint tox coverage alembic uv poetry pipx nox "
    "celery yamllint pip_audit pre_commit codespell vulture radon sqlfluff "
    "twine ansible awscli bandit pyright sphinx mkdocs flask uvicorn gunicorn hypercorn streamlit "
    "jupyter pyflakes pydocstyle pycodestyle hatch pdm virtualenv pipdeptree piptools dbt "
    "scalene memray locust aerich IPython mypy_primer pytest_watch cibuildwheel maturin nbconvert"
)


NAMED: Final = {"awscli": "aws", "IPython": "ipython", "sphinx": "sphinx-build",
                 "piptools": "pip-compile"}  # fmt: skip
CONSOLES: Final = names("manage.py artisan console drush magento wp wp-cli.phar")
"""Files of projects that take commands, and are read as programs."""
LIBRARIES: Final = names(
    "json time date yaml set digest fileutils csv stringio bigdecimal securerandom "
    "List::Util POSIX Data::Dumper JSON::PP strict warnings utf8 feature Time::Piece "
    "Time::Local Time::HiRes MIME::Base64 Digest::MD5 Digest::SHA Encode Socket Text::Wrap "
    "List::MoreUtils Scalar::Util File::Basename File::Spec Cwd Text::CSV Getopt::Long "
    "bigint bignum bigrat Term::ANSIColor Math::BigInt Math::Trig Storable Benchmark JSON "
    "JSON::XS YAML YAML::XS Tie::File integer constant English Unicode::Normalize "
    "Text::ParseWords Sys::Hostname Config Text::Tabs Memoize Time::Seconds "
    "base64 benchmark erb optparse ostruct pp prime socket timeout uri zlib openssl "
    "net/http open-uri English forwardable matrix rexml/document ipaddr etc shellwords "
    "tempfile pathname logger find io/console monitor observer singleton tsort weakref "
    "readline ripper coverage objspace rbconfig rubygems bundler bundler/setup nokogiri "
    "dotenv dotenv/config ts-node/register source-map-support/register"
)
"""Of Perl, Ruby and JavaScript, which are loaded by an option and do nothing by themselves."""
