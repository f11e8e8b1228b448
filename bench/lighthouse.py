"""`python -m bench.lighthouse SITE`: Lighthouse on every page, on its mobile settings.

Prints for each page the four scores, the kilobytes transferred on a first visit and for the page
alone, the blocking time, and the layout shift. A time says as much about the machine as about the
site: repeat a low performance at a quiet moment.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.server import serving

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / ".cache" / "lighthouse" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
BROWSERS = ("chromium-headless-shell", "chromium")
CHROME = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"


def pages(site: Path) -> list[str]:
    """The pages' addresses below the site's root, the home page first."""
    folders = sorted(str(file.parent.relative_to(site)) for file in site.rglob("index.html"))
    return ["" if folder == "." else f"{folder}/" for folder in folders]


def missing() -> str:
    """One sentence if Lighthouse cannot run here, nothing if it can."""
    if not shutil.which("node"):
        return "Lighthouse is not run: it needs Node.js (on Debian: apt-get install nodejs npm)."
    if not program().is_file():
        return "Lighthouse is not run: it is not installed; make lighthouse does that."
    if not chrome():
        return (
            f"Lighthouse is not run: it needs Chromium (on Debian: apt-get install {BROWSERS[0]})."
        )
    return ""


def program() -> Path:
    """Lighthouse: what `LIGHTHOUSE` names, or what `make lighthouse` installed."""
    return Path(os.environ.get("LIGHTHOUSE", PROGRAM))


def chrome() -> str | None:
    """The browser: what `CHROME_PATH` names, or Debian's, best the one without windows.

    Those have work of their own, which a score would count on a machine of few cores.
    """
    found = map(shutil.which, BROWSERS)
    return os.environ.get("CHROME_PATH") or next(filter(None, found), None)


def audited(address: str) -> dict[str, Any]:
    """Lighthouse's report on one page."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [str(program()), address, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}"]
        environment = os.environ | {"CHROME_PATH": str(chrome())}
        subprocess.run(command, env=environment, check=True, capture_output=True)
        parsed: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return parsed


def figures(report: dict[str, Any]) -> list[float]:
    """The scores, KiB on a first visit and of the page, blocking ms, FCP and LCP in s, CLS."""
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    sizes = [request["transferSize"] / 1024 for request in requests]
    return [
        *(round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES),
        sum(sizes),
        sizes[0],
        audits["total-blocking-time"]["numericValue"],
        audits["first-contentful-paint"]["numericValue"] / 1000,
        audits["largest-contentful-paint"]["numericValue"] / 1000,
        audits["cumulative-layout-shift"]["numericValue"],
    ]


def failures(report: dict[str, Any]) -> list[str]:
    """What keeps accessibility, best practices and SEO from 100."""
    references = [r for name in CATEGORIES[1:] for r in report["categories"][name]["auditRefs"]]
    scores = {r["id"]: report["audits"][r["id"]]["score"] for r in references if r["weight"]}
    return [name for name, score in scores.items() if score is not None and score < 1]


def main() -> None:
    """Print a line for each page: the median of the rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--pages", nargs="*", help="only these, such as forward/")
    chosen = parser.parse_args()
    if why := missing():
        sys.exit(why)
    head = "perf. access. pract. SEO", "KiB   page", "TBT ms", "FCP s LCP s", "CLS"
    print(f"{'':<24}{head[0]:>25}{head[1]:>14}{head[2]:>8}{head[3]:>13}{head[4]:>8}")
    with serving(chosen.site) as port:
        for page in pages(chosen.site) if chosen.pages is None else chosen.pages:
            reports = [audited(f"http://127.0.0.1:{port}/{page}") for _ in range(chosen.rounds)]
            rounds = [figures(report) for report in reports]
            middle = [statistics.median(column) for column in zip(*rounds, strict=True)]
            texts = "{:5.0f} {:6.0f} {:6.0f} {:5.0f}{:9.0f} {:6.0f}{:8.0f}{:7.2f} {:5.2f}{:8.3f}"
            print(f"{page or 'home':<24}{texts.format(*middle)}  {' '.join(failures(reports[-1]))}")


if __name__ == "__main__":
    main()
