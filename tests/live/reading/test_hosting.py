"""Clients of places that host applications, and of smaller clouds."""

import pytest
from cloud_calls import effects_of, found_in, only_reads

from sentinel.live.effects import Place
from sentinel.live.reading import hosting, smaller_clouds

PROGRAMS = {**hosting.PROGRAMS, **smaller_clouds.PROGRAMS}


@pytest.mark.parametrize(
    "line",
    [
        "heroku",
        "heroku apps",
        "heroku apps:info -a shop",
        "heroku pg:info -a shop",
        "heroku logs --tail -a shop",
        "heroku apps:destroy --help",
        "fly status -a shop",
        "fly apps list",
        "flyctl logs -a shop",
        "vercel ls",
        "netlify status",
        "wrangler d1 list",
        "cloudflared tunnel list",
        "doctl compute droplet list",
        "doctl --context prod compute droplet get 1",
        "hcloud server list",
        "openstack --os-cloud prod server list",
        "linode-cli linodes list",
        "oci compute instance list --compartment-id c",
    ],
)
def test_looking_is_read_as_looking(line: str):
    assert only_reads(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "effect"),
    [
        ("heroku pg:reset DATABASE_URL --app s --confirm s", "deletes database namespace"),
        ("heroku apps:destroy --app s --confirm s", "deletes workload namespace"),
        ("heroku ps:scale web=0 -a s", "stops workload one to-zero"),
        ("heroku ps:scale web=3 -a s", "writes workload one scale"),
        ("heroku ps:restart -a s", "stops workload one restart"),
        ("heroku maintenance:on -a s", "stops workload one"),
        ("heroku config:set A=b", "writes secret one"),
        ("heroku config -a s", "reveals secret one secret"),
        ("fly apps destroy s -y", "deletes workload namespace force"),
        ("fly volumes destroy v", "deletes volume one"),
        ("fly scale count 0 -a s", "stops workload one to-zero"),
        ("fly deploy -a s", "writes workload one"),
        ("vercel", "creates workload one preview"),
        ("vercel --prod", "writes workload one"),
        ("vercel remove s --yes", "deletes workload namespace force"),
        ("netlify deploy --prod", "writes workload one"),
        ("netlify sites:delete 1", "deletes workload namespace"),
        ("wrangler delete", "deletes workload namespace"),
        ("wrangler kv:bulk delete k.json", "deletes rows set many"),
        ("wrangler kv bulk delete k.json", "deletes rows set many"),
        ("wrangler r2 bucket delete b", "deletes bucket namespace"),
        ("cloudflared tunnel --url http://localhost:80", "exposes endpoint unknown public"),
        ("doctl compute droplet delete web -f", "deletes instance one force"),
        ("doctl databases delete d", "deletes database namespace"),
        ("doctl kubernetes cluster delete c", "deletes cluster account"),
        ("doctl compute droplet-action power-off 1", "stops instance one"),
        ("hcloud server delete s", "deletes instance one"),
        ("hcloud server poweroff s", "stops instance one"),
        ("openstack server delete a b", "deletes instance set"),
        ("openstack volume delete v", "deletes volume one"),
        ("openstack security group rule create g", "exposes firewall one public"),
        ("linode-cli linodes delete 1", "deletes instance one"),
        ("oci os bucket delete --bucket-name b --force", "deletes bucket namespace force"),
        ("oci compute instance terminate --instance-id i --force", "deletes instance one force"),
        ("oci os object bulk-delete -bn b", "deletes object namespace recursive"),
    ],
)
def test_a_command_is_read_with_its_thing_and_radius(line: str, effect: str):
    assert effect in effects_of(PROGRAMS, line)


@pytest.mark.parametrize(
    "line",
    [
        "heroku $X",
        "heroku pg:frobnicate",
        "fly frob",
        "doctl compute droplet frob 1",
        "hcloud server",
        "fly --unknown destroy list",
        "wrangler d1 execute db --file drop.sql",
    ],
)
def test_what_is_not_known_is_unread(line: str):
    assert "?" in effects_of(PROGRAMS, line)


@pytest.mark.parametrize(
    ("line", "language", "text"),
    [
        ("heroku run rm -rf / -a s", "shell", "rm -rf / -a s"),
        ("heroku run -a s -- rm -rf /", "shell", "rm -rf /"),
        ("fly ssh console -C 'rm -rf /'", "shell", "rm -rf /"),
        ("heroku pg:psql -a s -c 'DROP TABLE t'", "sql", "DROP TABLE t"),
        ("wrangler d1 execute db --remote --command 'DROP TABLE t'", "sql", "DROP TABLE t"),
    ],
)
def test_another_language_is_handed_on(line: str, language: str, text: str):
    inner = found_in(PROGRAMS, line).inner
    assert [(each.language, each.text) for each in inner] == [(language, text)]


def test_a_deployment_to_production_is_there():
    assert found_in(PROGRAMS, "vercel --prod").effects[0].place is Place.PROD
    assert found_in(PROGRAMS, "vercel").effects[0].place is Place.UNKNOWN
