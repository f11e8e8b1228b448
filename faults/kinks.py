"""Faults in the atlas, in the diagnosis, and in the derivatives at a kink."""

from faults.fault import Fault

PYTORCH = ("tests/atlas/test_pytorch.py",)
MATHEMATICS = ("tests/atlas/test_mathematics.py", "tests/atlas/test_cases.py")
DIAGNOSIS = ("tests/snippets/test_kinks.py", "tests/atlas/test_diagnosis.py")
DIRECTIONAL = ("tests/snippets/test_directional.py",)
EQUATION = ("tests/equations/test_equations.py",)
ARTIFICIAL = ("tests/snippets/test_artificial.py",)
FAMILIES = ("tests/atlas/test_cases.py::test_every_family_has_a_page_of_its_own",)
GRADIENT = ("tests/snippets/test_pytorch_cases.py::test_gradient_says_what_is_wrong",)
NOTHING = ("tests/site/test_outputs.py::test_page_shows_what_is_recorded[atlas/logarithms.md]",)
RULES = ("tests/snippets/test_rules.py",)

# fmt: off
KINKS = [
    Fault("the atlas: another coding of |x| for PyTorch", "atlas/cases_absolute.py",
          'issues/10515",\n        torch="torch.abs(x)"', 'issues/10515",\n        torch="torch.relu(x)"', PYTORCH),
    Fault("the atlas: jumps pass for slopes", "atlas/mathematics.py", 'mpf("1e-3"):', 'mpf("1e+3"):', MATHEMATICS),
    Fault("the atlas: PyTorch announces a second derivative", "atlas/frameworks.py", "create_graph=once_more", "create_graph=True", PYTORCH),
    Fault("the diagnosis: no gap between slopes is a kink", "snippets/slopes.py", "sure = gap > 8 *", "sure = gap > 8e99 *", DIAGNOSIS),
    Fault("Richardson's extrapolation with another weight", "snippets/slopes.py", "(fine - coarse) / (2**order - 1)", "(fine - coarse) / 2**order", EQUATION),
    Fault("a tie is broken the other way", "snippets/series.py", "return float(ieee.sign(primal(value)))", "return -float(ieee.sign(primal(value)))", DIRECTIONAL),
    Fault("the zero function with slope: a relu turned round", "snippets/artificial.py",
          "(torch.relu(-x) + x - torch.relu(x))", "(torch.relu(x) + x - torch.relu(-x))", ARTIFICIAL),
    Fault("a family's link leads to another family", "docs/atlas/index.md", "[Steps](steps.md)", "[Steps](ties.md)", FAMILIES),
    Fault("a gradient where an entry is nan", "snippets/pytorch_cases.py", "if vector.isnan().any():", "if vector.isnan().all():", GRADIENT),
    Fault("the sum of nothing without its guard", "docs/atlas/logarithms.md",
          "inside = torch.where(empty, 0, x)", "inside = torch.where(empty, x, x)", NOTHING),
    Fault("a rule of one's own that forgets its slope", "snippets/rules.py", "slope * number", "number", RULES),
]
