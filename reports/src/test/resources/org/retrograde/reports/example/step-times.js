'use strict';

/* A name that axes.js has too: here it is this file's own. */
const figure = (value) => `${value.toFixed(1)} ms`;

/** Milliseconds over the steps of training. */
charts.stepTimes = (times, look) => ({
  ...baseOption(look),
  tooltip: { ...baseOption(look).tooltip, trigger: 'item', formatter: (p) => tip(`step ${p.data[0]}`, figure(p.data[1])) },
  xAxis: valueAxis(look, horizontalName('step', look)),
  yAxis: valueAxis(look, verticalName('ms', look)),
  series: [{ type: 'line', data: times.map((time, step) => [step, time]), itemStyle: { color: look.tuned[0] } }],
});
