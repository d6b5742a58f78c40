'use strict';

/** Shares of modules: bars of each kind of estimate beneath each other, and lines over how far they are known. */
charts.moduleShares = (rows, look, context) => {
  const names = rows[0].bars.map((bar) => bar.name);
  const colours = [look.untuned[0], look.tuned[0], look.untuned[1]];
  const colour = (name) => colours[['exact, at the start', 'exact, tuned', 'fANOVA'].indexOf(name)];
  const apart = 12;
  const below = (bar) => apart * (bar - (names.length - 1) / 2);
  const known = rows.flatMap((row, i) => row.bars.map((bar, k) => ({ ...bar, i, k }))).filter((bar) => bar.low !== null);
  const whiskers = {
    name: 'interval',
    type: 'custom',
    silent: true,
    data: known.map((bar) => [100 * bar.low, 100 * bar.high, bar.i]),
    encode: { x: [0, 1], y: 2 },
    itemStyle: { color: look.ink },
    z: 4,
    renderItem: (params, api) => {
      const [x1, y] = api.coord([api.value(0), api.value(2)]);
      const [x2] = api.coord([api.value(1), api.value(2)]);
      const at = y + below(known[params.dataIndex].k);
      const stroke = (from, to, up) => ({ type: 'line', shape: { x1: from, y1: at - up, x2: to, y2: at + up }, style: { stroke: look.ink, lineWidth: 1.2 } });
      return { type: 'group', children: [stroke(x1, x2, 0), stroke(x1, x1, 3), stroke(x2, x2, 3)] };
    },
  };
  const percent = (share) => (share === null ? '–' : `${figure(100 * share)} %`);
  const said = (bar) => `${bar.name}: ${percent(bar.share)}${bar.low === null ? '' : `, ${percent(bar.low)} to ${percent(bar.high)}`}`;
  const base = baseOption(look);
  context.height(rows.length * (apart * names.length + 14) + 104);
  return {
    ...base,
    grid: { ...base.grid, top: 6 },
    tooltip: { ...base.tooltip, trigger: 'item', formatter: (p) => tip(rows[p.dataIndex].name, rows[p.dataIndex].bars.map(said)) },
    xAxis: { ...valueAxis(look, horizontalName('share of the variance, %', look)), scale: false, min: 0, max: 100 },
    yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.name), ...axisLook(look), splitLine: { show: true, lineStyle: { color: look.line } } },
    series: [
      ...names.map((name, k) => ({
        name,
        type: 'bar',
        barWidth: 8,
        barGap: '50%',
        itemStyle: { color: colour(name), borderRadius: [0, 2, 2, 0] },
        data: rows.map((row) => (row.bars[k].share === null ? null : 100 * row.bars[k].share)),
      })),
      ...(known.length ? [whiskers] : []),
    ],
  };
};
