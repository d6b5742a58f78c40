'use strict';

/** A bar from mean - deviation to mean + deviation at each point of a line. */
function errorBars(points, colour) {
  return {
    type: 'custom',
    itemStyle: { color: colour },
    silent: true,
    data: points.map((point) => [point.x, point.mean - point.deviation, point.mean + point.deviation]),
    encode: { x: 0, y: [1, 2] },
    z: 2,
    renderItem: (params, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const [, high] = api.coord([api.value(0), api.value(2)]);
      const style = { stroke: colour, lineWidth: 1.5 };
      const stroke = (x1, y1, x2, y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
      return { type: 'group', children: [stroke(x, low, x, high), stroke(x - 4, low, x + 4, low), stroke(x - 4, high, x + 4, high)] };
    },
  };
}

/** Loss against width, one line an arm; the context names the metric. */
charts.transfer = (data, look, context) => {
  const metric = data.metrics[context.choice] || Object.values(data.metrics)[0];
  const apart = Math.min(0.09, 0.5 / data.arms.length);
  const place = (arm, width) => data.widths.indexOf(width) + apart * (data.arms.indexOf(arm) - (data.arms.length - 1) / 2);
  const series = data.arms.flatMap((arm) => {
    const colour = look.arm(arm, data.arms);
    const means = metric.means
      .filter((mean) => mean.arm === arm.name && mean.mean !== null)
      .map((mean) => ({ ...mean, x: place(arm, mean.width) }));
    const dots = metric.dots.filter((dot) => dot.arm === arm.name && dot.value !== null);
    const lost = (mean) => (mean.diverged ? [`${mean.diverged} diverged`] : []);
    return [
      errorBars(means.filter((mean) => mean.deviation !== null), colour),
      {
        name: arm.name,
        type: 'line',
        symbol: 'circle',
        symbolSize: arm.tuned ? 8 : 6,
        z: arm.tuned ? 4 : 3,
        lineStyle: { color: colour, width: arm.tuned ? 3 : 1.8 },
        itemStyle: { color: colour },
        data: means.map((mean) => [mean.x, mean.mean]),
        tooltip: {
          formatter: (p) => {
            const mean = means[p.dataIndex];
            return tip(`${arm.name}, width ${mean.width}`, [`mean ${figure(mean.mean)} ± ${figure(mean.deviation)}`, ...lost(mean)]);
          },
        },
      },
      {
        name: arm.name,
        type: 'scatter',
        symbolSize: 4,
        z: 1,
        itemStyle: { color: colour, opacity: 0.4 },
        data: dots.map((dot) => [place(arm, dot.width), dot.value]),
        tooltip: { formatter: (p) => tip(`${arm.name}, width ${dots[p.dataIndex].width}`, [`seed ${dots[p.dataIndex].seed}: ${figure(p.value[1])}`]) },
      },
    ];
  });
  // Keys of what every arm has, in no arm's colour.
  const keys = [
    { ...errorBars([], look.muted), name: '± one standard deviation' },
    { name: 'one run', type: 'scatter', data: [], symbolSize: 4, itemStyle: { color: look.muted, opacity: 0.6 } },
  ];
  const base = baseOption(look);
  const shared = axisLook(look);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item' },
    xAxis: {
      type: 'value',
      min: -0.5,
      max: data.widths.length - 0.5,
      interval: 0.5, // ticks are counted from the end
      ...shared,
      splitLine: { show: false },
      axisLabel: { ...shared.axisLabel, formatter: (x) => (Number.isInteger(x) ? String(data.widths[x]) : '') },
      ...horizontalName('width of the hidden layers', look),
    },
    yAxis: valueAxis(look, verticalName(metric.label, look)),
    series: [...series, ...keys],
  };
};
