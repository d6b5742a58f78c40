'use strict';

/* The legend draws what the chart draws: each key is made of its series' own line, dashes and symbol. */

const KEY_WIDTH = 26;
const KEY_HEIGHT = 10;
const DASHES = { solid: [KEY_WIDTH], dashed: [5, 4], dotted: [2, 3] };

/** A rectangle as a path. */
function keyBox(x, y, width, height) {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

/** The dashes of a line, from end to end of the key. */
function keyLine(style) {
  const pattern = Array.isArray(style.type) ? style.type : DASHES[style.type || 'solid'];
  const width = Math.max(1, Math.min(style.width || 2, 3));
  const boxes = [];
  let at = 0;
  for (let i = 0; at < KEY_WIDTH; i += 1) {
    const length = Math.min(pattern[i % pattern.length], KEY_WIDTH - at);
    if (i % 2 === 0) {
      boxes.push(keyBox(at, (KEY_HEIGHT - width) / 2, length, width));
    }
    at += length;
  }
  return boxes.join('');
}

/** A symbol in the middle of the key, as large as in the chart where there is room. */
function keySymbol(symbol, size) {
  const radius = Math.min(typeof size === 'number' ? size : 6, KEY_HEIGHT) / 2;
  const [x, y] = [KEY_WIDTH / 2, KEY_HEIGHT / 2];
  if (symbol === 'diamond') {
    return `M${x} ${y - radius}l${radius} ${radius}l${-radius} ${radius}l${-radius} ${-radius}z`;
  }
  const arc = `a${radius} ${radius} 0 1 1`;
  return `M${x - radius} ${y}${arc} ${2 * radius} 0${arc} ${-2 * radius} 0z`;
}

/** A bar with ends, as intervals are drawn. */
function keyInterval() {
  const ends = keyBox(3, 1, 1.5, 8) + keyBox(KEY_WIDTH - 4.5, 1, 1.5, 8);
  return keyBox(3, KEY_HEIGHT / 2 - 0.75, KEY_WIDTH - 6, 1.5) + ends;
}

/** The key of a series as an icon; its corners hold the size of all icons. */
function keyOf(series) {
  const corners = `M0 0M${KEY_WIDTH} ${KEY_HEIGHT}`;
  const symbol = series.symbol || 'circle';
  const drawn = {
    line: () => keyLine(series.lineStyle || {}) + (symbol === 'none' ? '' : keySymbol(symbol, series.symbolSize)),
    scatter: () => keySymbol(symbol, series.symbolSize),
    bar: () => keyBox(4, 1, KEY_WIDTH - 8, KEY_HEIGHT - 2),
    custom: keyInterval,
  };
  return `path://${corners}${drawn[series.type]()}`;
}

/** Of the series of one name, that which the eye takes for it: the widest line, or the first. */
function principal(named) {
  const width = (series) => (series.type === 'line' ? (series.lineStyle || {}).width || 2 : 0);
  return named.reduce((best, series) => (width(series) > width(best) ? series : best));
}

/** Gives a chart's legend its keys. */
function withKeys(option) {
  if (option.legend.show === false) {
    return option;
  }
  const names = [...new Set(option.series.map((series) => series.name).filter(Boolean))];
  const key = (name) => keyOf(principal(option.series.filter((series) => series.name === name)));
  const data = names.map((name) => ({ name, icon: key(name) }));
  return { ...option, legend: { ...option.legend, itemWidth: KEY_WIDTH, itemHeight: KEY_HEIGHT, data } };
}

/**
 * On a narrow screen, lets a short legend wrap to more rows rather than page. A chart of several grids leaves room for
 * them itself.
 */
function fitted(option, width) {
  if (option.legend.show === false) {
    return option;
  }
  const names = option.legend.data.map((entry) => entry.name);
  const lengths = names.map((name) => KEY_WIDTH + 20 + 7 * name.length);
  const rows = Math.ceil(lengths.reduce((sum, length) => sum + length, 0) / Math.max(width - 20, 1));
  if (rows < 2 || rows > 3) {
    return option;
  }
  return {
    ...option,
    legend: { ...option.legend, type: 'plain' },
    grid: Array.isArray(option.grid) ? option.grid : { ...option.grid, bottom: option.grid.bottom + 20 * (rows - 1) },
  };
}

/** What a chart function returned, with its legend. */
function finished(option, width) {
  return fitted(withKeys(option), width);
}
