"""What an overseer sees that looks around before it decides: a tool run at that very moment.

It reads the estate as the page of the decision does, under the same names, with the same
noise, and with what strangers have written in a log. It costs the world nothing, changes
nothing, and tells of nothing later: labels and what is proposed stay what they were.
"""

from sentinel.briefing import Line
from sentinel.episode.changes import Changes
from sentinel.episode.page import Page, Reading
from sentinel.errors import ActionError
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target


def inspected(page: Page, header: str, changes: Changes, past: int, tool: str, target: str) -> Line:
    """Run a read-only tool at the moment of a page.

    Args:
        page: What the decision's briefing is written from.
        header: What headers of tools said of the API then.
        changes: Every change of the episode.
        past: How many of them had happened then.
        tool: Name of a tool that only looks.
        target: Name of a service, as the page has it; passed over where the tool takes none.

    Returns:
        The line that stands after the evidence of the page.

    Raises:
        ActionError: If there is no such tool or service, or they do not fit.
    """
    kind = KINDS.get(tool)
    if kind is None or not kind.reads:
        raise ActionError(f"{tool[:40]!r} is no tool that only looks")
    names, node = page.told.names, 0
    if kind.target is not Target.NOTHING:
        if target not in names:
            raise ActionError(f"no service is named {target[:40]!r}")
        node = names.index(target)
    then = Changes(page.scenario, changes.past[:past])
    planted = [each.planted for each in page.readings if (each.tool, each.node) == (tool, node)]
    reading = Reading(
        tool, node, page.tick, names, header, planted[-1] if planted else "",
        then.trailer(tool, node), then.veils(tool, node),
    )  # fmt: skip
    number, logs = len(page.readings) + 1, tool == "query_logs"
    return Line(f"E{number}", page.printed(reading), names[node], tool, 0.0, logs)
