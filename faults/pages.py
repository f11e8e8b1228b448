"""Faults in the chapters: in a formula, a number, a figure, a link, a block."""

from faults.fault import Fault

BUILD = ("strict build",)
EQUATIONS = ("tests/equations/test_equations.py",)
PROSE = ("tests/site/test_prose.py",)
WHOLE = "tests/site/test_site.py"
TWICE = (f"{WHOLE}::test_two_builds_are_the_same_bytes",)
VERDICTS = ("tests/site/test_verdicts.py",)
CLAIMS = ("tests/docs/test_claims.py",)
PALETTE = ("tests/test_project.py",)
FITS = ("tests/browser/test_pages.py::test_formulas_fit_on_a_phone[logistic/binary]",)

BINARY, MULTICLASS = "docs/logistic/binary.md", "docs/logistic/multiclass.md"
JUMP, WHY = "docs/pytorch/jump.md", "docs/pytorch/why.md"


def equation(number: str) -> tuple[str, ...]:
    """The test that evaluates a numbered equation."""
    test = "test_the_formula_on_the_page_agrees_with_the_implementation"
    return (f"tests/equations/test_equations.py::{test}[eq:{number}]",)


def outputs(file: str) -> tuple[str, ...]:
    """The test that compares what a page shows with its record."""
    page = file.removeprefix("docs/")
    return (f"tests/site/test_outputs.py::test_page_shows_what_is_recorded[{page}]",)


FORMULAS = [
    Fault("Eq. 1: a sign in its second bracket", "docs/trace.md",
          r"\left[ 3\frac{w_1}{w_2} - \exp(2 w_2)", r"\left[ 3\frac{w_1}{w_2} + \exp(2 w_2)", equation("1")),
    Fault("Eq. F1: the operand's derivative by the step", "docs/forward.md",
          "\\frac{\\partial z_t}{\\partial z_o}\\, \\dot z_o.\n", "\\frac{\\partial z_o}{\\partial z_t}\\, \\dot z_o.\n", equation("F1")),
    Fault("Eq. 2: child and parent swapped", "docs/reverse.md",
          r"\frac{dz_6}{dz_c} \, \frac{\partial z_c}{\partial z_t},", r"\frac{dz_6}{dz_c} \, \frac{\partial z_t}{\partial z_c},", equation("2")),
    Fault("Eq. 4: a sign in its first case", JUMP, "2x - 1, & x < 0", "2x + 1, & x < 0", equation("4")),
    Fault("Eq. J1: the quotient with another power", JUMP,
          "= 2 + \\frac{1}{\\lvert h \\rvert},", "= 2 + \\frac{1}{\\lvert h \\rvert^2},", equation("J1")),
    Fault("Eq. 6: the logarithm is gone", BINARY, r"\log P(y^j \mid x^j, w)", r"P(y^j \mid x^j, w)", equation("6")),
    Fault("Eq. L4: λ for 2λ", BINARY,
          "&\\ge 2 \\lambda \\lVert v \\rVert^2.\n", "&\\ge \\lambda \\lVert v \\rVert^2.\n", equation("L4")),
    Fault("Eq. L8: 2 for 4", BINARY, r"= -4 \lambda \, \hat w^{\top}", r"= -2 \lambda \, \hat w^{\top}", equation("L8")),
    Fault("Eq. 8: a minus in the denominator", MULTICLASS,
          "P(Y = y_R \\mid X = x) = \\frac{1}{1 + ", "P(Y = y_R \\mid X = x) = \\frac{1}{1 - ", equation("8")),
    Fault("Eq. 12: a plus between its sums", MULTICLASS,
          "x^j - \\sum_{j=1}^N x^j \\, P(Y", "x^j + \\sum_{j=1}^N x^j \\, P(Y", equation("12")),
    Fault("Eq. 14: the printed sign", MULTICLASS, "- \\lambda w_k.\n\\end{aligned}\n\\label{eq:14}", "+ \\lambda w_k.\n\\end{aligned}\n\\label{eq:14}", equation("14")),
    Fault("Eq. L4: in one row, wider than a phone", BINARY,
          " \\\\\n&\\ge 2 \\lambda \\lVert v", " \\ge 2 \\lambda \\lVert v", FITS),
    Fault("an equation that no check knows", BINARY,
          "## Claim 5:", "$$\n\\nabla l = 0.\n\\label{eq:L9} \\tag{L9}\n$$\n\n## Claim 5:", EQUATIONS),
    Fault("a formula that does not parse", "docs/reverse.md", r"\frac{df}{dw} = \begin{pmatrix}", r"\frac{df}{dw = \begin{pmatrix}", BUILD),
]  # fmt: skip

STATEMENTS = [
    Fault("claim 4 is marked true", BINARY,
          'source in error</span> <span class="verdict false">false', 'source in error</span> <span class="verdict true">true', VERDICTS),
    Fault("the source map gives claim 3 the other verdict", "docs/reference/source-map.md",
          '(../logistic/binary.md#claim-3) | <span class="verdict true">true', '(../logistic/binary.md#claim-3) | <span class="verdict false">false', VERDICTS),
    Fault("λ-strongly convex, for 2λ", BINARY, r"**$2\lambda$-strongly convex**", r"**$\lambda$-strongly convex**", CLAIMS),
    Fault("a result typed into a sentence", "docs/forward.md",
          '\\partial w_1 = {= by_w1[-1]["value"]:.6f =}', "\\partial w_1 = 1.2345", PROSE),
    Fault("a number in a sentence names the other coding", "docs/index.md",
          "PyTorch answers {= plain:.0f =}", "PyTorch answers {= by_sign:.0f =}", outputs("docs/index.md")),
    Fault("a table computes with another seed", "docs/forward.md", "t.forward_table((0, 1))", "t.forward_table((1, 1))", outputs("docs/forward.md")),
    Fault("a table's caption tells another seed", "docs/forward.md",
          "Changed formulas for the seed $(0, 1)$.", "Changed formulas for the seed $(1, 0)$.", outputs("docs/forward.md")),
]  # fmt: skip

FIGURES = [
    Fault("a series with the label of the other", "docs/index.md",
          'panel(doubled, "2 * x"),', 'panel(doubled, "2 * x * sign(x) * sign(x)"),', outputs("docs/index.md")),
    Fault("a label changed", MULTICLASS, 'norms_plus, label="plus (as printed)"', 'norms_plus, label="plus (right)"', outputs(MULTICLASS)),
    Fault("the marked point beside the running point", "docs/forward.md", "ax.plot(0, value,", "ax.plot(0.1, value,", outputs("docs/forward.md")),
    Fault("an axis without its label", BINARY, 'xlabel="step (logarithmic)", ', "", outputs(BINARY)),
    Fault("tick labels shifted by one", BINARY, '["0.01", "0.1", "1", "10", "100", "1000"])\nfig.legend(loc="outside lower center"',
          '["0.1", "1", "10", "100", "1000", "10000"])\nfig.legend(loc="outside lower center"', outputs(BINARY)),
    Fault("a figure without a caption", "docs/forward.md",
          'caption="$f$ along the direction $v$, and the straight line with the slope "\n    "that one forward pass computed. They touch at the running point, $s = 0$."',
          'caption=""', BUILD),
    Fault("a description that tells other numbers", JUMP,
          'f"{left} in the left panel and at {right} in', 'f"{right} in the left panel and at {left} in', outputs(JUMP)),
    Fault("a colour that no palette knows", "docs/forward.md", '"o", color="#1f2430"', '"o", color="#ff0000"', PALETTE),
]  # fmt: skip

LINKS = [
    Fault("a link to a page that is not there", "docs/trace.md", "(both-modes.md#complex-step)", "(bothmodes.md#complex-step)", BUILD),
    Fault("a link to an anchor that is not there", "docs/reverse.md", "[the next page](both-modes.md#step-size)", "[the next page](both-modes.md#stepsize)", BUILD),
    Fault("a reference to an equation that is not there", JUMP,
          "a step of Eq. \\eqref{eq:J2} at", "a step of Eq. \\eqref{eq:J9} at", BUILD),
    Fault("a page is removed", "docs/pytorch/line.md", "", "", BUILD),
    Fault("an anchor twice on a page", "docs/both-modes.md", "{ #operations }", "{ #which }", (f"{WHOLE}::test_page_is_whole",)),
    Fault("a page without a description", "docs/reverse.md",
          "description: One sweep back over", "summary: One sweep back over", (f"{WHOLE}::test_page_describes_itself",)),
]  # fmt: skip

BLOCKS = [
    Fault("a block shows another section of the file", "docs/forward.md",
          '"snippets/forward.py:dual"', '"snippets/forward.py:jvp"', (*BUILD, f"{WHOLE}::test_every_section_is_shown_by_a_page")),
    Fault("a block shows the section of another model", MULTICLASS,
          '"snippets/logistic/multiclass.py:objective"', '"snippets/logistic/binary.py:objective"', (*BUILD, f"{WHOLE}::test_every_section_is_shown_by_a_page")),
    Fault("a fence is indented", "docs/reverse.md",
          "```python\neight = t.reverse_walk()", "  ```python\neight = t.reverse_walk()", ("tests/test_conftest.py", *BUILD)),
    Fault("a block is marked `notest`", "docs/reverse.md",
          "```python\neight = t.reverse_walk()", "```python notest\neight = t.reverse_walk()", ("tests/test_conftest.py", *BUILD)),
    Fault("a block is hidden in a comment", "docs/trace.md",
          "```python\npoint = (-0.7, 1.3)\nround(f(*point), 6)\n```", "<!--\n```python\npoint = (-0.7, 1.3)\nround(f(*point), 6)\n```\n-->", PROSE),
    Fault("a block warns", "docs/forward.md",
          "def logistic_map(x):", "import numpy\nnumpy.log(numpy.zeros(1))\n\ndef logistic_map(x):", ("docs/forward.md",)),
    Fault("a block stands before what it uses", JUMP,
          '```python\n--8<-- "snippets/pytorch_cases.py:jump_by_branch"\n```\n\n```python\nprint("values:     ", jump_by_branch(x).tolist())\nprint("derivatives:", derivative(jump_by_branch, x).tolist())\n```',
          '```python\nprint("values:     ", jump_by_branch(x).tolist())\nprint("derivatives:", derivative(jump_by_branch, x).tolist())\n```\n\n```python\n--8<-- "snippets/pytorch_cases.py:jump_by_branch"\n```', (JUMP,)),
    Fault("a block shows the time", "docs/reverse.md", "eight = t.reverse_walk()", "import time\nprint(time.time_ns())\neight = t.reverse_walk()", TWICE),
    Fault("a block draws random numbers without a seed", MULTICLASS,
          "rng = np.random.default_rng(547)\ncentres", "rng = np.random.default_rng()\ncentres", TWICE),
    Fault("a block shows the order of a set", "docs/trace.md",
          "lines = [0.0, 0.25, 1.0]", "lines = [0.0, 0.25, 1.0]\nprint({\"one\", \"two\", \"three\", \"four\"})", TWICE),
    Fault("a cell of the lab raises", "docs/labs/crazy-answer.ipynb", "import torch\\n", "import torch\\n1 / 0\\n", BUILD),
]  # fmt: skip

PAGES = [*FORMULAS, *STATEMENTS, *FIGURES, *LINKS, *BLOCKS]
