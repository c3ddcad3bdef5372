"""Adding plans over HTTP, for whoever holds an admin key; the key comes in a header."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi import Path as InPath
from pydantic import ConfigDict, Field

from indexer.errors import IndexMissing
from service.admin.inbox import FOLDER, MOST_FILES, Received
from service.admin.jobs import Job
from service.admin.office import Office
from service.api.access import credential, forbidden, key_of, unknown
from service.api.desk import shelf
from service.api.errors import Problem, RequestProblem
from service.api.inputs import Name
from service.api.schemas import Shape
from service.api.validation import Fault

Task = Literal["read", "publish"]


def office(request: Request) -> Office:
    """Return the application's office."""
    return cast(Office, request.app.state.office)


def _admin(request: Request) -> None:
    """Let an admin key of a header pass: a cookie travels with what other pages ask for."""
    key = key_of(request)
    if key is None or credential(request.headers) is None:
        raise RequestProblem(unknown())
    if not key.holds("admin"):
        raise RequestProblem(forbidden("admin"))


router = APIRouter(prefix="/admin", tags=["admin"], dependencies=[Depends(_admin)])


class Read(Shape):
    """A source of a file: itself, or a member of a ZIP."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    state: Literal["served", "ready", "refused", "same", "unread"]
    document: str | None = None
    title: str | None = None
    clauses: int = 0
    reason: str | None = Field(None, description="Why not, or the source with its content")
    problems: list[str] = []


class PlanFile(Shape):
    """A file received, and what became of it."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    bytes: int
    entries: list[Read]
    more: int = Field(description="Entries not told")


class PlanFiles(Shape):
    """The files received, by name; ``folder`` is where they lie below the plans."""

    folder: str
    files: list[PlanFile]


class Outcome(Shape):
    """What became of a file that was sent."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    was: Literal["new", "same", "replaced", "refused"]
    refused: str | None = None


class Outcomes(Shape):
    """What became of the files that were sent, in their order."""

    files: list[Outcome]


class JobState(Shape):
    """A job: ``state`` "none" when there has been none since the service started."""

    task: Task | None = None
    state: Literal["none", "running", "done", "failed"]
    stage: str = ""
    done: int = 0
    total: int = 0
    problem: str | None = None
    result: dict[str, Any] | None = None


class Jobs(Shape):
    """The last job of each kind."""

    read: JobState
    publish: JobState


class Version(Shape):
    """A generation of the index."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    created: str
    documents: int
    clauses: int
    current: bool


class Versions(Shape):
    """The generations there are, newest first; ``served`` is the one open now."""

    generations: list[Version]
    served: str | None


class Back(Shape):
    """Which generation to serve again."""

    generation: Name | None = Field(None, description="The one before the current, if not given")


@router.get("/files", response_model=PlanFiles)
def plan_files(request: Request) -> dict[str, Any]:
    """List the files received, each with what became of it."""
    return {"folder": FOLDER, "files": office(request).files()}


@router.post("/files", response_model=Outcomes)
def add_plans(
    request: Request,
    files: Annotated[list[UploadFile], File(description=f"At most {MOST_FILES}")],
    replace: Annotated[bool, Form(description="Put a file of the same name aside")] = False,
) -> dict[str, Any]:
    """Receive files, and read what is new of them; 422 where every one of them is refused."""
    rooms = office(request)
    inbox = rooms.inbox()
    outcome = [inbox.receive(one.filename, one.file, replace) for one in files[:MOST_FILES]]
    rooms.received(outcome)
    if all(one.refused for one in outcome):
        raise RequestProblem(_none_taken(outcome))
    return {"files": outcome}


def _none_taken(outcome: Sequence[Received]) -> Problem:
    """Every file was refused: each with its reason."""
    told = tuple(Fault(one.name, one.refused or "") for one in outcome)
    return Problem(
        422,
        f"Không nhận tệp nào ({len(told)} tệp); lý do từng tệp ở errors. / "
        f"None of the files was taken ({len(told)}); errors gives the reason for each.",
        field="files",
        errors=told,
    )


@router.delete("/files/{name}", response_model=PlanFiles)
def withdraw_plan(
    request: Request, name: Annotated[Name, InPath(description="A file's name")]
) -> dict[str, Any]:
    """Put a file aside; the next publishing leaves its documents out."""
    office(request).withdraw(name)
    return plan_files(request)


@router.get("/jobs", response_model=Jobs)
def admin_jobs(request: Request) -> dict[str, Any]:
    """Tell how far reading and publishing are."""
    rooms = office(request).jobs
    return {"read": _told(rooms.last("read")), "publish": _told(rooms.last("publish"))}


@router.post("/jobs/{task}", response_model=Jobs)
def start_job(request: Request, task: Task) -> dict[str, Any]:
    """Begin to read what is new, or to publish it as a new generation."""
    office(request).start(task)
    return admin_jobs(request)


@router.get("/generations", response_model=Versions)
def generations(request: Request) -> dict[str, Any]:
    """List the generations."""
    try:
        served = shelf(request).index().generation
    except IndexMissing:
        served = None
    return {"generations": office(request).generations(), "served": served}


@router.post("/rollback", response_model=Versions)
def rollback(request: Request, back: Back | None = None) -> dict[str, Any]:
    """Serve an earlier generation again; the service takes it over within a second."""
    office(request).rollback(back.generation if back else None)
    return generations(request)


def _told(job: Job | None) -> dict[str, Any]:
    if job is None:
        return {"state": "none"}
    names = ("task", "state", "stage", "done", "total", "problem", "result")
    return {name: getattr(job, name) for name in names}
