'use strict';

/** Something against size, both logarithmic; guides are dashed and carry no dots. */
charts.growth = (chart, look) => {
  const points = chart.lines.flatMap((line) => line.points);
  const base = baseOption(look);
  const series = chart.lines.map((line, i) => {
    const colour = line.guide ? look.axis : look.one(i, chart.lines.filter((each) => !each.guide).length);
    return {
      name: line.name,
      type: 'line',
      silent: line.guide,
      symbol: line.guide ? 'none' : 'circle',
      symbolSize: 7,
      lineStyle: { color: colour, width: line.guide ? 1.5 : 2.2, type: line.guide ? 'dashed' : 'solid' },
      itemStyle: { color: colour },
      data: line.points.map((point) => [point.x, point.y]),
    };
  });
  const across = points.map((point) => point.x);
  const up = points.map((point) => point.y);
  const said = (p) => tip(`${figure(p.value[0])} on the axis`, [`${p.seriesName}: ${figure(p.value[1])} ${chart.vertical}`]);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', formatter: said },
    xAxis: logAxis(look, across, { ...horizontalName(chart.horizontal, look), splitLine: { show: false } }),
    yAxis: logAxis(look, up, verticalName(chart.vertical, look)),
    series,
  };
};
