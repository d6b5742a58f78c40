'use strict';

/** Lines over one axis, guides dashed; of one of them, points that show the sign of something there. */
charts.study = (chart, look, context) => {
  const base = baseOption(look);
  const own = chart.lines.filter((line) => !line.guide);
  const signed = chart.lines.filter((line) => line.signs.length);
  const shown = signed.find((line) => line.name === context.choice) || signed[0];
  const colour = (line) => (line.guide ? look.axis : look.one(own.indexOf(line), own.length));
  const lines = chart.lines.map((line) => ({
    name: line.name,
    type: 'line',
    data: line.across.map((at, i) => [at, line.up[i]]),
    symbol: line.across.length > 40 ? 'none' : 'circle',
    symbolSize: 6,
    lineStyle: { color: colour(line), width: line.guide ? 1.5 : 2, type: line.guide ? 'dashed' : 'solid' },
    itemStyle: { color: colour(line) },
    z: 2,
  }));
  const dots = (name, wanted, at) => ({
    name,
    type: 'scatter',
    silent: true,
    symbolSize: shown.across.length > 40 ? 5 : 9,
    itemStyle: { color: look.group(at) },
    data: shown.across.map((place, i) => [place, shown.up[i]]).filter((_, i) => Math.sign(shown.signs[i]) === wanted),
    z: 3,
  });
  const points = shown ? [dots('above 0', 1, 2), dots('below 0', -1, 0)] : [];
  const across = chart.lines.flatMap((line) => line.across);
  const up = chart.lines.flatMap((line) => line.up);
  const said = (p) => tip(`${p.seriesName}`, [`${figure(p.value[0])}: ${figure(p.value[1])}`]);
  const horizontal = { ...horizontalName(chart.across, look), splitLine: { show: false } };
  const vertical = verticalName(chart.up, look);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', formatter: said },
    xAxis: chart.logAcross ? logAxis(look, across, horizontal) : valueAxis(look, horizontal),
    yAxis: chart.logUp ? logAxis(look, up, vertical) : valueAxis(look, vertical),
    series: [...lines, ...points],
  };
};
