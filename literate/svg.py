"""What all drawings of the site have in common: an element with texts for a screen reader."""

import html


def drawing(
    width: float, height: float, key: str, title: str, description: str, content: str
) -> str:
    """A whole SVG with the texts that a screen reader says.

    Args:
        width: In units of the content, each 1 px at full size.
        height: Likewise.
        key: What its ids begin with, of no other drawing of the page.
        title: A few words that name it.
        description: What can be seen.
        content: The SVG inside.
    """
    attributes, texts = labels(key, title, description)
    return (
        f'<svg {attributes} width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{texts}{content}</svg>'
    )


def labels(key: str, title: str, description: str) -> tuple[str, str]:
    """The attributes by which an SVG is a picture with a name, and the two texts they point to.

    Args:
        key: What their ids begin with.
        title: A few words that name the drawing.
        description: What can be seen.
    """
    attributes = f'role="img" aria-labelledby="{key}-title" aria-describedby="{key}-description"'
    texts = (
        f'<title id="{key}-title">{html.escape(title)}</title>'
        f'<desc id="{key}-description">{html.escape(description)}</desc>'
    )
    return attributes, texts
