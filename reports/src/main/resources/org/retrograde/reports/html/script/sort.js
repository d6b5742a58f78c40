'use strict';

/* Tables are sorted by a click on a heading: upward, downward, and back to the order of the page. */

/** A number at the start of some text, as the page writes them; durations in seconds, sizes in bytes. */
function numberIn(text) {
  const plain = text.replaceAll('−', '-').replaceAll(',', '').replaceAll('\u00a0', ' ').trim();
  const parts = plain.match(/^(?:(\d+) h ?)?(?:(\d+) min ?)?(?:([\d.]+) s)?$/);
  if (plain && parts) {
    return 3600 * (parts[1] || 0) + 60 * (parts[2] || 0) + Number(parts[3] || 0);
  }
  const found = plain.match(/^([+-]?(?:∞|\d+(?:\.\d*)?(?:e[+-]?\d+)?))\s*(kB|MB|GB|TB)?/i);
  if (!found) {
    return null;
  }
  const powers = { kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };
  return Number(found[1].replace('∞', 'Infinity')) * (found[2] ? powers[found[2].toLowerCase()] : 1);
}

/** What a cell says, without its second line. */
function said(cell) {
  return [...cell.childNodes].filter((node) => node.nodeName !== 'SMALL').map((node) => node.textContent).join('').trim();
}

/** What a cell is sorted by: a number, or else its text. */
function sortedBy(cell) {
  const number = cell.dataset.value === undefined ? numberIn(said(cell)) : Number(cell.dataset.value);
  return number === null || Number.isNaN(number) ? said(cell) : number;
}

/** Numbers before text, numbers by size. */
function compared(a, b) {
  const numbers = [a, b].map((key) => typeof key === 'number');
  if (numbers[0] && numbers[1]) {
    return a < b ? -1 : Number(a > b);
  }
  return numbers[0] === numbers[1] ? a.localeCompare(b, 'en', { numeric: true }) : numbers[0] ? -1 : 1;
}

/** The rows in the order of a column, where direction is 1 or -1; what is no number stays last. */
function ordered(rows, column, direction) {
  const keys = new Map(rows.map((row) => [row, sortedBy(row.cells[column])]));
  const isNumber = (row) => typeof keys.get(row) === 'number';
  return [...rows].sort((a, b) => {
    const [first, second] = direction < 0 && isNumber(a) === isNumber(b) ? [b, a] : [a, b];
    return compared(keys.get(first), keys.get(second));
  });
}

function sortable(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.textContent = heading.textContent;
    heading.textContent = '';
    heading.append(button);
    button.addEventListener('click', () => {
      const next = { ascending: 'descending', descending: 'none' }[heading.getAttribute('aria-sort')] || 'ascending';
      headings.forEach((other) => other.removeAttribute('aria-sort'));
      const order = next === 'none' ? rows : ordered(rows, column, next === 'ascending' ? 1 : -1);
      order.forEach((row) => body.append(row));
      if (next !== 'none') {
        heading.setAttribute('aria-sort', next);
      }
    });
  });
}

document.querySelectorAll('table').forEach((table) => {
  if (table.tBodies[0].rows.length > 1) {
    sortable(table);
  }
});
