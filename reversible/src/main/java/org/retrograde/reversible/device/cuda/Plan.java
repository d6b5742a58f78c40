package org.retrograde.reversible.device.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A list of calls that has come before, made few launches and captured as one CUDA graph. When it
 * comes again with other numbers, only the nodes whose arguments differ are changed.
 *
 * <p>It keeps no array alive: the queue knows it by the addresses, and gives it up when others have
 * been used since.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-c-programming-guide/#cuda-graphs">CUDA graphs</a>
 */
final class Plan {

  private static final int RELAXED = 2; // capture, whatever other threads do meanwhile

  private final CudaCard card;
  private final CudaStream stream;
  private final List<Launch> launches = new ArrayList<>();
  private final boolean captures;
  private long graph;
  private long executable;

  /** A step of the plan: a launch of ours, or the product of this number among the calls. */
  private static final class Launch {

    private final int product;
    private final List<Piece.Arguments> pieces = new ArrayList<>();
    private final LaunchBlock block;
    private final long[] words;
    private final long function;
    private final String what;
    private long node;

    Launch(CudaStream stream, KernelLibrary kernels, Unit unit) {
      this.product = unit.isProduct() ? unit.pieces().get(0).arguments().calls()[0] : -1;
      this.words = new long[unit.words()];
      this.block =
          new LaunchBlock(stream.card(), stream.handle(), unit.pieces().size(), words.length);
      this.function = unit.isProduct() ? 0 : kernels.function(unit.kernel());
      this.what = unit.pieces().get(0).calls().get(0).operation().function();
      unit.pieces().forEach(piece -> pieces.add(piece.arguments()));
      block.setBlocks(
          unit.pieces().stream().mapToLong(piece -> piece.blocks(stream.mostBlocks())).toArray());
    }

    /** Writes the arguments; returns whether they differ from those before. */
    boolean setArguments(List<Call> calls, SumPlaces places) {
      places.restart();
      int at = 0;
      for (Piece.Arguments piece : pieces) {
        at = piece.write(calls, places, words, at);
      }
      return block.setWords(words);
    }
  }

  /**
   * Makes a plan; compiles what kernels it needs.
   *
   * @param captures whether to make a graph of it
   */
  Plan(CudaStream stream, KernelLibrary kernels, List<Call> calls, boolean captures) {
    this.card = stream.card();
    this.stream = stream;
    this.captures = captures;
    List<Unit> units = Fusion.units(calls);
    try {
      kernels.prepare(units.stream().filter(unit -> !unit.isProduct()).map(Unit::kernel).toList());
    } catch (CudaException e) {
      throw new CudaException(
          e.getMessage() + " (-Dretrograde.cuda.launching=calls does without these kernels)");
    }
    for (Unit unit : units) {
      launches.add(new Launch(stream, kernels, unit));
    }
  }

  /** Puts the work into the stream. */
  void run(List<Call> calls, SumPlaces places, @Nullable CudaBlas blas) {
    if (!captures) {
      launchAll(calls, places, blas);
      stream.countLaunches(launches.size());
      return;
    }
    if (executable == 0) {
      card.capturing(() -> capture(calls, places, blas));
    } else {
      update(calls, places);
    }
    card.check("cuGraphLaunch", card.driver().cuGraphLaunch(executable, stream.handle()));
    stream.countLaunches(1);
  }

  private void launchAll(List<Call> calls, SumPlaces places, @Nullable CudaBlas blas) {
    for (Launch launch : launches) {
      if (launch.product >= 0) {
        Objects.requireNonNull(blas).multiply(calls.get(launch.product));
      } else {
        launch.setArguments(calls, places);
        launch.block.launch(launch.function, launch.what);
        launch.node = captures ? lastNode() : 0;
      }
    }
  }

  private void capture(List<Call> calls, SumPlaces places, @Nullable CudaBlas blas) {
    CudaDriver driver = card.driver();
    long[] made = new long[1];
    card.check("cuStreamBeginCapture", driver.cuStreamBeginCapture_v2(stream.handle(), RELAXED));
    try {
      launchAll(calls, places, blas);
    } catch (RuntimeException e) {
      driver.cuStreamEndCapture(stream.handle(), made); // fails as well; e says why
      throw e;
    }
    card.check("cuStreamEndCapture", driver.cuStreamEndCapture(stream.handle(), made));
    graph = made[0];
    card.check("cuGraphInstantiate", driver.cuGraphInstantiateWithFlags(made, graph, 0));
    executable = made[0];
  }

  /** Returns the node that the last launch has become: what the next one will depend on. */
  private long lastNode() {
    long[] nodes = new long[1];
    long[] count = new long[1];
    card.check(
        "cuStreamGetCaptureInfo",
        card.driver()
            .cuStreamGetCaptureInfo_v2(
                stream.handle(), new int[1], new long[1], new long[1], nodes, count));
    if (count[0] != 1) {
      throw new CudaException("a launch under capture became " + count[0] + " nodes");
    }
    return NativeBlock.at(nodes[0], Long.BYTES).getLong(0);
  }

  private void update(List<Call> calls, SumPlaces places) {
    for (Launch launch : launches) {
      if (launch.product < 0 && launch.setArguments(calls, places)) {
        launch.block.update(executable, launch.node, launch.function);
      }
    }
  }

  /** Gives the graph back; the stream must have done it. */
  void destroy() {
    if (executable != 0) {
      card.check("cuGraphExecDestroy", card.driver().cuGraphExecDestroy(executable));
      card.check("cuGraphDestroy", card.driver().cuGraphDestroy(graph));
      executable = 0;
    }
  }
}
