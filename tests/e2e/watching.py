"""What a page complains about behind the scenes: console, content policy, failed answers; and axe's opinion of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Response, expect

# The browser notes every refused form; the page that comes back is what a test looks at. A question that a newer one
# overtakes is broken off on purpose; one that fails is noted as `sendError` or `responseError` as well. The worker is
# kept out where tests stand between the page and the server.
EXPECTED = re.compile(
    r"the server responded with a status of 4\d\d|^htmx:(sendAbort|afterRequest),|"
    r"Service Worker registration blocked by Playwright"
)
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@dataclass
class Watch:
    """Collects complaints of one page; a test ends well only without any."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Begin to listen."""
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", self._on_response)
        page.on("dialog", self._on_dialog)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    def _on_dialog(self, dialog: Any) -> None:
        if dialog.type != "beforeunload":
            self.complaints.append(f"dialog: {dialog.message}")
        dialog.accept()


def look_at(page: Page, screen: str) -> None:
    """What every page on the way is held to."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    check_accessible(page)
    check_fits(page)
    if screen == "phone":
        check_targets(page)


def check_accessible(page: Page) -> None:
    """No serious or critical finding of axe on the page as it is now."""
    found = [
        f"{finding['id']} ({finding['impact']}): {finding['nodes'][0]['html'][:160]}"
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in ("serious", "critical")
    ]
    assert not found, f"{page.url}: {found}"


def check_fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url}: {wide} pixels wider than the screen"


def check_targets(page: Page) -> None:
    """What is tapped on a phone is at least 44 pixels high, links inside a sentence excepted."""
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, summary, input:not([type=hidden]), a.button")]
            .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect(), one])
            .filter(([, box, one]) => box.height > 0 && one.checkVisibility() && box.height < 44
              && !["checkbox", "radio"].includes(one.type) && !one.closest(".unseen"))
            .map(([html, box]) => `${Math.round(box.height)} px: ${html}`)"""
    )
    assert not small, f"{page.url}: {small}"
