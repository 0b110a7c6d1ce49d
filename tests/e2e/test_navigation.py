"""Every page the navigation leads to: readable, within the screen, silent in the console."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.access.table import ASKS_FOR_ALL
from tests.e2e.conftest import SCREENS
from tests.e2e.watching import check_fits, look_at

# A page is looked at in one of the two widths of its screen, the next page in the other; whole in the long suites.
WIDTHS = {"desk": (1440, 768), "phone": (390, 360)}
ROLES = ("steward", "manager", "handler", "system_admin", "security_admin", "auditor")


def places(page: Page) -> list[str]:
    """The addresses of the top bar, of the phone's bar, and of the filters of the page."""
    links = page.locator("nav a[href]").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    return sorted(set(links))


def to_look_at(addresses: list[str]) -> list[str]:
    """Of the filters of a page the first: the others are the same page with other rows."""
    kinds = {(address.split("?")[0], "?" in address): address for address in reversed(addresses)}
    return sorted(kinds.values())


def share_of(screen: str, addresses: list[str]) -> list[str]:
    """Every second address on each screen, unless all are asked for on both: what axe reads is mostly the same."""
    return addresses if ASKS_FOR_ALL else addresses[list(SCREENS).index(screen) :: len(SCREENS)]


@pytest.mark.parametrize("role", ROLES)
def test_every_place_of_a_role_is_sound(signed_in_as: Callable[[str], Page], screen: str, role: str):
    page = signed_in_as(role)
    addresses = places(page)
    assert addresses
    expect(page.locator("main")).not_to_be_empty()
    seen = share_of(screen, to_look_at(addresses))

    for address in set(addresses) - set(seen) if screen == "desk" else ():  # the server knows no screens
        assert page.request.get(address).status == 200, address
    for place, address in enumerate(seen):
        answer = page.goto(address)

        assert answer is not None
        assert answer.status == 200, address
        for number, width in enumerate(WIDTHS[screen]):
            page.set_viewport_size({"width": width, "height": 900})
            if ASKS_FOR_ALL or number == place % len(WIDTHS[screen]):
                look_at(page, screen)
            else:
                check_fits(page)
