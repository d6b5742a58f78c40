"""Two tanh layers on points that were drawn once; dies where a file beside it says so."""
import os

import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = 300

drawn = torch.Generator().manual_seed(5)
X = torch.randn(400, 6, generator=drawn)
Y = (X @ torch.randn(6, 3, generator=drawn) + 0.5 * torch.randn(400, 3, generator=drawn)).argmax(1)


def make(width=8):
    return nn.Sequential(nn.Linear(6, width), nn.Tanh(), nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 3))


def batch(step, seed):
    rows = torch.randint(0, EXAMPLES, (20,))
    die(step)
    return X[rows], Y[rows], rows


def loss(model, batch, example_weights):
    x, y, rows = batch
    each = nn.functional.cross_entropy(model(x), y, reduction="none")
    return (example_weights[rows] * each).mean()


def final_loss(model):
    logits = model(X[EXAMPLES:])
    return nn.functional.cross_entropy(logits, Y[EXAMPLES:]), (logits.argmax(1) != Y[EXAMPLES:]).sum(), 100


def die(step):
    """Kills this process where a file says so, after as many visits as the file has bytes."""
    marker = os.path.join(HERE, "kill-%d" % step)
    if os.path.exists(marker):
        left = os.path.getsize(marker)
        os.remove(marker)
        if left == 0:
            os.kill(os.getpid(), 9)
        with open(marker, "w") as file:
            file.write("." * (left - 1))
