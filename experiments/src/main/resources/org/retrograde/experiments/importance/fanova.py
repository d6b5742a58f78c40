"""Shares of the variance by fANOVA: points, losses and seeds as JSON on standard input, shares by forest on standard output."""

import json
import sys

question = json.load(sys.stdin)  # all of it, whatever is missing here
try:
    import optuna
    import sklearn
except ImportError as missing:
    json.dump({"error": str(missing)}, sys.stdout)
    sys.exit()

optuna.logging.set_verbosity(optuna.logging.ERROR)
names = [str(number) for number in range(len(question["points"][0]))]
unit = {name: optuna.distributions.FloatDistribution(0, 1) for name in names}
study = optuna.create_study()
study.add_trials(
    [
        optuna.trial.create_trial(params=dict(zip(names, point)), distributions=unit, value=loss)
        for point, loss in zip(question["points"], question["losses"])
    ]
)
shares = []
for seed in question["seeds"]:
    found = optuna.importance.FanovaImportanceEvaluator(n_trees=16, seed=seed).evaluate(study)
    whole = sum(found.values()) or 1  # some versions of Optuna leave the shares of interactions out
    shares.append([found[name] / whole for name in names])
json.dump({"shares": shares}, sys.stdout)
