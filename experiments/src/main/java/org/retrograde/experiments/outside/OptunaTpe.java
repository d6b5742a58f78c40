package org.retrograde.experiments.outside;

import java.time.Duration;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.experiments.config.RunConfig;
import org.retrograde.hypergrad.search.Searcher;
import org.retrograde.hypergrad.search.Trials;

/**
 * The tree-structured Parzen estimator of Optuna, with Optuna's own settings, in a process of
 * Python that asks for one trial after the other. It begins with the start; its random numbers
 * follow from the root seed, so one version of Optuna asks for the same trials each time.
 *
 * @see <a href="https://doi.org/10.1145/3292500.3330701">Akiba et al. (2019)</a>
 */
@API(status = Status.MAINTAINED)
public record OptunaTpe() implements Prepared {

  private static final String PYTHON = "python3";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Override
  public String word() {
    return "optuna-tpe";
  }

  @Override
  public String meaning() {
    return "the tree-structured Parzen estimator of Optuna, which `run.python` must have";
  }

  @Override
  public Searcher prepared(RunConfig run, Consumer<String> says) {
    PythonTuner tuner =
        new PythonTuner(word(), run.python(), Duration.ofSeconds(run.pythonLimit()));
    says.accept(
        "%s is the TPESampler of Optuna %s under %s"
            .formatted(word(), tuner.version(), run.python()));
    return new Ready(this, tuner);
  }

  /** Searches with the Python that is found by its name. */
  @Override
  public void search(Trials trials) throws InterruptedException {
    new PythonTuner(word(), PYTHON, PATIENCE).search(trials);
  }

  /** With the Python of an experiment. */
  private record Ready(Searcher of, PythonTuner tuner) implements Searcher {

    @Override
    public String word() {
      return of.word();
    }

    @Override
    public String meaning() {
      return of.meaning();
    }

    @Override
    public void search(Trials trials) throws InterruptedException {
      tuner.search(trials);
    }
  }
}
