"""The faults that `make faults` tries, one at a time."""

from faults.by_hand import BY_HAND
from faults.code import CODE
from faults.interactive import INTERACTIVE
from faults.kinks import KINKS
from faults.pages import PAGES
from faults.project import PROJECT

FAULTS = [*CODE, *KINKS, *INTERACTIVE, *PAGES, *PROJECT, *BY_HAND]
