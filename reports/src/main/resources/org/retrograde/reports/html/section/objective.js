'use strict';

/** The meta-objective: dots for seeds, lines for their mean and for the check seeds, a ring for the best iterate. */
charts.objective = (data, look, context) => {
  const meanColour = look.tuned[0];
  const checkColour = look.untuned[1];
  const checks = data.check.filter((point) => point.value !== null);
  const judged = (checks.length ? checks : data.mean).find((point) => point.iteration === data.best);
  const series = [
    {
      name: 'seeds',
      type: 'scatter',
      data: data.seeds.filter((seed) => seed[1] !== null),
      symbolSize: 5,
      itemStyle: { color: meanColour, opacity: 0.28 },
      tooltip: { formatter: (p) => tip(`Iteration ${p.value[0]}`, [`one seed: ${figure(p.value[1])}`]) },
    },
    {
      name: 'mean of the seeds',
      type: 'line',
      data: data.mean.map((point) => [point.iteration, point.value]),
      symbol: data.mean.length < 3 ? 'circle' : 'none',
      symbolSize: 6,
      lineStyle: { width: 2.5, color: meanColour },
      itemStyle: { color: meanColour },
    },
  ];
  if (checks.length) {
    series.push({
      name: 'check seeds',
      type: 'line',
      data: checks.map((point) => [point.iteration, point.value]),
      symbol: checks.length < data.mean.length || checks.length < 3 ? 'diamond' : 'none',
      symbolSize: 7,
      lineStyle: { width: 2, type: [6, 3], color: checkColour },
      itemStyle: { color: checkColour },
    });
  }
  if (judged && judged.value !== null) {
    series.push({
      name: 'best iterate',
      type: 'scatter',
      data: [[judged.iteration, judged.value]],
      symbol: 'circle',
      symbolSize: 15,
      itemStyle: { color: 'transparent', borderColor: look.ink, borderWidth: 2 },
      label: { show: true, position: 'top', distance: 7, color: look.ink, fontWeight: 600, formatter: (p) => figure(p.value[1]) },
      z: 5,
    });
  }
  const lines = (p) => p.filter((item) => item.seriesType === 'line').map((item) => `${item.seriesName}: ${figure(item.value[1])}`);
  const base = baseOption(look);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', formatter: (p) => tip(`Iteration ${p[0].value[0]}`, lines(p)) },
    xAxis: stepAxis(look, largest(data.mean.map((point) => point.iteration)), 'meta-iteration', context.width),
    yAxis: valueAxis(look, verticalName('objective (loss)', look)),
    series,
  };
};

/** The hypergradient's norm: larger dots where seeds were clipped. */
charts.norm = (data, look, context) => {
  const colour = look.groups[4];
  const base = baseOption(look);
  return {
    ...base,
    grid: { ...base.grid, bottom: 34 },
    legend: { show: false },
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      formatter: (p) => {
        const point = data.points[p[0].dataIndex];
        return tip(`Iteration ${point.iteration}`, [
          `norm ${figure(point.norm)}`,
          `${point.clipped} of ${data.seeds} seeds clipped`,
          `step size ${figure(point.stepSize)}`,
        ]);
      },
    },
    xAxis: stepAxis(look, largest(data.points.map((point) => point.iteration)), 'meta-iteration', context.width),
    yAxis: logAxis(look, data.points.map((point) => point.norm), verticalName('norm of the hypergradient', look)),
    series: [
      {
        type: 'line',
        data: data.points.map((point) => [point.iteration, point.norm]),
        symbol: 'circle',
        symbolSize: (value, p) => 4 + 5 * (data.seeds ? data.points[p.dataIndex].clipped / data.seeds : 0),
        showAllSymbol: true,
        lineStyle: { width: 1.5, color: colour },
        itemStyle: { color: colour },
      },
    ],
  };
};
