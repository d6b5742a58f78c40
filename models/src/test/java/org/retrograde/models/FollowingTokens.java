package org.retrograde.models;

import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.retrograde.models.network.DeviceData;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;

/** Tokens of which each follows from the one before it. */
public final class FollowingTokens {

  private FollowingTokens() {}

  /** Draws so many, each followed by the next of its kinds. */
  public static DeviceData of(Device device, int tokens, int kinds, long seed) {
    Well19937c random = new Well19937c(seed);
    Tensor inputs = device.tensor(tokens, 1);
    inputs.assign(() -> random.nextInt(kinds));
    Tensor next = device.tensor(tokens, 1);
    double[] numbers = inputs.toArray();
    next.assign(IntStream.range(0, tokens).mapToDouble(i -> (numbers[i] + 1) % kinds).toArray());
    return new DeviceData(inputs, next, DeviceData.classes(device, kinds));
  }
}
