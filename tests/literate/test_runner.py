from pathlib import Path

import pytest

from literate.errors import ChapterError
from literate.fences import Fence
from literate.runner import Output, PageRun


def block(code: str, line: int = 10) -> Fence:
    return Fence(line, line + code.count("\n") + 1, "python", code)


def page(code: str = "") -> PageRun:
    result = PageRun("docs/p.md")
    result.run(block(code))
    return result


def refusal(code: str, before: str = "") -> str:
    with pytest.raises(ChapterError) as caught:
        page(before).run(block(code, 30))
    return str(caught.value)


def number_refusal(run: PageRun, expression: str) -> str:
    with pytest.raises(ChapterError) as caught:
        run.formatted(expression, 4)
    return str(caught.value)


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("", "", None),
        ("x = 1\n", "", None),
        ("1 + 1\n", "", 2),
        ("x = 2\nx\n", "", 2),
        ("print('a')\n", "a\n", None),
        ("print('a')\nprint('ü')\n5\n", "a\nü\n", 5),
        ("if True:\n    7\n", "", None),
        ("7  # last\n# words\n", "", 7),
        ("(\n    1,\n)\n", "", (1,)),
    ],
)
def test_block_gives_what_it_prints_and_returns(code: str, text: str, value: object) -> None:
    assert PageRun("p").run(block(code)) == Output(text, value)


def test_blocks_of_a_page_share_names_and_pages_do_not() -> None:
    first = page("x = 1\ndef f():\n    return x\n")
    assert first.run(block("x = 2\nf()\n")) == Output("", 2)
    with pytest.raises(ChapterError, match="NameError: name 'x' is not defined"):
        PageRun("docs/p.md").run(block("x\n"))


def test_page_is_no_main_program() -> None:
    assert page().run(block("__name__\n")).value == "__chapter__"


def test_printing_goes_back_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    page("print('inside')\n")
    with pytest.raises(ChapterError):
        page("print('inside')\n1 / 0\n")
    print("outside")
    assert capsys.readouterr().out == "outside\n"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("1 / 0\n", "31: this block raised ZeroDivisionError: division by zero."),
        ("x = 1\n\nx / 0\n", "33: this block raised ZeroDivisionError: division by zero"),
        ("def f():\n    return [][0]\nf()\n", "32: this block raised IndexError: "),
        ("raise KeyError('k')\n", "31: this block raised KeyError: 'k'"),
        ("x = 1\nraise SystemExit(0)\n", "32: this block raised SystemExit: 0"),
        (
            "import nowhere\n",
            "31: this block raised ModuleNotFoundError: No module named 'nowhere'",
        ),
        ("assert 1 == 2, 'no'\n", "31: this block raised AssertionError: no."),
        ("assert 1 == 2\n", "31: this block raised AssertionError."),
        (
            "\n\neval('1 +')\n",
            "33: this block raised SyntaxError: invalid syntax (<string>, line 1)",
        ),
        ("import warnings\nwarnings.warn('old')\n", "32: this block raised UserWarning: old"),
        (
            "import warnings\nwarnings.warn('x', DeprecationWarning)\n",
            "32: this block raised DeprecationWarning: x",
        ),
        ("x = 1\ny = = 2\n", "32: SyntaxError: invalid syntax."),
        ("x = 1\nreturn x\n", "32: SyntaxError: 'return' outside function."),
        ("x = 1\n\nx is 1\n", '33: SyntaxError: "is" with '),  # how it goes on, each Python says
        ("x = '\\d'\n", "31: SyntaxError: invalid escape sequence '\\d'."),
        ("x = 1\n  y = 2\n", "32: SyntaxError: unexpected indent."),
    ],
)
def test_fault_is_named_at_its_line(code: str, sentence: str) -> None:
    assert refusal(code).startswith(f"docs/p.md:{sentence}")


def test_fault_inside_a_function_of_an_earlier_block_is_named_there() -> None:
    before = "def f(x):\n    return 1 / x\n"
    assert refusal("f(0)\n", before) == (
        "docs/p.md:12: this block raised ZeroDivisionError: division by zero."
    )


def test_fault_deep_inside_a_module_is_named_at_the_chapters_line() -> None:
    code = "import json\n\njson.loads('{')\n"
    assert refusal(code).startswith("docs/p.md:33: this block raised JSONDecodeError: ")


def test_fault_of_a_function_that_a_module_calls_back_is_named_where_it_stands() -> None:
    code = "import functools\ndef f(x, y):\n    return x / y\nfunctools.reduce(f, [1, 0])\n"
    assert refusal(code).startswith("docs/p.md:33: this block raised ZeroDivisionError")


def test_names_survive_a_block_that_failed() -> None:
    run = page("x = 5\n")
    with pytest.raises(ChapterError):
        run.run(block("y = 6\n1 / 0\n"))
    assert run.run(block("x, y\n")).value == (5, 6)


def test_cause_is_kept() -> None:
    with pytest.raises(ChapterError) as caught:
        page("1 / 0\n")
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_section_runs_as_an_import_of_its_module(tmp_path: Path) -> None:
    asked = block('--8<-- "literate/output.py:shown"\n')
    with pytest.raises(ChapterError, match=r"^docs/p\.md:11: 'literate/output\.py' has no section"):
        page().run(asked)
    folder = tmp_path / "literate"
    folder.mkdir()
    marked = "# --8<-- [start:s]\ndef shown(): ...\n# --8<-- [end:s]\n"
    (folder / "output.py").write_text(marked, encoding="utf-8")
    run = PageRun("docs/p.md", tmp_path)
    assert run.run(block('--8<-- "literate/output.py:s"\n')) == Output("", None)
    from literate.output import shown

    assert run.namespace["shown"] is shown


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("x", "−2.5"),
        ("x:.3f", "−2.500"),
        ("x:+.1e", "−2.5e+00"),
        ("1e-7", "1e−07"),
        ("-x:.1f", "2.5"),
        ("n:,", "12,345"),
        ("x:{width}.1f", "    −2.5"),
        ("name", "non-linear, z-index"),
        ("name!r", "'non-linear, z-index'"),
        ("{1: 'a'}[1]", "a"),
        ("{3}", "{3}"),
        ("d['k']", "7"),
        ('d["k"]', "7"),
        ("float('-inf')", "−inf"),
        ("float('nan'):.2f", "nan"),
        ("(3, -4)", "(3, −4)"),
        ("sum(i for i in range(4))", "6"),
        ("True", "True"),
    ],
)
def test_number_in_prose_is_formatted_with_true_minus_signs(expression: str, text: str) -> None:
    names = "x, n, width, d = -2.5, 12345, 8, {'k': 7}\nname = 'non-linear, z-index'\n"
    assert page(names).formatted(expression, 3) == text


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("y", "the number 'y' raised NameError: name 'y' is not defined"),
        (
            "'a':.2f",
            "the number ''a':.2f' raised ValueError: Unknown format code 'f' for object of type ",
        ),
        ("exit()", "the number 'exit()' raised SystemExit: None"),
        ("x = 3 = 4", "SyntaxError: "),
        ("x +", "SyntaxError: "),
        ("", "SyntaxError: "),
    ],
)
def test_fault_of_a_number_is_named_at_its_line(expression: str, sentence: str) -> None:
    assert number_refusal(page(), expression).startswith(f"docs/p.md:4: {sentence}")


def test_number_that_calls_a_function_of_the_page_names_the_functions_line() -> None:
    run = page("def f(x):\n    return 1 / x\n")
    assert number_refusal(run, "f(0)").startswith(
        "docs/p.md:12: the number 'f(0)' raised ZeroDivision"
    )


def test_number_that_warns_is_refused() -> None:
    run = page("import warnings\ndef f():\n    warnings.warn('old')\n")
    assert "the number 'f()' raised UserWarning: old" in number_refusal(run, "f()")


def test_page_starts_afresh_whatever_ran_before() -> None:
    import matplotlib as mpl
    import numpy as np
    import torch

    start = PageRun("docs/a.md")
    draws = "(random.random(), np.random.random(), torch.rand(1).item())"
    imports = "import random\nimport numpy as np\nimport torch\n"
    first = start.run(block(imports + draws + "\n")).value
    torch.set_default_dtype(torch.float64)
    mpl.rcParams["lines.linewidth"] = 9.0
    np.random.random(5)
    again = PageRun("docs/b.md")
    assert again.run(block(imports + draws + "\n")).value == first
    assert torch.get_default_dtype() == torch.float32
    assert mpl.rcParams["lines.linewidth"] == 1.8
    assert again.run(block(draws + "\n")).value != first
