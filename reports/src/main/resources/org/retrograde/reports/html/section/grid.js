'use strict';

/** Losses this many times the least have the last colour: the differences near the optimum are what matters. */
const WORST_SHOWN = 4;

/** A heat map of mean loss over learning rate and momentum, on a logarithmic colour scale. */
charts.grid = (data, look, context) => {
  const losses = data.cells.map((cell) => cell.mean).filter((mean) => mean !== null && mean > 0).map(Math.log10);
  const [best, worst] = losses.length ? [least(losses), largest(losses)] : [0, 1];
  const last = Math.min(worst, best + Math.log10(WORST_SHOWN));
  const share = (mean) => (Math.log10(mean) - best) / (last - best || 1);
  const roomy = (context.width - 80) / data.rates.length >= 28;
  const isWinner = (cell) => cell.rate === data.winner[0] && cell.momentum === data.winner[1];
  const tile = (cell) => {
    const lost = cell.mean === null;
    const colour = lost ? look.lost : alongRamp(look.ramp, share(cell.mean));
    return {
      value: [cell.rate, cell.momentum, lost ? best : Math.log10(cell.mean)],
      visualMap: false,
      itemStyle: { color: colour, borderColor: look.surface, borderWidth: 2 },
      label: { show: roomy, color: lost ? look.muted : inkOn(colour), fontSize: 11, formatter: lost ? '×' : figure(cell.mean) },
    };
  };
  const outline = {
    type: 'custom',
    silent: true,
    z: 5,
    data: data.winner.length ? [data.winner] : [],
    renderItem: (params, api) => {
      const [x, y] = api.coord([api.value(0), api.value(1)]);
      const [width, height] = api.size([1, 1]);
      return {
        type: 'rect',
        shape: { x: x - width / 2 + 1, y: y - height / 2 + 1, width: width - 2, height: height - 2, r: 3 },
        style: { fill: 'none', stroke: '#d55e00', lineWidth: 3.5 },
      };
    },
  };
  const base = baseOption(look);
  const category = (names, extra) => ({ type: 'category', data: names, ...axisLook(look), splitLine: { show: false }, ...extra });
  context.height(data.momenta.length * 36 + 142);
  return {
    ...base,
    legend: { show: false },
    grid: { ...base.grid, bottom: 78 },
    tooltip: {
      ...base.tooltip,
      formatter: (p) => {
        const cell = data.cells[p.dataIndex];
        return tip(`learning rate ${data.rates[cell.rate]}, momentum ${data.momenta[cell.momentum]}`, [
          cell.mean === null ? 'diverged' : `mean loss ${figure(cell.mean)} ± ${figure(cell.spread)}`,
          ...(isWinner(cell) ? ['winner'] : []),
        ]);
      },
    },
    visualMap: {
      type: 'continuous',
      min: best,
      max: last > best ? last : best + 1,
      dimension: 2,
      seriesIndex: 0,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 12,
      itemHeight: 150,
      inRange: { color: look.ramp },
      text: [(worst > last ? '≥ ' : '') + figure(10 ** last), figure(10 ** best)],
      textStyle: { color: look.muted },
      hoverLink: false,
    },
    xAxis: category(data.rates, horizontalName('learning rate', look)),
    yAxis: category(data.momenta, verticalName('momentum', look)),
    series: [{ type: 'heatmap', data: data.cells.map(tile) }, outline],
  };
};
