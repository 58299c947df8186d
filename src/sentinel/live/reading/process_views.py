"""Profilers, tracers and tools of a running Java, Go, Python or Ruby process."""

from typing import Final

from msgspec.structs import replace

from sentinel.live.reading.calls import Call, Found, Reader
from sentinel.live.reading.names import names
from sentinel.live.reading.options import options
from sentinel.live.reading.shells import called, text_of
from sentinel.live.reading.system_verbs import looks, read, shown, tool
from sentinel.live.reading.tool_tables import runner, table, views

_LOOK: Final = "reads process"
_MEMORY: Final = "reveals secret memory"

_DIAGNOSTICS: Final = tool(
    {
        "thread.print, thread.vthread_summary, gc.heap_info, gc.class_histogram, "
        "gc.class_stats, gc.finalizer_info, vm.flags, vm.version, vm.uptime, vm.command_line, "
        "vm.native_memory, vm.info, vm.log list, vm.metaspace, vm.classloader_stats, "
        "vm.classloaders, vm.dynlibs, vm.events, vm.stringtable, vm.symboltable, "
        "vm.systemdictionary, "
        "vm.class_hierarchy, compiler.queue, compiler.codecache, compiler.codelist, jfr.check, "
        "perfcounter.print, help, managementagent.status, system.map": _LOOK,
        "gc.run, gc.run_finalization, vm.log, compiler.directives_add, vm.set_flag, jfr.configure, "
        "jfr.start, jfr.stop, jfr.dump": "writes process easy",
        "vm.system_properties": "reveals secret environment",
        "gc.heap_dump": _MEMORY,
        "managementagent.start, managementagent.start_local": "exposes process",
        "managementagent.stop": "stops process",
        "jvmti.agent_load": "executes code unknown unknown",
        "": "executes code unknown unknown",
    },
)


def _jcmd(call: Call) -> Found:
    """Read `jcmd PID COMMAND`."""
    given = options(call.words, frozenset({"-f"}))
    if given.has("-f"):
        return Found().unread(shown(call), "commands in a file", "unknown-program")
    if len(given.plain) < 2:
        return read(tool({"": _LOOK}, bare=_LOOK), call)
    return read(_DIAGNOSTICS, replace(call, words=tuple(given.plain[1:])))


def _jmap(call: Call) -> Found:
    """Read `jmap`: a dump holds what was in memory, secrets too."""
    dumps = any(word.text.startswith("-dump") for word in call.words)
    return read(tool({"": _MEMORY if dumps else _LOOK}, single=True), call)


_PERF_RUNS: Final = ("stat", "record", "trace")
_PERF: Final = table(
    {
        "top, report, annotate, script, list, sched, lock, mem, kmem, diff, evlist, version, "
        "buildid-list, data, kallsyms, c2c, archive, bench, test, config, stat, trace, ftrace, "
        "inject, timechart": _LOOK,
        "record": "creates file temporary",
        "probe": "writes configuration system",
    },
    "-e -p -t -o -i -C -F -c -s -d -I -r -G -u -m -g",
)
_PERF_VALUED: Final = names(
    "-e --event -p --pid -t --tid -o --output -i --input -C --cpu -F --freq -c --count "
    "--call-graph -s --sort -I --interval-print -r --repeat -G --cgroup -u --uid -m --mmap-pages "
    "-D --delay -x --field-separator -T --duration -M --metrics"
)


def _perf(call: Call) -> Found:
    """Read `perf`: `stat`, `record` and `trace` run a program, and so may the rest."""
    first = options(call.words, first_only=True)
    verb = first.verb()
    nested = {"sched", "lock", "mem", "kmem", "c2c", "timechart"}
    inner = options(first.plain[1:], _PERF_VALUED, first_only=True)
    if verb in nested and inner.verb() == "record":
        inner = options(inner.plain[1:], _PERF_VALUED, first_only=True)
    elif verb not in _PERF_RUNS:
        return _PERF(call)
    found = Found().add(looks(call, verb))
    rest = (
        [each for each in inner.plain if each.text != "report"] if verb == "stat" else inner.plain
    )
    return found if not rest else called(call, list(rest))


def _hyperfine(call: Call) -> Found:
    """Read `hyperfine`, which hands each of its words to a shell."""
    valued = names(
        "-w --warmup -r --runs -m --min-runs -M --max-runs -p --prepare -s --setup -c --cleanup "
        "-P --parameter-scan -L --parameter-list -S --shell -u --time-unit --style --sort "
        "--export-markdown --export-json --export-csv -n --command-name --reference"
    )
    given = options(call.words, valued)
    run = [word for name in ("-p", "--prepare", "-s", "--setup", "-c", "--cleanup", "--reference")
           for word in given.given.get(name, ())]  # fmt: skip
    inner = [text_of(each, call) for each in [*given.plain, *run]]
    return Found(inner=inner) if inner else Found().add(looks(call))


_PY_SPY: Final = table(
    {"dump, top": _LOOK, "record": "creates file temporary"},
    "-p --pid -o --output -d --duration -r --rate -f --format",
    after=True,
)
_JFR: Final = table(
    {"print, summary, metadata, view, assemble, disassemble": _LOOK},
    "--events --categories --stack-depth",
)
_BPFTRACE: Final = table(
    {"": "executes code one easy system"},
    "-e -p -c -f -o -B -I --include",
    instead={
        "-c": "executes code unknown unknown",
        "-e": "executes code one easy system",
        "-l, --info, -d": _LOOK,
    },
    bare=_LOOK,
)
_ASPROF: Final = table(
    {
        "status, list, version, check": _LOOK,
        "start, stop, dump, resume, collect, meminfo": "creates file temporary",
        "": _LOOK,
    },
    "-d -e -i -f -o -t -j --title",
)
_DLV: Final = table(
    {
        "version, core, trace": _LOOK,
        "attach": "stops process",
        "debug, test, exec": "executes code one easy temporary",
    },
)
_BCC: Final = (
    "execsnoop opensnoop biolatency biosnoop biotop bitesize cachestat cachetop capable "
    "cpudist ext4slower xfsslower zfsslower filelife fileslower filetop funccount funclatency "
    "hardirqs llcstat memleak mountsnoop offcputime profile runqlat runqlen slabratetop softirqs "
    "stackcount statsnoop syncsnoop syscount tcpaccept tcpconnect tcpconnlat tcplife tcpretrans "
    "tcptop tcpdrop tcpstates vfscount vfsstat wakeuptime gethostlatency killsnoop solisten "
    "dcstat dcsnoop mdflush nfsslower oomkill ttysnoop"
)

PROGRAMS: Final[dict[str, Reader]] = {
    **views("jstack jstat jps jstatd jconsole javap pstack gstack eu-stack pspy pspy64 "
            "slabinfo latencytop austin sysdig csysdig pprof systemd-coredump "
            "tiptop above lsfd irqtop "
            "jhat procs gtop bottom btm zenith bashtop s-tui",
            "-p -n -d -o -i -s -t -c -w -f -r -k"),
    **views(_BCC, "-p -P -t -d -u -n -x -L -i"),
    "jcmd": _jcmd,
    "jmap": _jmap,
    "jinfo": table({"": _LOOK}, instead={"-flag": "writes process easy"}, single=True, bare=_LOOK),
    "jfr": _JFR,
    "perf": _perf,
    "py-spy": _PY_SPY,
    "rbspy": table({"snapshot, report, summarize": _LOOK, "record": "creates file temporary"},
                   "-p --pid -f --file -d --duration -r --rate", after=True),
    "bpftrace": _BPFTRACE,
    "asprof": _ASPROF,
    "profiler.sh": _ASPROF,
    "gcore": table({"": _MEMORY}, "-o"),
    "dlv": _DLV,
    "memray": table({"stats, summary, tree, table, flamegraph": _LOOK,
                     "run": "executes code unknown unknown", "attach": "writes process"}),
    "trace-cmd": table({"report, list, show, hist, stat, check-events": _LOOK,
                        "record, extract, split": "creates file temporary",
                        "start, stop, reset, clear, set": "writes configuration system"},
                       "-e -p -o -i -P -l"),
    "hyperfine": _hyperfine,
    "heaptrack": runner("-o -p"),
    "likwid-perfctr": runner("-C -g -m"),
    "rr": table({"ps, ls, dump, traceinfo": _LOOK, "replay": _LOOK,
                 "record": "executes code unknown unknown"}),
}  # fmt: skip
"""Readers of this module, by program."""
