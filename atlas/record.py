"""What was measured, as data: atlas/results.json, with date, commit and versions."""

import json
import math
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from atlas import frameworks
from atlas.case import Case
from atlas.frameworks import Answer
from atlas.mathematics import Mathematics, directions, mathematics, value_at
from literate.versions import commit

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "atlas" / "results.json"
BESIDE = 2.0**-10  # how far from its point a coding is compared with its function

Answers = dict[str, dict[str, Answer]]


def origin(names: Sequence[str]) -> dict[str, Any]:
    """Where results come from."""
    versions = {frameworks.FRAMEWORKS[name].title: frameworks.version(name) for name in names}
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "commit": commit(ROOT),
        "versions": {"Python": platform.python_version(), **versions},
    }


def measured(case: Case, names: Sequence[str]) -> Answers:
    """What these frameworks answer, those that have a coding.

    Raises:
        ValueError: A coding is not the function that the case is about.
    """
    found = {}
    for name in names:
        if coding := case.codings.get(name):
            if complaint := difference(case, name):
                raise ValueError(complaint)
            found[name] = frameworks.measured(name, coding, case.point, case.order)
    return found


def difference(case: Case, name: str) -> str:
    """How a coding differs from the case's function beside the point; "" where it does not."""
    for direction in directions(len(case.point)):
        beside = [p + BESIDE * d for p, d in zip(case.point, direction, strict=True)]
        expected = value_at(case, beside)
        if expected is None:
            continue
        found = frameworks.value(name, case.codings[name], beside)
        if not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9):
            return f"{case.name}, {name}: at {beside} it is {found}, the function {expected}."
    return ""


def changes(answers: Mapping[str, Answers], file: Path = RESULTS) -> list[str]:
    """What differs from the record, a sentence each: the case, the old and the new answer."""
    recorded = read(file)["cases"]
    found = []
    for name, frameworks_found in answers.items():
        for framework, modes in frameworks_found.items():
            before = recorded.get(name, {}).get(framework, {})
            found += [
                f"{name}, {frameworks.FRAMEWORKS[framework].title}, {mode} mode: "
                f"recorded {before.get(mode, 'nothing')}, now {answer}."
                for mode, answer in modes.items()
                if mode not in before or not same(before[mode], answer)
            ]
    return found


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same numbers, nan included, or the same word."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return len(one) == len(other) and all(
        a == b
        or (math.isnan(a) and math.isnan(b))
        or (math.isfinite(a) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9))
        for a, b in zip(one, other, strict=True)
    )


def write(
    origin: Mapping[str, Any],
    cases: Sequence[Case],
    answers: Mapping[str, Answers],
    file: Path = RESULTS,
) -> None:
    """Write answers by case, one framework a line, and the mathematics beside them."""
    blocks = []
    for case in cases:
        lines = [f'   "mathematics": {_json(_as_data(mathematics(case)))}']
        lines += [f'   "{name}": {_json(modes)}' for name, modes in answers[case.name].items()]
        blocks.append(f'  "{case.name}": {{\n' + ",\n".join(lines) + "\n  }")
    head = json.dumps(dict(origin), indent=1, ensure_ascii=False).removesuffix("\n}")
    text = f'{head},\n "cases": {{\n' + ",\n".join(blocks) + "\n }\n}\n"
    json.loads(text)
    file.write_text(text, encoding="utf-8")


def read(file: Path = RESULTS) -> dict[str, Any]:
    """What was last measured; numbers that JSON does not know are numbers again."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for entry in found["cases"].values():
        entry["mathematics"] = _from_data(entry["mathematics"])
        for name in entry.keys() - {"mathematics"}:
            entry[name] = {m: _numbers(a) for m, a in entry[name].items()}
    return found


def source(recorded: Mapping[str, Any]) -> str:
    """When and with what it was measured, as a sentence."""
    versions = ", ".join(f"{name} {number}" for name, number in recorded["versions"].items())
    return f"Measured on {recorded['date']} from {recorded['commit']}, with {versions}."


def _as_data(found: Mathematics) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": found.kind}
    if found.reason:
        data["reason"] = found.reason
    if found.gradient:
        data["gradient"] = found.gradient
    if found.vertices:
        data["vertices"] = found.vertices
    data["slopes"] = {" ".join(map(str, d)): slope for d, slope in found.slopes.items()}
    return data


def _from_data(data: Mapping[str, Any]) -> Mathematics:
    return Mathematics(
        data["kind"],
        data.get("reason", ""),
        {tuple(map(int, d.split())): float(slope) for d, slope in data["slopes"].items()},
        tuple(map(float, data.get("gradient", ()))),
        tuple(tuple(map(float, vertex)) for vertex in data.get("vertices", ())),
    )


def _numbers(answer: Any) -> Answer:
    return answer if isinstance(answer, str) else [float(number) for number in answer]


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:
    """With numbers that JSON does not know as words, and whole numbers as such."""
    if isinstance(value, Mapping):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value == int(value) else value
    return value
