package org.retrograde.reports.record;

import org.jspecify.annotations.Nullable;

/**
 * Evidence that replaying a training run backward returned every bit of its start.
 *
 * @param exact whether the returned state equals the start and every buffer came back empty
 * @param steps number of steps run forward and backward
 * @param startHash hash of the state before the first step
 * @param endHash hash of the state after the last step
 * @param returnedHash hash of the state after the replay
 * @param windowsCompared how many intermediate hashes were compared on the way back
 * @param description what was replayed
 * @param plainDoubleError largest error of the same round trip in plain doubles (the control), or
 *     null if not run
 */
public record ReversalProof(
    boolean exact,
    int steps,
    String startHash,
    String endHash,
    String returnedHash,
    int windowsCompared,
    String description,
    @Nullable Double plainDoubleError)
    implements Finding {}
