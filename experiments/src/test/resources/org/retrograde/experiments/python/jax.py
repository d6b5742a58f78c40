"""NOT JAX: a stub with the few functions of JAX that the worker and its test call, on top of PyTorch.

It stands in for JAX in tests where JAX cannot be installed. Arrays are tensors; transformations nest as JAX's do. That
the worker works with JAX itself is not shown by it.
"""
import sys
import types

import numpy as arrays
import torch

__version__ = "stub"
depth = 0  # of transformations that are being evaluated


class config:
    x64 = False

    @classmethod
    def update(cls, name, value):
        if name == "jax_enable_x64":
            cls.x64 = value


def flat(tree, path=()):
    if isinstance(tree, dict):
        return [pair for key in sorted(tree) for pair in flat(tree[key], path + (types.SimpleNamespace(key=key),))]
    if isinstance(tree, (list, tuple)):
        return [pair for i, value in enumerate(tree) for pair in flat(value, path + (types.SimpleNamespace(idx=i),))]
    return [(path, tree)]


def rebuilt(tree, leaves):
    if isinstance(tree, dict):
        return {key: rebuilt(tree[key], leaves) for key in sorted(tree)}
    if isinstance(tree, (list, tuple)):
        return type(tree)([rebuilt(value, leaves) for value in tree])
    return next(leaves)


def leaves_of(tree):
    return [leaf for _, leaf in flat(tree)]


def value_and_grad(function, argnums=0):
    def both(*arguments):
        global depth
        nums = (argnums,) if isinstance(argnums, int) else argnums
        inner = list(arguments)
        watched = []
        for num in nums:
            copies = [leaf.view_as(leaf) if leaf.requires_grad else leaf.detach().requires_grad_() for leaf in leaves_of(inner[num])]
            inner[num] = rebuilt(inner[num], iter(copies))
            watched += copies
        depth += 1
        try:
            value = function(*inner)
        finally:
            depth -= 1
        found = torch.autograd.grad(value, watched, create_graph=depth > 0, allow_unused=True)
        left = iter([torch.zeros_like(leaf) if one is None else one for one, leaf in zip(found, watched)])
        gradients = tuple(rebuilt(arguments[num], left) for num in nums)
        return value if depth else value.detach(), gradients[0] if isinstance(argnums, int) else gradients

    return both


def grad(function, argnums=0):
    return lambda *arguments: value_and_grad(function, argnums)(*arguments)[1]


def jvp(function, primals, tangents):
    """By two products from the left; PyTorch 1.13 has no forward mode for many functions."""
    global depth
    copies = rebuilt(primals, iter([leaf.detach().requires_grad_() for leaf in leaves_of(primals)]))
    depth += 1
    try:
        result = function(*copies)
    finally:
        depth -= 1
    outputs = leaves_of(result)
    duals = [torch.zeros_like(one).requires_grad_() for one in outputs]
    back = torch.autograd.grad(outputs, leaves_of(copies), duals, create_graph=True, allow_unused=True)
    pairs = [(one, along) for one, along in zip(back, leaves_of(tangents)) if one is not None]
    ahead = torch.autograd.grad([one for one, _ in pairs], duals, [along for _, along in pairs])
    return rebuilt(result, iter([one.detach() for one in outputs])), rebuilt(result, iter(ahead))


def jit(function):
    return function


def module(name, **functions):
    made = types.ModuleType("jax." + name)
    vars(made).update(functions)
    sys.modules["jax." + name] = globals()[name] = made


def asarray(value, dtype=None):
    value = torch.as_tensor(value)
    if dtype is not None:
        value = value.to(getattr(torch, arrays.dtype(dtype).name))
    return value.float() if value.dtype == torch.float64 and not config.x64 else value


module("numpy", asarray=asarray, reshape=torch.reshape, vdot=lambda a, b: (a * b).sum(), tanh=torch.tanh, mean=torch.mean)
module("nn", log_softmax=lambda x: torch.log_softmax(x, -1))
module(
    "tree_util",
    tree_flatten_with_path=lambda tree: (flat(tree), tree),
    tree_unflatten=lambda tree, leaves: rebuilt(tree, iter(leaves)),
)
