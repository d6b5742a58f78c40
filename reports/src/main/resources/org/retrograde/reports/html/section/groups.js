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
  const wide = least(values) > 0 && largest(values) / least(values) > 20;
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
      formatter: (p) => tip(rows[p.dataIndex].group, [`start ${figure(rows[p.dataIndex].start)}`, `tuned ${figure(rows[p.dataIndex].tuned)}`]),
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

/** A line over the interval of each mean, so many pixels below the middle of its row. */
function intervals(rows, side, below, scale, look) {
  const known = rows.map((row, i) => ({ ...row[side], i, slot: row.slot })).filter((value) => value.halfWidth !== null);
  return {
    type: 'custom',
    silent: true,
    data: known.map((value) => [scale.place(value.mean - value.halfWidth), scale.place(value.mean + value.halfWidth), value.i]),
    encode: { x: [0, 1], y: 2 },
    z: 2,
    renderItem: (params, api) => {
      const value = known[params.dataIndex];
      const [x1, y] = api.coord([api.value(0), api.value(2)]);
      const [x2] = api.coord([api.value(1), api.value(2)]);
      const style = { stroke: value.noise ? look.axis : look.group(value.slot), lineWidth: side === 'tuned' ? 2.5 : 1.2 };
      const stroke = (from, to, up) => ({ type: 'line', shape: { x1: from, y1: y + below - up, x2: to, y2: y + below + up }, style });
      return { type: 'group', children: [stroke(x1, x2, 0), stroke(x1, x1, 3), stroke(x2, x2, 3)] };
    },
  };
}

/** dL/dlog lambda with its interval over seeds: hollow at the start, filled when tuned, grey where it is noise. */
charts.importances = (rows, look, context) => {
  const sides = rows.flatMap((row) => [row.start, row.tuned]);
  const reach = sides.flatMap((side) => [side.mean, ...side.seeds, side.mean - side.halfWidth, side.mean + side.halfWidth]);
  const scale = signedPlaces(look, reach.filter(Number.isFinite), horizontalName('∂L/∂log λ', look));
  const colour = (row, side) => (row[side].noise ? look.axis : look.group(row.slot));
  const below = { start: -6, tuned: 6 };
  const style = { start: (shade) => ({ color: look.surface, borderColor: shade, borderWidth: 2 }), tuned: (shade) => ({ color: shade }) };
  const means = (side) => ({
    name: side,
    type: 'scatter',
    symbol: 'circle',
    symbolSize: 9,
    symbolOffset: [0, below[side]],
    z: 4,
    itemStyle: { opacity: 1, ...style[side](look.muted) },
    data: rows.map((row, i) => ({ value: [scale.place(row[side].mean), i], itemStyle: { opacity: 1, ...style[side](colour(row, side)) } })),
  });
  const seeds = (side) => ({
    name: 'one seed',
    type: 'scatter',
    symbol: 'circle',
    symbolSize: 4,
    symbolOffset: [0, below[side]],
    silent: true,
    z: 3,
    itemStyle: { color: look.muted, opacity: 0.55 },
    data: rows.flatMap((row, i) => row[side].seeds.map((seed) => ({ value: [scale.place(seed), i], itemStyle: { color: colour(row, side), opacity: 0.55 } }))),
  });
  const known = sides.some((side) => side.halfWidth !== null);
  const keys = [
    { ...intervals([], 'tuned', 0, scale, look), name: '95 % interval', itemStyle: { color: look.muted } },
    { ...means('tuned'), name: 'noise', data: [], itemStyle: { color: look.axis, opacity: 1 } },
  ];
  const said = (side) => `${figure(side.mean)}${side.halfWidth === null ? '' : ` ± ${figure(side.halfWidth)}`}${side.noise ? ', noise' : ''}`;
  const base = baseOption(look);
  context.height(rows.length * 36 + 124);
  return {
    ...base,
    grid: { ...base.grid, top: 6 },
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: (p) => {
        const row = rows[p.dataIndex];
        return tip(row.name, [`start ${said(row.start)}`, `tuned ${said(row.tuned)}`]);
      },
    },
    xAxis: scale.axis,
    yAxis: { type: 'category', inverse: true, data: rows.map((row) => row.name), ...axisLook(look), splitLine: { show: true, lineStyle: { color: look.line } } },
    series: [
      means('start'),
      means('tuned'),
      intervals(rows, 'start', below.start, scale, look),
      intervals(rows, 'tuned', below.tuned, scale, look),
      ...(known ? [seeds('start'), seeds('tuned'), ...keys] : []),
    ],
  };
};
