"""Errors as the OpenAPI document tells them: see ``service.api.errors``."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class FieldFault(BaseModel):
    """One field at fault."""

    field: str
    detail: str


class Problem(BaseModel):
    """An error (RFC 9457), told in Vietnamese and then in English."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:tracuu:problem:bad-input",
                    "title": "Dữ liệu gửi lên chưa đúng / Bad input",
                    "status": 422,
                    "detail": "limit: Phải từ 50 trở xuống. / It must be 50 or less.",
                    "instance": "/v1/ask",
                    "field": "limit",
                    "errors": [
                        {
                            "field": "limit",
                            "detail": "Phải từ 50 trở xuống. / It must be 50 or less.",
                        }
                    ],
                }
            ]
        }
    )

    type: str = Field(description="A name for the kind of problem; compare it, do not fetch it")
    title: str
    status: int
    detail: str
    instance: str
    field: str | None = Field(None, description="The input at fault")
    errors: list[FieldFault] | None = None
    id: str | None = Field(None, description="The entry in the service's log")
