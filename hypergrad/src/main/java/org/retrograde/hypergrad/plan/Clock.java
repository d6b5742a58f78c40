package org.retrograde.hypergrad.plan;

import java.lang.management.ManagementFactory;

/** What seconds are. */
public enum Clock {
  /** Those of the wall. */
  WALL {
    @Override
    long nanos() {
      return System.nanoTime();
    }
  },
  /**
   * Those that a processor works for the thread that asks. Of a run on the host with one thread
   * this is what the wall would say if no other program wanted the machine; of runs that let others
   * work, such as a card or a model in Python, it leaves that out.
   */
  PROCESSOR {
    @Override
    long nanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  };

  /** Returns nanoseconds since some moment. */
  abstract long nanos();
}
