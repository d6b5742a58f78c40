package org.retrograde.hypergrad.plan;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.retrograde.reversible.device.Device;

/**
 * What arrays take of memory. The collector G1 divides the heap into regions, and gives an array of
 * half a region or more regions of its own, whose rest nobody else gets: where arrays are about as
 * large as a region, up to as much again.
 *
 * @param bytes of a region; 1 where arrays take what they have
 */
record HeapRegions(long bytes) {

  private static final int HEADER_BYTES = 16;

  /** Returns what there is for the arrays of a device that has some. */
  static HeapRegions of(Device device) {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    boolean isOnHeap = device.nativeBytes() == 0 && !device.hasOwnMemory();
    if (!isOnHeap || machine == null || !isTrue(machine, "UseG1GC")) {
      return new HeapRegions(1);
    }
    return new HeapRegions(Long.parseLong(machine.getVMOption("G1HeapRegionSize").getValue()));
  }

  private static boolean isTrue(HotSpotDiagnosticMXBean machine, String option) {
    return Boolean.parseBoolean(machine.getVMOption(option).getValue());
  }

  /**
   * Returns what an array takes.
   *
   * @param numbers how many
   * @param size of one, in bytes
   */
  long taken(long numbers, int size) {
    long array = numbers * size + HEADER_BYTES;
    return bytes == 1 || 2 * array <= bytes ? array : (array + bytes - 1) / bytes * bytes;
  }
}
