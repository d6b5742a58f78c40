package org.retrograde.reversible.exact;

import java.nio.file.Path;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;

/** A process that ends without any chance to clean up while its words are in a file. */
public final class SpillingChild {

  static final int EXIT_CODE = 7;

  private SpillingChild() {}

  /** Spills into the folder that the first argument names, prints the file's bytes, and halts. */
  public static void main(String[] args) {
    Device device = Devices.open("host", Precision.FLOAT32, 1);
    SpillSpace space = new SpillSpace(0, Path.of(args[0]));
    WordStack stack = new WordStack(device, 1000, space);
    Lanes heads = device.lanes(1000);
    stack.push(heads);
    stack.push(heads);
    System.out.print(space.fileBytes());
    System.out.flush();
    Runtime.getRuntime().halt(EXIT_CODE);
  }
}
