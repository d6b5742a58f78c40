"""Trains with exported recipes, from given weights on given batches, in double precision; prints the losses as JSON.

Arguments: folders, each with `recipe.py`, `start`, `inputs`, `labels`, `batches` as raw doubles, and optionally an
empty file `pytorch-default-dampening`.
"""
import importlib.util
import json
import math
import os
import sys

import numpy
import torch

import stand_in


def read(folder, name):
    return numpy.fromfile(os.path.join(folder, name), dtype="<f8")


def load(folder):
    spec = importlib.util.spec_from_file_location("recipe", os.path.join(folder, "recipe.py"))
    recipe = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(recipe)
    return recipe


def start(recipe, folder):
    values, weights = read(folder, "start"), {}
    if hasattr(recipe, "shapes"):
        for name, shape in recipe.shapes().items():
            size = math.prod(shape)
            weights[name], values = values[:size].reshape(shape), values[size:]
        return weights
    sizes = [recipe.FEATURES] + recipe.DEPTH * [recipe.WIDTH] + [recipe.OUTPUTS]
    for place, (fan_in, fan_out) in enumerate(zip(sizes, sizes[1:]), 1):
        weights[f"W{place}"], values = values[: fan_in * fan_out].reshape(fan_in, fan_out), values[fan_in * fan_out :]
        weights[f"b{place}"], values = values[:fan_out], values[fan_out:]
    return weights


def batches(recipe, folder):
    inputs = torch.from_numpy(read(folder, "inputs"))
    labels = torch.from_numpy(read(folder, "labels"))
    if not hasattr(recipe, "TARGET_MEAN"):
        labels = labels.long()
    if hasattr(recipe, "WINDOW"):
        for rows in torch.from_numpy(read(folder, "batches")).long().reshape(-1, recipe.BATCH, recipe.WINDOW):
            yield inputs.long()[rows], labels[rows]
        return
    inputs = inputs.reshape(-1, recipe.FEATURES)
    for rows in read(folder, "batches").astype(int).reshape(-1, recipe.BATCH):
        yield inputs[rows], labels[rows]


def build(recipe, weights):
    model = recipe.build().double()
    with torch.no_grad():
        for name, parameter in recipe.by_name(model).items():
            given = torch.from_numpy(weights[name])
            parameter.copy_(given.T if isinstance(model, torch.nn.Sequential) and given.dim() == 2 else given)
    return model


def minimised(recipe, outputs, labels):
    return getattr(recipe, "training_loss", recipe.loss)(outputs, labels)


def require_predictions(recipe, predicted, numbers, loss):
    """The loss of the numbers as the data have them is that of the standardized ones times the square of their scale."""
    found = float(((predicted - numbers) ** 2).mean())
    if abs(found / (recipe.TARGET_SCALE**2 * float(loss)) - 1) > 1e-9:
        raise ValueError(f"predictions have a squared error of {found}, not of {recipe.TARGET_SCALE}^2 * {float(loss)}")


def train_pytorch(recipe, folder):
    model = build(recipe, start(recipe, folder))
    optimizer = recipe.make_optimizer(model)
    if os.path.exists(os.path.join(folder, "pytorch-default-dampening")):
        optimizer = torch.optim.SGD(recipe.parameter_groups(model), lr=1.0)
    losses = []
    for t, (x, y) in enumerate(batches(recipe, folder)):
        recipe.set_step(optimizer, t)
        optimizer.zero_grad()
        loss = minimised(recipe, model(x), y)
        if hasattr(recipe, "predict"):
            require_predictions(recipe, recipe.predict(model, x), y, loss)
        if hasattr(recipe, "l2_penalty"):
            loss = loss + recipe.l2_penalty(model)
        loss.backward()
        if hasattr(recipe, "clip_"):
            recipe.clip_(model)
        optimizer.step()
        losses.append(float(loss))
    return losses


def train_optax(recipe, folder):
    optimizer = recipe.transformation()
    params = start(recipe, folder)
    state = optimizer.init(params)
    losses = []
    for x, y in batches(recipe, folder):
        leaves = {name: torch.from_numpy(p).requires_grad_() for name, p in params.items()}
        loss = minimised(recipe, recipe.apply(leaves, x), y)
        if hasattr(recipe, "predict"):
            require_predictions(recipe, recipe.predict(leaves, x), y, loss)
        if hasattr(recipe, "l2_penalty"):
            loss = loss + recipe.l2_penalty(leaves)
        loss.backward()
        grads = {name: leaf.grad.numpy() for name, leaf in leaves.items()}
        updates, state = optimizer.update(grads, state, params)
        params = {name: p + updates[name] for name, p in params.items()}
        losses.append(float(loss))
    return losses


def main():
    torch.set_num_threads(1)
    stand_in.install()
    losses = {}
    for folder in sys.argv[1:]:
        recipe = load(folder)
        train = train_optax if hasattr(recipe, "transformation") else train_pytorch
        losses[os.path.basename(folder)] = train(recipe, folder)
    print(json.dumps(losses))


main()
