'use strict';

/** Loss against learning rate: one panel a parametrization, side by side, all on the same axes; one line a width. */
charts.sweep = (panels, look, context) => {
  const lines = panels.flatMap((panel) => panel.lines);
  const widths = [...new Set(lines.map((line) => line.width))];
  const colour = (line) => look.one(widths.indexOf(line.width), widths.length);
  const losses = lines.flatMap((line) => line.points.map((point) => point.loss)).filter((loss) => loss !== null);
  const most = 4 * least(losses);
  const shown = losses.filter((loss) => loss <= most);
  const columns = Math.min(panels.length, Math.max(1, Math.floor(context.width / 330)));
  const rows = Math.ceil(panels.length / columns);
  const height = 340;
  const column = (context.width - 10) / columns;
  context.height(rows * height + (context.width < 480 ? 90 : 40)); // a narrow legend has more rows
  const exponents = panels.flatMap((panel) => panel.lines[0].points.map((point) => Math.log2(point.rate)));
  const base = baseOption(look);
  const shared = axisLook(look);
  const place = (i) => ({ left: 48 + (i % columns) * column, top: 64 + Math.floor(i / columns) * height });
  const said = (p) => tip(`${p.seriesName}, rate ${figure(2 ** p.value[0])}`, [`loss ${figure(p.value[1])}`]);
  const series = panels.flatMap((panel, i) => panel.lines.flatMap((line, at) => [
    {
      name: `width ${line.width}`,
      type: 'line',
      xAxisIndex: i,
      yAxisIndex: i,
      symbol: 'circle',
      symbolSize: 4,
      lineStyle: { color: colour(line), width: 2 },
      itemStyle: { color: colour(line) },
      data: line.points.map((point) => [Math.log2(point.rate), point.loss !== null && point.loss <= most ? point.loss : null]),
      markLine: at > 0 ? undefined : {
        silent: true,
        symbol: 'none',
        label: { show: false },
        lineStyle: { color: look.axis, type: 'dashed', width: 1.5 },
        data: [{ xAxis: Math.log2(panel.baseRate) }],
      },
    },
    {
      name: `width ${line.width}`,
      type: 'scatter',
      xAxisIndex: i,
      yAxisIndex: i,
      symbolSize: 11,
      z: 4,
      itemStyle: { color: colour(line), borderColor: look.surface, borderWidth: 1.5 },
      data: line.bestLoss !== null ? [[Math.log2(line.bestRate), line.bestLoss]] : [],
    },
  ]));
  const keys = [
    { name: 'least loss', type: 'scatter', symbolSize: 11, data: [], itemStyle: { color: look.muted } },
    { name: 'best rate of the base width', type: 'line', symbol: 'none', data: [], lineStyle: { color: look.axis, type: 'dashed', width: 1.5 }, itemStyle: { color: look.axis } },
  ];
  return {
    ...base,
    title: panels.map((panel, i) => ({
      text: panel.name,
      left: place(i).left,
      top: place(i).top - 60,
      textStyle: { color: look.ink, fontSize: 13, fontWeight: 600, fontFamily: FONT },
    })),
    tooltip: { ...base.tooltip, trigger: 'item', formatter: said },
    grid: panels.map((_, i) => ({ ...place(i), width: column - 66, height: height - 110 })),
    xAxis: panels.map((_, i) => ({
      type: 'value',
      gridIndex: i,
      min: Math.floor(least(exponents)),
      max: Math.ceil(largest(exponents)),
      ...shared,
      interval: roundStep((largest(exponents) - least(exponents)) / Math.floor((column - 66) / 42)),
      axisLabel: { ...shared.axisLabel, formatter: (exponent) => (Number.isInteger(exponent) ? powerOfTwo(exponent) : '') },
      splitLine: { show: false },
      ...horizontalName('learning rate', look),
    })),
    yAxis: panels.map((_, i) => logAxis(look, shown, {
      gridIndex: i,
      ...verticalName(i % columns === 0 ? 'loss' : '', look),
    })),
    series: [...series, ...keys],
  };
};
