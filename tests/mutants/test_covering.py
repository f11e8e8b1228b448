import ast

from mutants import covering

CODE = """\
limit = 3


def outer(x):
    def inner(y):
        return y

    return inner(x)


class Thing:
    name = "x"

    def method(self):
        return 1
"""


def test_a_function_is_the_outermost_one_around_a_line() -> None:
    tree = ast.parse(CODE)
    lines = {number: covering._function(tree, number) for number in range(1, 17)}
    assert lines[1] == lines[4] == lines[11] == lines[12] == range(0)
    assert lines[5] == lines[6] == lines[8] == range(5, 9)
    assert lines[15] == range(15, 16)
