'use strict';

/**
 * One hyperparameter over the steps of training: start dashed, tuned solid, one colour a group. Values stand at
 * data.steps alone, between which every line is straight.
 */
charts.schedule = (data, look, context) => {
  const line = (name, colour, values, style) => ({
    name,
    type: 'line',
    data: values.map((value, i) => [data.steps[i], value]),
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
  const tipLine = (group, i) => `${group.group}: ${figure(group.start[i])} → ${figure(group.tuned[i])}`;
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => {
        const step = p[0].value[0];
        return tip(`Step ${step}, start → tuned`, data.lines.map((group) => tipLine(group, data.steps.indexOf(step))));
      },
    },
    xAxis: stepAxis(look, data.steps[data.steps.length - 1], 'training step', context.width),
    yAxis: data.logarithmic ? logAxis(look, values, name) : valueAxis(look, name),
    series: [...starts, ...tuned, ...keys],
  };
};
