'use strict';

/** One line a schedule over the steps of training, that of the best or exact one thick and in the ink's colour. */
charts.optimum = (data, look, context) => {
  const base = baseOption(look);
  const others = data.lines.filter((line) => !line.best);
  const colour = (line) => (line.best ? look.ink : look.one(others.indexOf(line), others.length));
  const series = data.lines.map((line) => ({
    name: line.name,
    type: 'line',
    data: line.values.map((value, i) => [data.steps[i], value]),
    symbol: line.values.length < 2 ? 'circle' : 'none',
    lineStyle: { color: colour(line), width: line.best ? 3 : 1.6 },
    itemStyle: { color: colour(line) },
    emphasis: { focus: 'series' },
    z: line.best ? 2 : 3,
  }));
  const values = data.lines.flatMap((line) => line.values);
  const name = verticalName(data.name, look);
  const said = (step) => data.lines.map((line) => `${line.name}: ${figure(line.values[data.steps.indexOf(step)])}`);
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => tip(`Step ${p[0].value[0]}`, said(p[0].value[0])),
    },
    xAxis: stepAxis(look, data.steps[data.steps.length - 1], data.across, context.width),
    yAxis: data.logarithmic ? logAxis(look, values, name) : valueAxis(look, name),
    series,
  };
};
