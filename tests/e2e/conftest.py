"""A running desk, a browser, and a page on desk and phone that must not complain."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from crm.serving.launch import ACCOUNTS_FILE
from tests.access.table import ASKS_FOR_ALL
from tests.e2e.desk import Account, Desk, running
from tests.e2e.watching import Watch

QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROLES = {
    "管家": "steward",
    "主管": "manager",
    "经办": "handler",
    "系统管理员": "system_admin",
    "安全管理员": "security_admin",
    "审计员": "auditor",
}
SCREENS = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser; a long way is gone on its own screen, unless all is asked for."""
    here = Path(__file__).parent
    elsewhere = []
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            elsewhere += [item] if not ASKS_FOR_ALL and is_gone_elsewhere(item) else []
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [item for item in items if item not in elsewhere]


def is_gone_elsewhere(item: pytest.Item) -> bool:
    """Whether a long way is played here on the screen that it is not gone on in the quick suite."""
    way = item.get_closest_marker("long_way")
    return way is not None and item.callspec.params["screen"] not in way.args  # type: ignore[attr-defined]


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Desk]:
    """The desk all scenarios of a worker share."""
    instance = tmp_path_factory.mktemp("desk") / "instance"
    run = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    shutil.copytree(fill_once(run / "filled"), instance)
    with ExitStack() as served:
        url = served.enter_context(running(instance))
        yield Desk(url, instance, accounts_in(instance), served)


def fill_once(instance: Path) -> Path:
    """An instance after its first start; the first worker starts it, the others wait for that."""
    with instance.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not instance.exists():
            instance.mkdir()
            with running(instance):
                pass
    return instance


def accounts_in(instance: Path) -> dict[str, Account]:
    """The demonstration accounts: by staff number, the first of each role, and the last, of another department."""
    lines = (instance / ACCOUNTS_FILE).read_text(encoding="utf-8").splitlines()[1:]
    people = [line.split("\t") for line in lines]
    accounts = [(ROLES[word], Account(number, password)) for word, _name, number, password in people]
    numbered = {account.staff_number: account for _role, account in accounts}
    return {**numbered, **{f"last {role}": account for role, account in accounts}, **dict(reversed(accounts))}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; playwright's own cannot be fetched everywhere."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "No Chromium: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=list(SCREENS))
def screen(request: pytest.FixtureRequest) -> str:
    """Every scenario is played twice: on a desk screen and on a phone."""
    return str(request.param)


@pytest.fixture
def page(browser: Browser, desk: Desk, screen: str) -> Iterator[Page]:
    """A fresh page; the test fails for anything it complains about."""
    context = browser.new_context(
        base_url=desk.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        service_workers="block",  # a worker would answer in place of the routes that tests put between
        **SCREENS[screen],
    )
    context.set_default_timeout(10_000)
    page, watch = context.new_page(), Watch()
    watch.over(page)
    yield page
    context.close()
    assert not watch.complaints, watch.complaints


@pytest.fixture(scope="session")
def sessions() -> dict[str, list[dict[str, Any]]]:
    """The cookies of those who came in already, by role: a password takes the server a good part of a second."""
    return {}


@pytest.fixture
def signed_in_as(page: Page, desk: Desk, sessions: dict[str, list[dict[str, Any]]]) -> Callable[[str], Page]:
    """`signed_in_as("steward")`: the page after that role has come in, with its last session while that holds."""

    def come_in(role: str) -> Page:
        page.context.clear_cookies()
        page.context.add_cookies(sessions.get(role, []))  # type: ignore[arg-type]
        page.goto("/")
        if "/sign-in" in page.url:
            sign_in(page, desk.accounts[role])
            page.wait_for_url(lambda url: "/sign-in" not in url)
            sessions[role] = list(page.context.cookies())  # type: ignore[arg-type]
        return page

    return come_in


def sign_in(page: Page, account: Account, password: str | None = None) -> None:
    """Fill the form and send it."""
    page.goto("/sign-in")
    page.get_by_label("工号").fill(account.staff_number)
    page.get_by_label("密码").fill(password or account.password)
    page.get_by_role("button", name="登录").click()
