"""Calls of `az`: the verb behind its groups, and what its options name."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.effects import Place
from sentinel.live.reading.azure import PROGRAMS


@pytest.mark.parametrize(
    "line",
    [
        "az",
        "az --help",
        "az version",
        "az vm delete --help",
        "az vm list -o table",
        "az vm list --query delete",
        "az group show --name prod",
        "az aks show -n c -g prod",
        "az keyvault secret list --vault-name v",
        "az deployment group what-if -g rg --template-file f",
        "az storage blob delete-batch -s c --dryrun",
        "az webapp log tail -n w",
        "az account show",
        "az rest --method get --url https://management.azure.com/x",
        "az storage account check-name --name x",
        "az monitor activity-log list",
        "az --output table vm list",
        "az -o json --only-show-errors vm show -n web",
        "az --version",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("group delete --name prod --yes", "deletes infrastructure namespace cascade force"),
        ("vm delete -g rg -n v --yes", "deletes instance one force"),
        ("--debug vm delete -n v", "deletes instance one"),
        ("--subscription s group delete -n g", "deletes infrastructure namespace cascade"),
        ("group create -n g -l westeurope", "creates namespace one"),
        ("lock create -n l --lock-type CanNotDelete -g g", "creates permission one protection"),
        ("backup protection disable -v x -c c -i vm --yes", "weakens backup one backup force"),
        ("vm delete --ids $(az)", "deletes instance unknown dynamic"),
        ("vm deallocate --ids a b", "stops instance set"),
        ("vm restart -n v", "stops instance one restart"),
        ("sql db delete -n d -s s", "deletes database namespace"),
        ("sql server delete -n s", "deletes database account"),
        (
            "sql server firewall-rule create -n x --start-ip-address 0.0.0.0 "
            "--end-ip-address 255.255.255.255",
            "exposes firewall one admin-port public",
        ),
        ("storage account delete -n a", "deletes bucket namespace"),
        ("storage blob delete-batch -s c", "deletes object namespace recursive"),
        ("storage container delete -n c", "deletes bucket namespace"),
        ("storage container set-permission -n c --public-access blob", "exposes bucket one public"),
        ("storage blob upload -f .env -n e -c c", "exfiltrates data one"),
        ("storage account keys list -n a", "reveals secret one secret"),
        ("cosmosdb keys list -n a", "reveals secret one secret"),
        ("aks delete -n c", "deletes cluster account"),
        ("aks scale -n c --node-count 0", "stops node one to-zero"),
        ("aks get-credentials -n c --admin", "escalates cluster one admin"),
        ("aks get-credentials -n c", "writes configuration one"),
        ("keyvault delete -n v", "deletes secret namespace"),
        ("keyvault purge -n v", "deletes secret namespace purge"),
        ("keyvault secret show -n s --vault-name v", "reveals secret one secret"),
        (
            "network nsg rule create -n r --access Allow --source-address-prefixes '*' "
            "--destination-port-ranges 22",
            "exposes firewall one admin-port public",
        ),
        ("network nsg rule create -n r --access Deny", "writes firewall one"),
        ("role assignment create --assignee a --role Owner", "escalates permission account admin"),
        ("role assignment create --assignee a --role Reader", "writes permission one"),
        ("ad sp create-for-rbac -n s", "reveals secret one secret"),
        ("ad user delete --id u", "deletes account one"),
        ("lock delete --name l", "weakens configuration one lock protection"),
        (
            "backup protection disable -c c --delete-backup-data true",
            "deletes backup namespace backup",
        ),
        ("monitor diagnostic-settings delete -n d", "weakens audit one audit"),
        ("webapp delete -n w", "deletes workload one"),
        ("functionapp stop -n w", "stops workload one"),
        ("acr repository delete -n r --repository x", "deletes image set"),
        ("cosmosdb delete -n c", "deletes database namespace"),
        ("redis delete -n r", "deletes cache namespace"),
        ("deployment group create -g g --mode Complete", "deletes infrastructure namespace"),
        ("ml workspace delete -n x -w y", "deletes"),
        ("rest --method delete --url u", "deletes endpoint one"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert any(each.startswith(effect) for each in effects_of(PROGRAMS, f"az {line}"))


@pytest.mark.parametrize("line", ["az vm frob", "az $X", "az vm $VERB", "az --strange vm delete"])
def test_what_is_not_known_is_unread(line: str):
    assert "?" in effects_of(PROGRAMS, line)


def test_the_place_is_what_any_name_says():
    line = "az webapp delete -n web -g rg-production"
    assert found_in(PROGRAMS, line).effects[0].place is Place.PROD


@pytest.mark.parametrize(
    "line",
    [
        "az vm run-command invoke -n v --command-id RunShellScript --scripts 'rm -rf /'",
        "az aks command invoke -n c --command 'rm -rf /'",
    ],
)
def test_a_command_for_another_machine_is_handed_on(line: str):
    assert [each.text for each in found_in(PROGRAMS, line).inner] == ["rm -rf /"]


def test_a_script_in_a_file_is_unread():
    line = "az vm run-command invoke -n v --scripts @fix.sh"
    assert found_in(PROGRAMS, line).opaque
