package org.retrograde.reports.record;

/**
 * What it took to make a training run reversible, against storing its trajectory.
 *
 * @param parameters number of trained parameters
 * @param steps number of training steps T
 * @param accountedBitsPerParameterStep information held for reversal, in bits per parameter and
 *     step
 * @param allocatedBitsPerParameterStep memory allocated for it, buffer heads included, in the same
 *     unit
 * @param entropyLimitBitsPerParameterStep least possible, log2(2^k / n), in the same unit
 * @param storedTrajectoryBitsPerParameterStep what storing every state would take, in the same unit
 * @param accountedBytes the same as bytes over the whole run
 * @param allocatedBytes bytes allocated over the whole run
 * @param storedTrajectoryBytes bytes that storing every state would take
 */
public record MemoryUse(
    long parameters,
    int steps,
    double accountedBitsPerParameterStep,
    double allocatedBitsPerParameterStep,
    double entropyLimitBitsPerParameterStep,
    double storedTrajectoryBitsPerParameterStep,
    long accountedBytes,
    long allocatedBytes,
    long storedTrajectoryBytes)
    implements Finding {}
