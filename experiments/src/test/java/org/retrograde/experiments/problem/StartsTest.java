package org.retrograde.experiments.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.retrograde.experiments.config.ConfigReader;
import org.retrograde.hypergrad.gradient.Strategy;
import org.retrograde.hypergrad.gradient.TrainingRun;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.models.parametrization.Parametrization;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

final class StartsTest {

  private final Device device = Devices.open("host", Precision.FLOAT32, 1);
  private final AtomicInteger draws = new AtomicInteger();

  @AfterEach
  void closeDevice() {
    device.close();
  }

  private List<Tensor> draw() {
    draws.incrementAndGet();
    return List.of(device.tensor(Precision.FLOAT64, 1, 1));
  }

  private List<Tensor> get(Starts starts, long seed, long bytes) {
    Starts.Key key = new Starts.Key(Parametrization.MUP, 64, seed);
    return starts.get(key, bytes, this::draw);
  }

  @Test
  void whatIsKeptIsNotDrawnAgain() {
    Starts starts = new Starts(100);
    List<Tensor> first = get(starts, 1, 50);
    List<Tensor> second = get(starts, 2, 50);
    for (int i = 0; i < 3; i++) {
      assertThat(get(starts, 1, 50)).isSameAs(first);
      assertThat(get(starts, 2, 50)).isSameAs(second);
    }
    assertThat(draws).hasValue(2);
  }

  @Test
  void whatWasNotAskedForLongestGoesWhenBytesRunOut() {
    Starts starts = new Starts(100);
    List<Tensor> first = get(starts, 1, 50);
    get(starts, 2, 50);
    assertThat(get(starts, 1, 50)).isSameAs(first);
    get(starts, 3, 50);
    assertThat(get(starts, 1, 50)).isSameAs(first);
    assertThat(draws).hasValue(3);
    get(starts, 2, 50);
    assertThat(draws).hasValue(4);
  }

  @Test
  void oneThatFitsNowhereIsKeptAlone() {
    Starts starts = new Starts(100);
    get(starts, 1, 10);
    List<Tensor> large = get(starts, 2, 1000);
    assertThat(get(starts, 2, 1000)).isSameAs(large);
    assertThat(draws).hasValue(2);
    get(starts, 1, 10);
    get(starts, 2, 1000);
    assertThat(draws).hasValue(4);
  }

  private List<Tensor> drawWhenAllAsk(CountDownLatch asking) {
    try {
      asking.await();
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return draw();
  }

  @Test
  void threadsThatAskAtOnceShareOneDraw() throws Exception {
    Starts starts = new Starts(100);
    int all = 4;
    CountDownLatch asking = new CountDownLatch(all);
    Starts.Key key = new Starts.Key(Parametrization.MUP, 64, 1);
    ExecutorService threads = Executors.newFixedThreadPool(all);
    try {
      List<Future<List<Tensor>>> asked = new ArrayList<>();
      for (int i = 0; i < all; i++) {
        asked.add(
            threads.submit(
                () -> {
                  asking.countDown();
                  return starts.get(key, 50, () -> drawWhenAllAsk(asking));
                }));
      }
      for (Future<List<Tensor>> answer : asked) {
        assertThat(answer.get()).isSameAs(asked.get(0).get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(draws).hasValue(1);
  }

  @Test
  void runsOfOneWidthAndSeedShareAStartThatStaysAsItWasDrawn() {
    Workbench bench = bench();
    RunSettings settings = Hyperparameters.settings(bench, bench.config().startingArm());
    TrainingRun run = bench.run(8, 1, settings).run();
    List<Tensor> start = run.objective().initialWeights(device);
    List<double[]> before = start.stream().map(Tensor::toArray).toList();
    long hash = run.train().stateHash();
    settings.initLogScale()[0] -= 1;
    TrainingRun other = bench.run(8, 1, settings).run();
    Strategy.REPLAY.differentiate(other);
    settings.initLogScale()[0] += 1;

    assertThat(other.objective().initialWeights(device).get(0)).isSameAs(start.get(0));
    for (int g = 0; g < start.size(); g++) {
      assertThat(start.get(g).toArray()).isEqualTo(before.get(g));
    }
    assertThat(bench.run(8, 1, settings).run().train().stateHash()).isEqualTo(hash);
    assertThat(bench().run(8, 1, settings).run().train().stateHash()).isEqualTo(hash);
    assertThat(other.train().stateHash()).isNotEqualTo(hash);
  }

  @Test
  void anotherWidthSeedOrParametrizationHasAnotherStart() {
    Workbench bench = bench();
    Tensor start = start(bench, 8, 1);
    assertThat(start(bench.under(bench.config().model().parametrization()), 8, 1)).isSameAs(start);
    assertThat(start(bench, 16, 1).size()).isNotEqualTo(start.size());
    assertThat(start(bench, 8, 2).toArray()).isNotEqualTo(start.toArray());
    for (Parametrization other : Parametrization.values()) {
      if (other != bench.config().model().parametrization()) {
        assertThat(start(bench.under(other), 8, 1)).isNotSameAs(start);
      }
    }
  }

  private Workbench bench() {
    return new Workbench(ConfigReader.readBuiltin("smoke", List.of()), device);
  }

  private Tensor start(Workbench bench, int width, long seed) {
    return bench.objective(width, seed, 1, false).initialWeights(device).get(0);
  }
}
