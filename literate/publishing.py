"""What is done once the whole site is written: what the theme ships is cut to this site.

A first visit loads one style sheet, without the rules that no page can use, and no search index:
that comes when the search is opened. What no page refers to is not published.
"""

import hashlib
import re
import shutil
from pathlib import Path

from literate.stylesheets import used, words_of

_SHEET = re.compile(r'[ \t]*<link rel="stylesheet" href="([^":]*?)(assets/[^"]+)">\n')
_BUNDLE = "assets/javascripts/bundle.*.min.js"
_NEEDLESS = (
    "assets/javascripts/**/*.map",
    "assets/javascripts/lunr",
    "assets/stylesheets",
    "assets/images",
)
_INDEX = 'ze(new URL("search/search_index.json",Or.base))'

# Changes to Material's script, which must hold each of these passages exactly once.
_CHANGES = {
    # It loads the index with every page. Here the index waits until the search is opened, or a
    # page is opened from a search result, where the words that were searched for are marked.
    f":{_INDEX}": ':L(Je("search"),$(/[?&]h=/.test(location.search)))'
    f".pipe(Re(t=>t),b(()=>{_INDEX}),Z(1))",
    # Instant navigation follows what the site map names. Without `site_url` these addresses are
    # relative to the site's root, which the script knows.
    "fi(new URL(n.textContent),t)": "fi(new URL(n.textContent,t),t)",
    # It does not know which page it starts on: the first link within that page loads the page anew,
    # and may then take the reader back to where the click was. Here it starts with its address,
    # and follows links within a page from the first one.
    'let s=t.pipe(ne("pathname"),': 'let s=t.pipe(Q(we()),ne("pathname"),Ie(1),',
    's.pipe(b(()=>t),ne("hash"))': "t.pipe(Q(we()),ot(2,1),"
    "g(([a,c])=>a.pathname===c.pathname&&a.hash!==c.hash),m(([,c])=>c))",
    # The browser computes every style of the page anew when it meets this name, twice a visit;
    # docs/assets/site.js sets the same property on the root instead.
    'x("meta",{name:"color-scheme"})': 'x("meta",{name:"color-scheme-of-page"})',
    # It writes every address of a page anew as an absolute one. The browser then reads the style
    # sheet again, and for a moment has no font for formulas: they change their widths, lines move.
    # Here the style sheet keeps its address, and pages compare its name, which holds its content.
    "t[r]=t[r];break": 'e===document&&t.rel==="stylesheet"||(t[r]=t[r]);break',
    "t.set(r.outerHTML,r)": 't.set(r.rel==="stylesheet"?r.href.split("/").pop():r.outerHTML,r)',
    # It measures each block of code right after it has changed the one before, so that the browser
    # lays out the page once a block. Here all blocks are measured together, in the next frame.
    "return es(e).pipe(": "return $(e).pipe(xe(ye),b(es)).pipe(",
    # It asks for each block whether this browser can copy, to which every current one says yes; the
    # question alone makes the browser compute the styles of the page.
    "return G.forEach(function(Yt){We=We&&!!document.queryCommandSupported(Yt)}),We": "return We",
}


def publish(site: Path) -> None:
    """Join the style sheets, let the search index wait, and remove what nothing refers to.

    Args:
        site: The folder that MkDocs wrote.

    Raises:
        ValueError: Material's script is not the one that the changes were made for.
    """
    for script in site.glob(_BUNDLE):
        script.write_text(changed(script.read_text(encoding="utf-8")), encoding="utf-8")
    join_style_sheets(site)
    for pattern in _NEEDLESS:
        for needless in sorted(site.glob(pattern)):
            if needless.is_dir():
                shutil.rmtree(needless)
            else:
                needless.unlink()


def changed(script: str) -> str:
    """Material's script with the changes that this site needs.

    Raises:
        ValueError: A passage to change is not there exactly once.
    """
    for passage, replacement in _CHANGES.items():
        if (times := script.count(passage)) != 1:
            raise ValueError(
                f"Material's script must hold {passage!r} once, it holds it {times} times: "
                "the changes in literate/publishing.py are made for another version."
            )
        script = script.replace(passage, replacement)
    return script


def join_style_sheets(site: Path) -> None:
    """Write the one style sheet, named after its content, and let every page link to it."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    heads = {file: page.partition("</head>")[0] for file, page in pages.items()}
    names = list(dict.fromkeys(name for head in heads.values() for _, name in _SHEET.findall(head)))
    if not names:
        return
    scripts = [*site.glob(_BUNDLE), *site.glob("assets/*.js"), *site.glob("assets/playground/*.js")]
    words = words_of(pages.values(), [file.read_text(encoding="utf-8") for file in scripts])
    sheets = [(site / name).read_text(encoding="utf-8") for name in names]
    joined = used("\n".join(re.sub(r"^@charset [^;]*;", "", sheet) for sheet in sheets), words)
    for name in names:
        (site / name).unlink()
    # Beside the site's own sheet, whose addresses stay as they are.
    name = f"assets/style.{hashlib.sha256(joined.encode()).hexdigest()[:8]}.css"
    (site / name).write_text(joined, encoding="utf-8")
    for file, head in heads.items():
        found = _SHEET.search(head)
        if found is None:
            continue
        link = f'    <link rel="stylesheet" href="{found[1]}{name}">\n'
        linked = _SHEET.sub("", head).replace("</title>\n", f"</title>\n{link}", 1)
        file.write_text(linked + pages[file][len(head) :], "utf-8")
