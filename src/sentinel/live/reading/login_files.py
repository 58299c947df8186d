"""Files and variables that are read in before a program runs, one's own or somebody's."""

from typing import Final

from sentinel.live.reading.names import names

_SETTINGS: Final = names(
    "~/.bashrc ~/.bash_profile ~/.profile ~/.zshrc ~/.zprofile ~/.zshenv ~/.bash_aliases "
    "~/.cargo/env ~/.nvm/nvm.sh ~/.sdkman/bin/sdkman-init.sh ~/.asdf/asdf.sh ~/.ghcup/env "
    "/etc/profile /etc/bashrc /etc/bash.bashrc /etc/bash_completion /etc/os-release "
    "/etc/lsb-release /etc/default/grub /usr/share/bash-completion/bash_completion"
)
"""What every login, or every script that asks for the system's name, reads in."""

LOADERS: Final = names("--require -r --import --loader --experimental-loader -javaagent: --eval -e")
"""Options in `NODE_OPTIONS` that bring code in."""
PRELOADS: Final = names(
    "LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT DYLD_INSERT_LIBRARIES BASH_ENV ENV PYTHONSTARTUP "
    "PERL5OPT PERL5LIB RUBYOPT JAVA_TOOL_OPTIONS BASHOPTS "
    "GIT_CONFIG_GLOBAL"
)
"""Variables that bring code into whatever runs next."""


def own_settings(name: str) -> bool:
    """Whether a file that is read in is a login's own, or switches a virtual environment on.

    Args:
        name: As it is written.

    Example:
        >>> own_settings("~/.bashrc"), own_settings(".venv/bin/activate"), own_settings("/tmp/x")
        (True, True, False)
    """
    if name in _SETTINGS:
        return True
    shown = name.removeprefix("./").removeprefix("~/")
    if shown.rpartition("/")[2].startswith(".env") and "/" not in shown and "prod" not in shown:
        return not name.startswith(("/", "~", "$"))
    inside = not shown.startswith(("/", "..", "$")) and ".." not in shown.split("/")
    return inside and shown.endswith(("venv/bin/activate", "env/bin/activate", ".envrc.local"))
