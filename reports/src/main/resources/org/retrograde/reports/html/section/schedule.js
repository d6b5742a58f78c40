'use strict';

/** One hyperparameter over the steps of training: start dashed, tuned solid, one colour a group. */
charts.schedule = (data, look) => {
  const line = (name, colour, values, style) => ({
    name,
    type: 'line',
    data: values.map((value, step) => [step, value]),
    symbol: values.length < 2 ? 'circle' : 'none',
    lineStyle: { color: colour, ...style },
    itemStyle: { color: colour },
    emphasis: { focus: 'series' },
  });
  const dashed = { width: 1.5, type: [5, 4], opacity: 0.85 };
  const starts = data.commonStart
    ? [line('start', look.muted, data.lines[0].start, dashed)]
    : data.lines.map((group) => line(group.group, look.group(group.slot), group.start, dashed));
  const tuned = data.lines.map((group) => line(group.group, look.group(group.slot), group.tuned, { width: 2.2 }));
  const values = data.lines.flatMap((group) => [...group.start, ...group.tuned]);
  const name = verticalName(data.name, look);
  const base = baseOption(look);
  const tipLine = (group, step) => `${group.group}: ${figure(group.start[step])} → ${figure(group.tuned[step])}`;
  return {
    ...base,
    legend: { ...base.legend, data: [...new Set([...starts, ...tuned].map((series) => series.name))] },
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => {
        const step = p[0].value[0];
        return tip(`Step ${step}, start → tuned`, ...data.lines.map((group) => tipLine(group, step)));
      },
    },
    xAxis: valueAxis(look, { ...horizontalName('training step', look), scale: false, minInterval: 1, max: 'dataMax', splitLine: { show: false } }),
    yAxis: data.logarithmic ? logAxis(look, values, name) : valueAxis(look, name),
    series: [...starts, ...tuned],
  };
};
