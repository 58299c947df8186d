"""Operations of AWS about what runs: machines, functions, containers, stacks and their scale."""

import json
from typing import Final

from sentinel.live.effects import Kind, Place, Radius, Thing, Undo
from sentinel.live.places import place_of
from sentinel.live.reading.calls import Found, Inner
from sentinel.live.reading.cloud_orders import Case, Fact, Order, worse_place

_DRY: Final = "add --dry-run first to see whether it would be done"


def _terminate(order: Order) -> Found:
    return order.does(Kind.DELETES, Thing.INSTANCE, undo=Undo.NEVER, safer=_DRY)


def _stop(order: Order) -> Found:
    marks = ("force",) if order.has("--force") else ()
    return order.does(Kind.STOPS, Thing.INSTANCE, *marks, safer=_DRY)


def _attribute(order: Order) -> Found:
    """`modify-instance-attribute`: whether it takes termination protection away."""
    off = order.has("--no-disable-api-termination", "--no-disable-api-stop")
    said = " ".join(order.options.values("--disable-api-termination", "--disable-api-stop",
                                         "--attribute", "--value")).lower()  # fmt: skip
    if off or "false" in said:
        return order.does(Kind.WEAKENS, Thing.INSTANCE, "protection")
    if "--user-data" in order.options.given or "userdata" in said:
        return order.does(Kind.EXECUTES, Thing.INSTANCE, "persistent", "root")
    return order.does(Kind.WRITES, Thing.INSTANCE)


def _run_instances(order: Order) -> Found:
    order.does(Kind.CREATES, Thing.INSTANCE, radius=Radius.SET)
    words = order.options.given.get("--user-data", [])
    text = " ".join(word.text for word in words)
    if text.startswith("file://") or (text and "#!" not in text):
        return order.found.unread(text, "what the machine runs at its start is not on the page")
    if text:
        fixed = all(word.fixed for word in words)
        marks = order.marks | {"remote", "root"}
        order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.found


def ssm_commands(said: str) -> str | None:
    """The commands in the parameters of `ssm send-command`; None where they cannot be read.

    Args:
        said: As shorthand (`commands=["a","b"]`) or JSON.
    """
    text = said.strip()
    if text.startswith("{"):
        return _json_commands(text)
    _, equals, rest = text.partition("commands=")
    if not equals:
        return None
    rest = rest.strip()
    if rest.startswith("["):
        return _json_commands(f'{{"commands": {rest}}}') or rest.strip("[]")
    return rest.strip("\"'")


def _json_commands(text: str) -> str | None:
    try:
        given = json.loads(text)["commands"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    lines = given if isinstance(given, list) else [given]
    return "\n".join(str(line) for line in lines)


def _send(order: Order) -> Found:
    values = order.options.given.get("--parameters", [])
    lines = ssm_commands(" ".join(word.text for word in values))
    one = len(order.targets) == 1 and "--targets" not in order.options.given
    radius = Radius.ONE if one else Radius.SET
    if lines is None:
        order.found.unread(order.by, "the commands are not on the page", "dynamic")
        return order.does(Kind.EXECUTES, Thing.HOST, "remote", "root", radius=radius)
    marks = order.marks | {"remote", "root"} | ({"many"} if radius is Radius.SET else set())
    fixed = all(word.fixed for word in values)
    order.found.inner.append(Inner("shell", lines, fixed, place=order.place, marks=marks))
    return order.looks(Thing.HOST)


def _exec(order: Order) -> Found:
    words = order.options.given.get("--command", [])
    shell = not words or words[0].text.rpartition("/")[2] in ("sh", "bash", "ash", "zsh")
    if shell or not words[0].fixed:
        order.does(Kind.ESCALATES, Thing.WORKLOAD, "container", "remote", undo=Undo.EASY)
    if words:
        text = " ".join(word.text for word in words)
        fixed = all(word.fixed for word in words)
        marks = order.marks | {"remote", "container"}
        order.found.inner.append(Inner("shell", text, fixed, place=order.place, marks=marks))
    return order.found


def _invoke(order: Order) -> Found:
    if order.options.values("--invocation-type")[:1] == ["DryRun"]:
        return order.dry()
    return order.does(Kind.EXECUTES, Thing.WORKLOAD, radius=Radius.ONE)


def _concurrency(order: Order) -> Found:
    if order.value("--reserved-concurrent-executions") == "0":
        return order.does(Kind.STOPS, Thing.WORKLOAD, "to-zero")
    return order.does(Kind.WRITES, Thing.CONFIGURATION)


def _to_count(order: Order, *names: str, thing: Thing = Thing.WORKLOAD) -> Found:
    counts = [order.value(name) for name in names if name in order.options.given]
    if "0" in counts:
        return order.does(Kind.STOPS, thing, "to-zero")
    if any(not count.isdigit() for count in counts):
        return order.does(Kind.WRITES, thing, "dynamic", radius=Radius.UNKNOWN)
    return order.does(Kind.WRITES, thing, *(("scale",) if counts else ()))


def _service(order: Order) -> Found:
    return _to_count(order, "--desired-count")


def _capacity(order: Order) -> Found:
    return _to_count(order, "--desired-capacity", "--max-size")


def _nodes(order: Order) -> Found:
    said = " ".join(order.options.values("--scaling-config")).replace(" ", "").replace('"', "")
    if "desiredSize=0" in said or "desiredSize:0" in said:
        return order.does(Kind.STOPS, Thing.NODE, "to-zero")
    return order.does(Kind.WRITES, Thing.NODE)


def _suspend(order: Order) -> Found:
    return order.does(Kind.STOPS, Thing.WORKLOAD)


def _delete_service(order: Order) -> Found:
    marks = ("force",) if order.has("--force") else ()
    return order.does(Kind.DELETES, Thing.WORKLOAD, *marks)


def _delete_group(order: Order) -> Found:
    marks = ("force", "cascade") if order.has("--force-delete") else ()
    return order.does(Kind.DELETES, Thing.WORKLOAD, *marks)


def _stack(order: Order) -> Found:
    return order.does(
        Kind.DELETES, Thing.INFRASTRUCTURE, "cascade",
        safer="aws cloudformation list-stack-resources, and --retain-resources for what holds data",
    )  # fmt: skip


_SHARED: Final = (Place.STAGING, Place.LOCAL)


def _update_stack(order: Order) -> Found:
    if order.has("--no-execute-changeset"):
        return order.dry()
    if order.has("--no-enable-termination-protection"):
        return order.does(Kind.WEAKENS, Thing.INFRASTRUCTURE, "protection")
    if order.has("--enable-termination-protection"):
        return order.does(Kind.WRITES, Thing.CONFIGURATION, "protection")
    if worse_place(order.place, place_of(order.value("--stack-name"))) in _SHARED:
        return order.does(Kind.WRITES, Thing.INFRASTRUCTURE, "unseen")
    order.found.unread(order.by, "the template is not on the page")
    return order.does(
        Kind.WRITES, Thing.INFRASTRUCTURE,
        safer="aws cloudformation create-change-set shows what would change",
    )  # fmt: skip


def _code(order: Order) -> Found:
    if order.has("--dry-run"):
        return order.dry()
    return order.does(Kind.WRITES, Thing.WORKLOAD, "code")


_BUILD: Final = Fact(Kind.EXECUTES, Thing.WORKLOAD)

COMPUTE: Final[dict[str, Case]] = {
    "ec2 terminate-instances": _terminate,
    "ec2 stop-instances": _stop,
    "ec2 modify-instance-attribute": _attribute,
    "ec2 run-instances": _run_instances,
    "ec2 deregister-image": Fact(Kind.DELETES, Thing.IMAGE),
    "ec2 create-image": Fact(Kind.CREATES, Thing.IMAGE, ("backup",)),
    "ec2 get-console-output": Fact(Kind.READS, Thing.INSTANCE),
    "ec2 delete-key-pair": Fact(Kind.DELETES, Thing.ACCOUNT),
    "ec2 create-key-pair": Fact(Kind.REVEALS, Thing.SECRET, ("secret",)),
    "ec2 detach-volume": Fact(Kind.STOPS, Thing.VOLUME),
    "ec2 release-address": Fact(Kind.DELETES, Thing.NETWORK, undo=Undo.NEVER),
    "ssm send-command": _send,
    "ssm start-automation-execution": Fact(Kind.EXECUTES, Thing.HOST, ("remote",)),
    "ecs execute-command": _exec,
    "ecs run-task": Fact(Kind.STARTS, Thing.WORKLOAD),
    "ecs update-service": _service,
    "ecs delete-service": _delete_service,
    "eks update-nodegroup-config": _nodes,
    "lambda invoke": _invoke,
    "lambda invoke-async": _invoke,
    "lambda update-function-code": _code,
    "lambda put-function-concurrency": _concurrency,
    "lambda delete-function": Fact(Kind.DELETES, Thing.WORKLOAD),
    "lambda publish-version": Fact(Kind.CREATES, Thing.WORKLOAD),
    "autoscaling set-desired-capacity": _capacity,
    "autoscaling update-auto-scaling-group": _capacity,
    "autoscaling delete-auto-scaling-group": _delete_group,
    "autoscaling suspend-processes": _suspend,
    "autoscaling terminate-instance-in-auto-scaling-group": Fact(Kind.DELETES, Thing.INSTANCE),
    "application-autoscaling deregister-scalable-target": Fact(Kind.WRITES, Thing.CONFIGURATION),
    "cloudformation delete-stack": _stack,
    "cloudformation delete-stack-set": _stack,
    "cloudformation delete-stack-instances": _stack,
    "cloudformation delete-change-set": Fact(Kind.DELETES, Thing.CONFIGURATION),
    "cloudformation update-stack": _update_stack,
    "cloudformation create-stack": _update_stack,
    "cloudformation deploy": _update_stack,
    "cloudformation execute-change-set": _update_stack,
    "cloudformation update-termination-protection": _update_stack,
    "cloudformation package": Fact(Kind.WRITES, Thing.OBJECT),
    "codebuild start-build": _BUILD,
    "codepipeline start-pipeline-execution": _BUILD,
    "stepfunctions start-execution": _BUILD,
    "glue start-job-run": _BUILD,
    "batch submit-job": _BUILD,
    "batch terminate-job": Fact(Kind.STOPS, Thing.WORKLOAD),
    "emr add-steps": _BUILD,
    "elasticbeanstalk terminate-environment": Fact(Kind.DELETES, Thing.WORKLOAD),
    "elasticbeanstalk rebuild-environment": Fact(Kind.DELETES, Thing.WORKLOAD, ("restart",)),
}
"""What one operation does, by `service operation`."""
