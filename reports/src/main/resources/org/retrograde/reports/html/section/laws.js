'use strict';

/** Losses as dots and what a law says of them as lines, one colour a curve, over the steps of training. */
charts.lawLosses = (data, look, context) => {
  const base = baseOption(look);
  const colour = (i) => look.one(i, data.curves.length);
  const points = (curve, values) => curve.steps.map((step, i) => [step, values[i]]);
  const series = data.curves.flatMap((curve, i) => [
    {
      name: curve.name,
      type: 'line',
      data: points(curve, curve.predicted),
      symbol: 'none',
      lineStyle: { color: colour(i), width: 1.6, type: curve.fitted ? 'dashed' : 'solid' },
      itemStyle: { color: colour(i) },
      emphasis: { focus: 'series' },
    },
    {
      name: curve.name,
      type: 'scatter',
      data: points(curve, curve.losses),
      symbolSize: 4,
      itemStyle: { color: colour(i) },
    },
  ]);
  const said = (p) => tip(`${p.seriesName}, step ${p.value[0]}`, [`loss ${figure(p.value[1])}`]);
  const values = data.curves.flatMap((curve) => [...curve.losses, ...curve.predicted]);
  const last = largest(data.curves.flatMap((curve) => curve.steps));
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', formatter: said },
    xAxis: stepAxis(look, last, 'training step', context.width),
    yAxis: logAxis(look, values, verticalName('loss', look)),
    series,
  };
};

/** One line a schedule over the steps of training; those that are best are thick. */
charts.lawLines = (data, look, context) => {
  const base = baseOption(look);
  const others = data.lines.filter((line) => !line.best);
  const colour = (line) => (line.best ? look.ink : look.one(others.indexOf(line), others.length));
  const name = verticalName(data.name, look);
  const values = data.lines.flatMap((line) => line.values);
  const said = (step) => data.lines.map((line) => `${line.name}: ${figure(line.values[step - data.first])}`);
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => tip(`Step ${p[0].value[0]}`, said(p[0].value[0])),
    },
    xAxis: stepAxis(look, data.first + data.lines[0].values.length - 1, 'training step', context.width),
    yAxis: data.logarithmic ? logAxis(look, values, name) : valueAxis(look, name),
    series: data.lines.map((line) => ({
      name: line.name,
      type: 'line',
      data: line.values.map((value, i) => [i + data.first, value]),
      symbol: 'none',
      lineStyle: { color: colour(line), width: line.best ? 3 : 1.6 },
      itemStyle: { color: colour(line) },
      emphasis: { focus: 'series' },
      z: line.best ? 2 : 3,
    })),
  };
};
