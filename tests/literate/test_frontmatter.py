import pytest
from mkdocs.utils.meta import get_data

from literate.errors import ChapterError
from literate.frontmatter import check_front_matter


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Page\n\n---\n\nnot: [this\n",
        "---\ntitle: Page\n---\n\n# Page\n",
        "--- \ntitle: Page\ndescription: Words.\n...\n",
        "----\n[a\n",
    ],
)
def test_sound_front_matter_passes(text: str) -> None:
    check_front_matter(text, "docs/p.md")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: [a\n---\n", "3: the front matter is no YAML: "),
        ("---\ntitle: a: b\n---\n", "2: the front matter is no YAML: mapping values are not "),
        ("---\ntitle: Page\nday: 2026-13-45\n---\n", "1: the front matter is no YAML: month must"),
        ("---\n- a\n- b\n---\n", "1: the front matter must be lines such as 'title: Name' "),
        ("---\ntitle: Page\n\n# Page\n", "1: the front matter must be lines such as 'title: "),
        ("---\n---\n# Page\n", "1: the front matter must be lines such as 'title: Name' "),
    ],
)
def test_front_matter_that_mkdocs_would_show_as_text_is_refused(text: str, message: str) -> None:
    assert get_data(text) == (text.lstrip("\n"), {})
    with pytest.raises(ChapterError) as caught:
        check_front_matter(text, "docs/p.md")
    assert str(caught.value).startswith(f"docs/p.md:{message}")
