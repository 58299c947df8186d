"""One-liners of R and Julia: calls of functions that look, install, or run what a project holds."""

import re
from typing import Final

from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.names import names
from sentinel.live.reading.system_verbs import deeds, effect

_CALLED: Final = re.compile(r"([A-Za-z_.][\w.:!]*)\s*\(")
_USING: Final = re.compile(r"(?:using|import)\s+[\w.,: ]+")
_STRINGS: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_BARE: Final = re.compile(r"[\w\s.,:;+\-*/=<>()\[\]!&|~%^#@$\"]*")

_LOOKS: Final = names(
    "sessionInfo print cat head tail summary str nrow ncol dim names class length mean sum range "
    "table unique packageVersion installed.packages R.version.string Sys.time Sys.Date version "
    "versioninfo println show typeof size eltype describe readRDS read.csv read_csv fread c list "
    "paste paste0 format round sort order which is.na library require suppressMessages "
    "requireNamespace colnames median sd quantile getwd file.exists list.files .libPaths "
    "utils::sessionInfo Pkg.status Pkg.precompile Pkg.dependencies isfile readdir string parse "
    "max min seq rep data.frame as.numeric as.character toupper nchar exp log sqrt abs "
    "old.packages "
    "lintr::lint_package lintr::lint_dir lintr::lint rmarkdown::pandoc_version"
)
_INSTALLS: Final = names(
    "install.packages BiocManager::install renv::restore pak::pak pak::pkg_install "
    "Pkg.instantiate Pkg.add Pkg.update Pkg.build Pkg.resolve Pkg.activate Pkg.develop "
    "renv::install update.packages devtools::install_deps remotes::install_deps "
    "remotes::install_cran"
)
_WORKS: Final = names(
    "Pkg.test devtools::test devtools::check testthat::test_dir testthat::test_local "
    "rmarkdown::render devtools::document covr::package_coverage styler::style_pkg renv::snapshot "
    "quarto::quarto_render devtools::build devtools::load_all roxygen2::roxygenise "
    "rcmdcheck::rcmdcheck shiny::runApp pkgdown::build_site"
)


def r_or_julia(call: Call, language: str, code: Word, found: Found) -> None:
    """Read one-line code of R or Julia.

    Args:
        call: The call.
        language: `r` or `julia`, for people.
        code: The code.
        found: Is added to: an effect where each function is known, else what is unread.
    """
    text = _USING.sub("", _STRINGS.sub('""', code.text))
    called = set(_CALLED.findall(text))
    known = called <= _LOOKS | _INSTALLS | _WORKS and _BARE.fullmatch(text) is not None
    if not code.fixed or not known or "`" in code.text or "://" in code.text:
        found.unread(code.text, f"code of {language} that is not known", "unknown-program")
        return
    row = "reads data"
    if called & _INSTALLS:
        row = "creates package"
    elif called & _WORKS:
        row = "executes code easy temporary"
    found.add(*(effect(call, each, verb="-e") for each in deeds(row)))
