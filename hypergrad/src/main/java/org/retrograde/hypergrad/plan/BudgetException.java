package org.retrograde.hypergrad.plan;

/** No strategy fits a memory budget; the message says what the smallest one needs. */
public final class BudgetException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public BudgetException(String message) {
    super(message);
  }
}
