package org.retrograde.experiments.problem;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.retrograde.hypergrad.gradient.Trained;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.problem.Evaluation;

/** A problem without data of anybody's, judged by its final loss alone. */
@API(status = Status.MAINTAINED)
public interface ObjectiveProblem extends TrainingProblem {

  @Override
  default Map<String, String> dataHashes() {
    return Map.of();
  }

  @Override
  default List<String> parts() {
    return List.of("validation");
  }

  @Override
  default Evaluation judge(String part, TrainingRun run, Trained trained) {
    return new Evaluation(1, trained.finalLoss(), 0);
  }
}
