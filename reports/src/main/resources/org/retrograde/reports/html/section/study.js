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

/** A table of numbers as colours, blue above 0 and orange below; in each cell a number of its own. */
charts.heat = (data, look, context) => {
  const columns = data.columns.length;
  const limit = data.limit || 1;
  // 0 has the colour of the page.
  const ramp = ['#b3500e', look.surface, '#00609c'];
  const colour = (value) => alongRamp(ramp, (Math.max(-limit, Math.min(limit, value)) / limit + 1) / 2);
  const roomy = (context.width - 150) / columns >= 34;
  const place = (i) => [i % columns, Math.floor(i / columns)];
  const base = baseOption(look);
  const category = (names, extra) => ({ type: 'category', data: names, ...axisLook(look), splitLine: { show: false }, ...extra });
  const label = (extra) => ({ axisLabel: { ...axisLook(look).axisLabel, interval: 0, hideOverlap: false, ...extra } });
  const tile = (value, i) => {
    const lost = value === null;
    const fill = lost ? look.lost : colour(value);
    return {
      value: [...place(i), lost ? 0 : value],
      visualMap: false,
      itemStyle: { color: fill, borderColor: look.line, borderWidth: 1 },
      label: { show: roomy, color: lost ? look.muted : inkOn(fill), fontSize: 11, formatter: lost ? '×' : data.cells[i] },
    };
  };
  context.height(data.rows.length * 30 + 150);
  return {
    ...base,
    legend: { show: false },
    grid: { ...base.grid, top: 20, bottom: 60 },
    tooltip: {
      ...base.tooltip,
      formatter: (p) => {
        const [column, row] = place(p.dataIndex);
        const value = data.values[p.dataIndex];
        return tip(`${data.rows[row]}, ${data.columns[column]}`, [
          data.cells[p.dataIndex],
          value === null ? 'diverged' : `${data.what} ${figure(value)}`,
        ]);
      },
    },
    visualMap: {
      type: 'continuous',
      min: -limit,
      max: limit,
      dimension: 2,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemWidth: 12,
      itemHeight: 150,
      inRange: { color: ramp },
      text: ['+' + figure(limit), '−' + figure(limit)],
      textStyle: { color: look.muted },
      hoverLink: false,
    },
    xAxis: category(data.columns, label({ rotate: 35 })),
    yAxis: category(data.rows, { inverse: true, ...label({}) }),
    series: [{ type: 'heatmap', data: data.values.map(tile) }],
  };
};
