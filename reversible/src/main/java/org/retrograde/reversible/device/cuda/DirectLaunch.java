package org.retrograde.reversible.device.cuda;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Launches calls one by one, each by the kernel of its operation. */
final class DirectLaunch {

  private final CudaStream stream;
  private final KernelLibrary kernels;
  private final Map<Integer, LaunchBlock> blocks = new HashMap<>();
  private long[] words = new long[64];

  DirectLaunch(CudaStream stream, KernelLibrary kernels) {
    this.stream = stream;
    this.kernels = kernels;
  }

  /** Puts a call into the stream. */
  void launch(Call call, SumPlaces places) {
    Operation operation = call.operation();
    if (Operations.isDiscard(operation)) {
      return;
    }
    int sums = operation.sums();
    int count = 1 + call.arrays() + operation.words() + SumPlaces.WORDS * sums;
    if (words.length < count) {
      words = Arrays.copyOf(words, count);
    }
    int at = 0;
    words[at++] = call.length();
    for (int i = 0; i < call.arrays(); i++) {
      words[at++] = call.array(i).address();
    }
    for (int w = 0; w < operation.words(); w++) {
      words[at++] = call.word(w);
    }
    places.restart();
    for (int s = 0; s < sums; s++) {
      at = places.write(call.slot() + s, words, at);
    }
    LaunchBlock block =
        blocks.computeIfAbsent(
            count, size -> new LaunchBlock(stream.card(), stream.handle(), 1, size));
    block.setBlocks(new long[] {Piece.blocks(call, sums > 0, stream.mostBlocks())});
    block.setWords(words);
    block.launch(kernels.function(operation), operation.function());
  }
}
