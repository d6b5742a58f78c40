package org.retrograde.hypergrad.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.retrograde.hypergrad.hyperparameter.RunSettings;
import org.retrograde.reversible.optimizer.Coefficient;
import org.retrograde.reversible.optimizer.CoefficientTable;

/** The numbers of one kind in settings, one after the other, to be read and set. */
interface SettingsBlock {

  int size();

  double get(int index);

  void set(int index, double value);

  /** Returns the blocks of settings by their names, coefficients first. */
  static Map<String, SettingsBlock> of(RunSettings settings) {
    Map<String, SettingsBlock> blocks = new LinkedHashMap<>();
    CoefficientTable table = settings.coefficients();
    for (Coefficient coefficient : table.coefficients()) {
      blocks.put(coefficient.label(), new OfCoefficient(table, coefficient));
    }
    blocks.put("init scale", OfArrays.of(List.of(settings.initLogScale())));
    blocks.put("L2 penalty", OfArrays.of(List.of(settings.l2())));
    blocks.put("L2 penalty of each weight", OfArrays.of(settings.l2PerParameter()));
    for (String name : settings.lossParameterNames()) {
      blocks.put(name, OfArrays.of(List.of(settings.lossParameter(name))));
    }
    return blocks;
  }

  /** A coefficient, step by step. */
  record OfCoefficient(CoefficientTable table, Coefficient coefficient) implements SettingsBlock {

    @Override
    public int size() {
      return table.steps() * table.groups();
    }

    @Override
    public double get(int index) {
      return table.get(coefficient, index / table.groups(), index % table.groups());
    }

    @Override
    public void set(int index, double value) {
      table.set(coefficient, index / table.groups(), index % table.groups(), value);
    }
  }

  /**
   * Arrays, one after the other.
   *
   * @param ends index after the last of each
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OfArrays(List<double[]> arrays, int[] ends) implements SettingsBlock {

    static OfArrays of(List<double[]> arrays) {
      int[] ends = arrays.stream().mapToInt(array -> array.length).toArray();
      for (int i = 1; i < ends.length; i++) {
        ends[i] += ends[i - 1];
      }
      return new OfArrays(arrays, ends);
    }

    @Override
    public int size() {
      return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    @Override
    public double get(int index) {
      int array = arrayOf(index);
      return arrays.get(array)[index - start(array)];
    }

    @Override
    public void set(int index, double value) {
      int array = arrayOf(index);
      arrays.get(array)[index - start(array)] = value;
    }

    private int arrayOf(int index) {
      int array = 0;
      while (index >= ends[array]) {
        array++;
      }
      return array;
    }

    private int start(int array) {
      return array == 0 ? 0 : ends[array - 1];
    }
  }
}
