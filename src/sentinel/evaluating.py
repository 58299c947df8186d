"""One evaluation from its plan to its report, watched at a terminal."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shlex import split

from sentinel.evaluation import journal
from sentinel.evaluation.attacks import attacks
from sentinel.evaluation.judges import Judge
from sentinel.evaluation.plan import Plan
from sentinel.evaluation.report import report, write
from sentinel.evaluation.runner import run
from sentinel.evaluation.summary import Block
from sentinel.responder.intent import Responder
from sentinel.scenario.tiers import Tier
from sentinel.terminal import watched


@dataclass(frozen=True, slots=True)
class Made:
    """What a command makes."""

    command: str
    """The words that gave it, without a secret."""
    report: Path | None
    """File of the report; its journal stands beside it. None for none of both."""
    restart: bool = False
    """Whether to begin anew, whatever a journal has."""


def evaluated(
    judges: Mapping[str, Judge], plan: Plan, made: Made, responder: Responder | None = None
) -> Block:
    """Run an evaluation, write what is asked for, and give the report.

    Args:
        judges: What answers, by name.
        plan: What to run.
        made: What to make of it.
        responder: Who proposes; the scripted one when None.

    Raises:
        ReportError: If a file cannot be read or written, or the journal is of another command.
        ChatError: If an endpoint failed.
        ResponderError: If a model made no proposal that can be read.
    """
    key = journal.key(split(made.command)[1:], plan, judges)
    with closing(journal.kept(made.report, key, restart=made.restart)) as kept:
        done = watched(lambda told: run(judges, plan, told, responder, kept))
        attacked = attacks(judges, done) if Tier.ADVERSARY in plan.tiers else None
        document = report(done, made.command, attacked)
        if made.report is not None:
            write(document, made.report)
        kept.remove()
    return document
