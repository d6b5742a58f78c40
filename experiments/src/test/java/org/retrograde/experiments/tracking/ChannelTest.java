package org.retrograde.experiments.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.retrograde.reports.record.RunStatus;

final class ChannelTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  /** Hears series, unless it is away, refuses one, or sleeps. */
  private static final class Heard implements Tracker {
    private final List<String> all = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch awake = new CountDownLatch(1);
    private final AtomicInteger away = new AtomicInteger();
    private volatile boolean asleep;

    @Override
    public void begin(TrackedRun run) {}

    @Override
    public void points(String series, List<Point> points) throws IOException {
      if (asleep) {
        try {
          awake.await();
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
      }
      if (away.getAndDecrement() > 0) {
        throw new IOException("nobody is there");
      }
      if (series.equals("bad")) {
        throw new IllegalStateException("what is that?");
      }
      all.add(series);
    }

    @Override
    public void end(RunStatus status, List<Path> files) {}
  }

  private final Heard heard = new Heard();
  private final Channel channel = new Channel(heard, "The board", "look there");

  private void send(String series) {
    channel.send(tracker -> tracker.points(series, List.of()));
  }

  @Test
  void whatFindsNobodyIsSentAgainBeforeTheNextInOrder() {
    heard.away.set(2);
    send("a"); // in vain
    send("b"); // so is a, again
    send("c");

    assertThat(channel.close(LONG)).isEmpty();

    assertThat(heard.all).containsExactly("a", "b", "c");
    assertThat(channel.warning())
        .hasValueSatisfying(
            words ->
                assertThat(words)
                    .contains("The board does not answer (nobody is there)", "look there"));
    assertThat(channel.warning()).isEmpty();
  }

  @Test
  void whatIsRefusedIsLeftOutAndCounted() {
    send("a");
    send("bad");
    send("bad");
    send("c");

    assertThat(channel.close(LONG))
        .hasValueSatisfying(words -> assertThat(words).contains("messages left: 2"));

    assertThat(heard.all).containsExactly("a", "c");
    assertThat(channel.warning())
        .hasValueSatisfying(words -> assertThat(words).contains("refuses", "what is that?"));
  }

  @Test
  void nobodyWaitsForOneThatSleepsAndWhatIsLostIsCounted() {
    heard.asleep = true;
    long start = System.nanoTime();
    send("a");
    send("b");

    assertThat(channel.close(Duration.ofMillis(50)))
        .hasValueSatisfying(words -> assertThat(words).contains("messages left: 2"));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
  }

  @Test
  void theEndOfAnInterruptedRunIsToldTooAndItStaysInterrupted() {
    Thread.currentThread().interrupt();
    send("end");

    assertThat(channel.close(LONG)).isEmpty();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(heard.all).containsExactly("end");
  }
}
