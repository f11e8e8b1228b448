"""Faults in what a reader moves, or sees move: pages that load, steppers, the penalty, the playground."""

from faults.fault import Fault

WALKS = ("tests/snippets/test_walks.py",)
STEPPER = ("tests/browser/test_stepper.py",)
LIVE = ("tests/browser/test_live.py",)
PANELS = ("tests/literate/test_livepanels.py",)
PATHS = ("tests/snippets/logistic/test_path.py",)
TYPED = ("tests/playground/test_answer.py",)
ADDRESSES = ("tests/browser/test_addresses.py",)
PIECES = ("tests/browser/test_pieces.py",)
SANDBOX = ("tests/browser/test_sandbox.py",)

# fmt: off
INTERACTIVE = [
    Fault("the stepper adds the paths into a node in no order", "snippets/walks.py", "shares[name][::-1])", "shares[name][::1])", WALKS),
    Fault("the stepper shows a number one step too early", "docs/assets/stepper.js", "from <= at && at < until", "from <= at + 1 && at < until", STEPPER),
    Fault("a page that is left writes into the next one's address", "docs/assets/stepper.js", "if (location.pathname !== here) return;", "", ADDRESSES),
    Fault("half a page is painted, and moves", "literate/theme/main.html", '" blocking="render">', '">', PIECES),
    Fault("the marks on the curves are those of the next penalty", "docs/assets/live.js", "points[place];", "points[Math.min(place + 1, points.length - 1)];", LIVE),
    Fault("the zone of doubt ends at other odds than its key says", "literate/livepanels.py", "scale * math.log(ODDS)", "scale * math.log(4)", PANELS),
    Fault("the optimum drifts the other way", "snippets/logistic/path.py", "lstsq(H, -2 * lam * w_hat)", "lstsq(H, 2 * lam * w_hat)", PATHS),
    Fault("typed code may ask the network", "docs/assets/playground/sandbox.js", "worker-src blob:\";", "worker-src blob:; connect-src *\";", SANDBOX),
    Fault("the playground says one input's derivative for another", "playground/answer.py",
          "zip(typed.names, found.rows, strict=True)", "zip(typed.names, found.rows[::-1], strict=True)", TYPED),
]
