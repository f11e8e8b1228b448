"""The site as files that are opened without a server: `make offline`.

Material's plugin `offline` lets links end in `.html` and writes the search's index as a script. The
rest is here: browsers treat every file as another site, and refuse a page what would be fetched.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

SCRIPT = "assets/offline.js"
_FOR_SERVERS = ("404.html", "robots.txt", "sitemap.xml", "sitemap.xml.gz")


def is_offline(config: MkDocsConfig) -> bool:
    """Whether this build is one for reading from files."""
    return bool(config.plugins["material/offline"].config["enabled"])


def prepare(config: MkDocsConfig) -> None:
    """Set what differs for a site of files; leave any other site as it is."""
    if not is_offline(config):
        return
    # The plugin asks for a script of another host here.
    config.extra["polyfills"] = [SCRIPT]
    # From a file, Material's instant navigation does not start, and stops all its other scripts.
    config.theme["features"] = [
        feature for feature in config.theme["features"] if feature != "navigation.instant"
    ]


def complete(site: Path) -> None:
    """Write the script that searches without a worker; remove what only a server can use.

    Args:
        site: The folder that MkDocs wrote.
    """
    source = Path(__file__).with_name("offline.js")
    (site / SCRIPT).write_bytes(source.read_bytes())
    for name in _FOR_SERVERS:
        (site / name).unlink(missing_ok=True)
