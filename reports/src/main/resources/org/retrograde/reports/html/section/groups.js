'use strict';

/** A line from the start to the tuned value of each row. */
function moves(rows, look, value) {
  return {
    type: 'custom',
    silent: true,
    data: rows.map((row, i) => [value(row.start), value(row.tuned), i]),
    encode: { x: [0, 1], y: 2 },
    z: 1,
    renderItem: (params, api) => {
      const [x1, y1] = api.coord([api.value(0), api.value(2)]);
      const [x2, y2] = api.coord([api.value(1), api.value(2)]);
      return {
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke: look.group(rows[params.dataIndex].slot), lineWidth: 3, opacity: 0.45 },
      };
    },
  };
}

/** One value a group: hollow dot at the start, filled dot tuned. */
charts.values = (data, look, context) => {
  const rows = data.rows;
  const values = rows.flatMap((row) => [row.start, row.tuned]).filter(Number.isFinite);
  const wide = Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 20;
  const name = horizontalName(data.name, look);
  const base = baseOption(look);
  const dots = (title, key, style) => ({
    name: title,
    type: 'scatter',
    symbolSize: 12,
    z: 3,
    itemStyle: { color: look.muted, borderColor: look.muted, borderWidth: 2, ...style(look.muted) },
    data: rows.map((row, i) => ({ value: [row[key], i], itemStyle: { opacity: 1, ...style(look.group(row.slot)) } })),
  });
  context.height(rows.length * 30 + 112);
  return {
    ...base,
    grid: { ...base.grid, top: 10 },
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: (p) => tip(rows[p.dataIndex].group, `start ${figure(rows[p.dataIndex].start)}`, `tuned ${figure(rows[p.dataIndex].tuned)}`),
    },
    xAxis: wide ? logAxis(look, values, name) : valueAxis(look, name),
    yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.group), ...axisLook(look), splitLine: { show: true, lineStyle: { color: look.line } } },
    series: [
      moves(rows, look, (value) => value),
      dots('start', 'start', (colour) => ({ color: look.surface, borderColor: colour, borderWidth: 2 })),
      dots('tuned', 'tuned', (colour) => ({ color: colour, borderColor: colour, borderWidth: 2 })),
    ],
  };
};

/** Bars for |dL/dlog lambda|, outlined at the start, filled when tuned, with the sign at their ends. */
charts.importances = (rows, look, context) => {
  const values = rows.flatMap((row) => [row.start, row.tuned]).filter(Number.isFinite).map(Math.abs);
  const scale = logPlaces(look, values, horizontalName('|∂L/∂log λ|', look));
  const length = (value) => (Number.isFinite(value) ? scale.place(Math.abs(value)) : null);
  const sign = (value) => (value < 0 ? '−' : '+');
  const bars = (title, key, style) => ({
    name: title,
    type: 'bar',
    barMaxWidth: 9,
    barGap: '25%',
    itemStyle: { color: look.muted, ...style(look.muted) },
    label: { show: true, position: 'right', distance: 4, color: look.ink, fontSize: 12, fontWeight: 600, formatter: (p) => sign(rows[p.dataIndex][key]) },
    data: rows.map((row) => ({ value: length(row[key]), itemStyle: style(look.group(row.slot)) })),
  });
  const name = (row) => `${row.hyperparameter} ${row.group}`;
  const base = baseOption(look);
  context.height(rows.length * 32 + 112);
  return {
    ...base,
    grid: { ...base.grid, top: 6 },
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.08 } },
      formatter: (p) => {
        const row = rows[p[0].dataIndex];
        return tip(name(row), `start ${figure(row.start)}`, `tuned ${figure(row.tuned)}`);
      },
    },
    xAxis: scale.axis,
    yAxis: { type: 'category', inverse: true, data: rows.map(name), ...axisLook(look), splitLine: { show: false } },
    series: [
      bars('start', 'start', (colour) => ({ color: 'transparent', borderColor: colour, borderWidth: 1.5 })),
      bars('tuned', 'tuned', (colour) => ({ color: colour, borderColor: colour, borderWidth: 1.5 })),
    ],
  };
};
