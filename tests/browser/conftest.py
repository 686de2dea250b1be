"""Debian's Chromium, driven as a person would; where there is none, the tests say so and skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PHONE_PX, DESK_PX = 390, 1280


def _chromium() -> str | None:
    return (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _chromium() is None and os.environ.get("CI"):
        raise pytest.UsageError("There is no browser, and here every flow must be tried in one.")
    if _chromium() is None:
        skip = pytest.mark.skip(reason="NO BROWSER: install chromium, or name it in CHROMIUM")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django would refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_page("/path/", width_px=390, scheme="dark", javascript=False, phone=True)`: a fresh
    visitor's page, on the site under test. Anything the console calls an error fails the test."""
    contexts, complaints = [], []

    def opened(
        path: str = "/",
        *,
        width_px: int = DESK_PX,
        scheme: str = "light",
        javascript: bool = True,
        phone: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width_px, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            reduced_motion="reduce",
            has_touch=phone,
            is_mobile=phone,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def browser_page(open_page: Callable[..., Page]) -> Page:
    """A visitor at a desk who has opened the front page."""
    return open_page("/")


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """What axe finds that keeps people out: a line for each place, none on a good page."""

    def found(page: Page) -> list[str]:
        violations = Axe().run(page).response["violations"]
        return [
            f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for violation in violations
            for node in violation["nodes"]
        ]

    return found


@pytest.fixture
def sideways() -> Callable[[Page], int]:
    """By how many pixels the page is wider than its window: none on a good page."""

    def measured(page: Page) -> int:
        return page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    return measured


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `width_px` and `scheme` runs as a light phone and a dark desk: no style
    depends on both, and each window more takes a minute of the whole suite."""
    names = [name for name in ("width_px", "scheme") if name in metafunc.fixturenames]
    both = {"width_px": (PHONE_PX, DESK_PX), "scheme": ("light", "dark")}
    if names:
        windows = list(zip(*(both[name] for name in names), strict=True))
        metafunc.parametrize(names, windows)
