"""Package names that are nearly those of well-known packages, as thieves register them."""

from functools import lru_cache
from typing import Final

from sentinel.live.reading.names import names

_PYTHON: Final = names(
    "requests urllib3 colorama python-dateutil numpy pandas matplotlib tensorflow scikit-learn "
    "django flask setuptools cryptography beautifulsoup4 selenium jellyfish pytorch sqlalchemy "
    "virtualenv paramiko tabulate discord.py telegram opencv-python pyyaml psycopg2 boto3 botocore "
    "openai transformers fastapi pydantic pillow certifi pycryptodome ansible"
)
_SCRIPT: Final = names(
    "cross-env lodash express mongoose typescript webpack react-dom jquery electron chalk "
    "commander nodemailer node-sass socket.io body-parser eslint prettier discord.js mysql "
    "ffmpeg fabric sqlite sqlite3 openssl opencv mariadb http-proxy node-fetch puppeteer axios "
    "async-lock cookie-parser jsonwebtoken dotenv nodemon bcrypt babel-core"
)
_POPULAR: Final = {
    **dict.fromkeys(("pip", "pip3", "uv", "uv-pip", "pipx", "poetry", "pdm", "pipenv"), _PYTHON),
    **dict.fromkeys(("npm", "yarn", "pnpm", "bun", "npx"), _SCRIPT),
}
_TAKEN: Final = names(
    "crossenv cross-env.js d3.js fabric-js ffmepg gruntcli http-proxy.js jquery.js mongose "
    "mssql.js mssql-node mysqljs node-fabric node-opencv node-opensl node-openssl nodecaffe "
    "nodefabric nodeffmpeg nodemailer-js nodemailer.js nodemssql noderequest nodesass nodesqlite "
    "node-sqlite node-tkinter opencv.js openssl.js proxy.js shadowsock sqlite.js sqliter sqlserver "
    "flatmap-stream getcookies electorn loadyaml lodashs twilio-npm colourama python3-dateutil "
    "jeilyfish python-sqlite acqusition apidev-coop setup-tools urlib3 urllib djanga diango "
    "torchtriton libpeshka mumpy request-s requesys reqests requestes beautifulsup4 pyscrapy "
    "python-binance-sdk noblesse discordsafety ctx phpass rustdecimal"
)
"""Names that such packages had, as their reports tell."""
_GENUINE: Final = names(
    "requests-html request reqwest axios-retry lodash-es lodash.get expresso mysql2 sqlite "
    "sqlite3 boto pandas numpy chalks electrons babel-cli jquery-ui flask-login preact opencv "
    "telegraf pillows fabrics bcryptjs numba react-dom fastapi openapi eslint tslint"
)
_SHORTEST: Final = 6


@lru_cache(maxsize=2048)
def looks_alike(text: str, program: str) -> bool:
    """Whether a package is named nearly as a well-known one of the same index.

    Example:
        >>> looks_alike("reqeusts", "pip"), looks_alike("requests==2.32", "pip")
        (True, False)
    """
    popular = _POPULAR.get(program)
    name = text.lower()
    for mark in "=<>~![@;":
        name = name[:1] + name[1:].partition(mark)[0]
    if popular is None or name in popular or name in _GENUINE:
        return False
    if name in _TAKEN:
        return True
    if not _SHORTEST <= len(name) <= 40 or "/" in name:
        return False
    return any(len(each) >= _SHORTEST and _near(name, each) for each in popular)


def _near(one: str, other: str) -> bool:
    """Whether a letter more, less, changed or swapped makes one name of another."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    if a.strip("0123456789.-") == b.strip("0123456789.-"):
        return False  # another version, as of psycopg2 and psycopg3
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
