"""What bodies may be sent as."""

from __future__ import annotations

from email.message import Message

from fastapi import Request

from service.api.errors import Problem, RequestProblem


async def json_only(request: Request) -> None:
    """Refuse a body that does not say it is JSON."""
    said = Message()
    said["content-type"] = request.headers.get("content-type", "")
    if said.get_content_type() != "application/json":
        detail = (
            "Hãy gửi JSON với Content-Type: application/json. / "
            "Send JSON with Content-Type: application/json."
        )
        raise RequestProblem(Problem(415, detail, headers={"Accept": "application/json"}))
