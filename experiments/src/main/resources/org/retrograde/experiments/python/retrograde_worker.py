"""Evaluates losses and derivatives of a model that stays in Python, for Retrograde.

Started by the program, which brings this file along; nothing has to be installed. Requests come over standard input and
answers go over standard output, each a JSON object behind its length in four bytes. Numbers of tensors lie in a file
that both processes map. Every answer is a function of the request and of the weights there: a worker keeps nothing that
matters, so that one that was killed is started again and asked again. What the model prints goes to standard error.
"""

import hashlib
import importlib.abc
import importlib.util
import inspect
import json
import mmap
import os
import platform
import random
import signal
import struct
import sys
import threading
import time
import traceback

BEAT = 0.5  # seconds between two signs of life
HALVES = ("float16", "bfloat16")
SHOWN_FRAMES = 3  # of an exception, of the user's code
SHOWN_LINES = 4  # of an exception's text


class Refusal(Exception):
    """Something about the model with which no hypergradient is exact; the text says what helps."""


class Channel:
    """Messages over the streams that the program opened. What is printed goes elsewhere."""

    def __init__(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the program's to act on; this process ends with it
        self.source = os.fdopen(os.dup(0), "rb")
        self.sink = os.fdopen(os.dup(1), "wb")
        self.lock = threading.Lock()
        self.busy = False
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(2, 1)
        threading.Thread(target=self.beat, daemon=True).start()

    def beat(self):
        """Says that this process is alive while it is at work, and ends it when nobody listens any more."""
        while True:
            time.sleep(BEAT)
            if self.busy:
                self.send({"alive": True})

    def receive(self):
        head = self.source.read(4)
        if len(head) < 4:
            os._exit(0)  # the program has ended
        request = json.loads(self.source.read(struct.unpack(">I", head)[0]))
        self.busy = True
        return request

    def answer(self, message):
        self.busy = False
        self.send(message)

    def send(self, message):
        text = json.dumps(message).encode()
        try:
            with self.lock:
                self.sink.write(struct.pack(">I", len(text)) + text)
                self.sink.flush()
        except OSError:
            os._exit(0)


class OnlyNamed(importlib.abc.MetaPathFinder):
    """Finds the modules of files that the config names, and no others but what is installed."""

    def __init__(self, folder, files):
        self.files = {}
        for file in files:
            if file.endswith(".py"):
                self.files[stem(file)] = file
                self.files[self.dotted(os.path.relpath(file, folder))] = file

    @staticmethod
    def dotted(path):
        """Returns the name that a file in a folder is imported by."""
        words = os.path.splitext(path)[0].split(os.sep)
        return ".".join(words[:-1] if words[-1] == "__init__" else words)

    def find_spec(self, name, path=None, target=None):
        file = self.files.get(name)
        if file is None:
            return None
        is_package = stem(file) == "__init__"
        return importlib.util.spec_from_file_location(name, file, submodule_search_locations=[] if is_package else None)


def stem(file):
    return os.path.splitext(os.path.basename(file))[0]


def framework(name):
    """Imports what the model is written in."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise Refusal(
            "%s (Python %s) has no module %s; name the interpreter that has it under run.python, such as"
            " `--set run.python=/usr/bin/python3`" % (sys.executable, platform.python_version(), name)
        ) from error


def load(file, others):
    """Runs the user's file as a module; files beside it are not found unless they are named."""
    here = {os.path.dirname(os.path.abspath(__file__)), os.path.abspath(os.getcwd())}
    sys.path[:] = [folder for folder in sys.path if folder and os.path.abspath(folder) not in here]
    sys.meta_path.insert(0, OnlyNamed(os.path.dirname(file), others))
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location(stem(file), file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[stem(file)] = module
    spec.loader.exec_module(module)
    return module


def mixed(*numbers):
    """Returns a seed that depends on every number (splitmix64)."""
    mask = (1 << 64) - 1
    state = 0
    for number in numbers:
        state = (state + (number & mask) + 0x9E3779B97F4A7C15) & mask
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & mask
        state ^= state >> 31
    return state >> 1


def takes(function, name):
    """Returns whether a function has a parameter of a name."""
    return name in inspect.signature(function).parameters


def listed(names):
    """Returns some names for a message."""
    names = list(names)
    return ", ".join(names[:4]) + (" and %d more" % (len(names) - 4) if len(names) > 4 else "")


class UsersFile:
    """What the user's file defines."""

    def __init__(self, request):
        self.path = request["file"]
        self.module = load(self.path, request["files"])
        self.name = os.path.basename(self.path)
        for needed in ("batch", "loss", "final_loss"):
            if not callable(self.get(needed)):
                raise Refusal(
                    "%s defines no function %s; it needs batch(step, seed), loss(model, batch) and final_loss(model)"
                    % (self.name, needed)
                )
        made = [maker for maker in ("make", "parameters", "model") if self.get(maker) is not None]
        if not made:
            raise Refusal(
                "%s defines no make(width), make() or model that gives the module, and no parameters(seed)" % self.name
            )
        self.maker = made[0]

    def get(self, name):
        return getattr(self.module, name, None)

    def has_width(self):
        return self.maker != "model" and takes(self.get(self.maker), "width")

    def takes_seed(self):
        return self.maker != "model" and takes(self.get(self.maker), "seed")

    def own_width(self):
        """Returns the width that the file has if none is asked for, or None."""
        if not self.has_width():
            return None
        default = inspect.signature(self.get(self.maker)).parameters["width"].default
        return default if isinstance(default, int) else None

    def made(self, seed, width):
        """Returns a new module, or new parameters by name."""
        maker = self.get(self.maker)
        if self.maker == "model":
            import copy

            return copy.deepcopy(maker)
        options = {"width": width} if self.has_width() and width else {}
        if self.has_width() and not width and self.own_width() is None:
            raise Refusal(
                "%s(width) has no default: give it one, as in %s(width=64), or say problem.python.width"
                % (self.maker, self.maker)
            )
        if takes(maker, "seed"):
            options["seed"] = seed
        return maker(**options)

    def batch(self, step, seed):
        return self.get("batch")(step, seed)

    def parts(self):
        return ["validation"] + (["test"] if callable(self.get("test_loss")) else [])

    def judge(self, part):
        return self.get("final_loss" if part == "validation" else "test_loss")

    @staticmethod
    def called(part):
        """Returns what the loss of a part is called in messages."""
        return "final_loss()" if part == "validation" else "test_loss()"

    def extras(self):
        """Returns the names of arrays that enter the loss, as its further parameters."""
        further = list(inspect.signature(self.get("loss")).parameters)[2:]  # after the model and the batch
        return [name for name in ("example_weights", "inputs") if name in further]


class Subject:
    """A model and its losses, behind requests that are the same for every framework."""

    def __init__(self, request):
        self.signature = request.get("signature")
        self.users = UsersFile(request)
        self.area = None
        self.kept = None

    def about(self):
        self.starts = [self.extra(name) for name in self.users.extras()]
        return {
            "python": platform.python_version(),
            "framework": self.framework,
            "hasWidth": self.users.has_width(),
            "width": self.users.own_width() or 0,
            "maker": self.users.maker,
            "takesSeed": self.users.takes_seed(),
            "parts": self.users.parts(),
            "extras": [{key: value for key, value in one.items() if key != "start"} for one in self.starts],
        }

    def extra(self, name):
        """Returns name and start of an array that enters the loss; weights of examples start at 1."""
        if name == "inputs":
            start = self.users.get("INPUTS")
            if start is None:
                raise Refusal("loss() has a parameter inputs: %s must define INPUTS, their start" % self.users.name)
            start = self.cast(start)
        else:
            count = self.users.get("EXAMPLES")
            if not isinstance(count, int):
                raise Refusal(
                    "loss() has a parameter example_weights: %s must define EXAMPLES, the number of training examples"
                    % self.users.name
                )
            start = self.cast_tensor([1.0] * count)
        shape = list(start.shape)
        if not shape or 0 in shape:
            raise Refusal("%s has no numbers; give it a row for each example" % ("INPUTS" if name == "inputs" else "EXAMPLES"))
        count = 1
        for size in shape[1:]:
            count *= size
        return {"name": name, "rows": shape[0], "cols": count, "shape": shape, "start": start}

    def do_extras(self, request):
        """Writes what the arrays that enter the loss start from."""
        self.write("extras", [one["start"] for one in self.starts])
        return {}

    def do_describe(self, request):
        """Returns the tensors, the shapes of a batch and the arrays that enter the loss."""
        model = self.model(request["width"], request["seed"])
        self.signature = self.signature or self.shapes(self.batch(0, request["seed"]))
        return {"groups": self.groups(model), "frozen": self.frozen(model), "signature": self.signature}

    def do_attach(self, request):
        """Maps the file where tensors lie."""
        self.kept = None
        with open(request["path"], "r+b") as file:
            memory = mmap.mmap(file.fileno(), request["bytes"])
        self.area = {
            kind: [self.view(memory, place["offset"], place["shape"]) for place in places]
            for kind, places in request["areas"].items()
        }
        return {}

    def do_use(self, request):
        """Computes Hessian products in another way from now on."""
        self.kept = None
        self.forward = request["second"] == "forward-over-reverse"
        return {}

    def do_start(self, request):
        """Writes the weights that a seed starts from."""
        self.kept = None
        self.write("weights", self.values(self.model(request["width"], request["seed"], fresh=True)))
        return {}

    def do_gradient(self, request):
        """Writes the gradient of a step, and keeps what products with its Hessian need if it is asked to."""
        self.kept = None
        loss, gradient, kept = self.gradient(request, request["keep"])
        self.write("result", gradient)
        self.kept = kept
        return {"loss": loss}

    def do_product(self, request):
        """Writes the Hessian of the gradient that was asked for last times a direction, and the mixed derivatives."""
        if self.kept is None:
            raise ValueError("there is no gradient to differentiate")
        products, mixed_products = self.product(self.kept, request)
        self.write("result", products)
        self.write("adjoints", mixed_products)
        return {}

    def do_final(self, request):
        """Returns the loss of a part, and writes its gradient if it is asked to."""
        self.kept = None
        loss, counts, gradient = self.final(request)
        if gradient is not None:
            self.write("result", gradient)
        return {"loss": loss, "wrong": counts[0], "rows": counts[1]}

    def seed_all(self, seed):
        """Seeds what a user's code may draw from, so that it draws the same wherever it is asked."""
        random.seed(seed)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(seed & 0xFFFFFFFF)
        self.seed_framework(seed)

    def cast(self, tree):
        """Brings real numbers to the precision of the run, and everything to its device."""
        if self.is_tensor(tree):
            name = self.dtype_name(tree)
            if name in HALVES:
                raise Refusal("bf16 or fp16: a batch has %s; give it in float32 or float64" % name)
            return self.cast_tensor(tree)
        if isinstance(tree, dict):
            return {key: self.cast(value) for key, value in tree.items()}
        if isinstance(tree, tuple) and hasattr(tree, "_fields"):
            return type(tree)(*[self.cast(value) for value in tree])
        if isinstance(tree, (tuple, list)):
            return type(tree)(self.cast(value) for value in tree)
        return tree

    def shapes(self, tree):
        if self.is_tensor(tree):
            return "%s%s" % (self.dtype_name(tree), list(tree.shape))
        if isinstance(tree, dict):
            return "{%s}" % ", ".join("%s: %s" % (key, self.shapes(value)) for key, value in tree.items())
        if isinstance(tree, (tuple, list)):
            return "(%s)" % ", ".join(self.shapes(value) for value in tree)
        return type(tree).__name__

    def refuse_halves(self, tensors):
        """Refuses parameters of few digits, by their names."""
        halves = [name for name, tensor in tensors if self.dtype_name(tensor) in HALVES]
        if halves:
            raise Refusal(
                "bf16 or fp16: %s; rounding to so few digits is not differentiable and drowns second derivatives. Give the"
                " model in float32 or float64" % listed(halves)
            )

    def do_loop(self, request):
        """Evaluates steps one after another, as a training script would, and returns the seconds it takes."""
        begin = time.perf_counter()
        for step in range(request["steps"]):
            self.kept = None
            _, _, self.kept = self.gradient(dict(request, step=step), request["keep"])
            if request["keep"]:
                self.product(self.kept, request)
        self.kept = None
        return {"seconds": time.perf_counter() - begin}

    def batch(self, step, seed):
        self.seed_all(mixed(seed, step, 1))
        try:
            batch = self.cast(self.users.batch(step, seed))
        except StopIteration as error:
            raise Refusal(
                "global random state: batch(%d, ...) takes the next of an iterator, and it has no more; a batch depends on"
                " step and seed alone" % step
            ) from error
        shapes = self.shapes(batch)
        if self.signature is not None and shapes != self.signature:
            raise Refusal(
                "changing batch shapes: batch(%d, ...) returned %s, an earlier one %s; drop or pad what is left over, so"
                " that all batches have one shape" % (step, shapes, self.signature)
            )
        return batch

    def read_counts(self, result):
        """Takes apart what a final loss returned: the loss, or the loss, the wrong examples and all examples."""
        if isinstance(result, (tuple, list)):
            if len(result) != 3:
                raise Refusal("a final loss returns the loss, or (loss, wrong, rows), not %d things" % len(result))
            return result[0], (int(result[1]), int(result[2]))
        return result, (-1, 1)


class TorchSubject(Subject):
    """A torch.nn.Module, or a function of tensors by name."""

    def __init__(self, request):
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        self.torch = torch = framework("torch")
        self.framework = "PyTorch " + torch.__version__.split("+")[0]
        self.dtype = getattr(torch, request["precision"])
        self.device = torch.device(request["device"])
        torch.set_default_dtype(self.dtype)
        torch.set_num_threads(request["threads"])
        torch.use_deterministic_algorithms(True)
        torch.backends.cudnn.benchmark = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cuda.matmul.allow_tf32 = False
        for switch in ("enable_flash_sdp", "enable_mem_efficient_sdp", "enable_cudnn_sdp"):
            if hasattr(torch.backends.cuda, switch):
                getattr(torch.backends.cuda, switch)(False)  # they have no second derivative
        self.forward = request["second"] == "forward-over-reverse"
        self.models = {}
        self.graphs = {}  # by width, whether every gradient keeps its graph
        self.custom = []  # autograd functions in its losses that are not the framework's
        self.seed_all(0)
        super().__init__(request)

    def seed_framework(self, seed):
        self.torch.manual_seed(seed)

    def is_tensor(self, value):
        return isinstance(value, self.torch.Tensor) or type(value).__module__ == "numpy"

    def dtype_name(self, tensor):
        return str(getattr(tensor, "dtype", "")).replace("torch.", "")

    def cast_tensor(self, tensor):
        tensor = self.torch.as_tensor(tensor)
        return tensor.to(self.device, self.dtype) if tensor.is_floating_point() else tensor.to(self.device)

    def bytes_of(self, tensor):
        return tensor.detach().cpu().contiguous().numpy().tobytes()

    def model(self, width, seed, fresh=False):
        """Returns the model of a width and a seed, which may have buffers that were drawn."""
        key = (width, seed)
        if fresh or key not in self.models:
            self.models.clear()
            self.seed_all(mixed(seed, 0, 0))
            made = self.users.made(seed, width)
            self.models[key] = TorchModel(self, made)
        return self.models[key]

    def groups(self, model):
        return [
            {"name": name, "shape": list(leaf.shape), "module": model.kind(name)}
            for name, leaf in zip(model.names, model.leaves)
        ]

    def frozen(self, model):
        return model.frozen

    def values(self, model):
        return [leaf.detach() for leaf in model.leaves]

    def view(self, memory, offset, shape):
        count = 1
        for size in shape:
            count *= size
        return self.torch.frombuffer(memory, dtype=self.dtype, count=count, offset=offset).reshape(shape)

    def write(self, kind, tensors):
        for place, tensor in zip(self.area[kind], tensors):
            if tensor is None:
                place.zero_()
            else:
                place.copy_(tensor.detach().reshape(place.shape))

    def ready(self, request, train):
        """Returns the model with the weights of the shared memory, and the arrays that enter its loss."""
        model = self.model(request["width"], request["seed"])
        model.take(self.area["weights"])
        model.mode(train)
        places = zip(self.area["extras"], self.starts)
        extras = [place.reshape(one["shape"]).to(self.device).detach().requires_grad_() for place, one in places]
        return model, extras

    def loss(self, model, extras, request):
        batch = self.batch(request["step"], request["seed"])
        self.seed_all(mixed(request["seed"], request["step"], 2))
        named = dict(zip(self.users.extras(), extras))
        return self.scalar(self.users.get("loss")(model.users, batch, **named), "loss()")

    def scalar(self, loss, who):
        if not isinstance(loss, self.torch.Tensor) or loss.numel() != 1 or not loss.is_floating_point():
            shown = "a tensor of shape %s" % list(loss.shape) if isinstance(loss, self.torch.Tensor) else type(loss).__name__
            raise Refusal("%s must return one real number as a tensor, not %s; take its mean()?" % (who, shown))
        if not loss.requires_grad:
            raise Refusal(
                "%s returned a number that does not depend on the parameters (no_grad(), detach() or item() in it?)" % who
            )
        return loss.reshape(())

    def gradient(self, request, keep):
        keep_graph = not self.forward and (keep or self.graph_matters(request["width"]))
        model, extras = self.ready(request, True)
        versions = [leaf._version for leaf in model.leaves]
        loss = self.loss(model, extras, request)
        gradient = self.torch.autograd.grad(loss, model.leaves, create_graph=keep_graph, allow_unused=True)
        model.require_untouched(versions)
        return float(loss.detach()), gradient, (model, extras, gradient, dict(request)) if keep else None

    def graph_matters(self, width):
        """Returns whether a gradient has other bits where its graph is kept: GroupNorm has two formulas for it."""
        if width not in self.graphs:
            self.seed_all(mixed(0, 0, 0))
            made = TorchModel(self, self.users.made(0, width))
            made.mode(True)
            noise = self.torch.Generator().manual_seed(1)  # at a start of zeros both formulas would agree
            with self.torch.no_grad():
                for leaf in made.leaves:
                    leaf.add_((0.05 * self.torch.randn(leaf.shape, generator=noise)).to(leaf))
            extras = [one["start"].clone() for one in self.starts]
            loss = self.loss(made, extras, {"step": 0, "seed": 0})
            plain, kept = [
                self.torch.autograd.grad(loss, made.leaves, retain_graph=True, create_graph=graph, allow_unused=True)
                for graph in (False, True)
            ]
            self.graphs[width] = any(a is not None and not self.torch.equal(a, b) for a, b in zip(plain, kept))
        return self.graphs[width]

    def product(self, kept, request):
        if self.forward:
            return self.forward_product(kept)
        model, extras, gradient, _ = kept
        direction = [place.to(self.device) for place in self.area["direction"]]
        pairs = [(g, d) for g, d in zip(gradient, direction) if g is not None and g.requires_grad]
        wanted = model.leaves + extras
        if not pairs:  # a loss that is linear in the weights
            return [None] * len(model.leaves), [None] * len(extras)
        try:
            found = self.torch.autograd.grad(
                [g for g, _ in pairs], wanted, [d for _, d in pairs], retain_graph=True, allow_unused=True
            )
        except RuntimeError as error:
            raise self.without_second(error) from error
        return found[: len(model.leaves)], found[len(model.leaves) :]

    def without_second(self, error):
        """Returns a refusal if the exception says that an operation has no second derivative, else the exception."""
        text = str(error)
        signs = ("once_differentiable", "is not implemented", "not implemented for", "does not require grad")
        if any(sign in text for sign in signs):
            return self.no_second(text.splitlines()[0].rstrip("."))
        return error

    def no_second(self, why):
        return Refusal(
            "no second derivative: %s. Fused attention kernels are such: use the plain formula (softmax(q k' / sqrt(d)) v, or"
            " scaled_dot_product_attention, which is given its plain kernel here)%s"
            % (why, "; custom functions here: " + listed(self.custom) if self.custom else "")
        )

    def forward_product(self, kept):
        """Differentiates the gradient along the direction as it is computed."""
        import torch.autograd.forward_ad as forward_ad

        model, extras, _, request = kept
        with forward_ad.dual_level():
            duals = [
                forward_ad.make_dual(leaf, place.to(self.device)) for leaf, place in zip(model.leaves, self.area["direction"])
            ]
            with model.with_leaves(duals):
                loss = self.loss(model, extras, request)
                wanted = duals + extras
                found = self.torch.autograd.grad(loss, wanted, allow_unused=True)
            tangents = [None if one is None else forward_ad.unpack_dual(one).tangent for one in found]
        return tangents[: len(duals)], tangents[len(duals) :]

    def final(self, request):
        model, _ = self.ready(request, False)
        self.seed_all(mixed(0, 0, 3))
        wants = request["gradient"]
        with self.torch.set_grad_enabled(True):
            result, counts = self.read_counts(self.users.judge(request["part"])(model.users))
        loss = self.scalar(result, self.users.called(request["part"])) if wants else result
        gradient = self.torch.autograd.grad(loss, model.leaves, allow_unused=True) if wants else None
        return float(loss), counts, gradient

    def do_inspect(self, request):
        """Looks for what is known to spoil derivatives, and refuses by its name."""
        TorchInspection(self, request).run()
        return {"custom": listed(self.custom)}


class TorchModel:
    """A module of the user's, or the tensors of a function of them."""

    def __init__(self, subject, made):
        torch = subject.torch
        self.is_module = isinstance(made, torch.nn.Module)
        if self.is_module:
            subject.refuse_halves(list(made.named_parameters()) + list(made.named_buffers()))
            made.to(device=subject.device, dtype=subject.dtype)
            owners = {}
            for prefix, module in made.named_modules():
                for name, parameter in module._parameters.items():
                    if parameter is not None:
                        full = prefix + "." + name if prefix else name
                        owners.setdefault(id(parameter), (full, parameter, []))[2].append((module, name))
            every = list(owners.values())
            self.places = [places for _, parameter, places in every if parameter.requires_grad]
            named = [(name, parameter) for name, parameter, _ in every if parameter.requires_grad]
            self.frozen = [name for name, parameter, _ in every if not parameter.requires_grad]
            self.users = made
        elif isinstance(made, dict):
            subject.refuse_halves(made.items())
            named = [(name, subject.cast(tensor).detach().clone().requires_grad_()) for name, tensor in made.items()]
            self.frozen = []
            self.users = dict(named)
        else:
            raise Refusal("%s must give a torch.nn.Module or a dict of tensors, not %s" % (subject.users.maker, type(made).__name__))
        if not named:
            raise Refusal("the model has no parameter that requires a gradient; there is nothing to train")
        self.names = [name for name, _ in named]
        self.leaves = [leaf for _, leaf in named]
        empty = [name for name, leaf in named if leaf.numel() == 0]
        if empty:
            raise Refusal("%s has no numbers; there is nothing to train in it" % listed(empty))

    def kind(self, name):
        """Returns the class of the module that a parameter belongs to, or of all that share it."""
        if not self.is_module:
            return ""
        return " and ".join(type(module).__name__ for module, _ in self.places[self.names.index(name)])

    def take(self, weights):
        """Lets the parameters be the numbers of the shared memory."""
        for leaf, place in zip(self.leaves, weights):
            if leaf.device.type == "cpu":
                if leaf.data_ptr() != place.data_ptr():
                    leaf.data = place
            else:
                leaf.data.copy_(place)

    def mode(self, train):
        if self.is_module:
            self.users.train(train)

    def buffers(self):
        return list(self.users.named_buffers()) if self.is_module else []

    def require_untouched(self, versions):
        for name, leaf, version in zip(self.names, self.leaves, versions):
            if leaf._version != version:
                raise Refusal(
                    "in-place edit of parameters: loss() changes %s while it is evaluated; a loss reads parameters and"
                    " leaves them alone" % name
                )

    def with_leaves(self, others):
        """Puts other tensors into the places of the parameters, for as long as it is entered."""
        import contextlib

        @contextlib.contextmanager
        def entered():
            if self.is_module:
                for places, other in zip(self.places, others):
                    for module, name in places:
                        del module._parameters[name]
                        setattr(module, name, other)
            else:
                self.users.update(zip(self.names, others))
            try:
                yield
            finally:
                if self.is_module:
                    for places, leaf in zip(self.places, self.leaves):
                        for module, name in places:
                            delattr(module, name)
                            module._parameters[name] = leaf
                else:
                    self.users.update(zip(self.names, self.leaves))

        return entered()


class Inspection:
    """Looks for what makes an answer depend on more than the request."""

    def __init__(self, subject, request):
        self.subject = subject
        self.request = request

    def same_batches(self):
        """Batches of one shape, that depend on step and seed alone."""
        subject, seed = self.subject, self.request["seed"]
        first = self.digest(subject.batch(0, seed))
        for step in sorted({1, 2, self.request["steps"] // 2, self.request["steps"] - 1}):
            if step > 0:
                subject.batch(step, seed)
        if self.digest(subject.batch(0, seed)) != first:
            raise Refusal(
                "global random state: batch(0, %d) returned other numbers when it was asked again; a batch depends on step"
                " and seed alone, not on a generator or an iterator that moves on%s" % (seed, self.moving())
            )

    def moving(self):
        names = list(self.generators([]))
        return " (%s?)" % listed(names) if names else ""

    def digest(self, tree):
        if self.subject.is_tensor(tree):
            return hashlib.sha256(self.subject.bytes_of(tree)).hexdigest()
        if isinstance(tree, dict):
            return [(key, self.digest(value)) for key, value in tree.items()]
        if isinstance(tree, (tuple, list)):
            return [self.digest(value) for value in tree]
        return repr(tree)

    def generators(self, modules):
        """Returns generators that the file or a module holds, by name."""
        found = {}
        holders = [(self.subject.users.name, self.subject.users.module)]
        holders += [("module " + (name or "of the model"), module) for name, module in modules]
        for owner, holder in holders:
            for name, value in vars(holder).items():
                if self.state(value) is not None:
                    found["%s of %s" % (name, owner)] = value
        return found

    def state(self, value):
        """Returns the state of a random generator as text; None of anything else."""
        if type(value).__module__.startswith("torch") and type(value).__name__ == "Generator":
            return repr(value.get_state().tolist())
        if isinstance(value, random.Random):
            return repr(value.getstate())
        if type(value).__module__.startswith("numpy.random") and hasattr(value, "bit_generator"):
            return repr(value.bit_generator.state)
        if type(value).__module__.startswith("numpy.random") and hasattr(value, "get_state"):
            return repr(value.get_state(legacy=False))
        return None

    def unmoved(self, generators, states):
        moved = [name for name, generator in generators.items() if self.state(generator) != states[name]]
        if moved:
            raise Refusal(
                "global random state: %s moves on while loss() is evaluated, so no step can be repeated; make a generator"
                " from step and seed, or use the global one of torch, which is seeded before every call" % listed(moved)
            )


class TorchInspection(Inspection):
    """Runs loss, gradient and final loss under watch, to name what makes derivatives wrong or different."""

    FUSED = ("flash_attention", "efficient_attention", "flash_attn", "fused_attention", "cudnn_attention")

    def __init__(self, subject, request):
        super().__init__(subject, request)
        self.torch = subject.torch

    def run(self):
        subject, request = self.subject, self.request
        model, extras = subject.ready(request, True)
        self.same_batches()
        weights = [leaf.detach().clone() for leaf in model.leaves]
        buffers = [(name, buffer.clone()) for name, buffer in model.buffers()]
        generators = self.generators(model.users.named_modules() if model.is_module else [])
        states = {name: self.state(generator) for name, generator in generators.items()}
        with self.watch():
            loss = subject.loss(model, extras, request)
            gradient = self.torch.autograd.grad(loss, model.leaves, create_graph=True, allow_unused=True)
        subject.custom = self.custom_functions(loss)
        self.untouched("loss()", model, weights)
        self.still(model, buffers, "loss()")
        self.unmoved(generators, states)
        missing = [name for name, one in zip(model.names, gradient) if one is None]
        if missing:
            raise Refusal(
                "parameters without gradient: %s do not enter loss(); freeze them (requires_grad_(False)) or take them out"
                " of the model" % listed(missing)
            )
        self.twice_differentiable(gradient)
        if not subject.forward:
            subject.product((model, extras, gradient, request), request)
        for part in subject.users.parts():
            subject.final(dict(request, part=part, gradient=part == "validation"))
            self.untouched(subject.users.called(part), model, weights)
            self.still(model, buffers, subject.users.called(part))

    def nodes(self, tensors):
        """Returns the nodes of the graph that tensors were computed by."""
        seen, left = set(), [tensor.grad_fn for tensor in tensors]
        while left:
            node = left.pop()
            if node is not None and node not in seen:
                seen.add(node)
                left += [following for following, _ in node.next_functions]
        return seen

    def custom_functions(self, loss):
        """Returns the names of autograd functions that were written in Python: only their authors know their derivatives."""
        own = self.torch.autograd.function.BackwardCFunction
        names = {type(node).__name__ for node in self.nodes([loss]) if isinstance(node, own)}
        return sorted(name[: -len("Backward")] if name.endswith("Backward") else name for name in names)

    def twice_differentiable(self, gradient):
        """Looks for what stands in a graph where a second derivative is missing: on some ways it is zero without a word."""
        for node in self.nodes(gradient):
            if node.name().rpartition("::")[2] in ("Error", "NotImplemented"):
                raise self.subject.no_second("trying to differentiate twice what can be differentiated once")

    def untouched(self, who, model, before):
        for name, leaf, old in zip(model.names, model.leaves, before):
            if not self.torch.equal(leaf.detach(), old) and not bool(self.torch.isnan(old).any()):
                raise Refusal(
                    "in-place edit of parameters: %s changes %s while it is evaluated; a loss reads parameters and leaves"
                    " them alone" % (who, name)
                )

    def still(self, model, before, who):
        for (name, old), (_, new) in zip(before, model.buffers()):
            if not self.torch.equal(old, new):
                owner = name.rpartition(".")[0]
                module = dict(model.users.named_modules())[owner]
                if hasattr(module, "track_running_stats"):
                    raise Refusal(
                        "BatchNorm running statistics: %s %s changes its %s with every call of %s, so that the loss is no"
                        " function of the weights. Give it track_running_stats=False, or use GroupNorm or LayerNorm"
                        % (type(module).__name__, owner, name.rpartition(".")[2], who)
                    )
                raise Refusal(
                    "the buffer %s changes with every call of %s, so that the loss is no function of the weights" % (name, who)
                )

    def watch(self):
        """Returns a context that looks at every operation, where this version of PyTorch can."""
        try:
            from torch.utils._python_dispatch import TorchDispatchMode
            from torch.utils._pytree import tree_flatten
        except ImportError:
            import contextlib

            return contextlib.nullcontext()
        fused, named = self.FUSED, self.subject.dtype_name

        class Watch(TorchDispatchMode):
            def __torch_dispatch__(self, function, types, args=(), kwargs=None):
                name = str(function)
                if any(part in name for part in fused):
                    raise Refusal("fused attention: %s has no second derivative; use the plain formula or kernel" % name)
                result = function(*args, **(kwargs or {}))
                for value in tree_flatten(result)[0]:
                    if named(value) in HALVES:
                        raise Refusal(
                            "bf16 or fp16: %s computes in %s (autocast?); rounding to so few digits drowns second"
                            " derivatives. Compute in float32 or float64" % (name, named(value))
                        )
                return result

        return Watch()


class JaxSubject(Subject):
    """A function of a tree of arrays: `parameters(seed)` or `make(width)` gives the tree, losses take it as their model.

    Nothing is compiled here: a file may have `jax.jit` on functions of its own.
    """

    def __init__(self, request):
        os.environ["JAX_PLATFORMS"] = request["device"]
        flags = ["--xla_cpu_multi_thread_eigen=false"] if request["threads"] == 1 else []
        flags += ["--xla_gpu_deterministic_ops=true"] if request["device"] != "cpu" else []
        os.environ["XLA_FLAGS"] = " ".join([os.environ.get("XLA_FLAGS", "")] + flags).strip()
        self.jax = jax = framework("jax")
        self.framework = "JAX " + jax.__version__
        self.trees = {}  # by width, how leaves are put together
        jax.config.update("jax_enable_x64", request["precision"] == "float64")
        jax.config.update("jax_default_matmul_precision", "highest")
        import jax.numpy
        import numpy

        self.numpy, self.jnp = numpy, jax.numpy
        self.dtype = getattr(numpy, request["precision"])
        self.forward = request["second"] == "forward-over-reverse"
        self.seed_all(0)
        super().__init__(request)

    def seed_framework(self, seed):
        """Draws only from keys, which are the user's."""

    def is_tensor(self, value):
        return hasattr(value, "dtype") and hasattr(value, "shape")

    def dtype_name(self, array):
        return str(self.numpy.asarray(array).dtype)

    def cast_tensor(self, array):
        is_real = self.numpy.issubdtype(self.numpy.asarray(array).dtype, self.numpy.floating)
        return self.jnp.asarray(array, self.dtype) if is_real else self.jnp.asarray(array)

    def bytes_of(self, array):
        return self.numpy.asarray(array).tobytes()

    def model(self, width, seed, fresh=False):
        """Returns the tree of a width and a seed: names, leaves and how to put leaves together."""
        self.seed_all(mixed(seed, 0, 0))
        made = self.users.made(seed, width)
        found, tree = self.jax.tree_util.tree_flatten_with_path(made)
        named = [(".".join(self.word(key) for key in path), leaf) for path, leaf in found]
        strange = [name for name, leaf in named if not self.is_tensor(leaf)]
        if strange or not named:
            raise Refusal(
                "%s must give a tree (dicts and lists) of arrays%s" % (self.users.maker, ", not " + listed(strange) if strange else "")
            )
        self.refuse_halves(named)
        return [name for name, _ in named], [self.cast_tensor(leaf) for _, leaf in named], tree

    def tree(self, request):
        width = request["width"]
        if width not in self.trees:
            self.trees[width] = self.model(width, request["seed"])[2]
        return self.trees[width]

    @staticmethod
    def word(key):
        """Returns a step of a path as a word: the key of a dict, the place in a list or the name of a field."""
        for kind in ("key", "idx", "name"):
            if hasattr(key, kind):
                return str(getattr(key, kind))
        return str(key)

    def groups(self, model):
        return [{"name": name, "shape": list(leaf.shape), "module": ""} for name, leaf in zip(*model[:2])]

    def frozen(self, model):
        return []

    def values(self, model):
        return model[1]

    def view(self, memory, offset, shape):
        count = 1
        for size in shape:
            count *= size
        return self.numpy.frombuffer(memory, self.dtype, count, offset).reshape(shape)

    def write(self, kind, arrays):
        for place, array in zip(self.area[kind], arrays):
            place[...] = self.numpy.asarray(array).reshape(place.shape)

    def read(self, kind):
        """Returns copies of what lies in the shared memory, which the program writes again."""
        return [self.jnp.asarray(place.copy()) for place in self.area[kind]]

    def loss(self, request):
        """Returns the loss of a step, as a function of leaves and of the arrays that enter it."""
        tree = self.tree(request)
        batch = self.batch(request["step"], request["seed"])
        seed = mixed(request["seed"], request["step"], 2)

        def loss(leaves, extras):
            self.seed_all(seed)
            parameters = self.jax.tree_util.tree_unflatten(tree, leaves)
            return self.scalar(self.users.get("loss")(parameters, batch, **dict(zip(self.users.extras(), extras))), "loss()")

        return loss

    def scalar(self, loss, who):
        shape = getattr(loss, "shape", None)
        if shape is None or any(size != 1 for size in shape):
            shown = type(loss).__name__ if shape is None else "an array of shape %s" % list(shape)
            raise Refusal("%s must return one real number as an array, not %s; take its mean()?" % (who, shown))
        return self.jnp.reshape(loss, ())

    def gradient(self, request, keep):
        loss, weights = self.loss(request), self.read("weights")
        extras = [array.reshape(one["shape"]) for array, one in zip(self.read("extras"), self.starts)]
        value, gradient = self.jax.value_and_grad(loss)(weights, extras)
        return float(value), gradient, (loss, weights, extras) if keep else None

    def product(self, kept, request):
        """The gradient's change along a direction; that of the arrays' gradient is the mixed derivative."""
        loss, weights, extras = kept
        direction = self.read("direction")
        gradient = self.jax.grad(loss, argnums=(0, 1))
        if self.forward:
            return self.jax.jvp(lambda moved: gradient(moved, extras), (weights,), (direction,))[1]

        def slope(moved, arrays):
            return sum(self.jnp.vdot(one, along) for one, along in zip(gradient(moved, arrays)[0], direction))

        return self.jax.grad(slope, argnums=(0, 1))(weights, extras)

    def final(self, request):
        tree = self.tree(request)
        who = self.users.called(request["part"])

        def judged(leaves):
            self.seed_all(mixed(0, 0, 3))
            return self.users.judge(request["part"])(self.jax.tree_util.tree_unflatten(tree, leaves))

        def loss(leaves):
            result = judged(leaves)
            return self.scalar(result[0] if isinstance(result, (tuple, list)) else result, who)

        weights = self.read("weights")
        if request["gradient"]:
            value, gradient = self.jax.value_and_grad(loss)(weights)
            return float(value), (-1, 1), gradient
        value, counts = self.read_counts(judged(weights))
        return float(value), counts, None

    def do_inspect(self, request):
        """Looks for what makes answers differ; derivatives are the framework's."""
        inspection = Inspection(self, request)
        inspection.same_batches()
        generators = inspection.generators([])
        states = {name: inspection.state(generator) for name, generator in generators.items()}
        self.gradient(request, False)
        inspection.unmoved(generators, states)
        for part in self.users.parts():
            self.final(dict(request, part=part, gradient=part == "validation"))
        return {}


def opened(request):
    """Reads the user's file for the framework that it imports."""
    with open(request["file"], encoding="utf-8") as file:
        imports = [line.split() for line in file if line.startswith(("import ", "from "))]
    names = {words[1].split(".")[0].rstrip(",") for words in imports if len(words) > 1}
    return JaxSubject(request) if "jax" in names and "torch" not in names else TorchSubject(request)


def failure(error, files):
    """Returns what is said of an exception of the user's code: its last lines there, and its text."""
    traceback.print_exception(type(error), error, error.__traceback__)
    if isinstance(error, ModuleNotFoundError) and error.name:
        return {"refused": not_found(error.name, files[0])}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    shown = [traceback.FrameSummary(frame.filename, frame.lineno, frame.name, line=frame.line) for frame in frames]
    text = "".join(traceback.format_exception_only(type(error), error)).rstrip().splitlines()
    return {"failed": "".join(traceback.format_list(shown[-SHOWN_FRAMES:])).splitlines() + text[-SHOWN_LINES:]}


def not_found(name, file):
    """Returns what is said of a module that cannot be imported."""
    beside = os.path.join(os.path.dirname(file), *name.split("."))
    for there in (beside + ".py", os.path.join(beside, "__init__.py")):
        if os.path.exists(there):
            return "it imports %s, and %s is not among the files that may be run: name it under problem.python.files" % (
                name,
                os.path.relpath(there, os.path.dirname(file)),
            )
    return "it imports %s, which is not installed for %s (run.python)" % (name, sys.executable)


def serve(channel):
    """Answers requests until the program closes its end."""
    subject = None
    files = []
    while True:
        request = channel.receive()
        try:
            if request["call"] == "open":
                files = [request["file"]] + request["files"]
                subject = opened(request)
                reply = subject.about()
            else:
                reply = getattr(subject, "do_" + request["call"])(request)
        except Refusal as refusal:
            reply = {"refused": str(refusal)}
        except BaseException as error:  # whatever the user's code raises is the program's to say
            reply = failure(error, files)
        sys.stdout.flush()
        sys.stderr.flush()
        channel.answer(reply)


if __name__ == "__main__":
    serve(Channel())
