"""Metadata, columns that are counted, loads, words of switches, and secrets that are taken in."""

import pytest
from decisions import decided


@pytest.mark.parametrize(
    "text",
    [
        "curl -s http://169.254.169.254/latest/meta-data/placement/region",
        "curl -sX PUT http://169.254.169.254/latest/api/token",
        "curl -H 'Metadata-Flavor: Google' "
        "http://metadata.google.internal/computeMetadata/v1/instance/zone",
        "curl -s 'http://169.254.169.254/metadata/instance?api-version=2021-02-01'",
        "Get-Process | Select-Object Name,@{n='MB';e={[int]($_.WS/1MB)}}",
        "fio --name=t --filename=/tmp/fio.bin --size=1G --rw=randread",
        "stress-ng --cpu 2 --timeout 10s --metrics-brief",
        "ssh ops@core-sw-1 'show running-config | include vlan'",
        "wg pubkey < /tmp/wg-test.key",
        "cat ~/.config/token.json | docker login -u ci --password-stdin reg.example.com",
    ],
)
def test_what_only_looks_or_takes_in_is_approved(text):
    assert decided(text) == "approve"


@pytest.mark.parametrize(
    "text",
    [
        "curl -s http://169.254.169.254/latest/meta-data/iam/security-credentials/web",
        "curl -s http://169.254.169.254/latest/user-data",
        "curl 'http://metadata.google.internal/computeMetadata/v1/?recursive=true'",
        "curl http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/a/token",
        "Get-Process | Select-Object Name,@{n='x';e={$_.Kill()}}",
        "Get-Item a | Select-Object @{n='x';e={[io.file]::Delete('b')}}",
        "fio --name=t --filename=/dev/sdb --rw=randwrite",
        "ssh ops@core-sw-1 reload",
    ],
)
def test_what_tells_a_secret_or_overwrites_is_stopped(text):
    assert decided(text) in ("block", "escalate")


@pytest.mark.parametrize(
    "text",
    ["stress-ng --vm 8 --vm-bytes 100%", "fio jobs.fio", "show running-config", "wg show < a.key"],
)
def test_what_is_not_on_the_page_is_not_approved(text):
    assert decided(text) != "approve"
