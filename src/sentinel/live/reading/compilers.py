"""Compilers, CMake and Meson."""

from typing import Final

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.shells import called
from sentinel.live.reading.system_verbs import looks
from sentinel.live.reading.tool_tables import table

_TEST: Final = "executes code easy temporary"
_CHECK: Final = "reads file"
_FORMAT: Final = "writes file"
_BUILD: Final = "writes folder temporary"
_RUN: Final = "executes code unknown file"


def _compiler(call: Call) -> Found:
    """Read a compiler; a plugin or a wrapper of it is a program of its own."""
    given = options(call.words, frozenset({"-o", "-I", "-L", "-l", "-D", "-x",
        "-include", "-isystem",
                                           "-MF", "-MT", "-std",
                                               "-target"}), single=True)  # fmt: skip
    if any(name.startswith(("-wrapper", "-fplugin", "-specs", "-B")) for name in given.given):
        return Found().unread(" ".join(call.texts), "a program in an option of a compiler")
    return _COMPILES(call)


_COMPILES: Final = table({"": _BUILD}, bare=_CHECK)


def _cmake(call: Call) -> Found:
    """Read `cmake`: configures, builds, installs, and with `-E` is a shell of its own."""
    given = options(call.words, _CMAKE_VALUED, single=True)
    if given.has("-P"):
        return Found().unread(" ".join(call.texts), "a script in a file")
    if "-E" in given.given:
        words = list(given.plain)
        return called(call, words[1:]) if words and words[0].text in ("env", "time") else (
            _CMAKE_COMMANDS(call)
        )  # fmt: skip
    if given.has("--install"):
        home = given.value("--prefix").startswith(("$HOME", "~", "./", "/tmp/"))
        done = _BUILD if home else "writes package system"
        return table({"": done}, bare=done)(call)
    target = given.value("--target", "-t").lower()
    if target in ("install", "deploy", "uninstall", "publish"):
        return table({"": "writes package system"}, bare="writes package system")(call)
    return _BUILDS(call) if call.words else Found().add(looks(call))


_CMAKE_VALUED: Final = names(
    "-S -B -G -D -C -T -A -j --parallel --build --target -t --config --install --prefix --preset "
    "--toolchain --component -U --log-level"
)
_BUILDS: Final = table({"": _BUILD}, bare=_BUILD)
_CMAKE_COMMANDS: Final = table(
    {
        "echo, cat, capabilities, compare_files, environment, md5sum, sha256sum, sleep, true, "
        "false": _CHECK,
        "make_directory, touch, copy, copy_if_different, copy_directory, tar, create_symlink":
            _BUILD,
        "remove, remove_directory, rm": "deletes folder hard recursive",
        "": "executes code unknown unknown",
    },
    "-E",
)  # fmt: skip
_MESON: Final = table(
    {
        "setup, configure, compile, dist, wrap, subprojects, rewrite, format": _BUILD,
        "test": _TEST,
        "introspect, --version, env2mfile": _CHECK,
        "install": "writes package system",
        "devenv": _RUN,
        "init": _FORMAT,
    },
    "-C --prefix --buildtype -D --cross-file --native-file -j",
)

_JAVA: Final = table(
    {"": "executes code unknown unknown file"}, "-cp -classpath --class-path -jar -m",
    instead={"-version, --version, -showversion, --list-modules, -XshowSettings:properties, "
             "-XshowSettings:all, -XX:+PrintFlagsFinal": _CHECK},
    single=True,
)  # fmt: skip

PROGRAMS: Final[dict[str, Reader]] = {
    "java": _JAVA,
    "cmake": _cmake,
    "meson": _MESON,
    **dict.fromkeys(("gcc", "g++", "cc", "c++", "clang", "clang++", "gfortran", "tcc", "nvcc", "ld",
                     "lld", "gold", "as", "nasm", "yasm", "ar", "ranlib", "strip", "objcopy",
                     "javac", "kotlinc", "scalac", "ghc", "rustc", "swiftc", "ocamlfind",
                     "ocamlopt", "fpc", "gnatmake", "dmd", "ldc2", "erlc", "elixirc", "mcs",
                     "emcc", "flex", "bison", "yacc", "lex", "windres", "csc", "fsc"), _compiler),
}  # fmt: skip
"""Readers of this module, by program."""
