package org.retrograde.models;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.retrograde.reversible.device.Device;
import org.retrograde.reversible.device.ForwardingDevice;
import org.retrograde.reversible.device.Precision;
import org.retrograde.reversible.device.Tensor;

/** A device that counts the tensors it makes and the kernels they run. */
public final class CountingDevice extends ForwardingDevice {

  private final Map<String, Integer> kernels = new HashMap<>();
  private int tensors;

  /** Counts on behalf of {@code inner}. */
  public CountingDevice(Device inner) {
    super(inner);
  }

  /** Returns how many tensors were made so far. */
  public int tensors() {
    return tensors;
  }

  /** Returns how often a method of tensors was called so far. */
  public int calls(String kernel) {
    return kernels.getOrDefault(kernel, 0);
  }

  @Override
  public Tensor tensor(Precision precision, int rows, int cols) {
    tensors++;
    Counted handler = new Counted(super.tensor(precision, rows, cols));
    return (Tensor)
        Proxy.newProxyInstance(
            Tensor.class.getClassLoader(), new Class<?>[] {Tensor.class}, handler);
  }

  private final class Counted implements InvocationHandler {

    private final Tensor tensor;

    Counted(Tensor tensor) {
      this.tensor = tensor;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      kernels.merge(method.getName(), 1, Integer::sum);
      Object[] own = arguments == null ? new Object[0] : arguments;
      try {
        return method.invoke(tensor, Arrays.stream(own).map(this::unwrapped).toArray());
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private Object unwrapped(Object argument) {
      return argument instanceof Tensor
          ? ((Counted) Proxy.getInvocationHandler(argument)).tensor
          : argument;
    }
  }
}
