"""The HTTP API under `/api/v1`, for people without a WebSocket: an episode is a resource.

    POST   /episodes               start one
    POST   /episodes/{id}/step     make a move; with If-Match, in the state it was meant for alone
    GET    /episodes/{id}          state and last observation
    GET    /episodes/{id}/grade    how it came out, once it has ended
    DELETE /episodes/{id}          let it go
    GET    /tasks                  the incidents of a split

Moves and observations are those of the WebSocket, to the byte.
"""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt
from pydantic_core import to_json
from starlette.routing import BaseRoute

from sentinel.environment import tasks
from sentinel.environment.episodes import Episodes, Kept
from sentinel.environment.guard import caller_of
from sentinel.environment.limits import MOST_TASKS
from sentinel.environment.pages import ScorePage
from sentinel.environment.problems import MEDIA_TYPE, Problem
from sentinel.environment.protocol import Feedback, Labels, Mode, RewardKind
from sentinel.environment.ranges import MOST_DECISIONS
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.episode.intruder import Payload
from sentinel.episode.preview import Preview
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

_Responses: TypeAlias = dict[int | str, dict[str, Any]]


class Part(BaseModel):
    """A part of a request or answer; unknown fields are an error."""

    model_config = ConfigDict(extra="forbid")


class EpisodeRequest(Part):
    """What is to be played; every field may be left out.

    Text and truth values are no numbers, as over the WebSocket.
    """

    task_id: Tier | None = Field(default=None, description="Tier; 'war_room' by default.")
    split: Split | None = Field(
        default=None, description="Split; 'demo' for seed 42, else 'train', by default."
    )
    seed: StrictInt | None = Field(default=None, description="A seed of the split.")
    index: StrictInt | None = Field(
        default=None, description="Number of a task in its split, from 0, in place of a seed."
    )
    mode: Mode | None = Field(default=None, description="Which parties the caller plays.")
    preview: Preview | None = Field(default=None, description="What briefings say of effects.")
    reward: RewardKind | None = Field(default=None, description="What an answer earns.")
    feedback: Feedback | None = Field(default=None, description="What is told afterwards.")
    labels: Labels | None = Field(default=None, description="What classes are checked against.")
    overseer: str | None = Field(
        default=None, max_length=100, description="Who answers in mode 'train_responder'."
    )
    flag_reverts: StrictBool | None = Field(
        default=None, description="Whether flagged actions that made it worse are undone."
    )
    payload: Payload | None = Field(
        default=None, description="What is left of an adversary's work, in tier 'adversary'."
    )


class EpisodePage(Part):
    """An episode: where it stands, and what was last observed."""

    state: SentinelState = Field(description="Where it stands, with every decision so far.")
    observation: SentinelObservation = Field(description="What the party to move may know.")


class TaskPage(Part):
    """One incident that can be played."""

    id: str = Field(description="'tier/split/seed'.")
    task_id: str = Field(description="Tier.")
    split: str = Field(description="Split.")
    seed: int = Field(ge=1, description="Seed, a number of the split's own.")
    index: int = Field(ge=0, description="Number of the task in its split, from 0.")
    max_steps: int = Field(ge=1, le=MOST_DECISIONS, description="Most decisions in an episode.")


class SplitPage(Part):
    """One split."""

    name: str = Field(description="Its name.")
    type: str = Field(description="'train', 'validation' or 'test': what it may be used for.")
    num_tasks: int = Field(ge=0, description="How many tasks it has.")


class TasksPage(Part):
    """Some tasks of a split, and every split."""

    split: str = Field(description="The split asked for.")
    start: int = Field(ge=0, description="Number of the first task given.")
    tasks: list[TaskPage] = Field(description="The tasks, in order.")
    splits: list[SplitPage] = Field(description="Every split.")


_ANYWHERE = (403, 408, 413, 422, 429, 503)
"""What is answered before a route is asked, or by every one."""

_OF_OPENENV: Mapping[str, tuple[int, ...]] = {
    "/reset": (400,),
    "/step": (400, 409),
    "/{env_name}/splits": (404,),
    "/{env_name}/tasks": (400, 404),
    "/{env_name}/num_tasks": (400, 404),
    "/{env_name}/task": (400, 404),
    "/{env_name}/task_range": (400, 404),
}
"""What OpenEnv's own routes answer beside that."""


def _told(*statuses: int) -> _Responses:
    """The problems that a route may answer with."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    named = {each: HTTPStatus(each).phrase for each in sorted({*statuses, *_ANYWHERE})}
    return {each: {"description": phrase, "content": content} for each, phrase in named.items()}


def declare(routes: Iterable[BaseRoute]) -> None:
    """Add to the description of OpenEnv's own routes the problems that they answer with here.

    Args:
        routes: Those of the application.
    """
    for each in routes:
        if isinstance(each, APIRoute) and each.path in _OF_OPENENV:
            each.responses = {**each.responses, **_told(*_OF_OPENENV[each.path])}


def _episodes(request: Request) -> Episodes:
    found = request.app.state.episodes
    assert isinstance(found, Episodes)
    return found


_Shelf = Annotated[Episodes, Depends(_episodes)]

_IF_MATCH = (
    "The `ETag` of the answer that the move follows from. A move that is sent twice, or after "
    "another one, is then refused, and decides nothing that its sender did not see."
)


async def _asks_known(request: Request) -> None:
    """Accept a query whose names the route takes: a misspelt one would pass for its default."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    known = [each.alias for each in route.dependant.query_params]
    others = [name for name in request.query_params if name not in known]
    if others:
        takes = f"the query takes {', '.join(known)}" if known else "no query is taken"
        raise RequestValidationError(
            [{"loc": ("query", name), "msg": takes, "type": "extra_forbidden"} for name in others]
        )


routes = APIRouter(prefix="/api/v1", tags=["Episodes"], dependencies=[Depends(_asks_known)])
"""The routes; the application keeps an `Episodes` as `state.episodes`."""


@routes.post("/episodes", status_code=201, response_model=EpisodePage, responses=_told(400))
async def start(asked: EpisodeRequest, request: Request, episodes: _Shelf) -> Response:
    """Start an episode."""
    options = asked.model_dump(mode="json", exclude_none=True)
    kept = await episodes.start(options, caller_of(request.scope))
    place = f"{routes.prefix}/episodes/{kept.state.episode_id}"
    return _json(_page(kept), 201, {"Location": place, "ETag": kept.tag})


@routes.get("/episodes/{episode_id}", response_model=EpisodePage, responses=_told(404, 410))
async def read(episode_id: str, episodes: _Shelf) -> Response:
    """Read an episode: its state and its last observation."""
    kept = episodes.get(episode_id)
    return _json(_page(kept), headers={"ETag": kept.tag})


@routes.post(
    "/episodes/{episode_id}/step",
    response_model=SentinelObservation,
    responses=_told(400, 404, 409, 410, 412),
)
async def step(
    episode_id: str,
    action: SentinelAction,
    episodes: _Shelf,
    if_match: Annotated[str | None, Header(description=_IF_MATCH)] = None,
) -> Response:
    """Make a move; nothing changes if it is refused."""
    wanted = {each.strip() for each in (if_match or "*").split(",")}
    kept = await episodes.move(episode_id, action, () if "*" in wanted else wanted)
    return _json(kept.observation, headers={"ETag": kept.tag})


@routes.get("/episodes/{episode_id}/grade", responses=_told(404, 409, 410))
async def grade(episode_id: str, episodes: _Shelf) -> ScorePage:
    """Read how an episode came out: F1 and the counts behind it, damage, cumulative rewards."""
    return episodes.score(episode_id)


@routes.delete("/episodes/{episode_id}", status_code=204, responses=_told(404, 410))
async def delete(episode_id: str, episodes: _Shelf) -> None:
    """Let an episode go."""
    await episodes.delete(episode_id)


@routes.get("/tasks", tags=["Tasks"], response_model=TasksPage, responses=_told(400))
async def list_tasks(
    split: Annotated[Split, Query(description="The split to list.")] = Split.TRAIN,
    start: Annotated[int, Query(ge=0, description="Number of the first task.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_TASKS, description="Most tasks.")] = 100,
) -> Response:
    """List incidents that can be played."""
    listed = tasks.tasks(split, start, start + limit)
    return _json({"split": split, "start": start, "tasks": listed, "splits": tasks.split_counts()})


def _page(kept: Kept) -> dict[str, Any]:
    return {"state": kept.state.model_dump(), "observation": kept.observation}


def _json(
    data: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(to_json(data), status, headers, "application/json")
