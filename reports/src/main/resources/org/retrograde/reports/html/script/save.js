'use strict';

/* Charts are saved as a drawing, as a picture, and their table as CSV. Nothing leaves the page but files. */

/** Pixels of a picture for one of the page. */
const SHARPNESS = 2;

function saved(name, address) {
  const link = document.createElement('a');
  link.download = name;
  link.href = address;
  link.click();
}

/** A table as RFC 4180 has it, numbers with all their digits. */
function csvOf(table) {
  const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cells = (row) => [...row.cells].map((cell) => quoted(cell.dataset.value || said(cell).replaceAll('−', '-')));
  return [...table.rows].map((row) => `${cells(row).join(',')}\r\n`).join('');
}

/** The table of a chart: its own, or else those of its section that are shown. */
function tablesOf(figure) {
  const own = figure.querySelector('details.data table');
  const others = figure.closest('section').querySelectorAll('.table:not([hidden]) > table');
  return own ? [own] : [...others];
}

function saveCsv(drawing, name) {
  const text = tablesOf(drawing.element.closest('figure')).map(csvOf).join('\r\n');
  saved(`${name}.csv`, `data:text/csv;charset=utf-8,${encodeURIComponent(text)}`);
}

/** The chart as it is in the page: the library's own text of it does not escape quotes of font names. */
function drawingOf(drawing) {
  const svg = drawing.element.querySelector('svg').cloneNode(true);
  svg.style.background = lookOf(darkTheme.matches ? 'dark' : 'light').surface;
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
}

function savePicture(drawing, name) {
  const image = new Image();
  image.addEventListener('load', () => {
    const canvas = document.createElement('canvas');
    canvas.width = SHARPNESS * drawing.chart.getWidth();
    canvas.height = SHARPNESS * drawing.chart.getHeight();
    const picture = canvas.getContext('2d');
    picture.drawImage(image, 0, 0, canvas.width, canvas.height);
    saved(`${name}.png`, canvas.toDataURL('image/png'));
  });
  image.src = drawingOf(drawing);
}

const KINDS = {
  SVG: (drawing, name) => saved(`${name}.svg`, drawingOf(drawing)),
  PNG: savePicture,
  CSV: saveCsv,
};

drawings.forEach((drawing) => {
  const name = drawing.element.id.replace(/^chart-/, '');
  const saves = document.createElement('p');
  saves.className = 'saves';
  saves.append('Save as ');
  Object.keys(KINDS).forEach((kind) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = kind;
    button.addEventListener('click', () => KINDS[kind](drawing, name));
    saves.append(button, ' ');
  });
  drawing.element.after(saves);
});
