"""Trials of a Retrograde experiment, for tuners in Python. Nothing but the standard library; see docs/tuners.md."""
import json
import subprocess
from math import exp


class Trials:
    """The program as a process beside this one, such as `Trials(["./retrograde", "trials", "quickstart"])`."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.space = self.read()

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"retrograde ended with exit code {self.process.wait()}")
        return json.loads(line)

    def ask(self, trials):
        """Trains all of these, several at once, and returns the answers in their order."""
        asks = [{**trial, "id": number} for number, trial in enumerate(trials)]
        self.process.stdin.write(json.dumps({"trials": asks}) + "\n")
        self.process.stdin.flush()
        answers = [self.read() for _ in asks]
        for answer in answers:
            if "error" in answer:
                raise ValueError(answer["error"])
        return sorted(answers, key=lambda answer: answer["id"])

    def natural(self, raw):
        """Returns raw numbers in natural units, by name; of a factor, the factor."""
        units = {"log": exp, "logit": lambda x: 1 / (1 + exp(-x)), "identity": float}
        return {n["name"]: units[n["transform"]](x) for n, x in zip(self.space["numbers"], raw)}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait()
