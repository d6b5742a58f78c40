package org.retrograde.hypergrad.rule;

/** Takes the rates that the settings have: what other rules stand beside. */
public record Usual() implements RateRule {

  @Override
  public String word() {
    return "usual";
  }

  @Override
  public String meaning() {
    return "the rates of `training` as they are, which other rules stand beside";
  }

  @Override
  public Chooser begin(int groups) {
    return StepView::usual;
  }
}
