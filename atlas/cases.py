"""All cases, family by family."""

from atlas import (
    cases_absolute,
    cases_clamp,
    cases_codings,
    cases_logs,
    cases_masks,
    cases_powers,
    cases_reductions,
    cases_relu,
    cases_roots,
    cases_steps,
    cases_ties,
)
from atlas.case import Case

CASES: list[Case] = [
    *cases_absolute.CASES,
    *cases_relu.CASES,
    *cases_clamp.CASES,
    *cases_ties.CASES,
    *cases_steps.CASES,
    *cases_roots.CASES,
    *cases_powers.CASES,
    *cases_logs.CASES,
    *cases_masks.CASES,
    *cases_reductions.CASES,
    *cases_codings.CASES,
]
