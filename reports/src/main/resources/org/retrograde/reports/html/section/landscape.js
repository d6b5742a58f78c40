'use strict';

/** The final loss, its derivative and the size of the adjoint over log learning rates, one above the other. */
charts.landscape = (data, look, context) => {
  context.height(640);
  const base = baseOption(look);
  const derivatives = data.points.map((point) => point.derivative).filter(Number.isFinite);
  const scale = signedPlaces(look, derivatives, { ...verticalName('d loss / d log learning rate', look), gridIndex: 1 });
  const panels = [
    { value: (point) => point.loss, axis: valueAxis(look, { ...verticalName('final loss', look), gridIndex: 0, splitNumber: 4 }) },
    { value: (point) => scale.place(point.derivative), axis: scale.axis },
    { value: (point) => point.adjointExponent, axis: valueAxis(look, { ...verticalName('log₂ |dₓ|', look), gridIndex: 2, splitNumber: 4 }) },
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
    tip(`log learning rate ${figure(point.logRate)}`, [
      `loss ${figure(point.loss)}`,
      `derivative ${figure(point.derivative)}`,
      `log₂ |dₓ| ${figure(point.adjointExponent)}`,
    ]);
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
    yAxis: panels.map((panel) => panel.axis),
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
