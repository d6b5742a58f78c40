'use strict';

const DASHES_OF_MORE = ['solid', [8, 3], [3, 3]];

/**
 * Lines of several runs: a colour a run, the same in every chart, and dashes where there are more runs than colours.
 * What was before tuning is dashed and thin, single seeds are faint.
 */
charts.compared = (data, look, context) => {
  const shown = data.lines.filter((line) => !context.choice || line.choice === context.choice);
  const count = 1 + largest(data.lines.map((line) => line.run));
  const colours = look.groups.length;
  const strokes = {
    MAIN: (run) => ({ width: 2.2, type: DASHES_OF_MORE[Math.floor(run / colours) % DASHES_OF_MORE.length] }),
    FAINT: () => ({ width: 1, opacity: 0.35 }),
    DASHED: () => ({ width: 1.3, type: [5, 4], opacity: 0.8 }),
  };
  const drawable = (value) => value !== null && Number.isFinite(value) && (!data.logarithmic || value > 0);
  const series = shown.map((line) => {
    const color = look.one(line.run, count);
    const main = line.stroke === 'MAIN';
    return {
      name: line.name,
      type: 'line',
      data: line.ys.map((value, i) => [line.xs[i], drawable(value) ? value : null]),
      symbol: main && line.xs.length < 3 ? 'circle' : 'none',
      symbolSize: 6,
      lineStyle: { color, ...strokes[line.stroke](line.run) },
      itemStyle: { color },
      emphasis: { focus: 'series' },
      silent: !main,
      z: main ? 3 : 2,
    };
  });
  const keys = shown.some((line) => line.stroke === 'DASHED')
    ? [{ name: 'before tuning', type: 'line', data: [], symbol: 'none', lineStyle: { color: look.muted, ...strokes.DASHED() }, itemStyle: { color: look.muted } }]
    : [];
  const values = shown.flatMap((line) => line.ys).filter(drawable);
  const up = verticalName(data.up, look);
  const base = baseOption(look);
  const lines = (p) =>
    p.filter((item) => shown[item.seriesIndex] && shown[item.seriesIndex].stroke === 'MAIN')
      .map((item) => `${item.seriesName}: ${figure(item.value[1])}`);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis', formatter: (p) => tip(`${data.across} ${p[0].value[0]}`, lines(p)) },
    xAxis: stepAxis(look, largest(shown.map((line) => line.xs[line.xs.length - 1])), data.across, context.width),
    yAxis: data.logarithmic ? logAxis(look, values, up) : valueAxis(look, up),
    series: [...series, ...keys],
  };
};
