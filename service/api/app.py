"""The application: version 1 of the API and the pages, over one index.

One process can be all of it (``create_app``); or a front (``create_front``) keeps what there must
be one of, such as keys, buckets, meters and the administrator's work, and has everything that
reads the index answered by workers (``create_worker``; see ``crew``).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from indexer import generation
from service.admin.office import Office
from service.api import errors, metrics, routes
from service.api.access import RATE_HEADERS, Access, Gate
from service.api.counter import Counter
from service.api.crew import Crew, Keeper, Orders
from service.api.desk import Desk, House
from service.api.envelope import ID, Envelope
from service.api.guard import Guard
from service.api.keys import Keyring
from service.api.meters import Meters
from service.api.openapi import describe, operation_id
from service.api.relay import Relay
from service.api.shelf import Shelf
from service.api.tables import own_version
from service.api.turnstile import WORKERS, Turnstile
from service.api.wording import Wording
from service.holdings.feedback import Box
from service.holdings.files import Files
from service.web import admin, pages, widget

if TYPE_CHECKING:
    from indexer.index.protocol import Index

_GZIP: dict[str, Any] = {"minimum_size": 1024, "compresslevel": 6}


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
    rules = access or Access(Keyring(index_path))
    house = House(Shelf(index_path, index), desk or Counter(), Box(index_path))
    app = _bare(url)
    _reading(app, index_path, house)
    _keeping(app, index_path, rules, lambda: app.state.house.shelf)
    if mcp:
        _assisting(app, url, rules.origins)
    describe(app)
    _wrap(app, log_questions)
    return app


def create_front(orders: Orders, access: Access, first: Keeper | None = None) -> FastAPI:
    """Return the same service, of which this process answers only what there must be one of.

    ``first``: a keeper under the same orders that was begun already.
    """
    # A crew ends by itself when the last request it has is answered.
    shelf = Shelf(orders.index, opener=partial(_crew, orders, [first] if first else []), grace=1.0)
    app = _bare(orders.url, openapi_url=None)  # its own calls are not all there are
    _keeping(app, orders.index, access, lambda: shelf)
    app.mount("", Relay(shelf.index))
    _wrap(app, orders.log_questions)
    return app


def create_worker(orders: Orders, index: Index) -> FastAPI:
    """Return what a front leaves to others, over one open index; it has no lifespan of its own.

    ``state.running`` must be open while it answers.
    """
    house = House(Shelf(orders.index, index), Counter(orders.endpoint), Box(orders.index))
    app = _bare(orders.url)
    _reading(app, orders.index, house)
    # Described whole, though asked for a part.
    app.include_router(routes.keeping())
    app.include_router(metrics.router)
    if orders.mcp:
        _assisting(app, orders.url, orders.origins)
    describe(app)
    app.add_middleware(GZipMiddleware, **_GZIP)
    app.add_middleware(Guard, page=pages.error_page)
    return app


def _crew(orders: Orders, begun: list[Keeper], _: object) -> Crew:
    """Workers over the generation that is current when they are there to serve."""
    if begun:
        crew = Crew(begun.pop())
        if crew.generation == generation.current(Path(orders.index)):
            return crew
        crew.close()
    return Crew(Keeper(orders))


def _bare(url: str | None, **more: Any) -> FastAPI:
    app = FastAPI(
        title="Tra cứu kế hoạch",
        version=own_version(),
        lifespan=_lifespan,
        # The interactive pages that come with FastAPI load scripts from another host.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        **more,
    )
    app.state.running, app.state.url = nullcontext, url
    errors.install(app, pages.error_page)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = WORKERS
    shelf = app.state.shelf()
    shelf.open()
    async with app.state.running():
        yield
    app.state.office.close()
    # Not here: requests given up at the end still let go of what they hold.
    await anyio.to_thread.run_sync(shelf.close)


def _reading(app: FastAPI, index_path: Path | str, house: House) -> None:
    """Everything that is read from an index."""
    app.state.house = house
    app.state.files = Files.beside(index_path)
    app.include_router(routes.reading())
    app.include_router(pages.router)


def _keeping(
    app: FastAPI, index_path: Path | str, rules: Access, shelf: Callable[[], Shelf[Any]]
) -> None:
    """Everything of which a service has one; ``shelf`` tells what is served."""
    app.state.shelf, app.state.access = shelf, rules
    app.state.meters = Meters(shelf, own_version())
    app.state.office, app.state.notes = Office(index_path), {}
    app.include_router(routes.keeping())
    app.include_router(metrics.router)
    app.include_router(admin.router)
    app.include_router(widget.router)
    app.mount("/static", pages.static, name="static")


def _assisting(app: FastAPI, url: str | None, origins: tuple[str, ...]) -> None:
    from service.mcp.server import install

    app.state.running = install(app, app.state.house, url, origins)


def _wrap(app: FastAPI, log_questions: bool) -> None:
    """Put the layers around the application, innermost first."""
    rules, meters, page = app.state.access, app.state.meters, pages.error_page
    app.add_middleware(Turnstile, meters=meters, page=page)
    app.add_middleware(Gate, rules=rules, page=page)
    app.add_middleware(GZipMiddleware, **_GZIP)
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
