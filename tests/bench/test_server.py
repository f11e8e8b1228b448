"""What a browser gets of a site, as a host of static sites would send it."""

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest

from bench.server import serving

TEXT = "<p>" + "word " * 1000
FONT = b"font" * 100


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("host") / "site"
    for name in ("index.html", "a/c/index.html", "404.html", "assets/site.css", "assets/site.js"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(f"{TEXT}{name}")
    (site / "font.woff2").write_bytes(FONT)
    (site.parent / "secret.txt").write_text("not of the site")
    return site


@pytest.fixture(scope="module", params=["/", "/below/"])
def root(request: pytest.FixtureRequest, site: Path) -> Iterator[tuple[HTTPConnection, str]]:
    with serving(site, request.param) as port:
        connection = HTTPConnection("127.0.0.1", port)
        yield connection, request.param
        connection.close()


def asked(root: tuple[HTTPConnection, str], path: str) -> tuple[int, HTTPMessage, bytes]:
    connection, below = root
    connection.request("GET", path if path.startswith("/") else below + path)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("", "index.html", "text/html"),
        ("a/c/", "a/c/index.html", "text/html"),
        ("a/c/index.html", "a/c/index.html", "text/html"),
        ("a/c/?q=word#top", "a/c/index.html", "text/html"),
        ("assets/site.css?v=1", "assets/site.css", "text/css"),
        ("assets/site.js", "assets/site.js", "javascript"),
    ],
)
def test_text_goes_compressed(
    root: tuple[HTTPConnection, str], path: str, name: str, kind: str
) -> None:
    status, headers, data = asked(root, path)
    assert status == 200
    assert gzip.decompress(data).decode() == f"{TEXT}{name}"
    assert kind in headers["Content-Type"]
    assert headers["Content-Type"].endswith("; charset=utf-8")
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Cache-Control"].startswith("max-age=")
    assert int(headers["Content-Length"]) == len(data) < len(TEXT) / 10


def test_what_is_compressed_already_goes_as_it_is(root: tuple[HTTPConnection, str]) -> None:
    status, headers, data = asked(root, "font.woff2")
    assert (status, data) == (200, FONT)
    assert headers["Content-Type"] == "font/woff2"
    assert headers["Content-Encoding"] is None


@pytest.mark.parametrize(
    "path",
    [
        "nowhere",
        "nowhere/",
        "assets/",
        "a/c",  # a link to it would cost a reader a redirection
        "../secret.txt",
        "/below",
        "/secret.txt",
    ],
)
def test_address_that_leads_nowhere_gets_the_page_for_it(
    root: tuple[HTTPConnection, str], path: str
) -> None:
    status, headers, data = asked(root, path)
    assert status == 404
    assert headers["Content-Type"].startswith("text/html")
    assert gzip.decompress(data).decode() == f"{TEXT}404.html"


def test_nothing_stands_beside_the_path_that_a_site_is_served_below(site: Path) -> None:
    with serving(site, "/below/") as port:
        connection = HTTPConnection("127.0.0.1", port)
        assert asked((connection, "/"), "a/c/")[0] == 404
        assert asked((connection, "/below/"), "a/c/")[0] == 200
        connection.close()
