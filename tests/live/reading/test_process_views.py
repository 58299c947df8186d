import pytest
from system_calls import lines

from sentinel.live.reading.process_views import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("jstack -l 3301", "reads unknown 3301 one"),
        ("jcmd 3301 GC.heap_info", "reads process - one"),
        ("jcmd 3301 GC.heap_dump /tmp/h.hprof", "reveals secret /tmp/h.hprof one"),
        ("jcmd 3301 VM.system_properties", "reveals secret - one"),
        ("jcmd 3301 JVMTI.agent_load /tmp/x.so", "executes code /tmp/x.so unknown"),
        ("jcmd -l", "reads process - one"),
        ("jmap -histo:live 3301", "reads process 3301 one"),
        ("jmap -dump:live,file=/tmp/h 3301", "reveals secret 3301 one"),
        ("perf top -a --sort comm", "reads process comm one"),
        ("perf record -F 99 -p 1 -g", "reads unknown - none"),
        ("py-spy dump --pid 7", "reads process - one"),
        ("py-spy record -o x.svg --pid 7", "creates file - one"),
        ("gcore 2211", "reveals secret 2211 one"),
        ("bpftrace -l 'tracepoint:*'", "reads process tracepoint:* one"),
        ("bpftrace -e 'BEGIN { system(\"id\"); }'", 'executes code BEGIN { system("id"); } one'),
        ("trace-cmd report", "reads process - one"),
    ],
)
def test_processes_are_profiled_and_dumps_hold_secrets(command, expected):
    assert lines(PROGRAMS, command) == expected
