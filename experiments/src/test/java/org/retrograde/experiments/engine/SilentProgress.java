package org.retrograde.experiments.engine;

/** Shows nothing. */
public class SilentProgress implements Progress {
  @Override
  public void begin(String name, int total) {}

  @Override
  public void step(String detail) {}

  @Override
  public void end() {}
}
