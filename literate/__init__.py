"""The thin layer that turns a chapter into a page: it runs blocks and shows what they return.

A chapter imports four names from here. Each returns an object that a page, a notebook or a
test can show; none of them knows which chapter asked.
"""

from literate.figures import figure
from literate.graphs import graph
from literate.stepper import stepper
from literate.tables import table

__all__ = ["figure", "graph", "stepper", "table"]
