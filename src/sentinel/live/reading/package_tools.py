"""Less common package tools: of distributions, of Nix, of macOS, and managers of versions."""

from typing import Final

from sentinel.live.reading.calls import Reader
from sentinel.live.reading.package_origins import with_addresses
from sentinel.live.reading.tool_tables import table, views

_LOOK: Final = "reads package"
_SYSTEM: Final = "creates package system"
_SET: Final = "writes package system"
_GONE: Final = "deletes package hard"
_OWN: Final = "creates package local"
_OWN_GONE: Final = "deletes package easy local"
_RUN: Final = "executes code unknown unknown"

_VERSIONS: Final = table(
    {
        "list, ls, ls-remote, list-remote, list all, list-all, current, which, where, version, "
        "versions, latest, latest --all, "
        "plugin list, plugin list all, plugin-list, plugin ls, doctor, info, help, env, "
        "outdated, config, "
        "settings, "
        "whence, shims, root, prefix, commands, init, completion, default --show, tasks, tasks ls, "
        "ls-remote-tags, home, cache ls, bin-paths, trust --show, tool, registry, broadcast, "
        "offline status, registry ls": _LOOK,
        "install, i, use, plugin add, plugin-add, plugin update, reshim, local, global, shell, "
        "set, pin, default, trust, "
        "upgrade, up, update, selfupdate, self-update, alias, rehash, link, add, u, d, flush, "
        "lts, latest-install, prune": _OWN,
        "uninstall, rm, remove, unset, plugin remove, plugin-remove, unuse, unalias, un": _OWN_GONE,
        "exec, x, run, r, en": _RUN,
    },
)
_NIX: Final = table(
    {
        "flake show, flake metadata, flake check, flake info, search, eval, path-info, "
        "why-depends, "
        "show-config, derivation show, "
        "log, store ls, store info, store ping, store verify, profile list, profile history, "
        "registry list, hash, doctor, "
        "show-derivation, store path-from-hash-part, flake archive --dry-run, config show, "
        "config check, store diff-closures, "
        "ls-store,": _LOOK,
        "build, flake lock, flake update, flake init, flake new, fmt, store prefetch-file, "
        "develop, shell, print-dev-env, "
        "flake archive, store add, copy, bundle": _OWN,
        "profile install, profile add, profile upgrade, profile rollback, registry add, "
        "upgrade-nix": _OWN,
        "profile remove, profile wipe-history, registry remove, store gc, store delete, store "
        "optimise": _OWN_GONE,
        "run, repl": _RUN,
    },
    "-f --file -I --option --system --profile -o --out-link -j --max-jobs",
)
_NIX_ENV: Final = table(
    {"": _OWN}, "-f -A -p --profile -I",
    instead={"-q, --query, --list-generations, -qa, -qaP, -qaA": _LOOK,
             "-e, --uninstall, --delete-generations": _OWN_GONE,
             "-i, --install, -u, --upgrade, --rollback, -G, --switch-generation, -iA": _OWN},
)  # fmt: skip
_NIX_STORE: Final = table(
    {"": _LOOK}, "-p", instead={"--gc, --delete, --optimise": _OWN_GONE,
                                "-q, --query, -l, --read-log, --verify, -qR": _LOOK,
                                "-r, --realise, --add, --import": _OWN},
)  # fmt: skip
_NIXOS: Final = table(
    {"build, dry-build, dry-activate, list-generations, build-vm, repl, edit": _LOOK,
     "switch, boot, test": _SET}, "-I --flake -p --profile-name --target-host --build-host",
)  # fmt: skip
_OSTREE: Final = table(
    {
        "status, db diff, db list, log, refs, show, ls, remote list, remote refs, admin status, "
        "fsck, "
        "upgrade --check, upgrade --preview, search, config get, rev-parse, diff, summary": _LOOK,
        "upgrade, install, rebase, deploy, rollback, override, kargs, admin upgrade, pull, "
        "cleanup, "
        "apply-live, uninstall, update, admin deploy, initramfs, commit, remote add, admin "
        "pin": _SET,
    },
)
_PORTAGE: Final = table(
    {"": _SET}, "-j", instead={"-s, --search, -p, --pretend, --info, -S, -V": _LOOK,
                               "-C, --unmerge, -c, --depclean": _GONE},
)  # fmt: skip
_XBPS: Final = table({"": _SET}, "-r -C", dry="-n --dry-run")
_OPKG: Final = table(
    {
        "list, list-installed, list-upgradable, info, status, files, search, whatdepends, "
        "list-changed-conffiles, find, depends, which, show, config, repolist, "
        "version, stats, audit, query, rquery, alias, repos, annotate --show, check, "
        "installed, outdated, deps, rdeps, contents, dependents, provides, livecheck, echo": _LOOK,
        "update, install, upgrade, download, fetch, add, bootstrap, selfupdate, sync, activate, "
        "reinstall": _SYSTEM,
        "remove, uninstall, delete, autoremove, clean, deactivate": _GONE,
        "lock, unlock, set": _SET,
    },
)
_MAC_STORE: Final = table({"list, search, outdated, info, account, version": _LOOK,
                           "install, upgrade, purchase, lucky": _OWN, "uninstall":
                               _GONE})  # fmt: skip
_UPDATES: Final = table({"": _SET}, "--product-types", instead={
    "-l, --list, --list-full-installers, --history": _LOOK,
    "-i, --install, -ia, -iaR, -ir": "writes package account hard upgrade", "-d, --download": _OWN,
    "--fetch-full-installer": _OWN}, bare=_LOOK)  # fmt: skip
_DEFAULTS: Final = table({"read, read-type, domains, find, help, export": "reads configuration",
                          "write, import, rename": "writes configuration",
                          "delete, delete-all": "deletes configuration hard"})  # fmt: skip
_PLUTIL: Final = table({"": "writes file"}, "-o", instead={
    "-lint, -p, -help": _LOOK, "-o": "creates file"},
                       single=True)  # fmt: skip
_NETWORKSETUP: Final = table({"": "writes network system"}, single=True, instead={
    "-listallnetworkservices, -listallhardwareports, -getinfo, -getdnsservers, -getairportnetwork, "
    "-listnetworkserviceorder, -getwebproxy, -getmacaddress, -detectnewhardware, "
    "-getcurrentlocation, "
    "-listlocations, -getsearchdomains, -getmtu": _LOOK})  # fmt: skip
_TMUTIL: Final = table(
    {
        "status, listbackups, latestbackup, listlocalsnapshots, destinationinfo, isexcluded, "
        "compare, "
        "machinedirectory, listlocalsnapshotdates, uniquesize, calculatedrift, "
        "version": "reads backup",
        "startbackup, snapshot, localsnapshot": "creates backup",
        "stopbackup, disable, disablelocal, addexclusion, "
        "removedestination": "weakens backup backup",
        "enable, setdestination, removeexclusion": "writes backup",
        "delete, deletelocalsnapshots, deleteinprogress": "deletes backup set never",
        "restore": "writes folder hard",
    },
)
_HDIUTIL: Final = table({"info, imageinfo, verify, checksum, plugins, isencrypted": _LOOK,
                         "attach, mount, detach, unmount, eject, create, convert, makehybrid": _OWN,
                         "erasekeys, resize, compact": "writes volume hard"})  # fmt: skip
_PMSET: Final = table({"": "writes configuration system"}, instead={"-g": _LOOK}, bare=_LOOK)
_CSRUTIL: Final = table({"status, authenticated-root status, report": _LOOK,
                         "disable, clear": "weakens host protection", "enable":
                             "writes host"})  # fmt: skip
_SUBSCRIPTION: Final = table(
    {
        "status, list, identity, repos, facts, version, orgs, release, syspurpose, config": _LOOK,
        "register, attach, refresh, auto-attach, import": _SET,
        "unregister, unsubscribe, remove, clean": _GONE,
    },
)
_REPOSITORIES: Final = table(
    {
        "list, show, check, dumpreferences, mirror list, mirror show, repo list, repo show, "
        "snapshot list, snapshot show, "
        "publish list, publish show, search, checkpull, dumpunreferenced, snapshot diff, package "
        "show, package search": _LOOK,
        "include, includedeb, includedsc, export, repo create, repo add, snapshot create, mirror "
        "create, mirror update, "
        "publish snapshot, publish repo, publish update, publish switch, update, pull, repo "
        "import, "
        "copy": "writes package release remote",
        "remove, removesrc, repo drop, repo remove, snapshot drop, mirror drop, publish drop, db "
        "cleanup, deleteunreferenced, "
        "removefilter, clearvanished": "deletes package namespace hard release",
    },
    "-b -C --basedir -config -distribution -component",
)
_BUILDERS: Final = "writes folder temporary"

PROGRAMS: Final[dict[str, Reader]] = with_addresses({
    **dict.fromkeys(("sdk", "asdf", "mise", "rtx", "fnm", "n", "nodenv", "jenv", "goenv", "phpenv",
                     "tfenv", "tgenv", "tofuenv", "tfswitch", "rvm", "chruby", "gvm", "g", "kerl",
                     "exenv", "jabba", "plenv", "perlbrew", "swiftenv", "proto", "pkgx", "juliaup",
                     "ghcup", "choosenim", "elan", "dvm", "nvs", "vfox", "aqua"), _VERSIONS),
    "nix": _NIX,
    "nix-env": _NIX_ENV,
    "nix-store": _NIX_STORE,
    "nixos-rebuild": _NIXOS,
    "darwin-rebuild": _NIXOS,
    "home-manager": table({"generations, packages, news, option, build": _LOOK, "switch, init":
                               _OWN,
                           "expire-generations, remove-generations, uninstall": _OWN_GONE}),
    **dict.fromkeys(("nix-build", "nix-instantiate", "nix-prefetch-url", "nix-prefetch-git"),
                    table({"": _BUILDERS}, "-A -E -I -o", bare=_BUILDERS)),
    "nix-shell": table({"": _OWN}, "-p -A -I", bare=_OWN, instead={"--run, --command": _RUN}),
    "nix-collect-garbage": table({"": _OWN_GONE}, bare=_OWN_GONE),
    "nix-channel": table({"": _OWN}, instead={"--list": _LOOK, "--remove": _OWN_GONE}),
    **dict.fromkeys(("rpm-ostree", "ostree", "bootc", "transactional-update"), _OSTREE),
    "emerge": _PORTAGE,
    **dict.fromkeys(("xbps-install", "xbps-remove"), _XBPS),
    **dict.fromkeys(("opkg", "pkg", "pkgin", "port", "tlmgr", "swupd", "scoop",
                     "choco", "winget", "slackpkg", "urpmi", "eopkg"), _OPKG),
    "mas": _MAC_STORE,
    "softwareupdate": _UPDATES,
    "defaults": _DEFAULTS,
    "plutil": _PLUTIL,
    "networksetup": _NETWORKSETUP,
    "tmutil": _TMUTIL,
    "hdiutil": _HDIUTIL,
    "pmset": _PMSET,
    "csrutil": _CSRUTIL,
    "subscription-manager": _SUBSCRIPTION,
    **dict.fromkeys(("reprepro", "aptly"), _REPOSITORIES),
    **views("debsums apt-config apt-rdepends apt-show-versions apt-forktracer debtree "
            "dpkg-architecture "
            "dpkg-scanpackages dpkg-parsechangelog dpkg-checkbuilddeps lintian dlocate "
            "deborphan dctrl-tools grep-dctrl grep-status rmadison dget repoquery repoclosure "
            "repodiff repograph "
            "package-cleanup-list rpmlint rpmdiff rpmspec rpmsort yumdownloader "
            "dnf-automatic-list equery eix qlist xbps-query pactree pacreport checkupdates "
            "paccheck "
            "expac pkgfile pkg_info pkg_version zypper-log sw_vers system_profiler mdfind mdls "
            "vm_stat kextstat fs_usage sc_usage latency nettop dsmemberutil ioreg "
            "powermetrics lipo otool dyldinfo "
            "installer-info getopt apt-ftparchive apt-sortpkgs apt-extracttemplates "
            "cabal-plan npm-why dephell-deps vcs2l pipgrip johnnydep pip-tree "
            "conda-tree pkgcheck", "-n -f -p -c -t -s -r -o -i -q -l -e"),
    "pkgutil": table({"": _LOOK}, single=True, instead={"--forget": _GONE, "-forget": _GONE}),
    "codesign": table({"": "writes file"}, "-s --sign", instead={
        "-d, --display, -v, --verify, -dv, -dvvv, -vv, -dvv": _LOOK}),
    "xcode-select": table({"": _SET}, instead={"-p, --print-path, -v, --version": _LOOK,
                                               "--install": _OWN}),
    "ldconfig": table({"": _SET}, "-f -C -r", instead={"-p, --print-cache": _LOOK}, bare=_SET),
    "dpkg-deb": table({"": _LOOK}, "-Z -z", instead={
        "-b, --build, -x, --extract, -X, -e, --control, -R, --raw-extract": "writes folder"}),
    **dict.fromkeys(("dpkg-buildpackage", "rpmbuild", "mock", "fpm", "nfpm", "dch",
                     "dh_make", "gbp", "makepkg", "abuild", "snapcraft", "flatpak-builder",
                     "createrepo", "createrepo_c", "sbuild", "pbuilder", "cowbuilder",
                     "checkinstall",
                     "namcap", "updpkgsums", "spectool", "rpmdev-setuptree", "rpmdev-bumpspec",
                     "charmcraft", "appimagetool", "pyinstaller", "nuitka", "shiv", "pex",
                     "briefcase",
                     "flit", "setuptools", "cibuildwheel", "auditwheel", "maturin",
                         "electron-builder"),
                    table({"": _BUILDERS, "publish, upload":
                        "exfiltrates package one never public"},
                          "-b -r -t -s -n -v -p -o", bare=_BUILDERS)),
    **dict.fromkeys(("pip-compile", "pip-sync", "pipreqs", "pip-upgrade"),
                    table({"": "writes file"}, "-o --output-file", bare="writes file")),
    **dict.fromkeys(("unattended-upgrade", "unattended-upgrades", "dnf-automatic", "yum-cron"),
                    table({"": "writes package account system"}, dry="--dry-run",
                          bare="writes package account system")),
    **dict.fromkeys(("chezmoi", "yadm", "stow", "dotbot", "rcup", "homeshick"), table(
        {"status, diff, managed, list, doctor, data, cat, verify, unmanaged, dump, source-path, "
         "execute-template, log, ls": "reads file",
         "apply, update, add, init, edit, re-add, pull, bootstrap, commit, push, forget, import":
             "writes file",
         "": "writes file"}, "-t -d -S -D -R", dry="-n --dry-run --no")),
})  # fmt: skip
"""Readers of this module, by program."""
