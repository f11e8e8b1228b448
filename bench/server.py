"""A plain web server for the built site: texts go compressed, as any host would send them."""

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

COMPRESSED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg")


@functools.cache
def body(file: Path) -> tuple[bytes, str, bool]:
    """What is sent for a file: bytes, type, and whether they are compressed."""
    kind = guess_type(file.name)[0] or "application/octet-stream"
    data = file.read_bytes()
    if kind.startswith(COMPRESSED):
        return gzip.compress(data, 6, mtime=0), f"{kind}; charset=utf-8", True
    return data, kind, False


class Handler(BaseHTTPRequestHandler):
    """Answers from one folder, which stands below a path as on GitHub Pages."""

    protocol_version = "HTTP/1.1"
    site = Path()
    below = "/"
    disable_nagle_algorithm = True  # or the body waits 40 ms for the browser to confirm the head

    def do_GET(self) -> None:
        """Send the file, or the site's 404 page."""
        file = self._file()
        data, kind, compressed = body(file or self.site / "404.html")
        self.send_response(200 if file else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def _file(self) -> Path | None:
        path = urlsplit(self.path).path
        file = self.site / path.removeprefix(self.below)
        file = file / "index.html" if path.endswith("/") else file
        within = file.resolve().is_relative_to(self.site.resolve())  # no ".." leads out
        return file if within and path.startswith(self.below) and file.is_file() else None

    def log_message(self, *_: object) -> None:
        """Be silent."""


@contextmanager
def serving(site: Path, below: str = "/") -> Iterator[int]:
    """Serve a folder below a path while the block runs; gives the port."""
    handler = type("Handler", (Handler,), {"site": site, "below": below})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
