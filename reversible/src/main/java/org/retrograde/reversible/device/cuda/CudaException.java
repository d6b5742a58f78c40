package org.retrograde.reversible.device.cuda;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A call of CUDA that failed; says which, with the error's number, name and text. What it leaves of
 * the device is not to be relied on, but where the card was merely full.
 */
@API(status = Status.MAINTAINED)
public final class CudaException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  CudaException(String message) {
    super(message);
  }
}
