"""Tunes an experiment by Optuna: optuna_tune.py TRIALS COMMAND..., such as 40 ./retrograde trials quickstart."""
import os
import sys

import optuna

from retrograde_trials import Trials

budget, command = int(sys.argv[1]), sys.argv[2:]
optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=0))
with Trials(command) as trials:
    numbers = trials.space["numbers"]
    study.enqueue_trial({number["name"]: number["raw"]["start"] for number in numbers})
    while len(study.trials) < budget:
        together = [study.ask() for _ in range(min(os.cpu_count(), budget - len(study.trials)))]
        points = [
            [trial.suggest_float(n["name"], n["raw"]["lower"], n["raw"]["upper"]) for n in numbers]
            for trial in together
        ]
        for trial, answer in zip(together, trials.ask([{"raw": raw} for raw in points])):
            diverged = answer["loss"] is None
            study.tell(trial, answer["loss"], optuna.trial.TrialState.FAIL if diverged else None)
    best = trials.natural([study.best_params[number["name"]] for number in numbers])
    print(f"Optuna {optuna.__version__}: start {study.trials[0].value}, best {study.best_value} of {len(study.trials)}")
    print(best)
