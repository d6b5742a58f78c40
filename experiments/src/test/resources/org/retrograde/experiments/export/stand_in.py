"""NumPy and PyTorch in place of JAX and optax, as far as exported recipes need them.

What a file does with weights is PyTorch's, for its gradients; what it does with gradients is NumPy's.
"""
import collections
import math
import sys
import types

import numpy
import torch


class Tracer:
    """What jit shows in place of a number; nothing is one here."""


def _value_and_grad(function):
    def both(params):
        leaves = {name: torch.as_tensor(p).detach().requires_grad_() for name, p in params.items()}
        value = function(leaves)
        value.backward()
        return float(value), {name: leaf.grad.numpy() for name, leaf in leaves.items()}

    return both


def _where(condition, value, x):
    return x.masked_fill(condition, value)


def _pad(images, sides):
    return torch.nn.functional.pad(images, [side for pair in reversed(sides) for side in pair])


def _reduce_window(images, start, reduce, windows, strides, sides):
    padded = torch.nn.functional.pad(images, [side for pair in reversed(sides) for side in pair], value=start)
    return reduce(padded.permute(0, 3, 1, 2), windows[1], strides[1]).permute(0, 2, 3, 1)


def _lax():
    lax = types.ModuleType("jax.lax")
    lax.reduce_window, lax.max = _reduce_window, torch.nn.functional.max_pool2d
    lax.add = lambda images, size, stride: size**2 * torch.nn.functional.avg_pool2d(images, size, stride)
    return lax


def _random():
    random = types.ModuleType("jax.random")
    random.PRNGKey = lambda seed: torch.Generator().manual_seed(seed)
    random.split = lambda key: (key, key)
    random.normal = lambda key, shape, dtype=float: torch.randn(shape, generator=key, dtype=torch.float64)
    random.randint = lambda key, shape, low, high: torch.randint(low, high, shape, generator=key)
    return random


def install():
    jax, core, jnp, nn, optax = (types.ModuleType(name) for name in ("jax", "core", "jax.numpy", "jax.nn", "optax"))
    for name in ("zeros_like", "zeros", "int32", "asarray", "sqrt", "maximum", "sign", "take"):
        setattr(jnp, name, getattr(numpy, name))
    jnp.tanh = torch.tanh
    jnp.array = lambda values, dtype=None: torch.tensor(values, dtype=dtype)
    jnp.isnan, jnp.inf, jnp.arange, jnp.cos, jnp.sin, jnp.where = torch.isnan, math.inf, torch.arange, torch.cos, torch.sin, _where
    jnp.stack, jnp.tile, jnp.transpose = torch.stack, lambda x, times: x.repeat(times), torch.permute
    jnp.take_along_axis = lambda x, indices, axis: torch.gather(x, axis, indices)
    nn.relu, nn.sigmoid, nn.silu = torch.relu, torch.sigmoid, torch.nn.functional.silu
    nn.gelu = lambda x: torch.nn.functional.gelu(x, approximate="tanh")  # as JAX does it
    nn.softmax = lambda x: torch.softmax(x, -1)
    nn.log_softmax = lambda x: torch.log_softmax(x, -1)
    nn.logsumexp = lambda x, axis: torch.logsumexp(x, axis)
    nn.one_hot = torch.nn.functional.one_hot
    core.Tracer = Tracer
    jnp.pad = _pad
    jax.numpy, jax.nn, jax.core, jax.random, jax.lax = jnp, nn, core, _random(), _lax()
    jax.jit, jax.value_and_grad = lambda function: function, _value_and_grad
    optax.GradientTransformation = collections.namedtuple("GradientTransformation", "init update")
    optax.apply_updates = lambda params, updates: {name: p + updates[name] for name, p in params.items()}
    sys.modules.update({"jax": jax, "jax.numpy": jnp, "jax.nn": nn, "optax": optax})
