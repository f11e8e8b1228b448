"""Wrong statements of kinds that no check had been made for, tried by hand.

Four were caught by what there was: the equation that does not exist, the unit roundoff, errata E4
and E12. The other fourteen got through, and have a check since.
"""

from faults.fault import Fault

REFERENCES = ("tests/docs/test_references.py",)
CLAIMS = ("tests/docs/test_claims.py",)
RULES = ("tests/snippets/test_elementals.py::test_table_of_rules_says_what_both_engines_answer",)
SETTINGS = ("tests/test_project.py",)

BINARY, ERRATA = "docs/logistic/binary.md", "docs/reference/errata.md"

BY_HAND = [
    Fault("a link says Claim 4 and leads to Claim 5", ERRATA,
          "[Claim 4](../logistic/binary.md#claim-4)", "[Claim 4](../logistic/binary.md#claim-5)", REFERENCES),
    Fault("an implementation cites an equation of another chapter", "snippets/logistic/binary.py", "    Source: Eq. 6.\n", "    Source: Eq. 4.\n", REFERENCES),
    Fault("a table's head names an equation that does not exist", "docs/pytorch/jump.md", '"by Eq. J1"', '"by Eq. J7"', REFERENCES),
    Fault("the errata are counted wrongly", ERRATA, "description: The fourteen places", "description: The thirteen places", REFERENCES),
    Fault("erratum E4 gives the claim the verdict of the source", ERRATA, "It is *False*. By Eq.", "It is *True*. By Eq.", REFERENCES),
    Fault("the source's answer to claim 2 is misreported", BINARY, "The source says False: sparsity", "The source says True: sparsity", REFERENCES),
    Fault("agreement to 12 digits, compared to 2", "docs/forward.md", "slope / combined - 1) < 1e-12", "slope / combined - 1) < 1e-2", REFERENCES),
    Fault("a paper of another year", "docs/reference/bibliography.md", "**Clarke (1983)**", "**Clarke (1984)**", REFERENCES),
    Fault("an implementation cites a paper by another title", "snippets/higher.py", "Fast exact multiplication by the Hessian", "Fast exact division by the Hessian", REFERENCES),
    Fault("a proof ends at another number", BINARY, r"that is $w = \log 3$", r"that is $w = \log 2$", CLAIMS),
    Fault("the solution of an exercise is off by a factor", BINARY, r"it follows that $\lambda = 1 / (8 \log 3)$", r"it follows that $\lambda = 1 / (4 \log 3)$", CLAIMS),
    Fault("the unit roundoff for the machine epsilon", "docs/reference/notation.md", "unit roundoff of float64, $2^{-53}$", "unit roundoff of float64, $2^{-52}$", CLAIMS),
    Fault("erratum E12 the wrong way round", ERRATA, "of the multi-class form is twice that of the binary", "of the multi-class form is half that of the binary", CLAIMS),
    Fault("a documented rule that the engine does not use", "snippets/elementals.py", "| `sqrt(x)` | 0, vertical tangent | inf | inf |", "| `sqrt(x)` | 0, vertical tangent | 0 | inf |", RULES),
    Fault("the guide names a file that is not there", "CONTRIBUTING.md", "`snippets/elementals.py`", "`snippets/primitives.py`", SETTINGS),
    Fault("the guide names a command that is not there", "README.md", "make build   # the site into site/", "make site    # the site into site/", SETTINGS),
    Fault("the guide asks for another Python", "README.md", "You need Python 3.11", "You need Python 3.10", SETTINGS),
    Fault("the name of the version that the rules are compared with", "snippets/elementals.py", "| PyTorch 2.13 |", "| PyTorch 2.12 |", RULES),
]  # fmt: skip
