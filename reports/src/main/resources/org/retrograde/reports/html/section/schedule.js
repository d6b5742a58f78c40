'use strict';

/** One hyperparameter over the steps of training: start dashed, tuned solid, one colour a group. */
charts.schedule = (data, look, context) => {
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
  const keys = data.commonStart ? [] : [line('start', look.muted, [], dashed), line('tuned', look.muted, [], { width: 2.2 })];
  const tuned = data.lines.map((group) => line(group.group, look.group(group.slot), group.tuned, { width: 2.2 }));
  const values = data.lines.flatMap((group) => [...group.start, ...group.tuned]);
  const name = verticalName(data.name, look);
  const base = baseOption(look);
  const tipLine = (group, step) => `${group.group}: ${figure(group.start[step])} → ${figure(group.tuned[step])}`;
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => {
        const step = p[0].value[0];
        return tip(`Step ${step}, start → tuned`, data.lines.map((group) => tipLine(group, step)));
      },
    },
    xAxis: stepAxis(look, largest(data.lines.map((group) => group.tuned.length)) - 1, 'training step', context.width),
    yAxis: data.logarithmic ? logAxis(look, values, name) : valueAxis(look, name),
    series: [...starts, ...tuned, ...keys],
  };
};
