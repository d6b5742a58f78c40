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

/** Lines of a tooltip under a title. */
function tip(title, lines) {
  return [`<b>${escaped(title)}</b>`, ...lines.map(escaped)].join('<br>');
}

/** The least of some numbers, however many; infinite if there are none. */
function least(values) {
  return values.reduce((found, value) => Math.min(found, value), Infinity);
}

/** The largest of some numbers. */
function largest(values) {
  return values.reduce((found, value) => Math.max(found, value), -Infinity);
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
    axisLine: { show: false, onZero: false }, // an axis and its name stand at the edge, wherever 0 is
    axisTick: { show: false },
    axisLabel: { color: look.muted, fontSize: 12, fontFamily: FONT, hideOverlap: true },
    splitLine: { lineStyle: { color: look.line } },
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
  const [from, to] = sizes.length ? [least(sizes), largest(sizes)] : [0.1, 1];
  const base = to / from > 60 ? 10 : 2;
  const exponent = (value) => Math.log(value) / Math.log(base);
  const low = Math.floor(exponent(from) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(exponent(to) - 1e-9));
  return { base, low, high, exponent, tick: (power) => (base === 10 ? powerOfTen(power) : powerOfTwo(power)) };
}

/** A logarithmic axis whose ends are whole powers. */
function logAxis(look, values, extra) {
  const { base, low, high, exponent, tick } = logRange(values);
  const shared = axisLook(look);
  const axisLabel = { ...shared.axisLabel, formatter: (value) => tick(Math.round(exponent(value))) };
  return { type: 'log', logBase: base, min: base ** low, max: base ** high, ...shared, axisLabel, ...extra };
}

/**
 * A logarithmic axis for bars and for ranges of any width. The library starts bars of its own logarithmic axis at one,
 * wherever the axis begins, and gives wide ranges two ticks; here it is given exponents counted from the lower end.
 */
function logPlaces(look, values, extra) {
  const { low, high, exponent, tick } = logRange(values);
  const interval = [1, 2, 5, 10, 20, 50].find((step) => high - low <= 9 * step) || 100;
  const from = Math.floor(low / interval) * interval;
  const to = Math.ceil(high / interval) * interval;
  const shared = axisLook(look);
  const axisLabel = { ...shared.axisLabel, formatter: (place) => tick(Math.round(place + from)) };
  return {
    place: (value) => (Number.isFinite(value) && value > 0 ? exponent(value) - from : null),
    axis: { type: 'value', min: 0, max: to - from, interval, ...shared, axisLabel, ...extra },
  };
}

/** A tick as short as it can be written. */
function plainTick(value) {
  return String(Number(value.toPrecision(6))).replaceAll('-', '−');
}

/** A power of ten: plain near one, with an exponent elsewhere. */
function powerOfTen(exponent) {
  return exponent >= -3 && exponent <= 3 ? plainTick(10 ** exponent) : power(10, exponent);
}

/** A power of two: whole or a fraction, as 1/64, with an exponent far from one. */
function powerOfTwo(exponent) {
  if (Math.abs(exponent) > 16) {
    return power(2, exponent);
  }
  return exponent >= 0 ? String(2 ** exponent) : `1/${2 ** -exponent}`;
}

function power(base, exponent) {
  const digits = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };
  return base + [...String(exponent)].map((digit) => digits[digit]).join('');
}

/** The least of 1, 2, 5, 10, 20, ... that is at least a value. */
function roundStep(value) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return [1, 2, 5, 10].map((times) => times * unit).find((step) => step >= value - 1e-9);
}

/** Training steps or iterations from 0 to the last one, which has a label where no other is near. */
function stepAxis(look, last, name, width) {
  const interval = roundStep(last / Math.min(8, Math.max(2, Math.floor((width - 60) / 70))));
  const rest = last % interval;
  const shared = valueAxis(look, { ...horizontalName(name, look), scale: false, splitLine: { show: false } });
  const axisLabel = { ...shared.axisLabel, showMaxLabel: rest === 0 || rest > 0.6 * interval };
  return { ...shared, min: 0, max: Math.max(last, 1), interval, axisLabel };
}

/**
 * An axis for values of both signs and of any size: linear between the signed units next to zero, logarithmic beyond.
 * The unit is a power of ten near the typical size of the values.
 */
function signedPlaces(look, values, extra) {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs).sort((a, b) => a - b);
  const top = sizes.length ? sizes[sizes.length - 1] : 1;
  const typical = sizes.length ? sizes[Math.floor(sizes.length / 2)] : 1;
  const decades = Math.min(4, Math.max(1, Math.ceil(Math.log10(top)) - Math.floor(Math.log10(typical))));
  const low = Math.ceil(Math.log10(top) - 1e-9) - decades;
  const unit = 10 ** low;
  const place = (value) => {
    if (value === null || !Number.isFinite(value)) {
      return null;
    }
    const size = Math.abs(value) / unit;
    return Math.sign(value) * (size <= 1 ? size : 1 + Math.log10(size));
  };
  const tick = (at) => {
    const text = powerOfTen(low + Math.abs(Math.round(at)) - 1);
    return at === 0 ? '0' : (at < 0 ? '−' : '') + text;
  };
  const ends = { min: Math.min(0, Math.floor(place(least(values)))), max: Math.max(0, Math.ceil(place(largest(values)))) };
  const shared = axisLook(look);
  const axisLabel = { ...shared.axisLabel, formatter: tick };
  return { unit, place, axis: { type: 'value', ...ends, interval: 1, ...shared, axisLabel, ...extra } };
}
