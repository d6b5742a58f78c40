package org.retrograde.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.retrograde.experiments.python.PythonFixture;

/**
 * A model in Python whose derivatives are not exact, or whose file is wrong, is refused at the
 * start by one message that names the cause.
 */
final class PythonRefusalsTest {

  /** Nothing is wrong with it; each test spoils one function. */
  private static final String SOUND =
      """
      import torch
      from torch import nn
      X = torch.linspace(-1, 1, 24).reshape(8, 3)
      def make(): return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
      def batch(step, seed): return X
      def loss(model, batch): return (model(batch) ** 2).mean()
      def final_loss(model): return loss(model, X)
      """;

  /** Softmax of plain numbers, as packages of fused kernels differentiate it: once. */
  private static final String ONCE =
      """
      from torch.autograd.function import once_differentiable
      class FlashAttention(torch.autograd.Function):
          @staticmethod
          def forward(ctx, q):
              ctx.save_for_backward(p := q.softmax(-1))
              return p
          @staticmethod
          @once_differentiable
          def backward(ctx, g):
              p, = ctx.saved_tensors
              return p * (g - (p * g).sum(-1, keepdim=True))
      def loss(model, batch): return (FlashAttention.apply(model(batch).T) ** 2).mean()
      """;

  private static final String TORCH = "python: " + PythonFixture.PYTHON;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void needTorch() throws IOException, InterruptedException {
    PythonFixture.assumeTorch();
  }

  private static Arguments spoilt(String what, String by, String... messages) {
    return Arguments.of(what, by, List.of(messages));
  }

  static Stream<Arguments> numbers() {
    return Stream.of(
        spoilt(
            "parameters of few digits",
            "def make(): return nn.Linear(3, 1).to(torch.bfloat16)",
            "bf16 or fp16: weight, bias; ",
            "Give the model in float32 or float64"),
        spoilt(
            "autocast",
            """
            def loss(model, batch):
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    return model(batch).float().square().mean()
            """,
            "bf16 or fp16: ",
            " computes in bfloat16 (autocast?)"),
        spoilt(
            "a batch of few digits",
            "def batch(step, seed): return X.half()",
            "bf16 or fp16: a batch has float16"),
        spoilt(
            "a kernel without a second derivative",
            ONCE,
            "no second derivative: ",
            "Fused attention kernels are such: use the plain formula",
            "custom functions here: FlashAttention"),
        spoilt(
            "an operation that is called fused attention",
            """
            library = torch.library.Library("demo", "DEF")
            library.define("flash_attention(Tensor q) -> Tensor")
            library.impl("flash_attention", lambda q: q.softmax(-1), "CPU")
            def loss(model, batch): return (torch.ops.demo.flash_attention(model(batch)) ** 2).mean()
            """,
            "fused attention: demo.flash_attention",
            "use the plain formula"),
        spoilt(
            "a wrong derivative",
            """
            class Cube(torch.autograd.Function):
                @staticmethod
                def forward(ctx, x):
                    ctx.save_for_backward(x)
                    return x ** 3
                @staticmethod
                def backward(ctx, g):
                    x, = ctx.saved_tensors
                    return 3.01 * x ** 2 * g
            def loss(model, batch): return Cube.apply(model(batch) + 1).mean()
            """,
            "gradient and differences of the loss differ by 0.003",
            "that of the custom autograd function Cube"),
        spoilt(
            "a second derivative that is lost on the way",
            """
            class Cube(torch.autograd.Function):
                @staticmethod
                def forward(ctx, x):
                    ctx.save_for_backward(x)
                    return x ** 3
                @staticmethod
                def backward(ctx, g):
                    x, = ctx.saved_tensors
                    return 3 * x.detach() ** 2 * g
            def loss(model, batch): return Cube.apply(model(batch) + 1).mean()
            """,
            "H u and differences of the gradient differ by ",
            "that of the custom autograd function Cube"));
  }

  static Stream<Arguments> states() {
    return Stream.of(
        spoilt(
            "a generator of the file that the loss draws from",
            """
            noise = torch.Generator().manual_seed(1)
            def loss(model, batch): return (model(batch + torch.randn(8, 3, generator=noise)) ** 2).mean()
            """,
            "global random state: noise of model.py moves on while loss() is evaluated",
            "make a generator from step and seed"),
        spoilt(
            "a generator of NumPy that batches are drawn from",
            """
            import numpy
            drawn = numpy.random.default_rng(1)
            def batch(step, seed): return X[drawn.integers(8, size=8)]
            """,
            "global random state: batch(0, ",
            "depends on step and seed alone",
            "(drawn of model.py?)"),
        spoilt(
            "an iterator that moves on",
            """
            rows = iter(torch.utils.data.DataLoader(torch.randn(64, 3), batch_size=8))
            def batch(step, seed): return next(rows)
            """,
            "global random state: batch(0, ",
            "not on a generator or an iterator that moves on"),
        spoilt(
            "an iterator that comes to its end",
            """
            rows = iter(torch.utils.data.DataLoader(torch.randn(16, 3), batch_size=8))
            def batch(step, seed): return next(rows)
            """,
            "global random state: batch(",
            "takes the next of an iterator, and it has no more"),
        spoilt(
            "BatchNorm that counts",
            "def make(): return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 1))",
            "BatchNorm running statistics: BatchNorm1d 1 changes its running_mean with every call"
                + " of loss()",
            "track_running_stats=False, or use GroupNorm or LayerNorm"),
        spoilt(
            "another buffer that counts",
            """
            class Counts(nn.Linear):
                def __init__(self):
                    super().__init__(3, 1)
                    self.register_buffer("calls", torch.zeros(()))
                def forward(self, x):
                    self.calls += 1
                    return super().forward(x) * (1 + self.calls)
            def make(): return Counts()
            """,
            "the buffer calls changes with every call of loss()"),
        spoilt(
            "a last batch that is smaller",
            "def batch(step, seed): return X[: 8 - step // 3]",
            "changing batch shapes: batch(3, ...) returned float32[7, 3], an earlier one float32[8,"
                + " 3]",
            "drop or pad what is left over"),
        spoilt(
            "parameters that are edited without a gradient",
            """
            def loss(model, batch):
                with torch.no_grad():
                    for parameter in model.parameters():
                        parameter.mul_(0.99)
                return (model(batch) ** 2).mean()
            """,
            "in-place edit of parameters: loss() changes 0.weight while it is evaluated"),
        spoilt(
            "parameters whose data are edited in the final loss",
            """
            def final_loss(model):
                model[2].bias.data.add_(0.01)
                return (model(X) ** 2).mean()
            """,
            "in-place edit of parameters: final_loss() changes 2.bias while it is evaluated"),
        spoilt(
            "parameters that are not used",
            "def loss(model, batch): return (model[0](batch) ** 2).mean()",
            "parameters without gradient: 2.weight, 2.bias do not enter loss()",
            "freeze them"),
        spoilt(
            "what differs without a known cause",
            """
            import itertools
            calls = itertools.count()
            def loss(model, batch): return (model(batch) ** 2).mean() * (1 + next(calls) / 1024)
            """,
            "it is not deterministic: the loss and gradient of the same step and weights had other"
                + " bits",
            "look for global random state"));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        spoilt(
            "a loss of many numbers",
            "def loss(model, batch): return model(batch) ** 2",
            "loss() must return one real number as a tensor, not a tensor of shape [8, 1]; take its"
                + " mean()?"),
        spoilt(
            "a loss that is no tensor",
            "def loss(model, batch): return (model(batch) ** 2).mean().item()",
            "loss() must return one real number as a tensor, not float"),
        spoilt(
            "a detached loss",
            "def final_loss(model): return (model(X) ** 2).mean().detach()",
            "final_loss() returned a number that does not depend on the parameters (no_grad(),"
                + " detach()"),
        spoilt(
            "no final loss",
            "del final_loss",
            "model.py defines no function final_loss; it needs batch(step, seed), loss(model,"
                + " batch) and"),
        spoilt(
            "no model",
            "del make",
            "model.py defines no make(width), make() or model that gives the module, and no"
                + " parameters(seed)"),
        spoilt(
            "a model of nothing",
            "def make(): return nn.Tanh()",
            "the model has no parameter that requires a gradient"),
        spoilt(
            "a line that is no Python",
            "def loss(model, batch): return (model(batch)",
            "loading the file failed in Python:",
            "model.py\", line 8",
            "SyntaxError: '(' was never closed"),
        spoilt(
            "a module that is not installed",
            "import retrograde_is_not_installed",
            "it imports retrograde_is_not_installed, which is not installed for /usr/bin/python3"
                + " (run.python)"),
        spoilt(
            "an exception in a layer",
            "def make(): return nn.Sequential(nn.Linear(3, 4), nn.Linear(5, 1))",
            "a first look at its losses failed in Python:",
            "model.py\", line 6, in loss",
            "def loss(model, batch): return (model(batch) ** 2).mean()",
            "RuntimeError: mat1 and mat2 shapes cannot be multiplied (8x4 and 5x1)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"numbers", "states", "files"})
  void isRefusedByItsName(String what, String by, List<String> messages) throws IOException {
    Files.writeString(folder.resolve("model.py"), SOUND + by);
    requireRefused(messages);
  }

  private Invocation run(String run, String files) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("mine.yaml"),
            """
            name: mine
            problem: {python: {file: model.py, files: [%s]}}
            run: {%s}
            training: {steps: 4, learning-rate: 0.01}
            reversal: {steps: 4}
            """
                .formatted(files, run));
    return Invocation.of("run", config.toString(), "--out=" + folder.resolve("out"));
  }

  private void requireRefused(List<String> messages) throws IOException {
    requireRefused(messages, TORCH, "");
  }

  private void requireRefused(List<String> messages, String run, String files) throws IOException {
    Invocation result = run(run, files);
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(result.err())
        .contains(messages)
        .containsOnlyOnce("model.py: ")
        .doesNotContain("retrograde_worker.py", "\tat ");
    assertThat(result.err().lines().count()).as(result.err()).isLessThan(12);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** The control: it trains, and returns, also where the framework's generator has a say. */
  @Test
  void aSoundModelRunsAndDropoutReturnsToTheLastBit() throws IOException {
    Files.writeString(
        folder.resolve("model.py"),
        SOUND
            + """
            import numpy
            def make(): return nn.Sequential(nn.Linear(3, 9), nn.Dropout(0.5), nn.Linear(9, 1))
            def batch(step, seed): return X[numpy.random.permutation(8)] + torch.rand(8, 3)
            print("printed by the model")
            """);
    Invocation result = run(TORCH, "");
    assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
    assertThat(result.out()).contains("reversal over 4 steps: exact");
    assertThat(folder.resolve("out/python.log")).content().contains("printed by the model");
  }

  @Test
  void aCallThatTakesTooLongIsEnded() throws IOException {
    Files.writeString(
        folder.resolve("model.py"),
        SOUND
            + """
            import time
            def final_loss(model): time.sleep(1000)
            """);
    requireRefused(
        List.of("took longer than run.python-limit, 3 seconds, and was ended; raise it if"),
        TORCH + ", python-limit: 3",
        "");
  }

  @Test
  void anInterpreterThatIsNotThereOrLacksTheFrameworkIsNamed() throws IOException {
    Files.writeString(folder.resolve("model.py"), SOUND);
    Invocation none = run("python: /no/python3", "");
    assertThat(none.code()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(none.err())
        .contains("run.python: /no/python3 cannot be started", "name the interpreter that has");
    Path bare =
        Files.writeString(
            folder.resolve("bare"),
            "#!/bin/sh\nexec %s -S \"$@\"\n".formatted(PythonFixture.PYTHON));
    assertThat(bare.toFile().setExecutable(true)).isTrue();
    requireRefused(
        List.of("has no module torch; name the interpreter that has it under run.python"),
        "python: " + bare,
        "");
  }

  @Test
  void aNeighbourIsFoundOnlyIfItIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("model.py"),
        SOUND
            + """
            import helper
            from nets.block import width
            assert helper.WIDTH == width
            """);
    Files.writeString(folder.resolve("helper.py"), "WIDTH = 4\n");
    Path nets = Files.createDirectory(folder.resolve("nets"));
    Files.writeString(nets.resolve("__init__.py"), "");
    Files.writeString(nets.resolve("block.py"), "width = 4\n");
    requireRefused(
        List.of(
            "it imports helper, and helper.py is not among the files that may be run: name it under"
                + " problem.python.files"));
    requireRefused(
        List.of("it imports nets, and nets/__init__.py is not among the files"),
        TORCH,
        "helper.py");
    Invocation named = run(TORCH, "helper.py, nets/__init__.py, nets/block.py");
    assertThat(named.code()).as(named.err()).isEqualTo(ExitCode.DONE);
  }
}
