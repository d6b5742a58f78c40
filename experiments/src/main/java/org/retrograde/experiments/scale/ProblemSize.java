package org.retrograde.experiments.scale;

import java.util.List;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * A size that a problem may have.
 *
 * @param width of the layers, or the problem's own if it comes in no widths
 * @param parameters number of trained parameters
 * @param largestGroup numbers of the largest parameter group
 * @param groups parameter groups; empty where one has more numbers than an array holds
 */
record ProblemSize(int width, long parameters, long largestGroup, List<ParameterGroup> groups) {

  ProblemSize {
    groups = List.copyOf(groups);
  }
}
