package org.retrograde.reversible.device.cuda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The kernels of a card: one for each operation, compiled together at the start, and those of
 * plans, compiled when a plan first needs them. What was compiled once on this computer is kept in
 * a {@link KernelCache}.
 */
final class KernelLibrary {

  private static final IdentityHashMap<CudaCard, KernelLibrary> OPEN = new IdentityHashMap<>();

  private final CudaCard card;
  private final CudaCompiler compiler;
  private final KernelCache cache = KernelCache.ofThisUser();
  private final Map<String, Long> functions = new HashMap<>();
  private final IdentityHashMap<Operation, Long> single = new IdentityHashMap<>();

  /** Returns the kernels of a card: made once a process, as the card is. */
  static KernelLibrary of(CudaCard card, Nvrtc nvrtc) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(card, key -> new KernelLibrary(key, nvrtc));
    }
  }

  private KernelLibrary(CudaCard card, Nvrtc nvrtc) {
    this.card = card;
    this.compiler = new CudaCompiler(nvrtc, card.facts().capability());
    card.enter();
    Map<Operation, String> texts = KernelSource.single();
    prepare(texts.values());
    texts.forEach((operation, text) -> single.put(operation, function(text)));
  }

  /** Returns the handle of the kernel of one operation. */
  long function(Operation operation) {
    return Objects.requireNonNull(single.get(operation), operation.function());
  }

  /** Compiles those of some kernels, by their texts, that are not there yet, all at once. */
  synchronized void prepare(Collection<String> texts) {
    Map<String, String> missing = new LinkedHashMap<>();
    for (String text : texts) {
      if (!functions.containsKey(text)) {
        missing.put(text, name(text));
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    long module = load(KernelSource.module(missing));
    missing.forEach((text, name) -> functions.put(text, find(module, name)));
  }

  private long load(String source) {
    String key = digest(String.join("\n", compiler.description(), card.name(), source));
    long[] module = new long[1];
    byte[] kept = cache.find(key);
    if (kept != null && card.driver().cuModuleLoadData(module, kept) == 0) {
      return module[0];
    }
    byte[] image = compiler.compile(KernelSource.FILE, source);
    card.check("cuModuleLoadData", card.driver().cuModuleLoadData(module, image));
    cache.keep(key, image);
    return module[0];
  }

  private long find(long module, String name) {
    long[] function = new long[1];
    card.check(
        "cuModuleGetFunction(" + name + ")",
        card.driver().cuModuleGetFunction(function, module, name));
    return function[0];
  }

  /** Returns the handle of a kernel, by its text, compiled if need be. */
  synchronized long function(String text) {
    Long known = functions.get(text);
    if (known == null) {
      prepare(List.of(text));
      known = functions.get(text);
    }
    return known == null ? 0 : known;
  }

  /** Returns what a kernel is called. */
  static String name(String text) {
    return "k" + digest(text).substring(0, 16);
  }

  static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
