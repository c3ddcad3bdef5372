"""The application: version 1 of the API and the pages, over one index."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from service.admin.office import Office
from service.api import errors, metrics
from service.api.access import RATE_HEADERS, Access, Gate
from service.api.counter import Counter
from service.api.desk import Desk, House
from service.api.envelope import ID, Envelope
from service.api.guard import Guard
from service.api.keys import Keyring
from service.api.meters import Meters
from service.api.openapi import describe, operation_id
from service.api.routes import version_1
from service.api.shelf import Shelf
from service.api.tables import own_version
from service.api.turnstile import WORKERS, Turnstile
from service.api.wording import Wording
from service.feedback import Box
from service.files import Files
from service.web import pages, widget

if TYPE_CHECKING:
    from indexer.index.protocol import Index


def create_app(
    index_path: Path | str,
    *,
    index: Index | None = None,
    desk: Desk | None = None,
    access: Access | None = None,
    mcp: bool = False,
    url: str | None = None,
    log_questions: bool = False,
) -> FastAPI:
    """Return the service over the index at ``index_path``.

    The index is opened once, when the application starts; without a good one the service starts
    too, says 503 and why, and takes the first good generation that is published. An ``index``
    given is served as it is; a ``desk`` stands in for the service's own calls (tests). ``access``
    says who may ask; by default whoever reaches it. ``mcp`` opens ``/mcp`` to assistants; ``url``
    is the address the service is reached at from outside, where it is not its own.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = WORKERS
        shelf = app.state.house.shelf
        shelf.open()
        async with app.state.running():
            yield
        app.state.office.close()
        shelf.close()

    app = FastAPI(
        title="Tra cứu kế hoạch",
        version=own_version(),
        lifespan=lifespan,
        # The interactive pages that come with FastAPI load scripts from another host.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
    )
    app.state.house = House(Shelf(index_path, index), desk or Counter(), Box(index_path))
    app.state.access = access or Access(Keyring(index_path))
    app.state.meters = Meters(lambda: cast(Shelf, app.state.house.shelf), own_version())
    app.state.files = Files.beside(index_path)
    app.state.office, app.state.notes = Office(index_path), {}
    app.include_router(version_1())
    app.include_router(metrics.router)
    app.include_router(pages.router)
    app.include_router(widget.router)
    app.mount("/static", pages.static, name="static")
    app.state.running = nullcontext
    if mcp:
        from service.mcp.server import install

        app.state.running = install(app, app.state.house, url, app.state.access.origins)
    describe(app)
    errors.install(app, pages.error_page)
    _wrap(app, log_questions)
    return app


def _wrap(app: FastAPI, log_questions: bool) -> None:
    """Put the layers around the application, innermost first."""
    rules, meters, page = app.state.access, app.state.meters, pages.error_page
    app.add_middleware(Turnstile, meters=meters, page=page)
    app.add_middleware(Gate, rules=rules, page=page)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    app.add_middleware(Guard, page=page)
    if rules.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=rules.origins,
            allow_methods=("GET", "HEAD", "POST"),
            allow_headers=("Authorization", "X-API-Key", "If-None-Match", ID),
            expose_headers=("ETag", ID, "Retry-After", *RATE_HEADERS),
        )
    app.add_middleware(Wording, page=page)
    app.add_middleware(Envelope, note=meters.note, questions=log_questions)
