'use strict';

/** The final loss, its derivative and the size of the adjoint over log learning rates, one above the other. */
charts.landscape = (data, look, context) => {
  context.height(640);
  const base = baseOption(look);
  const smooth = data.points.filter((point) => data.chaos === null || point.logRate < data.chaos);
  const sizes = smooth.map((point) => Math.abs(point.derivative)).filter(Number.isFinite);
  const unit = Math.max(...sizes, 1e-12);
  const squeeze = (value) => (Number.isFinite(value) && value !== null ? Math.asinh(value / unit) : null);
  const panels = [
    { name: 'final loss', value: (point) => point.loss, tick: plainTick },
    {
      name: 'd loss / d log learning rate',
      value: (point) => squeeze(point.derivative),
      tick: (place) => figure(Math.sinh(place) * unit),
    },
    { name: 'log₂ |dₓ|', value: (point) => point.adjointExponent, tick: plainTick },
  ];
  const ends = { min: data.points[0].logRate, max: data.points[data.points.length - 1].logRate };
  const mark = {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: look.group(2), type: [5, 4], width: 1.5 },
    data: data.chaos === null ? [] : [{ xAxis: data.chaos }],
  };
  const said = (point) =>
    tip(
      `log learning rate ${figure(point.logRate)}`,
      `loss ${figure(point.loss)}`,
      `derivative ${figure(point.derivative)}`,
      `log₂ |dₓ| ${figure(point.adjointExponent)}`,
    );
  return {
    ...base,
    legend: { show: false },
    grid: panels.map((panel, i) => ({ left: 70, right: 30, top: 34 + i * 200, height: 140 })),
    tooltip: { ...base.tooltip, trigger: 'item', formatter: (p) => said(data.points[p.dataIndex]) },
    xAxis: panels.map((panel, i) =>
      valueAxis(look, {
        ...(i === panels.length - 1 ? horizontalName('log learning rate', look) : {}),
        ...ends,
        gridIndex: i,
        splitLine: { show: false },
      }),
    ),
    yAxis: panels.map((panel, i) => {
      const axis = valueAxis(look, { ...verticalName(panel.name, look), gridIndex: i, splitNumber: 4 });
      return { ...axis, axisLabel: { ...axis.axisLabel, formatter: panel.tick } };
    }),
    series: panels.map((panel, i) => ({
      type: 'scatter',
      xAxisIndex: i,
      yAxisIndex: i,
      data: data.points.map((point) => [point.logRate, panel.value(point)]),
      symbolSize: 3,
      itemStyle: { color: look.group(0) },
      markLine: mark,
    })),
  };
};
