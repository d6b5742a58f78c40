'use strict';

/** The norm of the derivative with respect to the weights over the steps of training, one line a trace. */
charts.adjoint = (lines, look, context) => {
  const dashes = ['solid', [7, 4], [2, 3], [9, 3, 2, 3]];
  const norms = lines.flatMap((line) => line.points.map((point) => point.norm));
  const scale = logPlaces(look, norms, verticalName('|dₓ|', look));
  const alone = (points, i) => [points[i - 1], points[i + 1]].every((point) => !point || point.norm === null);
  const dot = (points, i) => (alone(points, i) ? { symbol: 'circle' } : {});
  const series = lines.map((line, i) => ({
    name: line.name,
    type: 'line',
    data: line.points.map((point, at) => ({ value: [point.step, scale.place(point.norm)], ...dot(line.points, at) })),
    symbol: 'none',
    symbolSize: 5,
    showAllSymbol: true,
    lineStyle: { color: look.one(i, lines.length), width: 2.2, type: dashes[i % dashes.length] },
    itemStyle: { color: look.one(i, lines.length) },
  }));
  const last = largest(lines.flatMap((line) => line.points.map((point) => point.step)));
  const base = baseOption(look);
  const tipLine = (item) => `${item.seriesName}: ${figure(lines[item.seriesIndex].points[item.dataIndex].norm)}`;
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', formatter: (p) => tip(`Step ${p[0].value[0]}`, p.map(tipLine)) },
    xAxis: stepAxis(look, last, 'training step', context.width),
    yAxis: scale.axis,
    series,
  };
};
