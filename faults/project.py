"""Faults in the configuration, the pinned versions and what CI runs."""

from faults.fault import Fault

BUILD = ("strict build",)
SETTINGS = ("tests/test_project.py",)
PINS = ("tests/test_requirements.py",)
WHOLE = ("tests/site/test_site.py::test_page_is_whole",)
IN_ONE = ("tests/site/test_site.py::test_what_a_function_returns_is_said_in_one_piece",)
TWICE = ("tests/site/test_site.py::test_two_builds_are_the_same_bytes",)
STOPS = (
    "tests/site/test_faults.py::test_page_that_the_navigation_names_but_is_not_there_stops_the_build",
)

CONFIG, MAKEFILE, CI = "mkdocs.yml", "Makefile", ".github/workflows/test.yml"

PROJECT = [
    Fault("each line of what a function returns is a thing of its own", CONFIG,
          "returns_multiple_items: false", "returns_multiple_items: true", IN_ONE),
    Fault("torch is pinned to another version", "requirements.txt", "torch==2.13.0 ", "torch==2.12.0 ", PINS),
    Fault("a pin that is a range", "requirements.txt", "numpy==2.4.6", "numpy>=2.4.6", PINS),
    Fault("a pin without its reason", "requirements.txt", "  # figures, as SVG", "", PINS),
    Fault("what the code imports is no longer pinned", "requirements.txt", "mpmath==1.3.0 ", "# mpmath==1.3.0 ", PINS),
    Fault("a page is missing from the navigation", CONFIG, "      - Errata: reference/errata.md\n", "", BUILD),
    Fault("the navigation names a page that is not there", CONFIG, "reference/notation.md", "reference/symbols.md", BUILD),
    Fault("the navigation is no longer checked", CONFIG, "not_found: warn, absolute_links: warn}", "not_found: ignore, absolute_links: warn}", STOPS),
    Fault("labs may contain errors", CONFIG, "allow_errors: false", "allow_errors: true", SETTINGS),
    Fault("an invented address of the site", CONFIG, '!ENV [SITE_URL, ""]', "https://autodiff-executed.org/", SETTINGS),
    Fault("a script from another host", CONFIG, "extra_javascript:\n",
          "extra_javascript:\n  - https://scripts.example/formulas.js\n", SETTINGS),
    Fault("a font from another host", "docs/assets/site.css", "@font-face {", '@import url("https://fonts.example/inter.css");\n@font-face {', SETTINGS),
    Fault("the theme's fonts from another host", CONFIG, "  font: false\n", "", SETTINGS),
    Fault("the line with the versions is gone", "literate/hooks.py", "    config.copyright = versions.executed_with(ROOT)\n", "", WHOLE),
    Fault("figures without a fixed salt", "literate/matplotlibrc", "svg.hashsalt: autodiff-executed\n", "", TWICE),
    Fault("the licence names no holder", "LICENSE", "Copyright (c) 2026 The Autodiff, Executed authors", "", SETTINGS),
    Fault("`make build` is not strict", MAKEFILE, "mkdocs build --strict\n", "mkdocs build\n", SETTINGS),
    Fault("`make test` leaves out the types", MAKEFILE, "\t$(BIN)/mypy\n", "", SETTINGS),
    Fault("`make test` ignores failing tests", MAKEFILE, "\t$(BIN)/python -m pytest --n", "\t-$(BIN)/python -m pytest --n", SETTINGS),
    Fault("CI passes whatever the tests say", ".ci/run", "\nmake test", "\nmake test || true", SETTINGS),
    Fault("CI does not run the tests", CI, "      - run: .ci/run\n", "      - run: make build\n", SETTINGS),
    Fault("CI goes on after an error", CI, "      - run: .ci/run\n", "      - run: .ci/run\n        continue-on-error: true\n", SETTINGS),
    Fault("the site is published untested", CI, "    needs: test\n", "", SETTINGS),
    Fault("warnings do not fail the tests", "pyproject.toml", 'filterwarnings = ["error"]', "filterwarnings = []", SETTINGS),
    Fault("the doc tests are not collected", "pyproject.toml", 'testpaths = ["tests", "docs"]', 'testpaths = ["tests"]', SETTINGS),
    Fault("types are not checked strictly", "pyproject.toml", "\nstrict = true", "\nstrict = false", SETTINGS),
]  # fmt: skip
