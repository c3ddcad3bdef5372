"""``/metrics``: what the service counts of itself, for Prometheus."""

from __future__ import annotations

from typing import cast

import anyio.to_thread
from fastapi import APIRouter, Request, Response

from service.api.meters import Meters
from service.api.routes import errors_of

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Prometheus text, or OpenMetrics where that is asked for",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **errors_of(401, 500, 503),
    },
)
async def metrics(request: Request) -> Response:
    """Count requests, times and what is served. No question stands in it."""
    meters = cast(Meters, request.app.state.meters)
    accept = request.headers.get("accept", "")
    # What the system tells of a worker's memory takes it milliseconds.
    body, kind = await anyio.to_thread.run_sync(meters.text, accept)
    return Response(body, headers={"Content-Type": kind, "Cache-Control": "no-store"})
