"""Faults in the implementations."""

from faults.fault import Fault

RULES = "tests/snippets/test_elementals.py"
REVERSE, FORWARD = "tests/snippets/test_reverse.py", "tests/snippets/test_forward.py"
CASES = "tests/snippets/test_pytorch_cases.py"
BINARY = "tests/snippets/logistic/test_binary.py"
MULTICLASS = "tests/snippets/logistic/test_multiclass.py"

SYMBOLS = {"x - y": "-", "x * y": "*", "x / y": "/", "x ** y": "**", "-x": "negative"}


def partials(slip: str) -> str:
    """The test of the elemental that a slip is in."""
    name = slip.partition(":")[0].partition(" by ")[0]
    return f"{RULES}::test_value_partials_and_second_partials[{SYMBOLS.get(name, name)}]"


# Name of an elemental and what is wrong → what stands in the table of elementals, and the slip.
PARTIALS = {
    "x - y by y: sign": ("y: 1.0, lambda z, x, y: -1.0,", "y: 1.0, lambda z, x, y: 1.0,"),
    "x * y: the factors swapped": ("y: y, lambda z, x, y: x,", "y: x, lambda z, x, y: y,"),
    "x / y by y: sign": ("-divide(z, y)", "divide(z, y)"),
    "x ** y by x: sign": ("y * power(x, y - 1.0)\n", "-y * power(x, y - 1.0)\n"),
    "-x: sign": ("operator.neg, lambda z, x: -1.0", "operator.neg, lambda z, x: 1.0"),
    "exp: sign": ('function("exp"), lambda z, x: z', 'function("exp"), lambda z, x: -z'),
    "log1p: sign": ("divide(1.0, 1.0 + x),", "divide(1.0, 1.0 - x),"),
    "sqrt: twice as large": ("divide(0.5, z)", "divide(1.0, z)"),
    "sin: sign": ("lambda z, x: cos(x)", "lambda z, x: -cos(x)"),
    "cos: sign": ("lambda z, x: -sin(x)", "lambda z, x: sin(x)"),
    "tan: sign": ("1.0 + z * z", "1.0 - z * z"),
    "acos: sign": ("divide(-1.0, sqrt(", "divide(+1.0, sqrt("),
    "atan: sign": ("divide(1.0, 1.0 + x * x)", "divide(1.0, 1.0 - x * x)"),
    "atan2 by x: sign": ("-divide(divide(y, hypot(y, x))", "divide(divide(y, hypot(y, x))"),
    "hypot by y: sign": ("x, y: divide(y, z)", "x, y: -divide(y, z)"),
    "cosh: sign, as if it were cos": ("lambda z, x: sinh(x)", "lambda z, x: -sinh(x)"),
    "tanh: sign, as if it were tan": (
        'function("tanh"), lambda z, x: 1.0 - z * z',
        'function("tanh"), lambda z, x: 1.0 + z * z',
    ),
    "logistic: sign": ("logistic(x) * logistic(-x)", "-logistic(x) * logistic(-x)"),
    "softplus: sign": ("softplus, lambda z, x: logistic(x)", "softplus, lambda z, x: logistic(-x)"),
    "abs: sign": ("abs, lambda z, x: sign(x)", "abs, lambda z, x: -sign(x)"),
    "maximum: that of minimum": (
        "ieee.maximum, lambda z, x, y: exceeds(x, y), lambda z, x, y: exceeds(y, x)",
        "ieee.maximum, lambda z, x, y: exceeds(y, x), lambda z, x, y: exceeds(x, y)",
    ),
    "xlogy by y: sign": ("log(y), lambda z, x, y: divide(x, y)", "log(y), lambda z, x, y: -divide(x, y)"),
    "logsumexp: sign": ("exp(x[i] - z)", "-exp(x[i] - z)"),
    "dot: an entry's own value": ("x[i - len(x) // 2]", "x[i]"),
}  # fmt: skip

CODE = [
    *(
        Fault(f"the partial of {name}", "snippets/elementals.py", old, new, (partials(name),))
        for name, (old, new) in PARTIALS.items()
    ),
    Fault(
        "the sweep overwrites adjoints instead of adding",
        "snippets/reverse.py",
        "adjoints[t] = term if known is None else known + term",
        "adjoints[t] = term",
        (REVERSE,),
    ),
    Fault(
        "forward mode keeps only the last term of its sum",
        "snippets/forward.py",
        "dz = term if dz is None else dz + term",
        "dz = term",
        (FORWARD,),
    ),
    Fault(
        "the sweep begins at the inputs",
        "snippets/reverse.py",
        "range(len(adjoints) - 1, -1, -1)",
        "range(len(adjoints))",
        (REVERSE,),
    ),
    Fault(
        "the running example adds exp(2 w_2)",
        "snippets/example.py",
        "step(3 * z1 - z3)",
        "step(3 * z1 + z3)",
        ("tests/snippets/test_example.py",),
    ),
    Fault(
        "the penalty's gradient is λw, not 2λw",
        "snippets/logistic/binary.py",
        "+ 2 * lam * w\n",
        "+ lam * w\n",
        (BINARY,),
    ),
    Fault(
        "the binary Hessian has λI, not 2λI",
        "snippets/logistic/binary.py",
        "+ 2 * lam * np.eye",
        "+ lam * np.eye",
        (BINARY,),
    ),
    Fault(
        "the multi-class Hessian has the penalty of the printed Eq. 13",
        "snippets/logistic/multiclass.py",
        "- lam * np.eye(W.size)",
        "+ lam * np.eye(W.size)",
        (MULTICLASS,),
    ),
    Fault(
        "`fit` does not ask whether the data are separable",
        "snippets/logistic/binary.py",
        "        require_overlap(y[:, None] * basis)\n",
        "",
        (BINARY,),
    ),
    Fault(
        "labels 0 and 1 pass for -1 and +1",
        "snippets/logistic/checks.py",
        "np.flatnonzero(np.abs(y) != 1)",
        "np.flatnonzero(np.abs(y) > 1)",
        ("tests/snippets/logistic/test_checks.py",),
    ),
    Fault(
        "nan passes as an input",
        "snippets/inputs.py",
        "    if not fine:\n",
        "    if fine is None:\n",
        (FORWARD, REVERSE),
    ),
    Fault(
        "the branch coding of Eq. 4 returns 3x at 0",
        "snippets/pytorch_cases.py",
        "            return 2 * entry - 1\n        return 2 * entry\n\n    return at_each",
        "            return 2 * entry - 1\n        return 3 * entry\n\n    return at_each",
        (CASES,),
    ),
    Fault(
        "the sign coding of 2x loses one of its signs",
        "snippets/pytorch_cases.py",
        "return 2 * x * side * side",
        "return 2 * x * side",
        (CASES,),
    ),
    Fault(
        "a drawing leaves out the point at 0",
        "snippets/panels.py",
        "    ax.plot([0.0], _numbers(at_zero), marker, color=colour, zorder=4, **_SIZES[marker])\n",
        "",
        ("tests/snippets/test_panels.py",),
    ),
    Fault(
        "a drawing's legend tells the slope with the wrong sign",
        "snippets/panels.py",
        "derivative(f, _ZERO).item() + 0:g",
        "-derivative(f, _ZERO).item() + 0:g",
        ("tests/snippets/test_panels.py",),
    ),
    Fault(
        "a result of another type than the signature says",
        "snippets/notation.py",
        "def named(parameter: str) -> str:",
        "def named(parameter: str) -> int:",
        ("mypy",),
    ),
    Fault(
        "warnings in a block are passed over",
        "literate/runner.py",
        'warnings.simplefilter("error")',
        'warnings.simplefilter("ignore")',
        ("tests/literate/test_runner.py",),
    ),
    Fault(
        "a figure forgets its description",
        "literate/svg.py",
        "{html.escape(description)}",
        "",
        ("tests/literate/test_figures.py",),
    ),
    Fault(
        "anchors are not looked up",
        "literate/links.py",
        "if anchor and anchor not in anchors.get(aim, set()):",
        "if anchor and aim not in anchors:",
        ("tests/literate/test_links.py",),
    ),
]
