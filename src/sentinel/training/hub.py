"""Pushing to the Hugging Face Hub, which is the one thing here that needs a network."""

from pathlib import Path
from typing import Final

from sentinel.errors import ExtraError, LinkError, OptionError, ReportError
from sentinel.training.dataset_files import Format, file_in
from sentinel.training.dataset_making import CARD, FACTS

try:
    from huggingface_hub import CommitOperationAdd, HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError
    from huggingface_hub.utils import validate_repo_id
except ImportError as missing:
    raise ExtraError(
        "huggingface_hub is missing: python -m pip install 'openenv-sentinel[train]'"
    ) from missing


# A broken connection is told by the HTTP library beneath, which another version changes.
_TROUBLE: Final = (OSError, *(each for each in HfHubHTTPError.__mro__
                              if each.__name__ in ("HfHubHTTPError", "HTTPError")))  # fmt: skip


def check_repo(repo: str) -> None:
    """Accept the name of a repository, before hours of work depend on it.

    Raises:
        OptionError: If it is no such name.
    """
    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        raise OptionError(f"no repository can be named {repo!r}: {error}") from error
    if "/" not in repo:
        raise OptionError(f"{repo!r} must be OWNER/NAME")


def push(folder: Path, repo: str) -> str:
    """Put the files of a dataset into a repository, made private if it is not there.

    It is asked as whoever is logged in, or as the variable HF_TOKEN says.

    Args:
        folder: A whole dataset.
        repo: `OWNER/NAME`.

    Returns:
        Where it stands.

    Raises:
        LinkError: If the Hub cannot be reached or refuses. The dataset stands in its folder.
        ReportError: If a file cannot be read.
    """
    files = [each.name for format in Format if (each := file_in(folder, format)).is_file()]
    if len(files) != 1:
        raise ReportError(f"{str(folder)!r} has no whole dataset")
    added = [CommitOperationAdd(name, folder / name) for name in (CARD, FACTS, *files)]
    hub = HfApi()
    try:
        made = hub.create_repo(repo, repo_type="dataset", private=True, exist_ok=True)
        hub.create_commit(
            made.repo_id, added, commit_message="Put a dataset of verdicts", repo_type="dataset"
        )
    except _TROUBLE as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise LinkError(
            f"cannot push to {repo!r}: {told[:300]}; the dataset is whole in {str(folder)!r}, and "
            "the same command tries again"
        ) from error
    return str(made)


RUN: Final = ("run_summary.json", "plots/*.png", "evaluation/*.json", "tensorboard/**")
"""What is pushed of a run besides its model, which stands at the root with its card."""


def push_run(folder: Path, repo: str) -> str:
    """Put what a training run has made into a repository, made private if it is not there.

    Args:
        folder: Of a run that has ended.
        repo: `OWNER/NAME`.

    Returns:
        Where it stands.

    Raises:
        LinkError: If the Hub cannot be reached or refuses. The run stands in its folder.
        ReportError: If the run has not ended.
    """
    if not (folder / "model" / CARD).is_file():
        raise ReportError(f"{str(folder)!r} has no run that has ended")
    hub = HfApi()
    try:
        made = hub.create_repo(repo, private=True, exist_ok=True)
        hub.upload_folder(
            repo_id=made.repo_id, folder_path=folder / "model",
            commit_message="Add an overseer trained by SENTINEL",
        )  # fmt: skip
        hub.upload_folder(
            repo_id=made.repo_id, folder_path=folder, allow_patterns=list(RUN),
            commit_message="Add the figures of its run",
        )  # fmt: skip
    except _TROUBLE as error:
        told = " ".join(str(error).split()) or type(error).__name__
        raise LinkError(
            f"cannot push to {repo!r}: {told[:300]}. The run is whole in {str(folder)!r}"
        ) from error
    return str(made)
