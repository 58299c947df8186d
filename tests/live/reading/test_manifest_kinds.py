"""Objects and policies that guard or add are everyday work; those that open are not."""

import json

import pytest
from decisions import decided

_RBAC = "apiVersion: rbac.authorization.k8s.io/v1\n"


def _object(kind: str, rest: str = "", namespace: str = "shop") -> str:
    return f"apiVersion: v1\nkind: {kind}\nmetadata: {{name: x, namespace: {namespace}}}\n{rest}"


@pytest.mark.parametrize(
    "text",
    [
        _object("PodDisruptionBudget", "spec: {minAvailable: 2}"),
        _object("ResourceQuota", 'spec: {hard: {requests.cpu: "4"}}'),
        _object("LimitRange", "spec: {limits: [{type: Container}]}"),
        _object("ServiceAccount", "automountServiceAccountToken: false"),
        _object("Service", "spec: {selector: {app: web}, ports: [{port: 80}]}"),
        _object("Namespace"),
        _object("RoleBinding", "roleRef: {kind: ClusterRole, name: view}"),
        _object("Ingress", "spec: {rules: [{host: web.stg.example.com}]}", "web-stg"),
    ],
)
def test_what_guards_or_adds_is_approved(text):
    assert decided(text, "manifest") == "approve"


@pytest.mark.parametrize(
    "text",
    [
        _object("PodDisruptionBudget", "spec: {maxUnavailable: 100%}"),
        _object("PodDisruptionBudget", "spec: {maxUnavailable: 0}"),
        _object("ResourceQuota", 'spec: {hard: {pods: "0"}}'),
        _object("Service", "spec: {type: LoadBalancer, ports: [{port: 5432}]}"),
        _object("Service", "spec: {externalIPs: [203.0.113.10]}"),
        _object("ServiceAccount").replace(
            "name: x,", "name: x, annotations: {eks.amazonaws.com/role-arn: a},"
        ),
        _object("Role", "rules: [{resources: [pods/exec], verbs: [create]}]"),
        _object("ClusterRole", "rules: [{resources: [nodes/proxy], verbs: [get]}]"),
        _object("RoleBinding", "roleRef: {kind: ClusterRole, name: edit}"),
        _object("Schedule", "spec: {paused: true}", "velero"),
        _object("ConfigMap", "data: {Corefile: x}", "kube-system").replace(
            "name: x", "name: coredns"
        ),
        _object("Ingress", "spec: {rules: [{host: web.example.com}]}"),
    ],
)
def test_what_opens_or_stops_is_not(text):
    assert decided(text, "manifest") != "approve"


def _statement(**fields: object) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **fields}]})


_GITHUB = "arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com"
_SUBJECT = "token.actions.githubusercontent.com:sub"


def _federated(subject: str) -> str:
    return _statement(
        Principal={"Federated": _GITHUB},
        Action="sts:AssumeRoleWithWebIdentity",
        Condition={"StringLike": {_SUBJECT: subject}},
    )


@pytest.mark.parametrize(
    "text",
    [
        _statement(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"),
        _federated("repo:acme/web:ref:refs/heads/main"),
        _federated("repo:acme/web:*"),
        _statement(Action=["ecr:GetAuthorizationToken", "ecr:BatchGetImage"], Resource="*"),
    ],
)
def test_a_narrow_trust_and_a_look_are_approved(text):
    assert decided(text, "iam") == "approve"


@pytest.mark.parametrize(
    "text",
    [
        _federated("*"),
        _federated("repo:acme/*"),
        _federated("repo:*:ref:refs/heads/main"),
        _statement(Principal={"Federated": _GITHUB}, Action="sts:AssumeRoleWithWebIdentity"),
        _statement(Principal={"AWS": "*"}, Action="sts:AssumeRole"),
        _statement(Principal={"AWS": "arn:aws:iam::999988887777:root"}, Action="sts:AssumeRole"),
        _statement(Action=["s3:DeleteObject", "s3:DeleteBucket"], Resource="*"),
        _statement(Action="secretsmanager:GetSecretValue", Resource="*"),
        _statement(Action="ssm:SendCommand", Resource="*"),
    ],
)
def test_a_wide_trust_and_harm_to_everything_are_stopped(text):
    assert decided(text, "iam") in ("block", "escalate")
