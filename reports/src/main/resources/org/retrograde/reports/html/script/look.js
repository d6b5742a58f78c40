'use strict';

/* Colours and fonts of the charts. Hues after Okabe and Ito, told apart by the common kinds of colour blindness. */

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const LOOKS = {
  light: {
    ink: '#1d2129',
    muted: '#5b6472',
    line: '#e4e7eb',
    axis: '#aab1bb',
    surface: '#ffffff',
    lost: '#d4d7db',
    // Pairs: the dark shade for weights, the light one for biases.
    groups: [
      '#0072b2', '#56b4e9', '#d55e00', '#e8a23a', '#00795a', '#4cc3a0', '#7a3b8f', '#cc79a7', '#5c5c5c', '#a6a6a6',
    ],
    tuned: ['#0072b2', '#7a3b8f'],
    untuned: ['#6b7280', '#d08700', '#009e73', '#cc79a7', '#d55e00', '#5c5c5c'],
    // Cividis, dark for a low loss.
    ramp: ['#00204d', '#31446b', '#666970', '#958f78', '#cbba69', '#ffea46'],
  },
  dark: {
    ink: '#e6e8ec',
    muted: '#a3acb9',
    line: '#2c323d',
    axis: '#5a6372',
    surface: '#1b1f26',
    lost: '#3b424e',
    groups: [
      '#3f9fe0', '#9ad3f7', '#f07b2e', '#f5c16c', '#18b288', '#86e0c5', '#b57fd0', '#e6b3d0', '#9aa1ab', '#cfd3d9',
    ],
    tuned: ['#56b4e9', '#b57fd0'],
    untuned: ['#a0a8b4', '#f0a830', '#2fc79b', '#e6a0c8', '#f07b2e', '#cfd3d9'],
    ramp: ['#1c3f75', '#4a5b80', '#7a7b80', '#a49d80', '#d2c070', '#ffea46'],
  },
};

/** The look for a theme, with the colours of a group's slot, of one line among several, and of an arm. */
function lookOf(theme) {
  const look = LOOKS[theme];
  return {
    ...look,
    group: (slot) => look.groups[slot % look.groups.length],
    // Hues alone where they are enough.
    one: (i, count) => look.groups[(2 * count <= look.groups.length ? 2 * i : i) % look.groups.length],
    arm: (arm, arms) => {
      const palette = arm.tuned ? look.tuned : look.untuned;
      const place = arms.filter((other) => other.tuned === arm.tuned).indexOf(arm);
      return palette[place % palette.length];
    },
  };
}

/** Black or white, whichever reads better on a colour. */
function inkOn(colour) {
  const channel = (at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2;
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) > 0.2 ? '#16181d' : '#ffffff';
}

/** The colour at a share of the way along a ramp, from 0 to 1. */
function alongRamp(ramp, share) {
  const at = Math.min(Math.max(share, 0), 1) * (ramp.length - 1);
  const from = Math.min(Math.floor(at), ramp.length - 2);
  const mixed = [1, 3, 5].map((place) => {
    const [a, b] = [ramp[from], ramp[from + 1]].map((colour) => parseInt(colour.slice(place, place + 2), 16));
    return Math.round(a + (b - a) * (at - from)).toString(16).padStart(2, '0');
  });
  return '#' + mixed.join('');
}

/** What every chart shares: no animation, a legend below, a quiet tooltip. */
function baseOption(look) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: look.ink },
    grid: { left: 6, right: 30, top: 34, bottom: 62, containLabel: true },
    legend: {
      type: 'scroll',
      bottom: 0,
      left: 'center',
      textStyle: { color: look.ink, fontSize: 12 },
      pageTextStyle: { color: look.muted },
      pageIconColor: look.ink,
      pageIconInactiveColor: look.line,
    },
    tooltip: {
      confine: true,
      backgroundColor: look.surface,
      borderColor: look.axis,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: look.ink, fontSize: 12.5, fontFamily: FONT },
    },
  };
}

/** The chart functions by name: each takes plain data, a look and a context and returns an ECharts option. */
const charts = {};
