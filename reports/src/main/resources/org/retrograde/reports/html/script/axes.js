'use strict';

/* Axes, numbers and text that the charts share. */

/** Three significant digits, as the tables beside the charts have them. */
function figure(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return value.toExponential(2).replaceAll('-', '−');
  }
  const text = value === 0 ? '0' : value.toPrecision(3);
  return (text.includes('e') ? String(Math.round(Number(text))) : text).replaceAll('-', '−');
}

/** Text as HTML: tooltips are HTML, and names of arms and groups are not ours. */
function escaped(text) {
  const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return String(text).replace(/[&<>"']/g, (character) => entities[character]);
}

/** Lines of a tooltip; the first is its title. */
function tip(title, ...lines) {
  return [`<b>${escaped(title)}</b>`, ...lines.map(escaped)].join('<br>');
}

/** The name of a vertical axis stands above it, where it reads without turning the head. */
function verticalName(name, look) {
  return { name, nameLocation: 'end', nameGap: 14, nameTextStyle: { color: look.muted, align: 'left', fontSize: 12 } };
}

function horizontalName(name, look) {
  return { name, nameLocation: 'middle', nameGap: 26, nameTextStyle: { color: look.muted, fontSize: 12 } };
}

function axisLook(look) {
  return {
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: look.muted, fontSize: 12, fontFamily: FONT, hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
  };
}

/** On a narrow screen, lets a short legend wrap to a second row rather than page. */
function fitLegend(option, width) {
  const names = new Set(option.series.map((series) => series.name).filter(Boolean));
  if (width >= 480 || option.legend.show === false || names.size > 8) {
    return option;
  }
  return {
    ...option,
    legend: { ...option.legend, type: 'plain' },
    grid: { ...option.grid, right: 20, bottom: option.grid.bottom + 20 },
  };
}

/** A linear axis that need not begin at zero. */
function valueAxis(look, extra) {
  const shared = axisLook(look);
  return { type: 'value', scale: true, ...shared, axisLabel: { ...shared.axisLabel, formatter: plainTick }, ...extra };
}

/** The whole powers that enclose some values: of ten over wide ranges, of two over narrow ones. */
function logRange(values) {
  const sizes = values.filter((value) => Number.isFinite(value) && value > 0);
  const least = sizes.length ? Math.min(...sizes) : 0.1;
  const largest = sizes.length ? Math.max(...sizes) : 1;
  const base = largest / least > 60 ? 10 : 2;
  const exponent = (value) => Math.log(value) / Math.log(base);
  const low = Math.floor(exponent(least) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(exponent(largest) - 1e-9));
  return { base, low, high, exponent, tick: base === 10 ? tenTick : plainTick };
}

/** A logarithmic axis whose ends are whole powers. */
function logAxis(look, values, extra) {
  const { base, low, high, tick } = logRange(values);
  const shared = axisLook(look);
  const axisLabel = { ...shared.axisLabel, formatter: tick };
  return { type: 'log', logBase: base, min: base ** low, max: base ** high, ...shared, axisLabel, ...extra };
}

/**
 * A logarithmic axis for bars and for ranges of any width. The library starts bars of its own logarithmic axis at one,
 * wherever the axis begins, and gives wide ranges two ticks; here it is given exponents counted from the lower end.
 */
function logPlaces(look, values, extra) {
  const { base, low, high, exponent } = logRange(values);
  const interval = [1, 2, 5, 10, 20, 50].find((step) => high - low <= 9 * step) || 100;
  const from = Math.floor(low / interval) * interval;
  const to = Math.ceil(high / interval) * interval;
  const shared = axisLook(look);
  const text = (power) => (base === 10 ? powerOfTen(power) : plainTick(base ** power));
  const axisLabel = { ...shared.axisLabel, formatter: (place) => text(Math.round(place + from)) };
  return {
    place: (value) => (Number.isFinite(value) && value > 0 ? exponent(value) - from : null),
    axis: { type: 'value', min: 0, max: to - from, interval, ...shared, axisLabel, ...extra },
  };
}

/** A tick as short as it can be written. */
function plainTick(value) {
  return String(Number(value.toPrecision(6))).replaceAll('-', '−');
}

/** A power of ten as it is written on an axis. */
function tenTick(value) {
  return powerOfTen(Math.round(Math.log10(value)));
}

/** A power of ten: plain near one, with an exponent elsewhere. */
function powerOfTen(exponent) {
  if (exponent >= -2 && exponent <= 3) {
    return plainTick(10 ** exponent);
  }
  const digits = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };
  return '10' + [...String(exponent)].map((digit) => digits[digit]).join('');
}
