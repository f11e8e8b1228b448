"""The functions that the page offers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """A function at a point that shows something.

    Attributes:
        title: What the reader chooses by.
        source: The function as it would be typed.
        inputs: Name → number, in order.
        along: The input to look along; the first by default.
    """

    title: str
    source: str
    inputs: dict[str, float]
    along: str = ""


EXAMPLES = (
    Example("A short expression", "sin(x*y)/x", {"x": 1.3, "y": 0.7}),
    Example(
        "The running example",
        """\
def f(w1, w2):
    z1 = step(w1 / w2)
    z2 = step(sin(2 * pi * z1))
    z3 = step(exp(2 * w2))
    z4 = step(3 * z1 - z3)
    z5 = step(z2 + z4)
    return z4 * z5""",
        {"w1": -0.7, "w2": 1.3},
    ),
    Example(
        "Two paths that add up",
        """\
def f(x):
    u = x * x
    return u + sin(u)""",
        {"x": 1.3},
    ),
    Example("A kink: |x|", "abs(x) + x/2", {"x": 0.0}),
    Example("x·sign(x), the same as |x|", "x * sign(x)", {"x": 0.0}),
    Example("2x, by signs", "2 * x * sign(x) * sign(x)", {"x": 0.0}),
    Example(
        "relu(x) − relu(−x), which is x",
        """\
def relu(x):
    return x if x > 0 else 0

def f(x):
    return relu(x) - relu(-x)""",
        {"x": 0.0},
    ),
    Example(
        "A branch",
        """\
def f(x):
    if x < 1:
        return x * x
    return 2*x - 1""",
        {"x": 1.0},
    ),
    Example(
        "A loop: Heron's root",
        """\
def root(a):
    x = a
    for _ in range(4):
        x = (x + a/x) / 2
    return x""",
        {"a": 2.0},
    ),
    Example(
        "Four inputs", "exp(-(a - b)**2) * tanh(c*d)", {"a": 0.6, "b": -0.2, "c": 1.1, "d": 0.8}
    ),
)
