package org.retrograde.reversible.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.DeviceSettings;
import org.retrograde.reversible.device.Devices;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Products;

/** Both libraries of binary32 products, against sums in double precision. */
class ProductsTest {

  private static final Optional<OneDnn> ONE_DNN = OneDnn.find();

  private final Random random = new Random(1);

  /** Not at the first product: by then nothing could take its place. */
  @Test
  void aLibraryThatCannotBeLoadedIsNoticedAtOnce(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("libdnnl.so.3"), "no library");
    assertThatThrownBy(() -> OneDnn.load(file.toString())).isInstanceOf(LinkageError.class);
  }

  @ParameterizedTest
  @CsvSource({
    "250, 50, 784, false, false",
    "784, 50, 250, true, false",
    "250, 784, 50, false, true",
    "7, 3, 11, true, true",
    "1, 1, 1, false, false",
    "50, 10, 250, true, false"
  })
  void productsAreWithinTheirBound(int m, int n, int k, boolean transposeA, boolean transposeB) {
    Product p = new Product(m, n, k, transposeA, transposeB);
    float[] a = reals(m * k);
    float[] b = reals(k * n);
    float[] start = reals(m * n);
    for (float beta : new float[] {0, 1}) {
      float[] byOpenBlas = start.clone();
      new OpenBlas().multiply(p, 1, a, b, beta, byOpenBlas);
      requireNear(p, a, b, beta, start, byOpenBlas);
      if (ONE_DNN.isPresent()) {
        float[] byOneDnn = start.clone();
        ONE_DNN.get().multiply(p, 1, a, b, beta, byOneDnn);
        requireNear(p, a, b, beta, start, byOneDnn);
      }
    }
  }

  /** Heads of 16 and of 5 columns: factors and result lie within wider matrices. */
  @ParameterizedTest
  @CsvSource({
    "64, 64, 16, false, true",
    "64, 16, 64, false, false",
    "64, 16, 64, true, false",
    "7, 5, 5, true, true",
    "1, 1, 1, false, false"
  })
  void matricesWithinLargerOnesGiveTheBitsOfCopies(
      int m, int n, int k, boolean transposeA, boolean transposeB) {
    assumeThat(ONE_DNN).isPresent();
    Product p = new Product(m, n, k, transposeA, transposeB);
    for (int start : new int[] {0, 1, 7, 16, 48}) {
      for (float beta : new float[] {0, 1}) {
        Float32Block a = block(start, p.rowsA(), p.lda() + 5);
        Float32Block b = block(2 * start, p.rowsB(), p.ldb() + 64);
        Float32Block c = block(3 * start, m, n + 3);
        float[] expected = packed(c, m, n);
        ONE_DNN
            .get()
            .multiply(
                p,
                0.5f,
                packed(a, p.rowsA(), p.lda()),
                packed(b, p.rowsB(), p.ldb()),
                beta,
                expected);
        float[] outside = c.data().clone();
        assertThat(ONE_DNN.get().multiplyBlocks(p, 0.5f, a, b, beta, c)).isTrue();
        assertThat(packed(c, m, n)).isEqualTo(expected);
        new Float32Block(outside, c.start(), c.stride()).copyTo(expected, m, n);
        c.copyFrom(expected, m, n);
        assertThat(c.data()).as("what lies around the result").isEqualTo(outside);
      }
    }
  }

  private Float32Block block(int start, int rows, int stride) {
    return new Float32Block(reals(start + rows * stride), start, stride);
  }

  private static float[] packed(Float32Block block, int rows, int cols) {
    float[] packed = new float[rows * cols];
    block.copyTo(packed, rows, cols);
    return packed;
  }

  private float[] reals(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static void requireNear(
      Product p, float[] a, float[] b, float beta, float[] start, float[] actual) {
    for (int i = 0; i < p.m(); i++) {
      for (int j = 0; j < p.n(); j++) {
        double sum = beta * start[i * p.n() + j];
        double size = Math.abs(sum);
        for (int l = 0; l < p.k(); l++) {
          double left = a[p.transposeA() ? l * p.lda() + i : i * p.lda() + l];
          double right = b[p.transposeB() ? j * p.ldb() + l : l * p.ldb() + j];
          sum += left * right;
          size += Math.abs(left * right);
        }
        double bound = (p.k() + 4) * size * Math.ulp(1f) / 2;
        assertThat(Math.abs(actual[i * p.n() + j] - sum)).isLessThanOrEqualTo(bound);
      }
    }
  }

  /** A collector moves arrays, so where they lie must not matter. */
  @Test
  void bitsDoNotDependOnWhereTheArraysLie() {
    Product p = new Product(250, 50, 784, false, false);
    float[] a = reals(250 * 784);
    float[] b = reals(784 * 50);
    float[] expected = new float[250 * 50];
    HostBlas.multiply(p, 1, a, b, 0, expected);
    byte[][] padding = new byte[40][];
    for (int i = 0; i < padding.length; i++) {
      padding[i] = new byte[8 * i + 1];
      float[] c = new float[250 * 50];
      HostBlas.multiply(p, 1, a.clone(), b.clone(), 0, c);
      assertThat(c).isEqualTo(expected);
    }
  }

  @Test
  void bitsDoNotDependOnHowManyThreadsMultiplyAtOnce() throws Exception {
    Product p = new Product(784, 50, 250, true, false);
    float[] a = reals(250 * 784);
    float[] b = reals(250 * 50);
    float[] expected = new float[784 * 50];
    HostBlas.multiply(p, 1, a, b, 0, expected);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      Future<?>[] all = new Future<?>[12];
      for (int i = 0; i < all.length; i++) {
        all[i] =
            threads.submit(
                () -> {
                  float[] c = new float[784 * 50];
                  for (int repeat = 0; repeat < 20; repeat++) {
                    HostBlas.multiply(p, 1, a, b, 0, c);
                    if (!Arrays.equals(c, expected)) {
                      throw new AssertionError("bits differ in " + Thread.currentThread());
                    }
                  }
                });
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** By what a setting has chosen, to the bits; several threads have one library. */
  @ParameterizedTest
  @CsvSource({
    "ONEDNN, 1, true",
    "OPENBLAS, 1, false",
    "FLOAT32, 1, false",
    "FLOAT32, 2, true",
    "OPENBLAS, 2, false"
  })
  void aSettingChoosesTheLibrary(Products products, int threads, boolean isOneDnn) {
    assumeThat(ONE_DNN).isPresent();
    Product p = new Product(512, 256, 70, true, false);
    float[] a = reals(512 * 70);
    float[] b = reals(256 * 70);
    float[] byOneDnn = new float[512 * 256];
    float[] byOpenBlas = new float[512 * 256];
    float[] actual = new float[512 * 256];
    try (Device device =
        Devices.open("host", new DeviceSettings(Precision.FLOAT32, threads, products))) {
      ONE_DNN.get().multiply(p, 1, a, b, 0, byOneDnn);
      new OpenBlas().multiply(p, 1, a, b, 0, byOpenBlas);
      HostBlas.multiply(p, 1, a, b, 0, actual);
      boolean byShape = products == Products.FLOAT32 && threads == 1;
      if (!byShape) { // which depends on the processor
        assertThat(Arrays.equals(actual, isOneDnn ? byOneDnn : byOpenBlas)).isTrue();
      }
      String said = device.describe().getOrDefault("float32 products", "");
      assertThat(said.startsWith("oneDNN")).isEqualTo(products != Products.OPENBLAS);
      assertThat(said.endsWith("some by the BLAS"))
          .isEqualTo(byShape && ONE_DNN.get().leavesSome());
    } finally {
      Devices.open("host", Precision.FLOAT32, 1).close();
    }
    assumeThat(Arrays.equals(byOneDnn, byOpenBlas)).as("else this shows nothing").isFalse();
  }

  @Test
  void smallProductsAreNotWorthASecondThread() {
    assertThat(OneDnn.threadsFor(new Product(256, 256, 255, false, false), 2)).isOne();
    assertThat(OneDnn.threadsFor(new Product(256, 256, 256, false, false), 2)).isEqualTo(2);
    assertThat(OneDnn.threadsFor(new Product(4096, 4096, 4096, false, false), 3)).isEqualTo(3);
  }

  /** Two threads sum in another order somewhere, if they do. */
  @Test
  void aLargeProductHasTheThreadsThatAreAskedFor() throws IOException {
    assumeThat(ONE_DNN).isPresent();
    Path tasks = Path.of("/proc/self/task");
    assumeThat(tasks).exists();
    Product p = new Product(256, 256, 256, false, false);
    try (Device device = Devices.open("host", Precision.FLOAT32, 5)) {
      HostBlas.multiply(p, 1, reals(1 << 16), reals(1 << 16), 0, new float[1 << 16]);
      long threads;
      try (var all = Files.list(tasks)) {
        threads = all.filter(task -> isOfOpenMp(task)).count();
      }
      assertThat(threads).as(device.name()).isGreaterThanOrEqualTo(4);
    } finally {
      Devices.open("host", Precision.FLOAT32, 1).close();
    }
  }

  /** Threads that Java has not named have the name of the program. */
  private static boolean isOfOpenMp(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip().equals("java");
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  /** What this process has told the system; Java keeps what it began with. */
  @Test
  void threadsOfOpenMpSleepWhileTheyWait() throws IOException {
    assumeThat(ONE_DNN).isPresent();
    assumeThat(System.getenv("OMP_WAIT_POLICY")).isNull();
    Process child = new ProcessBuilder("sh", "-c", "echo $OMP_WAIT_POLICY").start();
    assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("passive\n");
  }

  @Test
  void doublesAreNotMultipliedByOneDnn() {
    assertThatThrownBy(() -> new DeviceSettings(Precision.FLOAT64, 1, Products.ONEDNN))
        .hasMessage("products in onednn need precision float32, got FLOAT64");
  }

  @Test
  void linuxHasOneDnn() {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    assertThat(ONE_DNN).isPresent();
    assertThat(ONE_DNN.get().describe()).startsWith("oneDNN 3.11");
  }
}
