package org.retrograde.hypergrad.gradient;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.ForwardingDevice;
import org.retrograde.reversible.device.LaneRangeException;
import org.retrograde.reversible.device.Lanes;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.RootScaling;
import org.retrograde.reversible.device.Scalar;
import org.retrograde.reversible.device.Tensor;

/**
 * A device that says what it found only when it is waited for, and counts how often it is. It
 * computes at once, on another device, so its numbers are those of that one.
 */
final class LateDevice extends ForwardingDevice {

  private static final Set<String> KNOWN =
      Set.of("rows", "cols", "size", "length", "precision", "requireSameShape");

  private long given;
  private long done;
  private long waits;
  private @Nullable LaneRangeException fault;

  LateDevice(Device inner) {
    super(inner);
  }

  /** Returns how often somebody had to wait for work. */
  long waits() {
    return waits;
  }

  /** Waits until the first {@code work} kernels are done, and with them all that were given. */
  private void await(long work) {
    if (work > done) {
      waits++;
      done = given;
      LaneRangeException late = fault;
      fault = null;
      if (late != null) {
        throw late;
      }
    }
  }

  @Override
  public void settle() {
    await(given);
  }

  private Scalar late(Scalar number) {
    long work = given;
    return () -> {
      await(work);
      return number.value();
    };
  }

  private <T> T late(Class<T> type, T target) {
    Class<?>[] types = {type};
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), types, new Handle(this, target)));
  }

  private record Handle(LateDevice device, Object target) implements InvocationHandler {

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      Object[] plain =
          arguments == null
              ? new Object[0]
              : Arrays.stream(arguments).map(Handle::target).toArray();
      boolean kernel = method.getReturnType() == void.class;
      try {
        Object result = method.invoke(target, plain);
        return kernel || !KNOWN.contains(method.getName()) ? device.worked(result) : result;
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof LaneRangeException range) {
          device.fails(new LaneRangeException((Lanes) proxy, range.lane(), range.value()));
          return null;
        }
        throw e.getCause();
      }
    }

    private static Object target(Object argument) {
      return Proxy.isProxyClass(argument.getClass())
              && Proxy.getInvocationHandler(argument) instanceof Handle handle
          ? handle.target
          : argument;
    }
  }

  private void fails(LaneRangeException range) {
    given++;
    fault = fault == null ? range : fault;
  }

  private @Nullable Object worked(@Nullable Object result) {
    given++;
    if (result instanceof Scalar number) {
      return late(number);
    }
    if (result instanceof RootScaling.Sums sums) {
      return new RootScaling.Sums(late(sums.direction()), late(sums.relative()));
    }
    if (result != null) {
      await(given);
    }
    return result;
  }

  @Override
  public Tensor tensor(Precision precision, int rows, int cols) {
    return late(Tensor.class, super.tensor(precision, rows, cols));
  }

  @Override
  public Lanes lanes(int length) {
    return late(Lanes.class, super.lanes(length));
  }
}
