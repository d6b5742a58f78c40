'use strict';

/** The loss of every step over its learning rate, smoothed, and a line at each rate that it suggests. */
charts.range = (data, look, context) => {
  const base = baseOption(look);
  const logs = data.dots.map((dot) => Math.log10(dot.rate));
  const smoothed = data.dots.map((dot) => dot.smoothed);
  const most = 1.1 * largest(smoothed);
  const colour = look.one(0, 1);
  const shared = axisLook(look);
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: (p) => tip(`Rate ${figure(10 ** p.value[0])}`, [`${p.seriesName}: ${figure(p.value[1])}`]),
    },
    xAxis: {
      type: 'value',
      min: Math.floor(least(logs)),
      max: Math.ceil(largest(logs)),
      ...shared,
      interval: 1,
      axisLabel: { ...shared.axisLabel, formatter: powerOfTen },
      splitLine: { show: false },
      ...horizontalName('learning rate', look),
    },
    yAxis: valueAxis(look, verticalName('loss', look)),
    series: [
      {
        name: 'minibatch',
        type: 'scatter',
        symbolSize: 4,
        itemStyle: { color: look.muted },
        data: data.dots.map((dot, i) => [logs[i], dot.loss]).filter((dot) => dot[1] <= most),
      },
      {
        name: 'smoothed',
        type: 'line',
        symbol: 'none',
        lineStyle: { color: colour, width: 2.5 },
        itemStyle: { color: colour },
        data: smoothed.map((loss, i) => [logs[i], loss]),
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: look.axis, type: 'dashed', width: 1.5 },
          label: { color: look.ink, formatter: (line) => data.suggestions[line.dataIndex].rule, position: 'insideEndTop' },
          data: data.suggestions.map((suggestion) => ({ xAxis: Math.log10(suggestion.rate) })),
        },
      },
    ],
  };
};
