"""The built site in a real browser: no page may complain, or ask for anything outside the site."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
# The shell is chromium without its windows, and takes half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What a window prepares for the menus below its address bar takes longer than most pages.
NO_MENUS = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"
SCREEN = {"width": 1280, "height": 720}
NO_BROWSER = (
    "the tests in tests/browser need a browser: install chromium (Debian: apt-get install chromium-headless-shell; "
    "Ubuntu, Fedora and macOS: Google Chrome does too), or name one, CHROMIUM=/path/to/chromium"
)


def find_browser() -> str:
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else NAMES)), None)
    if found is None:
        raise pytest.UsageError(f"{NO_BROWSER} (now {named})" if named else NO_BROWSER)
    return found


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--site", type=Path, default=ROOT / "reports", help="the folder of the site to test"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Stop before any test: without a browser or a site none could run, and none may be skipped."""
    find_browser()
    site = config.getoption("site")
    if not (site / "index.html").exists():
        raise pytest.UsageError(f"{site} holds no site to test: run make report first")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for the `name` of a page once for each page of the site.

    All tests of a page come together, in one process, so that they can share what is loaded.
    """
    if "name" in metafunc.fixturenames:
        site = metafunc.config.getoption("site")
        names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        marked = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in names]
        metafunc.parametrize("name", marked, scope="module")


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.getoption("site").resolve()


class Host(SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        # Browsers ask for an icon of their own accord, once for each host.
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:
        """Send a file at once; a page asked for with `?slow` in parts, its last quarter later."""
        if self.path.endswith("?slow"):
            page = source.read()
            first = len(page) * 3 // 4
            outputfile.write(page[:first])
            time.sleep(0.5)
            outputfile.write(page[first:])
        else:
            super().copyfile(source, outputfile)

    def end_headers(self) -> None:
        # Each page comes as to a newcomer, with its font after it.
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a static host."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # No name is looked up: a page that asks for one is told of below, and goes nowhere.
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", NO_MENUS]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield browser
        browser.close()


class Watch:
    """Whatever the pages of a context complain of and ask for."""

    def __init__(self, context: BrowserContext):
        self.complaints: list[str] = []
        self.requests: list[str] = []
        context.on("console", self.listen)
        context.on("weberror", lambda event: self.complaints.append(f"uncaught: {event.error}"))
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("page", lambda page: page.on("websocket", lambda s: self.requests.append(s.url)))

    def listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            where = message.location["url"]
            self.complaints.append(f"{message.type}: {message.text} ({where})")

    def judge(self, own: tuple[str, ...]) -> None:
        """Let nothing pass that was said or asked for since the last time."""
        complaints, self.complaints = self.complaints, []
        requests, self.requests = self.requests, []
        outside = [url for url in requests if not url.startswith(own)]
        assert not complaints, "\n".join(complaints)
        assert not outside, "\n".join(outside)


@pytest.fixture(scope="session")
def own(site: Path, served: str) -> tuple[str, ...]:
    """How the addresses begin that a page may ask for."""
    return (f"{site.as_uri()}/", f"{served}/", "data:", "about:blank")


@pytest.fixture
def new_page(browser: Browser, own: tuple[str, ...]) -> Iterator[Callable[..., Page]]:
    """Make pages that must neither complain nor ask for anything outside; looked at in the end."""
    watched: list[tuple[BrowserContext, Watch]] = []

    def make(**options: object) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        watched.append((context, Watch(context)))
        return context.new_page()

    yield make
    for context, _ in watched:
        context.close()
    for _, watch in watched:
        watch.judge(own)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@dataclass
class Kept:
    """A page that is loaded once for several tests."""

    page: Page
    watch: Watch
    status: int | None


@contextmanager
def keep(browser: Browser, href: str) -> Iterator[Kept]:
    with browser.new_context(viewport=SCREEN) as context:
        watch = Watch(context)
        page = context.new_page()
        answer = page.goto(href)
        yield Kept(page, watch, answer and answer.status)


@pytest.fixture(scope="module")
def from_file(browser: Browser, site: Path, name: str) -> Iterator[Kept]:
    """The page of that name, opened from its file."""
    with keep(browser, (site / name).as_uri()) as kept:
        yield kept


@pytest.fixture(scope="module")
def from_host(browser: Browser, served: str, name: str) -> Iterator[Kept]:
    """The page of that name, opened from a static host."""
    with keep(browser, f"{served}/{name}") as kept:
        yield kept


@pytest.fixture
def opened(from_file: Kept, own: tuple[str, ...]) -> Iterator[Page]:
    """The page of that name, opened from its file; other tests of it have had it before."""
    yield from_file.page
    from_file.page.set_viewport_size(SCREEN)
    from_file.page.emulate_media(media="null")
    from_file.watch.judge(own)


@pytest.fixture
def hosted(from_host: Kept, own: tuple[str, ...]) -> Iterator[Page]:
    """The page of that name, opened from a static host; other tests of it have had it before."""
    yield from_host.page
    from_host.watch.judge(own)
