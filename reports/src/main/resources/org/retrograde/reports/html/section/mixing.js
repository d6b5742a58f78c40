'use strict';

/** A matrix between tasks: colour for how far entries were moved, numbers for the entries. */
charts.mixing = (data, look, context) => {
  const size = data.tasks.length;
  const limit = data.largest || 1;
  // No move has the colour of the page.
  const ramp = ['#b3500e', look.surface, '#00609c'];
  const colour = (change) => alongRamp(ramp, (change / limit + 1) / 2);
  const roomy = (context.width - 150) / size >= 34;
  const place = (i) => [i % size, Math.floor(i / size)];
  const base = baseOption(look);
  const category = (extra) => ({ type: 'category', data: data.tasks, ...axisLook(look), splitLine: { show: false }, ...extra });
  context.height(size * 30 + 150);
  return {
    ...base,
    legend: { show: false },
    grid: { ...base.grid, top: 20, bottom: 60 },
    tooltip: {
      ...base.tooltip,
      formatter: (p) => {
        const [column, row] = place(p.dataIndex);
        return tip(`${data.tasks[row]} from ${data.tasks[column]}`, [
          `entry ${figure(data.entries[p.dataIndex])}`,
          `moved by ${figure(data.changes[p.dataIndex])}`,
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
    xAxis: category({ axisLabel: { ...axisLook(look).axisLabel, rotate: 35, interval: 0, hideOverlap: false } }),
    yAxis: category({ inverse: true, axisLabel: { ...axisLook(look).axisLabel, interval: 0, hideOverlap: false } }),
    series: [
      {
        type: 'heatmap',
        data: data.changes.map((change, i) => ({
          value: [...place(i), change],
          visualMap: false,
          itemStyle: { color: colour(change), borderColor: look.line, borderWidth: 1 },
          label: { show: roomy, color: inkOn(colour(change)), fontSize: 11, formatter: data.entries[i].toFixed(2).replace('-', '−') },
        })),
      },
    ],
  };
};
