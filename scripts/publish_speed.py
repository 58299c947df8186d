"""Tables of how fast and how large things are."""

from publish_rows import RESULTS, load, row, table


def bench() -> str:
    """Speed on one core."""
    found = load("bench")
    names = {"decisions": "labelled decisions/s", "briefed": "the same with briefings written",
             "resets": "resets/s, acceptance included",
             "whole": "labelled decisions/s, resets included"}  # fmt: skip
    rows = [row(text, f"{found['timing'][key]['best']:,}", f"{found['timing'][key]['median']:,}",
                f"{found['timing'][key].get('bound', ''):,}" if "bound" in found["timing"][key]
                else "") for key, text in names.items()]  # fmt: skip
    return table(("`war_room`, one core", "best", "median", "bound"), rows)


def scale() -> str:
    """Ray workers of one machine."""
    if not (RESULTS / "scale.json").exists():
        return "Not measured on this version yet: `python benchmarks/workers.py`."
    found = load("scale")
    rates = found["timing"]["decisions_per_s"]
    rows = [row(workers, f"{rate:,.0f}", f"{min(found['timing']['seconds'][workers]):.1f}")
            for workers, rate in rates.items()]  # fmt: skip
    return (
        f"{found['what']}: {found['chunks']} chunks of {found['episodes_a_chunk']} episodes on "
        f"{found['timing']['processors']} processors, start-up left out, the best of three. Two "
        f"workers are {found['gain']:.2f} times as fast as one ({found['asked']} is asked).\n\n"
        + table(("workers", "decisions/s", "seconds"), rows)
    )


def stored() -> str:
    """What a decision takes, kept or held."""
    found = load("stored")
    size = found["bytes_a_decision"]
    forms = {"json_lines": "transcripts as JSON lines", "parquet": "transcripts as Parquet",
             "answers": "`--decisions`, the short reasons of `rules`",
             "memory": "a run, in memory"}  # fmt: skip
    rows = [row(text, f"{size[form] / 1_000:.2f}") for form, text in forms.items()]
    return (
        table(("what a decision takes", "kB"), rows)
        + f"\n\n{found['decisions']:,} decisions of {found['episodes']} {found['what']}."
    )
