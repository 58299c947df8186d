"""One evaluation from its plan to its report, watched at a terminal."""

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shlex import split

from sentinel.episode.transcript import Transcript
from sentinel.errors import OptionError
from sentinel.evaluation import journal
from sentinel.evaluation.asked import describe, present
from sentinel.evaluation.attacks import attacks
from sentinel.evaluation.distributed import Cluster, run_on_ray
from sentinel.evaluation.judges import tune
from sentinel.evaluation.operating import operating_points
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.parquet import check_parquet, write_decisions
from sentinel.evaluation.plan import Plan
from sentinel.evaluation.presets import unnamed
from sentinel.evaluation.rejudging import planned, rejudged, rejudged_report
from sentinel.evaluation.report import report, write
from sentinel.evaluation.runner import run
from sentinel.evaluation.summary import Block
from sentinel.files import check_writable
from sentinel.overseer.asking import Asking
from sentinel.responder.intent import Responder
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS
from sentinel.terminal import shown, warn, watched


@dataclass(frozen=True, slots=True)
class Made:
    """What a command makes."""

    command: str
    """The words that gave it, without a secret."""
    report: Path | None
    """File of the report; its journal stands beside it. None for none of both."""
    decisions: Path | None = None
    """Parquet file of every decision."""
    restart: bool = False
    """Whether to begin anew, whatever a journal has."""

    def check(self) -> None:
        """Make sure that its files can be written, before hours of work depend on it.

        Raises:
            ReportError: If one cannot.
            ExtraError: If Parquet is asked for and pyarrow is missing.
            OptionError: If a journal is to begin anew and there will be none.
        """
        if self.restart and self.report is None:
            raise OptionError("--restart begins a journal anew, and without --json there is none")
        for path in (self.report, self.decisions):
            if path is not None:
                check_writable(path)
        if self.decisions is not None:
            check_parquet()


def evaluated(
    names: Sequence[str],
    plan: Plan,
    made: Made,
    how: Asking,
    responder: Responder | None = None,
    cluster: Cluster | None = None,
) -> Block:
    """Run an evaluation, write what is asked for, and give the report.

    Args:
        names: Overseers; the built-in ones when there are none.
        plan: What to run.
        made: What to make of it.
        how: How models are asked.
        responder: Who proposes; the scripted one when None.
        cluster: Where to play; in this process when None.

    Raises:
        OverseerError: If nothing has one of the names.
        OptionError: If a model is to propose on a cluster.
        ReportError: If a file cannot be read or written, or the journal is of another command.
        ChatError: If an endpoint failed.
        ResponderError: If a model made no proposal that can be read.
    """
    if cluster is not None and responder is not None:
        raise OptionError("--engine ray plays the scripted responder; leave --responder out")
    found = present(names)
    judges = build_all(found, how)
    made.check()
    words = [*split(made.command)[1:], *unnamed(found, SETTINGS.chat_url)]
    key = journal.key(words, plan, judges)
    with closing(journal.kept(made.report, key, restart=made.restart)) as kept:
        if cluster is None:
            done = watched(lambda bar: run(judges, plan, bar.told, responder, kept, bar.heard))
        else:
            make = partial(build_all, found, how)
            where = cluster
            done = watched(
                lambda bar: run_on_ray(make, tuple(judges), plan, where, bar.told, kept, warn)
            )
            # Workers have chosen the same on `validation`; what follows needs it here too.
            tune(judges, plan)
        if made.decisions is not None:
            write_decisions(done, made.decisions)
        attacked = attacks(judges, done) if Tier.ADVERSARY in plan.tiers else None
        points = operating_points(judges, done)
        document = report(done, made.command, attacked, points)
        describe(document, done, names or found, judges, how)
        if made.report is not None:
            write(document, made.report)
        kept.remove()
    return document


def cluster_of(engine: str, workers: int | None, address: str | None) -> Cluster | None:
    """Where `--engine` plays; None for this process.

    Raises:
        OptionError: If there is no such engine, or an option does not fit it.

    Example:
        >>> cluster_of("local", None, None) is None
        True
    """
    if engine not in ("local", "ray"):
        raise OptionError(f"no engine is named {engine!r}; there are local, ray")
    if engine == "ray":
        return Cluster(workers, address)
    if workers is not None or address is not None:
        raise OptionError("--workers and --ray-address are for --engine ray")
    return None


def again(names: Sequence[str], stored: Sequence[Transcript], made: Made, how: Asking) -> Block:
    """Let overseers answer stored decisions, write what is asked for, and give the report.

    Args:
        names: Overseers; the built-in ones when there are none.
        stored: Transcripts, as `stored.load` gives them.
        made: What to make of it.
        how: How models are asked.

    Raises:
        OverseerError: If nothing has one of the names.
        ReportError: If a judge needs what transcripts do not have, a file cannot be read or
            written, or the journal is of another command.
        ChatError: If an endpoint failed.
    """
    found = present(names)
    judges = build_all(found, how)
    digest = hashlib.sha256(b"".join(each.to_bytes() for each in stored)).hexdigest()
    made.check()
    words = [*split(made.command)[1:], *unnamed(found, SETTINGS.chat_url), f"stored:{digest}"]
    key = journal.key(words, planned(stored), judges)
    with closing(journal.kept(made.report, key, restart=made.restart)) as kept:
        left = len(stored) * len(judges) - len(kept.found)
        with shown(left) as bar:
            tune(judges, planned(stored))
            done = rejudged(judges, stored, kept, bar.advance, bar.heard)
        if made.decisions is not None:
            write_decisions(done, made.decisions)
        document = rejudged_report(done, made.command, stored)
        describe(document, done, names or found, judges, how)
        if made.report is not None:
            write(document, made.report)
        kept.remove()
    return document
