"""Tunes by our hypergradients and SciPy's L-BFGS-B: gradient_tune.py STEPS COMMAND..."""
import sys

import numpy
import scipy.optimize

from retrograde_trials import Trials

steps, command = int(sys.argv[1]), sys.argv[2:]
with Trials(command) as trials:
    numbers = trials.space["numbers"]
    runs = 0.0

    def loss_and_gradient(raw):
        global runs
        answer = trials.ask([{"raw": list(raw), "gradient": True}])[0]
        runs = answer["runsInTotal"]
        if "diverged" in answer:  # worse than anything, so that the line search turns back
            return 1e10, numpy.zeros(len(raw))
        return answer["loss"], numpy.array(answer["gradient"])

    start = [number["raw"]["start"] for number in numbers]
    before = loss_and_gradient(start)[0]
    found = scipy.optimize.minimize(
        loss_and_gradient,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(number["raw"]["lower"], number["raw"]["upper"]) for number in numbers],
        options={"maxiter": steps, "maxfun": 2 * steps},
    )
    print(f"SciPy {scipy.__version__}: start {before}, best {found.fun} after {runs:.0f} training runs")
    print(trials.natural(found.x))
