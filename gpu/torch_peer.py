"""The workloads of DeviceBench in PyTorch: a training step, eager and on a card as a CUDA graph, and the hypergradient
of the learning rates [T, layers], unrolled and with a checkpoint every sqrt(T)-th step.

float32 without TF32. Arguments: momentum:WIDTH:SHORT:LONG or adamw:...; times a step are the difference of the two
lengths, and one line of JSON answers each."""
import json
import math
import statistics
import sys
import time

import torch

CUDA = torch.cuda.is_available()
DEVICE = "cuda" if CUDA else "cpu"
torch.set_float32_matmul_precision("highest")
BATCHES, REPEATS = 4, 3
MOMENTUM, BETA1, BETA2, EPSILON, DECAY = 0.9, 0.9, 0.999, 1e-8, 0.1


def now():
    if CUDA:
        torch.cuda.synchronize()
    return time.perf_counter()


class Workload:
    def __init__(self, optimizer, width):
        torch.manual_seed(1)
        self.adamw = optimizer == "adamw"
        self.rate = 1e-3 if self.adamw else 0.1
        self.sizes = [784, width, width, width, 10] if width < 100 else [784, width, width, 10]
        self.batch = 250 if width < 100 else 256
        self.layers = len(self.sizes) - 1
        self.x = torch.randn(BATCHES * self.batch, 784, device=DEVICE)
        self.y = torch.randint(0, 10, (BATCHES * self.batch,), device=DEVICE)
        self.start = []
        for a, b in zip(self.sizes, self.sizes[1:]):
            self.start += [torch.randn(a, b, device=DEVICE) / math.sqrt(a), torch.zeros(b, device=DEVICE)]

    def loss(self, w, x, y):
        h = x
        for layer in range(self.layers):
            h = torch.addmm(w[2 * layer + 1], h, w[2 * layer])
            if layer < self.layers - 1:
                h = torch.tanh(h)
        return torch.nn.functional.cross_entropy(h, y)

    def rows(self, t):
        first = t % BATCHES * self.batch
        return self.x[first:first + self.batch], self.y[first:first + self.batch]

    def fresh(self):
        """Weights, and as many moments as the optimizer keeps."""
        w = [p.clone().requires_grad_(True) for p in self.start]
        return w, [[torch.zeros_like(p) for p in w] for _ in range(2 if self.adamw else 1)]

    def update(self, w, state, x, y, t):
        """In place."""
        g = torch.autograd.grad(self.loss(w, x, y), w)
        with torch.no_grad():
            if not self.adamw:
                torch._foreach_mul_(state[0], MOMENTUM)
                torch._foreach_add_(state[0], g, alpha=-(1 - MOMENTUM))
                torch._foreach_add_(w, state[0], alpha=self.rate)
                return
            m, s = state
            torch._foreach_lerp_(m, g, 1 - BETA1)
            torch._foreach_mul_(s, BETA2)
            torch._foreach_addcmul_(s, g, g, value=1 - BETA2)
            root = torch._foreach_sqrt(s)
            torch._foreach_div_(root, math.sqrt(1 - BETA2 ** (t + 1)))
            torch._foreach_add_(root, EPSILON)
            torch._foreach_mul_(w, 1 - self.rate * DECAY)
            torch._foreach_addcdiv_(w, m, root, value=-self.rate / (1 - BETA1 ** (t + 1)))

    def train(self, steps):
        w, state = self.fresh()
        for t in range(steps):
            self.update(w, state, *self.rows(t), t)

    def graphed(self):
        """Returns a function that trains by replays of one captured step."""
        w, state = self.fresh()
        x, y = (part.clone() for part in self.rows(0))
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.update(w, state, x, y, 0)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.update(w, state, x, y, 0)

        def steps(count):
            for t in range(count):
                a, b = self.rows(t)
                x.copy_(a)
                y.copy_(b)
                graph.replay()
        return steps

    def segment(self, w, state, rates, first):
        """Differentiable steps, one learning rate a layer and step."""
        for i, row in enumerate(rates.unbind(0)):
            rate = row.unbind(0)
            t = first + i
            g = torch.autograd.grad(self.loss(w, *self.rows(t)), w, create_graph=True)
            every = range(len(w))
            if not self.adamw:
                state = [[MOMENTUM * v - (1 - MOMENTUM) * d for v, d in zip(state[0], g)]]
                w = [w[k] + rate[k // 2] * state[0][k] for k in every]
                continue
            m = [BETA1 * a + (1 - BETA1) * d for a, d in zip(state[0], g)]
            s = [BETA2 * a + (1 - BETA2) * d * d for a, d in zip(state[1], g)]
            c1, c2 = 1 - BETA1 ** (t + 1), 1 - BETA2 ** (t + 1)
            # At 0 the root has no derivative.
            w = [w[k] * (1 - rate[k // 2] * DECAY)
                 - rate[k // 2] * (m[k] / c1) / (torch.sqrt(s[k] / c2 + 1e-24) + EPSILON) for k in every]
            state = [m, s]
        return w, state

    def unrolled(self, steps):
        rates = torch.full((steps, self.layers), self.rate, device=DEVICE).requires_grad_(True)
        w, state = self.fresh()
        w, _ = self.segment(w, state, rates, 0)
        return torch.autograd.grad(self.loss(w, *self.rows(0)), rates)[0]

    def checkpointed(self, steps):
        """Keeps every sqrt(T)-th state and makes one segment's graph at a time."""
        size = max(1, math.isqrt(steps))
        rates = torch.full((steps, self.layers), self.rate, device=DEVICE)
        kept, (w, state) = [], self.fresh()
        for t in range(steps):
            if t % size == 0:
                kept.append(([p.detach().clone() for p in w], [[p.clone() for p in part] for part in state]))
            self.update(w, state, *self.rows(t), t)
        back = list(torch.autograd.grad(self.loss(w, *self.rows(0)), w))
        back += [torch.zeros_like(p) for part in state for p in part]
        parts = []
        for number in reversed(range(len(kept))):
            first = number * size
            w, state = kept.pop()
            inputs = [p.requires_grad_(True) for p in w + sum(state, [])]
            rate = rates[first:first + size].clone().requires_grad_(True)
            w, state = self.segment(w, state, rate, first)
            pulled = torch.autograd.grad(w + sum(state, []), inputs + [rate], back)
            back = list(pulled[:-1])
            parts.append(pulled[-1])
        return torch.cat(parts[::-1])


def measured(work, steps):
    """Seconds, the median of some runs, and the peak of memory in MiB."""
    work(steps)
    if CUDA:
        torch.cuda.reset_peak_memory_stats()
    seconds = []
    for _ in range(REPEATS):
        begun = now()
        work(steps)
        seconds.append(now() - begun)
    return statistics.median(seconds), (torch.cuda.max_memory_allocated() >> 20) if CUDA else None


def main():
    device = torch.cuda.get_device_name() if CUDA else "CPU"
    for argument in sys.argv[1:]:
        optimizer, width, short, long = argument.split(":")
        width, short, long = int(width), int(short), int(long)
        workload = Workload(optimizer, width)
        line = {"work": argument, "kind": "torch", "version": torch.__version__, "device": device,
                "optimizer": optimizer, "width": width, "steps": long}
        works = [("train", lambda: workload.train), ("checkpointed", lambda: workload.checkpointed),
                 ("unrolled", lambda: workload.unrolled)]
        if CUDA:
            works.insert(1, ("graph", workload.graphed))
        for name, make in works:
            try:
                work = make()
                less, _ = measured(work, short)
                more, mib = measured(work, long)
                line[name + "Ms"] = round(1e3 * (more - less) / (long - short), 5)
                line[name + "MiB"] = mib
            except RuntimeError as e:  # out of memory, too
                line[name + "Failed"] = str(e).splitlines()[0][:100]
                if CUDA:
                    torch.cuda.empty_cache()
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
