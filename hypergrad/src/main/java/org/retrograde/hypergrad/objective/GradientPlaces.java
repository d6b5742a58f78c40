package org.retrograde.hypergrad.objective;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Tensor;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * Where gradients are put that linearizations need: one set of tensors, and one for each that is
 * held.
 */
final class GradientPlaces {

  private final Device device;
  private final List<ParameterGroup> groups;
  private final Deque<List<Tensor>> free = new ArrayDeque<>();

  GradientPlaces(Device device, List<ParameterGroup> groups) {
    this.device = device;
    this.groups = List.copyOf(groups);
    free.push(make());
  }

  private List<Tensor> make() {
    return groups.stream().map(group -> device.tensor(group.rows(), group.cols())).toList();
  }

  /** Returns the set that the next gradient is put into; the same until it is {@link #take}n. */
  List<Tensor> next() {
    return free.element();
  }

  /** Keeps the next set from being used until it is given back. */
  void take() {
    free.pop();
    if (free.isEmpty()) {
      free.push(make());
    }
  }

  void giveBack(List<Tensor> place) {
    free.push(place);
  }

  /** Returns the bytes of one set. */
  long bytes() {
    return free.element().stream()
        .mapToLong(tensor -> (long) tensor.precision().bytes() * tensor.size())
        .sum();
  }
}
