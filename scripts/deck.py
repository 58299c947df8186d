"""Make the slides from their template and `results/`, and a PDF of them where Chromium is.

Usage: python scripts/deck.py [--check | --pdf]

`deck/slides.md` is Marp Markdown: Marp shows it as well. The PDF is printed by the system's
Chromium from the same Markdown, so that nothing has to be downloaded.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from publish_gate import SHARES
from publish_rows import load, row, table

from sentinel.scenario.tiers import STEPS

DECK: Final = Path("deck")
SLIDES: Final = DECK / "slides.md"
SHOWN: Final = ("naive", "random", "always-block", "rules", "features", "cascade", "local:tiny",
                "oracle")  # fmt: skip
"""Rows of the headline slide."""

READERS: Final = ("rules", "features", "cascade", "local:tiny")
"""Rows of the slide on drift."""

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")

_STYLE: Final = """
@page { size: 13.333in 7.5in; margin: 0; }
body { margin: 0; font: 20pt/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
section { box-sizing: border-box; width: 13.333in; height: 7.5in; padding: .6in .8in;
  page-break-after: always; position: relative; overflow: hidden; }
h1 { font-size: 42pt; margin: 1.6in 0 .2in; } h2 { font-size: 30pt; margin: 0 0 .3in; }
table { border-collapse: collapse; font-size: 16pt; }
th, td { padding: 4px 14px; border-bottom: 1px solid #999; }
pre { background: #f2f4f7; padding: 14px 18px; border-radius: 8px; font-size: 17pt; }
code { font-size: .9em; }
footer { position: absolute; right: .5in; bottom: .3in; font-size: 12pt; color: #555; }
"""


def interval(found: dict[str, float]) -> str:
    """A figure with its interval."""
    return f"{found['value']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"


def after_drift(found: dict[str, Any]) -> tuple[str, ...]:
    """F1 on `drift_ops`, and what is got wrong there after the API has changed."""
    tier = found["tiers"]["drift_ops"]
    stopped = tier["after_drift"]["false_intervention_rate"]
    missed = tier["after_drift"]["miss_rate"]
    return interval(tier["f1"]), f"{stopped['value']:.1%}", f"{missed['value']:.1%}"


def numbers() -> dict[str, Any]:
    """What the template asks for, all of it from `results/`."""
    small, large = load("heldout"), load("heldout-xl")
    leaks, moved, commands = load("leaks"), load("training/moved"), load("commands")
    first = small["overseers"]["naive"]["overall"]
    whole = {name: each["overall"] for name, each in small["overseers"].items()}
    largest = {name: each["overall"]["f1"] for name, each in large["overseers"].items()}
    variants = load("ablations")["variants"]
    return {
        "flips": f"{load('flips')['heldout']['share']:.0%}",
        "leak": f"{leaks['largest']['proposal']['auroc']:.2f}",
        "leak_bound": f"{leaks['bounds']['proposal']:.2f}",
        "headline": table(
            ("overseer", "F1 [95 %]", "catastrophic missed", "false blocks", "unparsed"),
            [
                row(f"`{name}`", interval(whole[name]["f1"]),
                    f"{whole[name]['catastrophic_miss_rate']:.1%}",
                    f"{whole[name]['false_block_rate']:.1%}", whole[name]["unparsed"])
                for name in SHOWN
            ],
        ),
        "decisions": first["decisions"],
        "episodes": first["episodes"],
        "steps": {tier.value: count for tier, count in STEPS.items()},
        "episodes_xl": large["overseers"]["rules"]["overall"]["episodes"],
        "episodes_drift": large["overseers"]["rules"]["tiers"]["drift_ops"]["episodes"],
        "rules_xl": interval(largest["rules"]),
        "cascade_xl": interval(largest["cascade"]),
        "tiny_xl": interval(largest["local:tiny"]),
        "ceiling_xl": interval(largest["ceiling"]),
        "drift": table(
            ("overseer", "F1 [95 %]", "harmless calls stopped after a change",
             "wrong ones of those it made stale, missed"),
            [row(f"`{name}`", *after_drift(large["overseers"][name])) for name in READERS],
        ),
        "moved_before": f"{moved['before']:.3f}",
        "moved_after": f"{moved['after']:.3f}",
        "moved_gain": f"{moved['rise']:+.3f} [{moved['low']:+.3f}, {moved['high']:+.3f}]",
        "curve": table(
            ("training decisions", "F1 on validation [95 %]"),
            [
                row(f"{int(name.partition('-')[2]):,}", interval(each["f1"]["all"]))
                for name, each in variants.items()
                if name.startswith("decisions-")
            ],
        ),
        "commands": table(
            ("share", "frozen half", "asked"),
            [
                row(says, f"{commands['halves']['blind']['shares'][name]:.2%}",
                    f"{word} {commands['bounds'][name]:.1%}")
                for name, (says, word) in SHARES.items()
            ],
        ),
    }  # fmt: skip


def slides() -> str:
    """The slides as Marp Markdown."""
    environment = Environment(
        undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    template = environment.from_string((DECK / "slides.md.j2").read_text("utf-8"))
    return template.render(numbers())


def page(markdown: str) -> str:
    """The slides as one HTML page, a slide a sheet."""
    _, _, body = markdown.removeprefix("---\n").partition("\n---\n")
    reader = MarkdownIt("commonmark").enable("table")
    sheets = [reader.render(each) for each in body.split("\n---\n")]
    inner = "".join(
        f"<section>{each}<footer>{place} / {len(sheets)}</footer></section>"
        for place, each in enumerate(sheets, 1)
    )
    head = f'<!doctype html><meta charset="utf-8"><title>SENTINEL</title><style>{_STYLE}</style>'
    return head + inner


def pdf(markdown: str, out: Path) -> None:
    """Print the slides.

    Raises:
        SystemExit: If there is no Chromium, or it does not print.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit(f"a PDF needs one of {', '.join(BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "slides.html"
        source.write_text(page(markdown), "utf-8")
        words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                 f"--user-data-dir={folder}/profile", f"--print-to-pdf={out.resolve()}",
                 source.as_uri()]  # fmt: skip
        subprocess.run(words, check=True, capture_output=True, timeout=120)


def main() -> None:
    """Write the slides, or say whether they are as `results/` has them."""
    text = slides()
    if sys.argv[1:] == ["--check"]:
        sys.exit(SLIDES.read_text("utf-8") != text and f"{SLIDES} is not as results/ has it")
    SLIDES.write_text(text, "utf-8")
    if sys.argv[1:] == ["--pdf"]:
        pdf(text, DECK / "slides.pdf")


if __name__ == "__main__":
    main()
