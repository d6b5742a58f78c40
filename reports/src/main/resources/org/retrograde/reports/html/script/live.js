'use strict';

/* Loads the page of a run that goes on again and again, where the reader was; says how old it is. */

const live = document.querySelector('.live');
const livePlace = `retrograde ${location.pathname}`;
const LONGEST_WITHOUT_NEWS = 24 * 3600;

/** How long ago, in words. */
function ago(seconds) {
  const minutes = Math.round(seconds / 60);
  if (seconds < 120) {
    return `${Math.max(0, Math.round(seconds))} s ago`;
  }
  return minutes < 120 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`;
}

/** What a page of this age says of itself, if one may be written after so many seconds. */
function newsOf(age, every) {
  if (age < 3 * every) {
    return `${ago(age)}; it loads itself again`;
  }
  const last = `${ago(age)}, and nothing has come since: a long step, or the process has ended, as ./retrograde runs tells`;
  return age < LONGEST_WITHOUT_NEWS ? last : `${last}. It is not loaded again by itself`;
}

function age() {
  return (Date.now() - Number(live.dataset.written)) / 1000;
}

function sayAge() {
  live.querySelector('.age').textContent = `, ${newsOf(age(), Number(live.dataset.every))}.`;
}

/** What the reader has opened and chosen: details by section and place in it, choices by name. */
function opened() {
  return [...document.querySelectorAll('section')].flatMap((section) =>
    [...section.querySelectorAll('details')].flatMap((one, i) => (one.open ? [`${section.id} ${i}`] : [])));
}

function chosen() {
  return [...document.querySelectorAll('.choices input:checked')].map((input) => [input.name, input.value]);
}

function leave() {
  const place = { x: window.scrollX, y: window.scrollY, opened: opened(), chosen: chosen() };
  try {
    window.sessionStorage.setItem(livePlace, JSON.stringify(place));
  } finally {
    window.location.reload(); // also where nothing may be stored
  }
}

function comeBack(place) {
  place.chosen.forEach(([name, value]) => {
    const input = [...document.querySelectorAll('.choices input')].find((one) => one.name === name && one.value === value);
    if (input && !input.checked) {
      input.click();
    }
  });
  document.querySelectorAll('section').forEach((section) => {
    section.querySelectorAll('details').forEach((one, i) => {
      one.open = one.open || place.opened.includes(`${section.id} ${i}`);
    });
  });
  window.scrollTo(place.x, place.y);
}

if (live) {
  sayAge();
  window.setInterval(sayAge, 5000);
  if (age() < LONGEST_WITHOUT_NEWS) {
    window.setTimeout(leave, 1000 * Number(live.dataset.every));
  }
  const left = window.sessionStorage.getItem(livePlace);
  window.sessionStorage.removeItem(livePlace);
  if (left) {
    comeBack(JSON.parse(left));
  }
}
