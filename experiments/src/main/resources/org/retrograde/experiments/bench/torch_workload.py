"""The workloads of `retrograde bench` in PyTorch, timed on request.

Reads one request a line, `train T NAME` or `hypergradient T NAME`, and answers with its seconds, its processor seconds
and one number of what it found: the final loss, or the sum of the hypergradient. `memory T NAME`, asked of a process
that has done nothing yet, answers with the megabytes by which a hypergradient raises the largest resident set of the
process, in place of seconds. NAME is narrow, wide, or the file that
a transformer with its text and its start is read from.
The hypergradient is that of the loss at the end with respect to one learning rate a layer (of a transformer, a matrix)
and step, by unrolled differentiation: autograd keeps the whole trajectory, which is PyTorch's fastest way. Says in its
first line what it is and which BLAS it has. Argument: the number of threads.
"""
import math
import os
import sys
import time

import torch

SIZES = {"narrow": [784, 50, 50, 50, 10], "wide": [784, 1024, 1024, 10]}
BATCH = {"narrow": 250, "wide": 256}
EXAMPLES, JUDGED, MOMENTUM = 10000, 1000, 0.9


class Perceptron:
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
            return self.loss(w, self.x_end, self.y_end)

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


class Transformer:
    """A decoder of pre-normalized blocks, trained by AdamW; its file begins with a line of its numbers."""

    def __init__(self, path):
        with open(path, "rb") as file:
            words = dict(word.split("=") for word in file.readline().decode().split())
            rest = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
        for name in ("window", "head", "blocks", "windows", "steps"):
            setattr(self, name, int(words[name]))
        for name in ("rate", "beta1", "beta2", "epsilon", "decay", "within"):
            setattr(self, name, float(words[name]))
        shapes = [tuple(map(int, shape.split(","))) for shape in words["shapes"].split(";")]
        parts = rest.split([rows * cols for rows, cols in shapes] + [len(rest) - sum(r * c for r, c in shapes)])
        self.start = [part.view(shape).clone() for part, shape in zip(parts, shapes)]
        tokens = parts[-1].to(torch.int64).view(self.steps + 1, 2, self.windows, self.window)
        self.x, self.y = tokens[:, 0].contiguous(), tokens[:, 1].contiguous()
        self.heads = shapes[0][1] // self.head
        self.hidden = torch.ones(self.window, self.window, dtype=torch.bool).triu(1)

    def normalized(self, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.within)

    def split(self, x):
        return x.view(self.windows, self.window, self.heads, self.head).transpose(1, 2)

    def loss(self, w, x, y):
        h = torch.nn.functional.embedding(x, w[0]) + w[1]
        for block in range(self.blocks):
            q, k, v, o, up, down = w[2 + 6 * block:8 + 6 * block]
            r = self.normalized(h)
            logits = self.split(r @ q) @ self.split(r @ k).transpose(2, 3) * (1 / self.head)
            seen = torch.softmax(logits.masked_fill(self.hidden, -math.inf), -1) @ self.split(r @ v)
            h = h + seen.transpose(1, 2).reshape(self.windows, self.window, -1) @ o
            h = h + torch.relu(self.normalized(h) @ up) @ down
        z = self.normalized(h) @ w[-1]
        return torch.nn.functional.cross_entropy(z.view(-1, z.shape[-1]), y.view(-1))

    def train(self, steps):
        w = [p.clone().requires_grad_(True) for p in self.start]
        optimizer = torch.optim.AdamW(
            w, lr=self.rate, betas=(self.beta1, self.beta2), eps=self.epsilon, weight_decay=self.decay, foreach=True)
        for t in range(steps):
            optimizer.zero_grad(set_to_none=True)
            self.loss(w, self.x[t], self.y[t]).backward()
            optimizer.step()
        with torch.no_grad():
            return self.loss(w, self.x[self.steps], self.y[self.steps])

    def hypergradient(self, steps):
        rates = torch.full((steps, len(self.start)), self.rate).requires_grad_(True)
        w = [p.clone().requires_grad_(True) for p in self.start]
        m, s = [torch.zeros_like(p) for p in w], [torch.zeros_like(p) for p in w]
        for t, row in enumerate(rates.unbind(0)):
            rate = row.unbind(0)
            g = torch.autograd.grad(self.loss(w, self.x[t], self.y[t]), w, create_graph=True)
            m = [self.beta1 * a + (1 - self.beta1) * b for a, b in zip(m, g)]
            s = [self.beta2 * a + (1 - self.beta2) * b * b for a, b in zip(s, g)]
            one, two = 1 - self.beta1 ** (t + 1), 1 - self.beta2 ** (t + 1)
            # A root has no derivative at zero, where rows of the table that no token has named stay.
            q = [a / one / (torch.sqrt(b / two + 1e-30) + self.epsilon) for a, b in zip(m, s)]
            w = [w[k] * (1 - rate[k] * self.decay) - rate[k] * q[k] for k in range(len(w))]
        return torch.autograd.grad(self.loss(w, self.x[self.steps], self.y[self.steps]), rates)[0]


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


def memory(workload, steps):
    """Megabytes of a hypergradient, after a short one that loads what PyTorch loads once."""
    workload.hypergradient(3)
    before = largest_resident()
    workload.hypergradient(steps)
    return largest_resident() - before


def largest_resident():
    """Megabytes; not those of getrusage, which begin with what the process had that started this one."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024 / 1e6


def main():
    torch.set_num_threads(int(sys.argv[1]))
    workloads = {}
    print(torch.__version__, blas(), flush=True)
    for line in sys.stdin:
        what, steps, name = line.rstrip("\r\n").split(" ", 2)
        if name not in workloads:
            workloads[name] = Perceptron(name) if name in SIZES else Transformer(name)
        workload = workloads[name]
        if what == "memory":
            print(memory(workload, int(steps)), 0, 0, flush=True)
            continue
        start, processor = time.perf_counter(), time.process_time()
        result = getattr(workload, what)(int(steps))
        print(time.perf_counter() - start, time.process_time() - processor, float(result.sum()), flush=True)


if __name__ == "__main__":
    main()
