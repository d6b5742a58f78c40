'use strict';

/** Paths of two weights over the level lines of the loss. */
charts.trajectories = (data, look, context) => {
  const base = baseOption(look);
  context.height(Math.min(560, Math.max(380, context.width * 0.62)));
  const colourOf = (i) => [look.groups[0], look.groups[2], look.groups[4], look.groups[6], look.groups[8]][i % 5];
  const ground = data.levels.map((level) => ({
    type: 'lines',
    coordinateSystem: 'cartesian2d',
    polyline: true,
    silent: true,
    z: 1,
    data: level.lines.map((coords) => ({ coords })),
    lineStyle: { color: alongRamp(look.ramp, level.share), width: 1.2, opacity: 0.75 },
  }));
  const paths = data.trajectories.flatMap((path, i) => {
    const points = path.first.map((x, step) => [x, path.second[step]]);
    const colour = colourOf(i);
    return [
      {
        name: `${path.name}: ${path.loss.toFixed(1)}`,
        type: 'line',
        z: 3 + i,
        data: points,
        symbol: 'circle',
        symbolSize: (value, p) => (p.dataIndex === points.length - 1 ? 11 : 4),
        showAllSymbol: true,
        lineStyle: { color: colour, width: 2 },
        itemStyle: { color: colour },
      },
      {
        type: 'scatter',
        z: 20,
        silent: true,
        data: points.slice(0, 1),
        symbolSize: 10,
        itemStyle: { color: look.surface, borderColor: look.ink, borderWidth: 2 },
      },
    ];
  });
  // The ground ends where it ends, at no round number.
  const axisLabel = { ...axisLook(look).axisLabel, formatter: plainTick, showMinLabel: false, showMaxLabel: false };
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      formatter: (p) => tip(p.seriesName, [`step ${p.dataIndex}`, `${data.horizontal} ${figure(p.value[0])}, ${data.vertical} ${figure(p.value[1])}`]),
    },
    grid: { ...base.grid, bottom: 78 },
    xAxis: valueAxis(look, { ...horizontalName(data.horizontal, look), axisLabel, min: data.left, max: data.right, splitLine: { show: false } }),
    yAxis: valueAxis(look, { ...verticalName(data.vertical, look), axisLabel, min: data.bottom, max: data.top, splitLine: { show: false } }),
    series: [...ground, ...paths],
  };
};
