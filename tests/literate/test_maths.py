import importlib.util
import sys

import pytest

from literate import maths
from literate.maths import mathml, with_formulas

X = (
    '<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x</annotation>'
    "</semantics></math>"
)


def test_formula_becomes_mathml_that_keeps_its_latex() -> None:
    assert mathml("x") == X


def test_displayed_formula_says_so() -> None:
    assert mathml("x", display=True).startswith('<math display="block"')
    assert 'display="block"' not in mathml("x")


@pytest.mark.parametrize("latex", [r"\nonsense", r"\frac", "a $ b", r"\begin{cases}", r"\label{a}"])
def test_formula_that_does_not_parse_is_named(latex: str) -> None:
    with pytest.raises(ValueError, match="does not parse: ") as caught:
        mathml(latex)
    assert str(caught.value).startswith(f"the formula '{latex}' does not parse: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("latex", [r"a \overset{\eqref{eq:1}}{=} b", r"\ref{eq:1}"])
def test_reference_inside_a_formula_is_refused(latex: str) -> None:
    # The converter would write a link "(??)" that leads nowhere.
    with pytest.raises(ValueError, match="refers to an equation") as caught:
        mathml(latex)
    assert str(caught.value) == (
        f"the formula '{latex}' refers to an equation, which only the prose around it can do"
    )


@pytest.mark.parametrize("text", [r"See \eqref{eq:1}.", r"$x$ in \ref{eq:1}"])
def test_reference_inside_a_caption_is_refused(text: str) -> None:
    # It would be shown as it is written.
    with pytest.raises(ValueError, match="refers to an equation") as caught:
        with_formulas(text)
    assert str(caught.value) == (
        f"the text '{text}' refers to an equation, which only the prose of a chapter can do."
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("", ""),
        ("a < b & \"c\" 'd'", "a &lt; b &amp; &quot;c&quot; &#x27;d&#x27;"),
        ("$x$", X),
        ("<b>$x$</b> and $x$.", f"&lt;b&gt;{X}&lt;/b&gt; and {X}."),
        ("größer: $x$", f"größer: {X}"),
        ("from $5 to $6", "from $5 to $6"),
        ("$5-$6", "$5-$6"),
        ("it costs 5$", "it costs 5$"),
        (r"\$x\$ costs \$1", "$x$ costs $1"),
        ("$ x$", "$ x$"),
        ("$x $", "$x $"),
        ("$$x$$", "$$x$$"),
        ("one\n\n$x\n\nx$", "one\n\n$x\n\nx$"),
    ],
)
def test_text_with_formulas(text: str, html: str) -> None:
    assert with_formulas(text) == html


def test_formula_may_be_wrapped_at_a_line_end() -> None:
    assert with_formulas("so $a +\nb$ is") == f"so {mathml('a +' + chr(10) + 'b')} is"


def test_module_can_be_loaded_where_the_compiled_converter_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "math_core", None)
    spec = importlib.util.spec_from_file_location("maths_in_a_browser", maths.__file__)
    assert spec
    assert spec.loader
    alone = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(alone)
    assert "<mi>x</mi>" in alone.mathml("x")
