'use strict';

/** Bits per parameter and step of each way, on a logarithmic axis. */
charts.memory = (bars, look) => {
  const colours = [look.untuned[0], look.groups[1], look.tuned[0], look.groups[4]];
  const base = baseOption(look);
  const scale = logPlaces(look, [...bars.map((bar) => bar.bits), 0.1], horizontalName('bits per parameter and step', look));
  return {
    ...base,
    legend: { show: false },
    grid: { ...base.grid, top: 6, bottom: 34, right: 56 },
    tooltip: { ...base.tooltip, trigger: 'item', formatter: (p) => tip(p.name, [`${figure(bars[p.dataIndex].bits)} bits per parameter and step`]) },
    xAxis: scale.axis,
    yAxis: { type: 'category', inverse: true, data: bars.map((bar) => bar.label), ...axisLook(look), splitLine: { show: false } },
    series: [
      {
        type: 'bar',
        barMaxWidth: 22,
        label: { show: true, position: 'right', color: look.ink, fontWeight: 600, formatter: (p) => figure(bars[p.dataIndex].bits) },
        data: bars.map((bar, i) => ({ value: scale.place(bar.bits), itemStyle: { color: colours[i % colours.length], borderRadius: [0, 3, 3, 0] } })),
      },
    ],
  };
};
