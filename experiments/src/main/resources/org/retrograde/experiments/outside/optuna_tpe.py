"""Optuna's TPE, in the lines of `retrograde trials` (docs/tuners.md), until nobody answers any more."""
import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)
numbers = json.loads(sys.stdin.readline())["numbers"]
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=int(sys.argv[1])))
study.enqueue_trial({number["name"]: number["raw"]["start"] for number in numbers})
while True:
    trial = study.ask()
    raw = [trial.suggest_float(n["name"], n["raw"]["lower"], n["raw"]["upper"]) for n in numbers]
    print(json.dumps({"id": trial.number, "raw": raw}), flush=True)
    answer = sys.stdin.readline()
    if not answer:
        break
    study.tell(trial, json.loads(answer)["loss"])
