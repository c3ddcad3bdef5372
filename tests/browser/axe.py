"""What axe-core says of a page: the rules of WCAG 2.2 AA, and its own best practices."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: The one rule whose outcome depends on the colours.
COLOUR = "color-contrast"

#: axe leaves the one rule that is new in WCAG 2.2 out unless it is asked for by name.
_RUN = """what => axe.run({
    resultTypes: ['violations'], runOnly: what,
    rules: what.type === 'tag' ? {'target-size': {enabled: true}} : {},
})"""


def violations(page: Page, only: str | None = None) -> list[str]:
    """A line for each element at fault: the rule, the element, and what to mend."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    what = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": TAGS}
    found = page.evaluate(_RUN, what)["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} — {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found
        for node in rule["nodes"]
    ]


def no_violations(page: Page) -> None:
    """Fail with what axe finds on the page as it stands: all rules in light, colours in dark."""
    for scheme, only in (("light", None), ("dark", COLOUR)):
        page.emulate_media(color_scheme=scheme)
        found = violations(page, only)
        assert not found, f"{page.url} ({scheme}):\n" + "\n".join(found)
    page.emulate_media(color_scheme="light")
