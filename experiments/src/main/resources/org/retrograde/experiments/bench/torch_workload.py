"""The workloads of `retrograde bench` in PyTorch, timed on request.

Reads one request a line, `train narrow T`, `hypergradient narrow T` or `train wide T`, and answers with its seconds.
The hypergradient is that of the loss at the end with respect to one learning rate a layer and step, by unrolled
differentiation: autograd keeps the whole trajectory, which is PyTorch's fastest way. Says in its first line what it
is and which BLAS it has. Argument: the number of threads.
"""
import math
import os
import sys
import time

import torch

SIZES = {"narrow": [784, 50, 50, 50, 10], "wide": [784, 1024, 1024, 10]}
BATCH = {"narrow": 250, "wide": 256}
EXAMPLES, JUDGED, MOMENTUM = 10000, 1000, 0.9


class Workload:
    def __init__(self, name):
        self.sizes, self.batch = SIZES[name], BATCH[name]
        self.layers = len(self.sizes) - 1
        torch.manual_seed(1)
        self.x, self.y = torch.randn(EXAMPLES, 784), torch.randint(0, 10, (EXAMPLES,))
        self.x_end, self.y_end = torch.randn(JUDGED, 784), torch.randint(0, 10, (JUDGED,))
        self.start = []
        for fan_in, fan_out in zip(self.sizes, self.sizes[1:]):
            self.start += [torch.randn(fan_in, fan_out) * math.exp(-3), torch.randn(fan_out) * math.exp(-3)]

    def loss(self, w, x, y):
        h = x
        for layer in range(self.layers):
            h = torch.addmm(w[2 * layer + 1], h, w[2 * layer])
            if layer < self.layers - 1:
                h = torch.tanh(h)
        return torch.nn.functional.cross_entropy(h, y)

    def step_loss(self, w, t):
        first = t % (EXAMPLES // self.batch) * self.batch
        return self.loss(w, self.x[first:first + self.batch], self.y[first:first + self.batch])

    def train(self, steps):
        w = [p.clone().requires_grad_(True) for p in self.start]
        v = [torch.zeros_like(p) for p in w]
        for t in range(steps):
            g = torch.autograd.grad(self.step_loss(w, t), w)
            with torch.no_grad():
                for k in range(len(w)):
                    v[k].mul_(MOMENTUM).add_(g[k], alpha=-(1 - MOMENTUM))
                    w[k].add_(v[k], alpha=math.exp(-1))
        with torch.no_grad():
            return float(self.loss(w, self.x_end, self.y_end))

    def hypergradient(self, steps):
        rates = torch.full((steps, self.layers), math.exp(-1)).requires_grad_(True)
        w = [p.clone().requires_grad_(True) for p in self.start]
        v = [torch.zeros_like(p) for p in w]
        for t, row in enumerate(rates.unbind(0)):
            rate = row.unbind(0)
            g = torch.autograd.grad(self.step_loss(w, t), w, create_graph=True)
            v = [MOMENTUM * v[k] - (1 - MOMENTUM) * g[k] for k in range(len(w))]
            w = [w[k] + rate[k // 2] * v[k] for k in range(len(w))]
        return torch.autograd.grad(self.loss(w, self.x_end, self.y_end), rates)[0]


def blas():
    """The BLAS that the process has loaded: Debian's PyTorch takes whichever is installed, the slow reference too."""
    if not os.path.exists("/proc/self/maps"):
        return "unknown"
    with open("/proc/self/maps") as maps:
        files = {line.split("/", 1)[1].strip() for line in maps if "/" in line}
    for name in ("mkl", "openblas", "blis", "atlas"):
        if any(name in file for file in files):
            return name
    return "reference"


def main():
    torch.set_num_threads(int(sys.argv[1]))
    workloads = {}
    print(torch.__version__, blas(), flush=True)
    for line in sys.stdin:
        what, name, steps = line.split()
        if name not in workloads:
            workloads[name] = Workload(name)
        workload = workloads[name]
        start = time.perf_counter()
        getattr(workload, what)(int(steps))
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
