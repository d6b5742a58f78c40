package org.retrograde.experiments.scale;

import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.config.text.ConfigException;
import org.retrograde.hypergrad.problem.Problem;
import org.retrograde.reversible.trajectory.ParameterGroup;

/**
 * The sizes of a problem, without making any that is large: rows and columns of a parameter group
 * are straight lines in the width, which two widths tell. A problem that comes in no widths is
 * thought of as one with more rows in every group.
 */
final class ProblemSizes {

  private final int width;
  private final int unit;
  private final List<Side> sides;

  /** The shape of a group at one width, and at that width and one unit more. */
  private record Side(ParameterGroup at, ParameterGroup further) {

    double rows(double units) {
      return at.rows() + units * (further.rows() - at.rows());
    }

    double cols(double units) {
      return at.cols() + units * (further.cols() - at.cols());
    }
  }

  /** Looks at two widths of a problem. */
  ProblemSizes(Problem problem) {
    this.width = problem.width();
    this.unit = problem.hasWidths() ? unit(problem) : width;
    List<ParameterGroup> at = problem.groups();
    List<ParameterGroup> further =
        problem.hasWidths()
            ? problem.groups(width + unit)
            : at.stream().map(ProblemSizes::twice).toList();
    this.sides =
        IntStream.range(0, at.size()).mapToObj(g -> new Side(at.get(g), further.get(g))).toList();
  }

  private static ParameterGroup twice(ParameterGroup group) {
    return new ParameterGroup(group.name(), 2 * group.rows(), group.cols(), group.isHiddenMatrix());
  }

  /** Returns the least number by which the width can grow, such as that of the heads. */
  private static int unit(Problem problem) {
    int width = problem.width();
    return IntStream.rangeClosed(1, width)
        .filter(step -> width % step == 0 && isWidth(problem, width + step))
        .findFirst()
        .orElse(width);
  }

  private static boolean isWidth(Problem problem, int width) {
    try {
      problem.groups(width);
      return true;
    } catch (IllegalArgumentException | ConfigException e) {
      return false; // an architecture's ways to say that it has no such width
    }
  }

  /** Returns the size whose number of parameters is nearest. */
  ProblemSize nearest(double parameters) {
    long least = 1;
    long most = Integer.MAX_VALUE / unit;
    while (least < most) { // the last multiple of the unit that has no more than these
      long middle = (least + most + 1) / 2;
      if (count(middle) <= parameters) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    boolean isNextNearer = count(least + 1) - parameters < parameters - count(least);
    return size(isNextNearer ? least + 1 : least);
  }

  private double count(long multiple) {
    double units = units(multiple);
    return sides.stream().mapToDouble(side -> side.rows(units) * side.cols(units)).sum();
  }

  private double units(long multiple) {
    return multiple - (double) width / unit;
  }

  private ProblemSize size(long multiple) {
    double units = units(multiple);
    double largest =
        sides.stream().mapToDouble(side -> side.rows(units) * side.cols(units)).max().orElse(0);
    List<ParameterGroup> groups =
        largest > Integer.MAX_VALUE
            ? List.of()
            : sides.stream().map(side -> group(side, units)).toList();
    return new ProblemSize(
        Math.toIntExact(multiple * unit), (long) count(multiple), (long) largest, groups);
  }

  private static ParameterGroup group(Side side, double units) {
    ParameterGroup at = side.at();
    return new ParameterGroup(
        at.name(),
        (int) Math.round(side.rows(units)),
        (int) Math.round(side.cols(units)),
        at.isHiddenMatrix());
  }
}
