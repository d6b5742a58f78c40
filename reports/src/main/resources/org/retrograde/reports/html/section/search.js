'use strict';

/** The best loss so far by what was spent: thick on unseen seeds, thin as the method saw it. */
charts.search = (data, look) => {
  const base = baseOption(look);
  const known = (points) => points.filter((point) => point[1] !== null);
  const across = data.lines.flatMap((line) => line.own.map((point) => point[0]));
  const steps = (line, points, extra) => ({
    name: line.name,
    type: 'line',
    step: 'end',
    data: known(points),
    itemStyle: { color: look.arm(line, data.lines) },
    ...extra,
  });
  const series = data.lines.flatMap((line) => {
    const color = look.arm(line, data.lines);
    return [
      steps(line, line.own, { symbol: 'none', silent: true, lineStyle: { color, width: 1.2, type: [4, 3], opacity: 0.75 } }),
      steps(line, line.unseen, {
        symbol: 'circle',
        symbolSize: 6,
        showAllSymbol: true,
        lineStyle: { color, width: line.tuned ? 3 : 2.2 },
        z: line.tuned ? 4 : 3,
      }),
    ];
  });
  const key = (name, lineStyle, symbol) => ({
    name,
    type: 'line',
    data: [],
    symbol,
    symbolSize: 6,
    lineStyle: { color: look.muted, ...lineStyle },
    itemStyle: { color: look.muted },
  });
  const keys = [
    ...(data.lines.some((line) => line.unseen.length) ? [key('on unseen seeds', { width: 2.2 }, 'circle')] : []),
    key('as the method saw it', { width: 1.2, type: [4, 3] }, 'none'),
  ];
  const said = (p) => tip(p.seriesName, [`${figure(p.value[0])} ${data.axis}`, `loss on unseen seeds ${figure(p.value[1])}`]);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', formatter: said },
    xAxis: logAxis(look, across, { ...horizontalName(data.axis, look), splitLine: { show: false } }),
    yAxis: valueAxis(look, verticalName('best loss so far', look)),
    series: [...series, ...keys],
  };
};
