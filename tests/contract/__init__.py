"""The promise to callers: the published OpenAPI document, and that it only grows."""
