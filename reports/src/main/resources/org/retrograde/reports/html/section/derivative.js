'use strict';

/** The derivative with respect to each step's coefficient: mean over seeds thick, one seed faint. */
charts.derivative = (data, look, context) => {
  const base = baseOption(look);
  const line = (group, values, style, z) => ({
    name: group.group,
    type: 'line',
    data: values.map((value, step) => [step, value]),
    symbol: values.length < 2 ? 'circle' : 'none',
    lineStyle: { color: look.group(group.slot), ...style },
    itemStyle: { color: look.group(group.slot) },
    z,
  });
  const faint = data.lines.map((group) => ({ ...line(group, group.one, { width: 1, opacity: 0.25 }, 2), silent: true }));
  const thick = data.lines.map((group) => line(group, group.mean, { width: 2.4 }, 3));
  // Keys of the two styles, in no group's colour.
  const keys = [
    { ...line({ group: 'mean' }, [], { width: 2.4, color: look.muted }, 1), itemStyle: { color: look.muted } },
    { ...line({ group: 'one seed' }, [], { width: 1, color: look.muted }, 1), itemStyle: { color: look.muted, opacity: 0.5 } },
  ];
  const tipLine = (group, step) => `${group.group}: ${figure(group.mean[step])}, one seed ${figure(group.one[step])}`;
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => tip(`Step ${p[0].value[0]}`, data.lines.map((group) => tipLine(group, p[0].value[0]))),
    },
    xAxis: stepAxis(look, largest(data.lines.map((group) => group.mean.length)) - 1, 'training step', context.width),
    yAxis: valueAxis(look, verticalName(`d loss / d ${data.name}`, look)),
    series: [...faint, ...thick, ...keys],
  };
};
