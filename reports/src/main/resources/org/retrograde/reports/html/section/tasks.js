'use strict';

/** Test loss of each task, one colour for each way to share weights. */
charts.tasks = (data, look, context) => {
  const arms = data.series.map((series) => ({ name: series.name, tuned: series.tuned }));
  const base = baseOption(look);
  context.height(400);
  return {
    ...base,
    grid: { ...base.grid, bottom: 70 },
    tooltip: { ...base.tooltip, formatter: (p) => tip(`${p.name}: ${p.seriesName}`, [`loss ${figure(p.value)}`]) },
    xAxis: {
      type: 'category',
      data: data.tasks,
      ...axisLook(look),
      splitLine: { show: false },
      axisLabel: { ...axisLook(look).axisLabel, rotate: 35, interval: 0, hideOverlap: false },
    },
    yAxis: valueAxis(look, { ...verticalName('test loss', look), scale: false, min: 0 }),
    series: data.series.map((series, i) => ({
      name: series.name,
      type: 'bar',
      barGap: '10%',
      data: series.losses,
      itemStyle: { color: look.arm(arms[i], arms) },
    })),
  };
};
