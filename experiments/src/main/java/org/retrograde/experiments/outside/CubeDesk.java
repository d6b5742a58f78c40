package org.retrograde.experiments.outside;

import java.util.List;
import java.util.stream.IntStream;
import org.retrograde.experiments.outside.Greeting.Coordinate;
import org.retrograde.experiments.outside.Greeting.Range;
import org.retrograde.hypergrad.hyperparameter.Transform;
import org.retrograde.hypergrad.search.Trials;

/** Answers with the trials of a search: points of the unit cube, until its budget is spent. */
final class CubeDesk implements Desk {

  private final Trials trials;
  private final Greeting greeting;

  /**
   * Opens one.
   *
   * @param name of the search
   */
  CubeDesk(String name, Trials trials) {
    this.trials = trials;
    double[] start = trials.start();
    List<Coordinate> numbers =
        IntStream.range(0, start.length)
            .mapToObj(
                i ->
                    new Coordinate(
                        "x" + i, Transform.IDENTITY, false, false, new Range(start[i], 0, 1)))
            .toList();
    this.greeting = new Greeting(name, numbers, 1, null, "a search is told losses alone");
  }

  @Override
  public Greeting greeting() {
    return greeting;
  }

  @Override
  public boolean isOpen() {
    return trials.left() > 0;
  }

  @Override
  public List<Answer> answer(List<Ask> asks) throws InterruptedException {
    List<Ask> paid = asks.subList(0, Math.min(asks.size(), trials.left()));
    double[] losses = trials.evaluate(paid.stream().map(ask -> ask.raw().toArray()).toList());
    return IntStream.range(0, losses.length)
        .mapToObj(i -> Answer.Found.of(paid.get(i).id(), losses[i]))
        .toList();
  }
}
