'use strict';

/** A vertical axis for lines, logarithmic or not, and where it puts a value. */
function curvePlaces(look, values, logarithmic, name) {
  return logarithmic
    ? logPlaces(look, values, verticalName(name, look))
    : { place: (value) => value, axis: valueAxis(look, verticalName(name, look)) };
}

/** A quantity over the steps of training: thick the mean of an arm, faint each of its seeds. */
charts.curves = (data, look, context) => {
  const shown = data.find((measured) => measured.name === context.choice) || data[0];
  const scale = curvePlaces(look, shown.arms.flatMap((arm) => arm.runs.flat()), shown.logarithmic, shown.name);
  const points = (arm, values) => values.map((value, i) => [arm.steps[i], scale.place(value), value]);
  const line = (arm, values, style, z) => ({
    name: arm.name,
    type: 'line',
    data: points(arm, values),
    symbol: values.length < 2 ? 'circle' : 'none',
    lineStyle: { color: look.arm(arm, shown.arms), ...style },
    itemStyle: { color: look.arm(arm, shown.arms) },
    z,
  });
  const seed = (arm, values) => {
    const drawn = { ...line(arm, values, { width: 1, opacity: 0.3 }, 2), silent: true };
    const last = values.length - 1;
    const end = (point, i) => (i === last ? { value: point, symbol: 'diamond', symbolSize: 9 } : point);
    return last + 1 < arm.steps.length ? { ...drawn, showAllSymbol: true, data: drawn.data.map(end) } : drawn;
  };
  const faint = shown.arms.flatMap((arm) => (arm.runs.length > 1 ? arm.runs.map((run) => seed(arm, run)) : []));
  const thick = shown.arms.map((arm) => line(arm, arm.mean, { width: arm.tuned ? 3 : 2.2 }, arm.tuned ? 4 : 3));
  const base = baseOption(look);
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => tip(`Step ${p[0].value[0]}`, p.map((item) => `${item.seriesName}: ${figure(item.value[2])}`)),
    },
    xAxis: stepAxis(look, largest(shown.arms.flatMap((arm) => arm.steps)), 'training step', context.width),
    yAxis: scale.axis,
    series: [...faint, ...thick],
  };
};

/** A quantity of every parameter group of one arm, one colour a group. */
charts.groupCurves = (data, look, context) => {
  const shown = data.arms.find((arm) => arm.name === context.choice) || data.arms[0];
  const scale = curvePlaces(look, shown.lines.flatMap((line) => line.values), true, data.name);
  const base = baseOption(look);
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => tip(`Step ${p[0].value[0]}`, p.map((item) => `${item.seriesName}: ${figure(item.value[2])}`)),
    },
    xAxis: stepAxis(look, largest(shown.steps), 'training step', context.width),
    yAxis: scale.axis,
    series: shown.lines.map((line) => ({
      name: line.group,
      type: 'line',
      data: line.values.map((value, i) => [shown.steps[i], scale.place(value), value]),
      symbol: line.values.length < 2 ? 'circle' : 'none',
      lineStyle: { color: look.group(line.slot), width: 1.8 },
      itemStyle: { color: look.group(line.slot) },
      emphasis: { focus: 'series' },
    })),
  };
};
