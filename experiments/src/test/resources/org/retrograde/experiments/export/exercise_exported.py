"""What training alike does not show of exported recipes; prints it as JSON.

Beside it are the recipes `torch_momentum.py` and `optax_momentum.py`, which clip and penalize, and `torch_adamw.py` and
`torch_rmsprop.py`, whose epsilon was 0.
"""
import contextlib
import importlib
import io
import json
import runpy

import torch

import stand_in

WIDTHS = (256, 1024)


def deviations(params):
    return {name: float(p.std(unbiased=False)) for name, p in params.items()}


def starts(pytorch, optax):
    """The standard deviation of every tensor, [library][width][group]."""
    import jax

    torch.manual_seed(1)
    key = jax.random.PRNGKey(1)
    return {
        "pytorch": {w: deviations(pytorch.by_name(pytorch.init_(pytorch.build(w)))) for w in WIDTHS},
        "optax": {w: deviations(optax.init(key, w)) for w in WIDTHS},
    }


def numbers(recipe, width):
    """Rates of step 0, the penalty of weights of 1, and what gradients of 1 are clipped to."""
    model = recipe.init_(recipe.build(width))
    optimizer = recipe.make_optimizer(model)
    recipe.set_step(optimizer, 0)
    for parameter in model.parameters():
        torch.nn.init.ones_(parameter)
        parameter.grad = torch.ones_like(parameter)
    recipe.clip_(model)
    return {
        "rates": {group["name"]: group["lr"] for group in optimizer.param_groups},
        "penalty": float(recipe.l2_penalty(model)),
        "clipped": float(model[0].bias.grad[0]),
    }


def refusal(action):
    try:
        action()
    except ValueError as error:
        return str(error)
    return "nothing was refused"


def refusals(pytorch, optax):
    import jax

    uneven = torch.nn.Sequential(*[torch.nn.Linear(i, o) for i, o in ((784, 64), (64, 32), (32, 10))])
    optimizer = pytorch.make_optimizer(pytorch.build())
    params = optax.init(jax.random.PRNGKey(1))
    transformation = optax.transformation()
    _, *moments = transformation.init(params)
    return {
        "uneven": refusal(lambda: pytorch.init_(uneven)),
        "late": refusal(lambda: pytorch.set_step(optimizer, pytorch.STEPS)),
        "optax-wide": refusal(lambda: transformation.init(optax.init(jax.random.PRNGKey(1), 256))),
        "optax-late": refusal(lambda: transformation.update(params, (optax.STEPS, *moments), params)),
    }


def largest_move(recipe, gradient, epsilon=None):
    """The largest first move in single precision, over the learning rate, when every gradient is the same."""
    model = recipe.build()
    optimizer = recipe.make_optimizer(model)
    recipe.set_step(optimizer, 0)
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
        parameter.grad = torch.full_like(parameter, gradient)
    for group in optimizer.param_groups:
        group["eps"] = epsilon or group["eps"]
    optimizer.step()
    return max(float(group["params"][0].abs().max()) / group["lr"] for group in optimizer.param_groups)


def moves(recipe):
    """Over gradients from 1 to where single precision ends; also without its last numbers, where the build can."""
    gradients = [10.0**power for power in range(-44, 1)]
    found = {"exported": max(largest_move(recipe, gradient) for gradient in gradients)}
    if torch.set_flush_denormal(True):
        found["flushed"] = max(largest_move(recipe, gradient) for gradient in gradients)
        torch.set_flush_denormal(False)
    found["control"] = max(largest_move(recipe, gradient, 1e-30) for gradient in gradients)
    return found


def program(path):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(path, run_name="__main__")
    return out.getvalue()


def main():
    torch.set_num_threads(1)
    stand_in.install()
    pytorch, optax, adamw, rmsprop = (
        importlib.import_module(name) for name in ("torch_momentum", "optax_momentum", "torch_adamw", "torch_rmsprop")
    )
    print(
        json.dumps(
            {
                "starts": starts(pytorch, optax),
                "numbers": {w: numbers(pytorch, w) for w in WIDTHS},
                "refusals": refusals(pytorch, optax),
                "moves": {"adamw": moves(adamw), "rmsprop": moves(rmsprop)},
                "program": program(optax.__file__),
            }
        )
    )


main()
