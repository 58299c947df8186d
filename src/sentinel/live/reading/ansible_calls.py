"""Modules of Ansible that do what a program does, as a call of that program.

What such a program's reader knows (which trees are the system's, what a namespace holds) then
holds for the module too. Modules that speak to a cloud, a cluster or a service do so from the
host they run on: `hosts: localhost` says nothing about where their targets are.
"""

from collections.abc import Callable, Mapping
from json import dumps
from typing import Final

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call, Found, Inner, Word
from sentinel.live.reading.pod_specs import mapping, sequence, text_of

GONE: Final = frozenset({"absent", "removed", "absented", "terminated", "unmounted", "purged",
                         "deleted"})  # fmt: skip
"""States in which a thing is no more."""

Given = Mapping[str, object]

_BY_NAME: Final[dict[str, tuple[str, str]]] = {
    # Module: words of the program, and the field that names the target.
    "s3_bucket": ("aws s3 rb", "name"),
    "ec2_instance": ("aws ec2 terminate-instances --instance-ids", "instance_ids name"),
    "ec2": ("aws ec2 terminate-instances --instance-ids", "instance_ids"),
    "rds_instance": ("aws rds delete-db-instance --db-instance-identifier",
                     "db_instance_identifier id"),
    "rds_cluster": ("aws rds delete-db-cluster --db-cluster-identifier", "cluster_id"),
    "rds_instance_snapshot": ("aws rds delete-db-snapshot --db-snapshot-identifier",
                              "db_snapshot_identifier"),
    "cloudformation": ("aws cloudformation delete-stack --stack-name", "stack_name"),
    "route53_zone": ("aws route53 delete-hosted-zone --id", "zone"),
    "dynamodb_table": ("aws dynamodb delete-table --table-name", "name"),
    "iam_user": ("aws iam delete-user --user-name", "name"),
    "iam_role": ("aws iam delete-role --role-name", "name"),
    "ec2_vpc_net": ("aws ec2 delete-vpc --vpc-id", "vpc_id name"),
    "ec2_vpc_subnet": ("aws ec2 delete-subnet --subnet-id", "cidr"),
    "ec2_security_group": ("aws ec2 delete-security-group --group-name", "name"),
    "ec2_vol": ("aws ec2 delete-volume --volume-id", "id name"),
    "ec2_snapshot": ("aws ec2 delete-snapshot --snapshot-id", "snapshot_id"),
    "ec2_ami": ("aws ec2 deregister-image --image-id", "image_id"),
    "efs": ("aws efs delete-file-system --file-system-id", "id name"),
    "kms_key": ("aws kms schedule-key-deletion --key-id", "key_id alias"),
    "cloudtrail": ("aws cloudtrail delete-trail --name", "name"),
    "eks_cluster": ("aws eks delete-cluster --name", "name"),
    "ecs_service": ("aws ecs delete-service --service", "name"),
    "ecs_cluster": ("aws ecs delete-cluster --cluster", "name"),
    "elasticache": ("aws elasticache delete-cache-cluster --cache-cluster-id", "name"),
    "lambda": ("aws lambda delete-function --function-name", "name"),
    "sqs_queue": ("aws sqs delete-queue --queue-url", "name"),
    "elb_application_lb": ("aws elbv2 delete-load-balancer --load-balancer-arn", "name"),
    "secretsmanager_secret": ("aws secretsmanager delete-secret --secret-id", "name"),
    "autoscaling_group": ("aws autoscaling delete-auto-scaling-group --auto-scaling-group-name",
                          "name"),
    "azure_rm_resourcegroup": ("az group delete --yes -n", "name"),
    "azure_rm_virtualmachine": ("az vm delete --yes -n", "name"),
    "azure_rm_storageaccount": ("az storage account delete --yes -n", "name"),
    "azure_rm_sqldatabase": ("az sql db delete --yes -n", "name"),
    "azure_rm_aks": ("az aks delete --yes -n", "name"),
    "gcp_compute_instance": ("gcloud compute instances delete --quiet", "name"),
    "gcp_compute_disk": ("gcloud compute disks delete --quiet", "name"),
    "gcp_container_cluster": ("gcloud container clusters delete --quiet", "name"),
    "gcp_sql_instance": ("gcloud sql instances delete --quiet", "name"),
    "gcp_storage_bucket": ("gcloud storage buckets delete", "name"),
    "gcp_dns_managed_zone": ("gcloud dns managed-zones delete", "name"),
    "hcloud_server": ("hcloud server delete", "name"),
    "docker_container": ("docker rm -f", "name"),
    "docker_volume": ("docker volume rm", "name volume_name"),
    "docker_image": ("docker rmi", "name"),
    "docker_network": ("docker network rm", "name"),
    "docker_stack": ("docker stack rm", "name"),
    "docker_swarm": ("docker swarm leave --force", "advertise_addr"),
    "podman_container": ("podman rm -f", "name"),
    "podman_volume": ("podman volume rm", "name"),
    "postgresql_db": ("dropdb", "name db"),
    "zfs": ("zfs destroy -r", "name"),
    "zpool": ("zpool destroy", "name"),
    "lvol": ("lvremove -f", "lv"),
    "lvg": ("vgremove -f", "vg"),
}  # fmt: skip
_ELSEWHERE: Final = ("aws", "az", "gcloud", "kubectl", "helm", "hcloud", "terraform", "dropdb")
"""Programs that speak to something that is not where they run."""
_CLOUDS: Final = ("ec2", "s3_", "rds", "iam_", "gcp_", "azure_rm", "elb", "eks", "ecs", "route53",
                  "k8s", "helm", "kubernetes", "cloudformation", "terraform", "openstack", "hcloud",
                  "digital_ocean", "vmware", "mongodb", "mysql", "postgresql", "redshift",
                  "lambda", "cloudwatch", "kms", "efs", "dynamodb", "sns", "sqs", "proxmox",
                  "ovirt", "cloudflare", "github", "gitlab", "uri", "elasticache",
                  "secretsmanager")  # fmt: skip


def elsewhere(short: str) -> bool:
    """Whether a module's target is not the host that it runs on."""
    return short.startswith(_CLOUDS)


def outer(inner: Inner, program: str = "", short: str = "") -> Inner:
    """Where a module's target is: from `localhost` it may be anywhere."""
    away = program in _ELSEWHERE or elsewhere(short)
    if not away or inner.place is not Place.LOCAL:
        return inner
    return Inner(inner.language, inner.text, inner.fixed, inner.dialect, marks=inner.marks)


def as_call(short: str, given: Given, inner: Inner) -> Found | None:
    """A module as calls of programs.

    Args:
        short: Its name without the collection.
        given: Its arguments.
        inner: Where it runs, and with what marks.

    Returns:
        Calls and texts still to be read; None where the module is none of these.
    """
    special = _SPECIAL.get(short)
    if special is not None:
        return special(given, inner)
    row = _BY_NAME.get(short)
    state = text_of(given.get("state")).lower()
    if row is None or state not in GONE:
        return None
    words = [Word(each) for each in row[0].split()]
    names = _named(given, row[1])
    for option in ("force", "skip_final_snapshot", "delete_volumes"):
        if text_of(given.get(option)).lower() in ("true", "yes"):
            words += [Word("--" + option.replace("_", "-"))]
    if words[-1].text.startswith("--") and names and row[0].split()[-1].startswith("-"):
        # An option that wants the name stands last.
        wants = Word(row[0].split()[-1])
        words = [each for each in words if each.text != wants.text] + [wants]
    return _calls([*words, *names], inner)


def _named(given: Given, fields: str) -> list[Word]:
    for field in fields.split():
        value = given.get(field)
        texts = [text_of(each) for each in sequence(value)] or [text_of(value)]
        if any(texts):
            return [_word(each) for each in texts if each]
    return []


def _word(text: str) -> Word:
    return Word(text, fixed="{{" not in text, quoted=True)


def _calls(words: list[Word], inner: Inner) -> Found:
    at = outer(inner, words[0].text)
    call = Call(words[0].text, tuple(words[1:]), marks=at.marks, place=at.place)
    return Found(calls=[call])


def _file(given: Given, inner: Inner) -> Found | None:
    names = _named(given, "path dest name")
    recursive = [Word("-R")] if text_of(given.get("recurse")).lower() in ("true", "yes") else []
    found = Found()
    if text_of(given.get("state")).lower() in GONE:
        return _calls([Word("rm"), Word("-rf"), *names], inner) if names else None
    mode = text_of(given.get("mode"))
    if mode and names:
        found.take([_calls([Word("chmod"), *recursive, _word(mode), *names], inner)])
    owner = text_of(given.get("owner"))
    if owner and recursive and names:
        found.take([_calls([Word("chown"), *recursive, _word(owner), *names], inner)])
    return found if found.calls else None


def _synchronize(given: Given, inner: Inner) -> Found | None:
    sources, goals = _named(given, "src"), _named(given, "dest")
    if not goals or text_of(given.get("delete")).lower() not in ("true", "yes"):
        return None
    return _calls([Word("rsync"), Word("-a"), Word("--delete"), *sources, *goals], inner)


def _k8s(given: Given, inner: Inner) -> Found | None:
    """`k8s`: by kind and name, or by an object that stands on the page."""
    shown = given.get("definition") or given.get("resource_definition")
    body = mapping(shown) or (mapping(sequence(shown)[0]) if sequence(shown) else {})
    about = mapping(body.get("metadata"))
    kind = text_of(given.get("kind")) or text_of(body.get("kind"))
    name = text_of(given.get("name")) or text_of(about.get("name"))
    space = text_of(given.get("namespace")) or text_of(about.get("namespace"))
    aimed = [each for option, field in (("--context", "context"), ("--kubeconfig", "kubeconfig"))
             for each in ([Word(option), _word(text_of(given.get(field)))]
                          if given.get(field) else [])]  # fmt: skip
    aimed += [Word("-n"), _word(space)] if space else []
    if text_of(given.get("state")).lower() in GONE:
        source = _named(given, "src")
        if source:
            return _calls([Word("kubectl"), Word("delete"), Word("-f"), *source, *aimed], inner)
        picked = _named(given, "label_selectors")
        chosen = (
            [Word("-l"), *picked[:1]] if picked else ([_word(name)] if name else [Word("--all")])
        )
        return _calls([Word("kubectl"), Word("delete"), _word(kind), *chosen, *aimed], inner)
    if body:
        at = outer(inner, "kubectl")
        return Found(inner=[Inner("manifest", dumps(shown), "{{" not in str(shown), place=at.place,
                                  marks=at.marks)])  # fmt: skip
    return None


def _k8s_scale(given: Given, inner: Inner) -> Found | None:
    words = ["kubectl", "scale", f"{text_of(given.get('kind'))}/{text_of(given.get('name'))}",
             f"--replicas={text_of(given.get('replicas'))}", "-n",
             text_of(given.get("namespace"))]  # fmt: skip
    return _calls([_word(each) for each in words], inner)


def _k8s_exec(given: Given, inner: Inner) -> Found | None:
    at = outer(inner, "kubectl")
    command = text_of(given.get("command"))
    return Found(inner=[Inner("shell", command, "{{" not in command, place=at.place,
                              marks=at.marks | {"container"})])  # fmt: skip


def _k8s_drain(given: Given, inner: Inner) -> Found | None:
    verb = text_of(given.get("state")).lower() or "drain"
    return _calls([Word("kubectl"), Word(verb), *_named(given, "name")], inner)


def _helm(given: Given, inner: Inner) -> Found | None:
    gone = text_of(given.get("state") or given.get("release_state")).lower() in GONE
    words = [Word("helm"), Word("uninstall" if gone else "upgrade")]
    words += _named(given, "name release_name")
    words += [] if gone else (_named(given, "chart_ref") or [Word("chart")])
    space = _named(given, "namespace release_namespace")
    return _calls([*words, *([Word("-n"), *space] if space else [])], inner)


def _terraform(given: Given, inner: Inner) -> Found | None:
    gone = text_of(given.get("state")).lower() in GONE
    folder = text_of(given.get("project_path"))
    if text_of(given.get("state")).lower() == "planned":
        return _calls([Word("terraform"), Word("plan")], inner)
    space = text_of(given.get("workspace"))
    words = [Word("terraform"), _word(f"-chdir={folder}"),
             Word("destroy" if gone else "apply"), Word("-auto-approve")]  # fmt: skip
    return _calls([*words, *([_word(f"-var=env={space}")] if space else [])], inner)


def _compose(given: Given, inner: Inner) -> Found | None:
    if text_of(given.get("state")).lower() not in GONE:
        return None
    volumes = text_of(given.get("remove_volumes")).lower() in ("true", "yes")
    source = _named(given, "project_src project_name")
    named = [Word("-p"), *source[:1]] if source else []
    words = [Word("docker"), Word("compose"), *named, Word("down")]
    return _calls([*words, *([Word("-v")] if volumes else [])], inner)


def _docker_prune(given: Given, inner: Inner) -> Found | None:
    found = Found()
    for what in ("containers", "images", "networks", "volumes"):
        if text_of(given.get(what)).lower() in ("true", "yes"):
            group = what.removesuffix("s")
            found.take([_calls([Word("docker"), Word(group), Word("prune"), Word("-f")], inner)])
    return found if found.calls else None


def _mysql_db(given: Given, inner: Inner) -> Found | None:
    if text_of(given.get("state")).lower() not in GONE:
        return None
    at, found = outer(inner, short="mysql"), Found()
    for word in _named(given, "name db"):
        text = "DROP DATABASE `" + word.text.replace("`", "") + "`"
        found.inner.append(Inner("sql", text, word.fixed, "mysql", at.place, at.marks))
    return found if found.inner else None


def _cron(given: Given, inner: Inner) -> Found | None:
    job = text_of(given.get("job"))
    if not job:
        return None
    marks = inner.marks | {"persistent"}
    return Found(inner=[Inner("shell", job, "{{" not in job, place=inner.place, marks=marks)])


_SPECIAL: Final[dict[str, Callable[[Given, Inner], Found | None]]] = {
    "file": _file,
    "synchronize": _synchronize,
    "k8s": _k8s,
    "k8s_scale": _k8s_scale,
    "k8s_exec": _k8s_exec,
    "k8s_drain": _k8s_drain,
    "helm": _helm,
    "terraform": _terraform,
    "docker_compose": _compose,
    "docker_compose_v2": _compose,
    "docker_prune": _docker_prune,
    "mysql_db": _mysql_db,
    "cron": _cron,
}
