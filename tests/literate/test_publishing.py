import re
from pathlib import Path

import material
import pytest

from literate.publishing import changed, join_style_sheets, publish

BUNDLE = next(
    (Path(material.__file__).parent / "templates/assets/javascripts").glob("bundle.*.min.js")
)
HEAD = """<html><head>
<title>T</title>
  <link rel="stylesheet" href="{0}assets/stylesheets/main.css">
  <link rel="stylesheet" href="{0}assets/site.css">
</head><body class="a"></body></html>
"""


def lay_out(site: Path) -> None:
    texts = {
        "index.html": HEAD.format(""),
        "deep/er/index.html": HEAD.format("../../"),
        "404.html": HEAD.format("/base/"),
        "assets/stylesheets/main.css": '@charset "UTF-8";.a{top:0}.never{top:0}',
        "assets/stylesheets/main.css.map": "{}",
        "assets/site.css": '.late{src:url("f.woff2")}',
        "assets/site.js": 'x.className = "late"',
        "assets/javascripts/bundle.0.min.js": BUNDLE.read_text(encoding="utf-8"),
        "assets/javascripts/bundle.0.min.js.map": "{}",
        "assets/javascripts/lunr/wordcut.js": "",
    }
    for name, text in texts.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


def test_pages_share_one_style_sheet_without_what_none_uses(tmp_path: Path) -> None:
    lay_out(tmp_path)
    plain = tmp_path / "a.html"
    plain.write_text("<html></html>", encoding="utf-8")
    join_style_sheets(tmp_path)
    assert plain.read_text(encoding="utf-8") == "<html></html>"
    (sheet,) = tmp_path.rglob("*.css")
    assert sheet.read_text(encoding="utf-8") == '.a{top:0}.late{src:url("f.woff2")}'
    for page, way in {
        "index.html": "",
        "deep/er/index.html": "../../",
        "404.html": "/base/",
    }.items():
        links = re.findall(r'href="([^"]*)"', (tmp_path / page).read_text(encoding="utf-8"))
        assert links == [f"{way}assets/{sheet.name}"]


def test_name_of_the_style_sheet_changes_with_it(tmp_path: Path) -> None:
    names = []
    for folder, rule in (("one", ".a{top:0}"), ("two", ".a{top:1px}"), ("three", ".a{top:0}")):
        lay_out(tmp_path / folder)
        (tmp_path / folder / "assets/site.css").write_text(rule, encoding="utf-8")
        join_style_sheets(tmp_path / folder)
        names.append(next((tmp_path / folder).rglob("*.css")).name)
    assert names[0] == names[2] != names[1]


def test_what_no_page_refers_to_is_not_published(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path)
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert {name for name in left if not name.endswith((".html", ".css"))} == {
        "assets/javascripts/bundle.0.min.js",
        "assets/site.js",
    }
    script = (tmp_path / "assets/javascripts/bundle.0.min.js").read_text(encoding="utf-8")
    assert script == changed(BUNDLE.read_text(encoding="utf-8"))


def test_site_without_style_sheets_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html></html>", encoding="utf-8")
    publish(tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<html></html>"


def test_search_index_waits_until_somebody_searches() -> None:
    script = changed(BUNDLE.read_text(encoding="utf-8"))
    (before,) = re.findall(r"(.{60})\)\)\),Z\(1\)\)\}document\.documentElement", script, re.DOTALL)
    assert "search/search_index.json" in before
    assert 'L(Je("search"),$(/[?&]h=/.test(location.search))).pipe(Re(t=>t)' in script


def test_another_version_of_the_theme_is_noticed() -> None:
    with pytest.raises(ValueError, match=r"must hold .* once, it holds it 0 times"):
        changed("another script")
    script = BUNDLE.read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="once, it holds it 2 times"):
        changed(script + script)
