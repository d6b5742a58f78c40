"""Writes reference cases of format hypergrad-case-2: trainings whose final loss is differentiated by PyTorch.

Nothing here is shared with the program that the cases check: networks and optimizers are written out once more, in
double precision, all steps stay on PyTorch's tape, and their gradients with it (`create_graph=True`). Decays are used as
the exact ratios n / 2^k that docs/cases.md asks for; their derivatives take rounding for the identity.

Usage: python3 reference_cases.py FOLDER
"""
import json
import math
import os
import sys

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
EPSILON = 1e-5  # in root mean squares


def ratio(x, bits):
    """x as the next multiple of 2^-bits, with the derivative of x."""
    return x + (torch.floor(x.detach() * 2**bits + 0.5).clamp(1, 2**bits) / 2**bits - x.detach())


# Networks: functions of weights by name, examples, and settings as a config has them.


def activation(name, x):
    if name == "gelu":
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    if name == "silu":
        return x / (1 + torch.exp(-x))
    return torch.tanh(x)


def norm(kind, x):
    if kind == "layer":
        x = x - x.mean(-1, keepdim=True)
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + EPSILON)


class Transformer:
    """x: numbers of tokens, [windows, window]."""

    def __init__(self, settings, width, depth, act, window, vocabulary):
        self.s, self.width, self.depth, self.act = settings, width, depth, act
        self.window, self.vocabulary = window, vocabulary
        self.size = settings["head-size"]
        self.heads = width // self.size
        self.shared = settings["key-value-heads"] or self.heads

    def shapes(self):
        width, units, shared = self.width, self.s["ratio"] * self.width, self.shared * self.size
        shapes = {}

        def gains(name, size):
            if self.s["gains"] != "none":
                shapes[name] = (1, size if self.s["gains"] == "vector" else 1)

        def matrix(name, fan_in, fan_out):
            shapes[name] = (fan_in, fan_out)
            if self.s["biases"]:
                shapes["b" + name] = (1, fan_out)

        shapes["E"] = (self.vocabulary, width)
        if self.s["positions"] == "learned":
            shapes["P"] = (self.window, width)
        if self.s["embedding-norm"]:
            gains("gE", width)
        for block in range(1, self.depth + 1):
            gains(f"gA{block}", width)
            matrix(f"q{block}", width, width)
            if self.s["query-key-norm"]:
                gains(f"gq{block}", self.size)
            matrix(f"k{block}", width, shared)
            if self.s["query-key-norm"]:
                gains(f"gk{block}", self.size)
            matrix(f"v{block}", width, shared)
            matrix(f"o{block}", width, width)
            gains(f"gM{block}", width)
            matrix(f"u{block}", width, units)
            if self.s["gated"]:
                matrix(f"w{block}", width, units)
            matrix(f"d{block}", units, width)
        gains("gR", width)
        if not self.s["tied"]:
            matrix("R", width, self.vocabulary)
        elif self.s["biases"]:
            shapes["bR"] = (1, self.vocabulary)
        return shapes

    def weights(self, name):
        """Whether a group multiplies what it meets."""
        return name[0] not in "bg"

    def __call__(self, w, tokens):
        def gained(name, x):
            return x * (1 + w[name][0]) if name in w else x

        def linear(name, x):
            return x @ w[name] + (w["b" + name][0] if self.s["biases"] else 0)

        x = w["E"][tokens]
        if self.s["positions"] == "learned":
            x = x + w["P"][: self.window]
        if self.s["embedding-norm"]:
            x = gained("gE", norm(self.s["norm"], x))
        for block in range(1, self.depth + 1):
            x = x + self.attention(w, block, gained(f"gA{block}", norm(self.s["norm"], x)), gained, linear)
            read = gained(f"gM{block}", norm(self.s["norm"], x))
            units = activation(self.act, linear(f"u{block}", read))
            if self.s["gated"]:
                units = units * linear(f"w{block}", read)
            x = x + linear(f"d{block}", units)
        read = gained("gR", norm(self.s["norm"], x))
        if self.s["tied"]:
            return read @ w["E"].T / self.width + (w["bR"][0] if self.s["biases"] else 0)
        return linear("R", read)

    def attention(self, w, block, read, gained, linear):
        def heads(name, count):
            return linear(f"{name}{block}", read).reshape(*read.shape[:2], count, self.size)

        q, k, v = heads("q", self.heads), heads("k", self.shared), heads("v", self.shared)
        if self.s["query-key-norm"]:
            q, k = gained(f"gq{block}", norm(self.s["norm"], q)), gained(f"gk{block}", norm(self.s["norm"], k))
        if self.s["positions"] == "rotary":
            q, k = self.turned(q), self.turned(k)
        scale = self.s["attention-multiplier"] / (self.size if self.s["scale"] == "size" else math.sqrt(self.size))
        found = []
        for head in range(self.heads):
            other = head // (self.heads // self.shared)
            logits = scale * q[:, :, head] @ k[:, :, other].transpose(1, 2)
            later = torch.ones(self.window, self.window, dtype=torch.bool).triu(1)
            seen = torch.softmax(logits.masked_fill(later, -math.inf), -1)
            found.append(seen @ v[:, :, other])
        return linear(f"o{block}", torch.cat(found, -1))

    def turned(self, x):
        half = self.size // 2
        angles = torch.arange(self.window)[:, None] * 10000.0 ** (-torch.arange(half, dtype=torch.float64) / half)
        c, s = angles.cos()[:, None], angles.sin()[:, None]
        a, b = x[..., :half], x[..., half:]
        return torch.cat((a * c - b * s, a * s + b * c), -1)


class ConvNet:
    """x: rows of images, line by line, each pixel with all its channels."""

    def __init__(self, settings, width, act, shape, classes):
        self.s, self.width, self.act, self.shape, self.classes = settings, width, act, shape, classes

    def shapes(self):
        height, across, channels = self.shape
        shapes = {}
        for number, stage in enumerate(self.s["stages"], 1):
            out = stage["multiple"] * self.width
            shapes[f"W{number}"] = (stage["kernel"] ** 2 * channels, out)
            shapes[f"b{number}"] = (1, out)
            height, across = (
                (side + 2 * stage["padding"] - stage["kernel"]) // stage["stride"] + 1 for side in (height, across)
            )
            if stage["pooling"] != "none":
                every = stage["pool-stride"] or stage["pool-size"]
                height, across = ((side - stage["pool-size"]) // every + 1 for side in (height, across))
            channels = out
        last = len(self.s["stages"]) + 1
        shapes[f"W{last}"] = (channels if self.s["global-pooling"] != "none" else height * across * channels, self.classes)
        shapes[f"b{last}"] = (1, self.classes)
        return shapes

    def weights(self, name):
        return name[0] == "W"

    def __call__(self, w, x):
        x = x.reshape(-1, *self.shape).permute(0, 3, 1, 2)
        for number, stage in enumerate(self.s["stages"], 1):
            side = stage["kernel"]
            kernel = w[f"W{number}"].reshape(side, side, x.shape[1], -1).permute(3, 2, 0, 1)
            # No convolution of PyTorch's own: its second derivatives are slower to trust than sums are to write.
            padded = torch.nn.functional.pad(x, 4 * [stage["padding"]])
            windows = padded.unfold(2, side, stage["stride"]).unfold(3, side, stage["stride"])
            x = torch.einsum("nchwij,ocij->nohw", windows, kernel) + w[f"b{number}"][0][:, None, None]
            x = activation(self.act, x)
            x = self.pooled(stage["pooling"], x, stage["pool-size"], stage["pool-stride"] or stage["pool-size"])
        if self.s["global-pooling"] != "none":
            x = self.pooled(self.s["global-pooling"], x, x.shape[2], 1)
        last = len(self.s["stages"]) + 1
        return x.permute(0, 2, 3, 1).reshape(len(x), -1) @ w[f"W{last}"] + w[f"b{last}"][0]

    @staticmethod
    def pooled(kind, x, size, stride):
        if kind == "none":
            return x
        windows = x.unfold(2, size, stride).unfold(3, size, stride)
        return windows.amax((4, 5)) if kind == "max" else windows.mean((4, 5))


def cross_entropy(logits, labels):
    logits, labels = logits.reshape(-1, logits.shape[-1]), labels.reshape(-1)
    return -torch.log_softmax(logits, -1)[torch.arange(len(labels)), labels].mean()


# Optimizers: step t of one group, from its coefficients and states.


def momentum(c, x, g, states, products):
    mu = ratio(c["momentum"], 16)
    v = mu * states[0] - (1 - mu) * g
    return x + c["learning_rate"] * v, [v]


def heavy_ball(c, x, g, states, products):
    v = ratio(c["momentum"], 16) * states[0] + g
    return x - c["learning_rate"] * v, [v]


def adamw(c, x, g, states, products):
    beta1, beta2 = ratio(c["beta1"], 16), ratio(c["beta2"], 16)
    m = beta1 * states[0] + (1 - beta1) * g
    s = beta2 * states[1] + (1 - beta2) * g * g
    products[0], products[1] = products[0] * beta1, products[1] * beta2
    below = torch.sqrt(s / (1 - products[1])) + c["epsilon"]
    kept = ratio(1 - c["learning_rate"] * c["weight_decay"], 24)
    return kept * x - c["learning_rate"] * m / (1 - products[0]) / below, [m, s]


OPTIMIZERS = {
    "momentum": (momentum, 1, ("learning_rate", "momentum")),
    "heavy-ball": (heavy_ball, 1, ("learning_rate", "momentum")),
    "adamw": (adamw, 2, ("learning_rate", "beta1", "beta2", "epsilon", "weight_decay")),
}


def train(case, network, batches, judge):
    """Fills in `expected`; batches are (examples, labels) of a step, judge the final ones."""
    names = case["groups"]
    update, count, coefficients = OPTIMIZERS[case["optimizer"]]
    blocks = {key: torch.tensor(case[key], requires_grad=True) for key in coefficients}
    for key in ("log_init_scale", "l2", "log_multiplier"):
        blocks[key] = torch.tensor(case[key], requires_grad=True)
    raw = {name: torch.tensor(case["weights"][name]) for name in names}
    w0 = {name: torch.exp(blocks["log_init_scale"][i]) * raw[name] for i, name in enumerate(names)}
    w = dict(w0)
    alpha = {name: torch.exp(blocks["log_multiplier"][i]) for i, name in enumerate(names)}
    states = {name: count * [torch.zeros_like(raw[name])] for name in names}
    products = {name: 2 * [torch.tensor(1.0)] for name in names}
    for t in range(case["T"]):
        x, y = batches(t)
        loss = cross_entropy(network({name: alpha[name] * w[name] for name in names}, x), y)
        loss = loss + sum(blocks["l2"][i] * (w[name] ** 2).sum() for i, name in enumerate(names))
        grads = torch.autograd.grad(loss, [w[name] for name in names], create_graph=True)
        moved = {}
        for i, name in enumerate(names):
            now = {key: blocks[key][t, i] for key in coefficients}
            moved[name], states[name] = update(now, w[name], grads[i], states[name], products[name])
        w = moved
    final = cross_entropy(network({name: alpha[name] * w[name] for name in names}, judge[0]), judge[1])
    inputs = list(blocks.values()) + list(w0.values())
    images = isinstance(network, ConvNet)
    if images:
        inputs.append(batches.examples)
    found = torch.autograd.grad(final, inputs)
    expected = {key: value.tolist() for key, value in zip(blocks, found)}
    expected["weights"] = {name: value.tolist() for name, value in zip(names, found[len(blocks) :])}
    if images:
        expected["train_x"] = found[-1].tolist()
    case["expected"] = {"final_val_loss": float(final), "hypergrad": expected}


def settings(case, network, draw, rates):
    """Draws starts and every number of every step; decays are odd multiples of 2^-16."""
    names = list(network.shapes())
    steps, groups = case["T"], len(names)
    case["groups"] = names
    case["weights"] = {}
    for name, shape in network.shapes().items():
        spread = 1 / math.sqrt(shape[0]) if network.weights(name) and name not in "EP" else 0.5
        case["weights"][name] = (spread * draw.normal(*shape)).tolist()
    case["log_init_scale"] = (0.2 * draw.normal(groups)).tolist()
    case["l2"] = (1e-3 * torch.exp(0.5 * draw.normal(groups))).tolist()
    case["log_multiplier"] = (0.2 * draw.normal(groups)).tolist()
    for key, (centre, spread) in rates.items():
        if spread is None:
            case[key] = ((torch.floor(2**16 * (centre + 0.05 * torch.rand(steps, groups, generator=draw.g)))) / 2**16).tolist()
        else:
            case[key] = (centre * torch.exp(spread * draw.normal(steps, groups))).tolist()


class Draw:
    def __init__(self, seed):
        self.g = torch.Generator().manual_seed(seed)

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.g)

    def whole(self, below, *shape):
        return torch.randint(0, below, shape, generator=self.g)


class Windows:
    def __init__(self, tokens, beginnings, window):
        self.tokens, self.beginnings, self.window = tokens, beginnings, window

    def __call__(self, t):
        places = torch.tensor(self.beginnings[t])[:, None] + torch.arange(self.window)
        return self.tokens[places], self.tokens[places + 1]


class Rows:
    def __init__(self, examples, labels, batches):
        self.examples, self.labels, self.batches = examples, labels, batches

    def __call__(self, t):
        return self.examples[self.batches[t]], self.labels[self.batches[t]]


def text_case(seed, architecture, model, optimizer, rates, steps, window=6, vocabulary=7):
    draw = Draw(seed)
    case = {"format": "hypergrad-case-2", "model": {"architecture": {"name": "transformer", **architecture}, **model}}
    case.update(optimizer=optimizer, T=steps, window=window, vocabulary=vocabulary)
    network = Transformer(architecture, model["width"], model["depth"], model["activation"], window, vocabulary)
    settings(case, network, draw, rates)
    tokens, judged = draw.whole(vocabulary, 61), draw.whole(vocabulary, 4 * window + 1)
    case["train_tokens"], case["val_tokens"] = tokens.tolist(), judged.tolist()
    case["batches"] = draw.whole(61 - window, steps, 2).tolist()
    judge = judged[:-1].reshape(-1, window), judged[1:].reshape(-1, window)
    train(case, network, Windows(tokens, case["batches"], window), judge)
    return case


def image_case(seed, architecture, model, optimizer, rates, steps, shape, classes):
    draw = Draw(seed)
    case = {"format": "hypergrad-case-2", "model": {"architecture": {"name": "convnet", **architecture}, **model}}
    case.update(optimizer=optimizer, T=steps, shape=list(shape), classes=classes)
    network = ConvNet(architecture, model["width"], model["activation"], shape, classes)
    settings(case, network, draw, rates)
    features = shape[0] * shape[1] * shape[2]
    x, judged = draw.normal(12, features), draw.normal(9, features)
    y, judged_y = draw.whole(classes, 12), draw.whole(classes, 9)
    case.update(train_x=x.tolist(), train_y=y.tolist(), val_x=judged.tolist(), val_y=judged_y.tolist())
    case["batches"] = [torch.randperm(12, generator=draw.g)[:4].tolist() for _ in range(steps)]
    train(case, network, Rows(x.requires_grad_(), y, case["batches"]), (judged, judged_y))
    return case


PLAIN = {
    "head-size": 4, "key-value-heads": 0, "ratio": 2, "gated": False, "norm": "rms", "gains": "none",
    "positions": "learned", "scale": "size", "attention-multiplier": 1.0, "query-key-norm": False,
    "embedding-norm": False, "biases": False, "zero-query": False, "zero-readout": False, "tied": False,
}  # fmt: skip
STAGE = {"multiple": 1, "kernel": 3, "stride": 1, "padding": 0, "pooling": "none", "pool-size": 2, "pool-stride": 0}
VELOCITY = {"learning_rate": (0.1, 0.3), "momentum": (0.8, None)}
ADAMW = {
    "learning_rate": (0.01, 0.3), "beta1": (0.85, None), "beta2": (0.93, None),
    "epsilon": (1e-3, 0.3), "weight_decay": (0.1, 0.3),
}  # fmt: skip

CASES = {
    "transformer-momentum": lambda: text_case(
        1,
        {
            **PLAIN, "key-value-heads": 1, "gated": True, "gains": "vector", "positions": "rotary", "scale": "root",
            "attention-multiplier": 1.5, "query-key-norm": True, "embedding-norm": True, "biases": True,
        },
        {"width": 8, "depth": 2, "activation": "silu"}, "momentum", {**VELOCITY, "learning_rate": (0.3, 0.3)}, 12,
    ),
    "transformer-adamw": lambda: text_case(
        2,
        {**PLAIN, "norm": "layer", "gains": "scalar", "tied": True},
        {"width": 8, "depth": 2, "activation": "gelu"}, "adamw", ADAMW, 12,
    ),
    "convnet-heavy-ball": lambda: image_case(
        3,
        {
            "stages": [
                {**STAGE, "kernel": 3, "stride": 2, "padding": 1, "pooling": "max", "pool-size": 3, "pool-stride": 1},
                {**STAGE, "multiple": 2, "kernel": 2, "pooling": "none"},
            ],
            "global-pooling": "mean",
        },
        {"width": 3, "activation": "gelu"}, "heavy-ball", {**VELOCITY, "learning_rate": (0.03, 0.3)}, 12, (9, 9, 2), 3,
    ),
}  # fmt: skip


def main(folder):
    for name, make in CASES.items():
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(make(), file)
            file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
