"""The perceptron of a file of numbers, as a function of tensors: the program has the same network."""
import json
import os

import torch

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "case.json")) as file:
    CASE = json.load(file)


def rows(part):
    features = torch.tensor(CASE[part]["inputs"]).reshape(len(CASE[part]["labels"]), -1)
    return features, torch.tensor(CASE[part]["labels"])


TRAIN, VALIDATION = rows("train"), rows("validation")


def parameters(seed):
    return {
        name: torch.tensor(numbers).reshape(shape)
        for name, shape, numbers in zip(CASE["names"], CASE["shapes"], CASE["weights"])
    }


def batch(step, seed):
    size = CASE["batch"]
    at = step % (len(TRAIN[1]) // size) * size
    return TRAIN[0][at : at + size], TRAIN[1][at : at + size]


def forward(weights, x):
    tensors = list(weights.values())
    for i in range(0, len(tensors), 2):
        x = x @ tensors[i] + tensors[i + 1]
        if i + 2 < len(tensors):
            x = torch.tanh(x)
    return x


def loss(weights, batch):
    return torch.nn.functional.cross_entropy(forward(weights, batch[0]), batch[1])


def final_loss(weights):
    return loss(weights, VALIDATION)
