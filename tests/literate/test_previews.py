from literate.equations import Equation, Register
from literate.maths import mathml
from literate.previews import shown_equations, with_previews

EQUATION = Equation("trace.md", 1, 3, r"z_t = \varphi_t", "eq:T1", "T1")
SHOWN = "<math>z</math>"


def test_numbered_equations_are_read_from_the_page() -> None:
    unnumbered = Equation("trace.md", 1, 3, "x", None, None)
    page = f"<p>{mathml('y')}</p>{unnumbered.to_html('p')}{EQUATION.to_html('p')}"
    found = shown_equations(page)
    assert list(found) == ["eq-T1"]
    assert found["eq-T1"].startswith('<math display="block">')
    assert "<annotation" not in found["eq-T1"]
    assert "φ" in found["eq-T1"]


def test_page_gets_the_equations_of_other_pages_that_it_refers_to() -> None:
    link = '<a class="eqref" href="{}">(1)</a>'
    links = "".join(
        link.format(target)
        for target in ("../trace/#eq-T1", "#eq-2", "../trace/#eq-T1", "../x/#eq-3", "../y/#eq-9")
    )
    page = f"<article>{links}<a href='../z/#eq-4'>z</a></article><article></article>"
    equations = {f"eq-{n}": f"<math>{n}</math>" for n in ("T1", "2", "3", "4")}
    copies = "".join(
        f'<template class="preview" data-equation="eq-{n}"><math>{n}</math></template>\n'
        for n in ("T1", "3")
    )
    assert with_previews(page, equations) == page.replace("</article>", f"{copies}</article>", 1)


def test_reference_in_markdown_is_one_that_is_found() -> None:
    register = Register()
    register.add([EQUATION], "p")
    assert register.linked(r"\eqref{eq:T1}", "forward.md", "p", 1).endswith("#eq-T1){ .eqref }")
    page = '<article><a class="eqref" href="trace/#eq-T1">(T1)</a></article>'
    assert '<template class="preview" data-equation="eq-T1">' in with_previews(
        page, {"eq-T1": SHOWN}
    )


def test_page_without_references_stays_as_it_is() -> None:
    assert with_previews("<article></article>", {"eq-1": SHOWN}) == "<article></article>"
