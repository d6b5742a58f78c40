'use strict';

/** A dashed line from corner to corner: where what is said is what is. */
function asSaid(name, from, to, look) {
  return {
    name,
    type: 'line',
    data: [[from, from], [to, to]],
    symbol: 'none',
    silent: true,
    lineStyle: { color: look.axis, width: 1.5, type: 'dashed' },
    itemStyle: { color: look.axis },
  };
}

/** How often predictions are right by how sure they are; large dots have many rows. */
charts.reliability = (data, look, context) => {
  const base = baseOption(look);
  const shown = data.arms.find((arm) => arm.name === context.choice) || data.arms[0];
  const bins = shown.bins.filter((bin) => bin.rows > 0);
  const most = largest(bins.map((bin) => bin.rows));
  const colour = look.group(0);
  const rows = {
    name: shown.name,
    type: 'line',
    data: bins.map((bin) => ({
      value: [bin.confidence, bin.accuracy, bin.rows],
      symbolSize: 5 + 13 * Math.sqrt(bin.rows / most),
    })),
    symbol: 'circle',
    showAllSymbol: true,
    lineStyle: { color: colour, width: 2 },
    itemStyle: { color: colour },
    z: 3,
  };
  const words = (p) =>
    tip(`${p.seriesName}, ${p.value[2]} rows`, [`probability ${figure(p.value[0])}`, `right ${figure(p.value[1])}`]);
  const unit = { scale: false, min: 0, max: 1 };
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', formatter: words },
    xAxis: valueAxis(look, { ...horizontalName('probability of the predicted class', look), splitLine: { show: false }, ...unit }),
    yAxis: valueAxis(look, { ...verticalName('fraction that is right', look), ...unit }),
    series: [asSaid('as sure as right', 0, 1, look), rows],
  };
};

/** Predicted numbers by those that are true. */
charts.predicted = (data, look, context) => {
  const base = baseOption(look);
  const shown = data.arms.find((arm) => arm.name === context.choice) || data.arms[0];
  const all = shown.points.flatMap((point) => [point.target, point.predicted]);
  const points = {
    name: shown.name,
    type: 'scatter',
    data: shown.points.map((point) => [point.target, point.predicted]),
    symbolSize: 5,
    itemStyle: { color: look.group(0), opacity: 0.6 },
    z: 3,
  };
  const words = (p) => tip(p.seriesName, [`true ${figure(p.value[0])}`, `predicted ${figure(p.value[1])}`]);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'item', formatter: words },
    xAxis: valueAxis(look, { ...horizontalName('true', look), splitLine: { show: false } }),
    yAxis: valueAxis(look, verticalName('predicted', look)),
    series: [asSaid('as it is', least(all), largest(all), look), points],
  };
};

/** How many rows have a residual of some size. */
charts.residuals = (data, look, context) => {
  const base = baseOption(look);
  const shown = data.arms.find((arm) => arm.name === context.choice) || data.arms[0];
  const words = (p) => tip(`${p.value[1]} rows`, [`predicted − true near ${figure(p.value[0])}`]);
  return {
    ...base,
    legend: { show: false },
    tooltip: { ...base.tooltip, trigger: 'item', formatter: words },
    xAxis: valueAxis(look, { ...horizontalName('predicted − true', look), splitLine: { show: false } }),
    yAxis: valueAxis(look, { ...verticalName('rows', look), scale: false }),
    series: [
      {
        name: shown.name,
        type: 'bar',
        data: shown.residuals.map((bar) => [bar.middle, bar.rows]),
        barWidth: `${90 / Math.max(1, shown.residuals.length)}%`,
        itemStyle: { color: look.group(0) },
      },
    ],
  };
};
