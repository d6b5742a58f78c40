"""The workloads of DeviceBench in JAX, everything under jit: training by scan, and the hypergradient of the learning
rates [T, layers] by reverse mode through the scan, plain and with a checkpoint about every sqrt(T)-th step.

float32, precision highest. Arguments: momentum:WIDTH:SHORT:LONG or adamw:...; times a step are the difference of the
two lengths, and one line of JSON answers each."""
import json
import math
import os
import statistics
import sys
import time

os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
import jax
import jax.numpy as jnp

jax.config.update("jax_default_matmul_precision", "highest")
BATCHES, REPEATS = 4, 3
MOMENTUM, BETA1, BETA2, EPSILON, DECAY = 0.9, 0.9, 0.999, 1e-8, 0.1


def update_momentum(w, state, g, rate, t):
    v = jax.tree.map(lambda v, g: MOMENTUM * v - (1 - MOMENTUM) * g, state[0], g)
    return jax.tree.map(lambda p, v: p + rate * v, w, v), (v, state[1])


def update_adamw(w, state, g, rate, t):
    m = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, state[0], g)
    s = jax.tree.map(lambda s, g: BETA2 * s + (1 - BETA2) * g * g, state[1], g)
    c1, c2 = 1 - BETA1 ** (t + 1), 1 - BETA2 ** (t + 1)

    def moved(p, m, s):
        # At 0 the root has no derivative.
        return p * (1 - rate * DECAY) - rate * (m / c1) / (jnp.sqrt(s / c2 + 1e-24) + EPSILON)

    return jax.tree.map(moved, w, m, s), (m, s)


class Workload:
    def __init__(self, optimizer, width):
        self.sizes = [784, width, width, width, 10] if width < 100 else [784, width, width, 10]
        self.batch = 250 if width < 100 else 256
        self.layers = len(self.sizes) - 1
        self.update = update_momentum if optimizer == "momentum" else update_adamw
        self.rate = 0.1 if optimizer == "momentum" else 1e-3
        keys = jax.random.split(jax.random.PRNGKey(1), self.layers + 2)
        w = [(jax.random.normal(k, (a, b)) / math.sqrt(a), jnp.zeros(b))
             for k, a, b in zip(keys, self.sizes, self.sizes[1:])]
        zeros = jax.tree.map(jnp.zeros_like, w)
        rows = BATCHES * self.batch
        x = jax.random.normal(keys[-1], (rows, 784))
        y = jax.random.randint(keys[-2], (rows,), 0, 10)
        self.start = (w, (zeros, zeros if optimizer == "adamw" else ()), jnp.int32(0)), (x, y)

    def loss(self, w, x, y):
        h = x
        for layer, (weights, bias) in enumerate(w):
            h = h @ weights + bias
            if layer < self.layers - 1:
                h = jnp.tanh(h)
        return -jnp.mean(jax.nn.log_softmax(h)[jnp.arange(y.shape[0]), y])

    def final(self, carry, data):
        return self.loss(carry[0], data[0][:self.batch], data[1][:self.batch])

    def scan(self, carry, rates, data):
        def step(carry, row):
            w, state, t = carry
            first = t % BATCHES * self.batch
            x, y = (jax.lax.dynamic_slice_in_dim(part, first, self.batch) for part in data)
            g = jax.grad(self.loss)(w, x, y)
            pairs = [self.update(w[i], jax.tree.map(lambda part: part[i], state, is_leaf=lambda p: isinstance(p, list)),
                                 g[i], row[i], t) for i in range(self.layers)]
            moved = [pair[0] for pair in pairs]
            slots = tuple([pair[1][k] for pair in pairs] if state[k] else () for k in range(2))
            return (moved, slots, t + 1), None
        return jax.lax.scan(step, carry, rates)[0]

    def train(self, rates, carry, data):
        return self.final(self.scan(carry, rates, data), data)

    def checkpointed(self, rates, carry, data):
        steps = rates.shape[0]
        size = max(d for d in range(1, math.isqrt(steps) + 1) if steps % d == 0)
        segment = jax.checkpoint(lambda carry, part: (self.scan(carry, part, data), None))
        parts = rates.reshape(steps // size, size, self.layers)
        return self.final(jax.lax.scan(segment, carry, parts)[0], data)


def measured(function, workload, steps):
    """Seconds, the median of some runs, and MiB that the program needs by its compiler's account."""
    rates = jnp.full((steps, workload.layers), workload.rate)
    program = jax.jit(function).lower(rates, *workload.start).compile()
    jax.block_until_ready(program(rates, *workload.start))
    seconds = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        jax.block_until_ready(program(rates, *workload.start))
        seconds.append(time.perf_counter() - begun)
    try:
        need = program.memory_analysis()
        mib = (need.temp_size_in_bytes + need.argument_size_in_bytes + need.output_size_in_bytes) >> 20
    except Exception:
        mib = None
    return statistics.median(seconds), mib


def main():
    device = jax.devices()[0].device_kind
    for argument in sys.argv[1:]:
        optimizer, width, short, long = argument.split(":")
        width, short, long = int(width), int(short), int(long)
        workload = Workload(optimizer, width)
        line = {"work": argument, "kind": "jax", "version": jax.__version__, "device": device,
                "optimizer": optimizer, "width": width, "steps": long}
        for name, function in (("train", workload.train),
                               ("checkpointed", jax.grad(workload.checkpointed)),
                               ("unrolled", jax.grad(workload.train))):
            try:
                less, _ = measured(function, workload, short)
                more, mib = measured(function, workload, long)
                line[name + "Ms"] = round(1e3 * (more - less) / (long - short), 5)
                line[name + "MiB"] = mib
            except Exception as e:  # out of memory, above all
                line[name + "Failed"] = str(e).splitlines()[0][:100] if str(e) else type(e).__name__
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
