package org.retrograde.experiments.engine;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Is told how far a run is. Called from one thread. */
@API(status = Status.MAINTAINED)
public interface Progress {

  /** Says something about the run, a line. */
  default void say(String line) {}

  /**
   * A part of the run begins.
   *
   * @param name for people
   * @param total number of steps it will take
   */
  void begin(String name, int total);

  /**
   * A step of the current part is done.
   *
   * @param detail what it gave, for people
   */
  void step(String detail);

  /** The current part is done. */
  void end();

  /** Something of the run has come to stand in its directory. */
  default void found() {}
}
