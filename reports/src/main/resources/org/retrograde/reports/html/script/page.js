'use strict';

/* Draws every chart of the page and redraws it for another theme, width, choice, or for paper. */

const PAPER_WIDTH = 640;
const darkTheme = window.matchMedia('(prefers-color-scheme: dark)');
const paper = window.matchMedia('print');

const drawings = [...document.querySelectorAll('.chart')].map((element) => ({
  element,
  draw: charts[element.dataset.chart],
  data: JSON.parse(document.getElementById(`${element.id}-data`).textContent),
  choice: '',
  chart: null,
}));

function render(drawing, theme, width) {
  const { element } = drawing;
  const context = {
    choice: drawing.choice,
    width: width || element.clientWidth,
    height: (pixels) => {
      element.style.height = `${pixels}px`;
    },
  };
  const look = lookOf(theme);
  const option = finished(drawing.draw(drawing.data, look, context), context.width);
  if (drawing.chart) {
    drawing.chart.dispose();
  }
  drawing.chart = echarts.init(element, null, { renderer: 'svg', width: width || undefined });
  drawing.chart.setOption(option);
  drawing.chart.getZr().flush();
}

function renderAll(theme, width) {
  drawings.forEach((drawing) => {
    try {
      render(drawing, theme, width);
    } catch (fault) {
      drawing.element.textContent = `This chart cannot be drawn (${fault.message}); the table beneath has its figures.`;
    }
  });
}

function renderForScreen() {
  renderAll(darkTheme.matches ? 'dark' : 'light');
}

/** Shows one choice of a figure's control, in the chart and in the tables of its section. */
function choose(fieldset, key) {
  const drawing = drawings.find((candidate) => candidate.element.id === fieldset.dataset.for);
  drawing.choice = key;
  fieldset.closest('section').querySelectorAll('[data-choice]').forEach((table) => {
    table.hidden = table.dataset.choice !== key;
  });
}

document.querySelectorAll('.choices').forEach((fieldset) => {
  const first = fieldset.querySelector('input');
  first.checked = true;
  choose(fieldset, first.value);
  fieldset.addEventListener('change', (event) => {
    choose(fieldset, event.target.value);
    renderForScreen();
  });
});

document.querySelectorAll('.copy').forEach((button) => {
  button.addEventListener('click', async () => {
    const text = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = 'Copied';
    } catch (refused) {
      window.getSelection().selectAllChildren(text);
      button.textContent = 'Selected: press Ctrl+C';
    }
    window.setTimeout(() => {
      button.textContent = 'Copy';
    }, 2500);
  });
});

/* A phone's address bar changes the height only: redraw when the width changes. */
let lastWidth = window.innerWidth;
let pending = 0;
window.addEventListener('resize', () => {
  if (window.innerWidth === lastWidth || paper.matches) {
    return;
  }
  lastWidth = window.innerWidth;
  window.clearTimeout(pending);
  pending = window.setTimeout(renderForScreen, 120);
});

darkTheme.addEventListener('change', renderForScreen);

window.addEventListener('beforeprint', () => {
  document.querySelectorAll('details.printed').forEach((details) => {
    details.open = true;
  });
  renderAll('light', PAPER_WIDTH);
});
window.addEventListener('afterprint', renderForScreen);

renderForScreen();
