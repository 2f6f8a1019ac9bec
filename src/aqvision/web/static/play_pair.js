// Two films beside each other, both at the same time of the recording from a touchdown on.
"use strict";

import { digits, drawContacts } from "./drawing.js";
import { Film } from "./film.js";
import { listen, showDrawn, showPlaying } from "./player.js";
import { filled, words } from "./words.js";

const MOST_HURRY = 0.2;
const LOST_STEPS = 8; // so far apart that one is put where it belongs
const PATIENCE_MS = 300;

const player = document.querySelector(".player");
const slider = player.querySelector(".frames");
const strip = player.querySelector(".contacts canvas");
const now = player.querySelector(".now");
const sides = [...player.querySelectorAll("figure")].map((figure) => ({
  figure,
  film: new Film(figure.querySelector(".stage"), shown),
  select: figure.querySelector("select"),
  phase: figure.querySelector(".phase"),
  touchdownS: 0,
}));
const [before, after] = sides;
let times = 8;
let stepS = 0.01;
let playing = false;
let presentedMs = 0;

// The slider counts steps of the finer film from the touchdown on.
const sinceS = () => Number(slider.value) * stepS;

function showAt(since) {
  slider.value = Math.round(since / stepS);
  for (const side of sides) side.film.show(side.film.frameAtReal(side.touchdownS + sinceS()));
  tell();
}

function shown() {
  if (playing) presentBoth();
  tell();
}

// While they play, one may be ahead of the other, and either may skip a picture: so of the latest
// pictures two are shown that belong together; without such, for a while none.
function presentBoth() {
  if (sides.some(({ film }) => film.front < 0)) return;
  const pairs = before.film.held.map((frame) => [frame, besides(frame)]);
  const limit = Math.max(...sides.map(({ film }) => film.stepReal)) * 0.51;
  const together = pairs.find((frames) => apartOf(frames) <= limit);
  if (together || performance.now() - presentedMs > PATIENCE_MS) {
    const frames = together ?? pairs[0];
    sides.forEach(({ film }, i) => film.present(frames[i]));
    slider.value = Math.round(sinceOf(before, frames[0]) / stepS);
    presentedMs = performance.now();
  }
  keepTogether();
}

const sinceOf = ({ film, touchdownS }, frame) => film.facts.time_s[frame] - touchdownS;
const apartOf = ([one, other]) => Math.abs(sinceOf(before, one) - sinceOf(after, other));

// The picture of the later film that comes nearest to one of the earlier.
function besides(frame) {
  const nearer = (one, other) => (apartOf([frame, one]) <= apartOf([frame, other]) ? one : other);
  return after.film.held.reduce(nearer);
}

function keepTogether() {
  const apart = sinceOf(before, before.film.front) - sinceOf(after, after.film.front);
  if (Math.abs(apart) > LOST_STEPS * stepS)
    after.film.show(after.film.frameAtReal(after.touchdownS + sinceOf(before, before.film.front)));
  const hurry = Math.max(-MOST_HURRY, Math.min(MOST_HURRY, (0.1 * apart) / stepS));
  after.film.pace(times, 1 + hurry);
  if (Number(slider.value) >= Number(slider.max)) stop();
}

function tell() {
  const ms = 1000 * sinceS();
  now.textContent = filled(words.since, { ms: (ms > 0 ? "+" : "") + digits(ms, 0) });
  slider.setAttribute("aria-valuetext", now.textContent);
  for (const { film, phase } of sides) {
    if (film.frame < 0) continue;
    const frame = filled(words.frame, { n: film.frame + 1, total: film.count });
    phase.textContent = [frame, film.phase].filter(Boolean).join(" · ");
  }
  const { film, touchdownS } = before;
  drawContacts(strip, film, touchdownS + slider.min * stepS, touchdownS + slider.max * stepS);
}

function halt() {
  playing = false;
  for (const { film } of sides) {
    film.video.pause();
    film.hold(false);
  }
}

async function start() {
  if (Number(slider.value) >= Number(slider.max)) showAt(slider.min * stepS);
  playing = true;
  for (const { film } of sides) film.hold(true);
  await Promise.all(sides.map(({ film }) => film.play(times)));
}

function stop() {
  halt();
  showAt(sinceS());
}

const driver = {
  films: sides.map(({ film }) => film),
  step: (n) => {
    halt();
    showAt(sinceS() + n * stepS);
  },
  move: stop,
  toggle: () => (playing ? stop() : start()),
  pace: (n) => {
    times = n;
    for (const { film } of sides) film.pace(times, 1);
  },
  actions: {},
};

// Lists the touchdowns of a film; one near its middle leaves most to be seen on both sides of it.
function offerSteps({ film, select }, wantedSide) {
  const count = { left: 0, right: 0 };
  film.facts.contacts.forEach(({ side }, i) => {
    count[side] += 1;
    const text = filled(side === "left" ? words.step_left : words.step_right, { n: count[side] });
    const option = new Option(text, i);
    option.dataset.side = side;
    select.add(option);
  });
  if (!select.options.length) select.add(new Option(words.no_step, ""));
  select.value = nearestTo(film, film.facts.contacts.length >> 1, wantedSide) ?? "";
}

function nearestTo(film, wanted, side) {
  const numbers = film.facts.contacts.map((_contact, i) => i);
  const same = numbers.filter((i) => film.facts.contacts[i].side === side);
  const all = same.length ? same : numbers;
  return all.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
}

// Sets both films to their touchdowns; the slider ends where either of them does.
function lock() {
  for (const side of sides) {
    const contact = side.film.facts.contacts[side.select.value];
    side.touchdownS = contact?.touchdown_s ?? side.film.facts.time_s[0];
  }
  const first = sides.map(({ film, touchdownS }) => film.facts.time_s[0] - touchdownS);
  const last = sides.map(({ film, touchdownS }) => film.facts.time_s[film.count - 1] - touchdownS);
  slider.min = Math.ceil(Math.max(...first) / stepS);
  slider.max = Math.floor(Math.min(...last) / stepS);
  stop();
  showAt(0);
}

function choose(changed) {
  const other = changed === before ? after : before;
  const side = changed.select.selectedOptions[0]?.dataset.side;
  if (side && other.select.selectedOptions[0]?.dataset.side !== side)
    other.select.value = nearestTo(other.film, Number(other.select.value), side);
  lock();
}

function begin() {
  stepS = Math.min(...sides.map(({ film }) => film.stepReal));
  const { near_side: near } = before.film.facts;
  for (const side of sides) {
    offerSteps(side, near);
    side.select.addEventListener("change", () => choose(side));
    side.film.video.addEventListener("ended", stop);
  }
  for (const event of ["play", "pause"])
    before.film.video.addEventListener(event, () => showPlaying(player, !before.film.paused));
  new ResizeObserver(tell).observe(strip);
  listen(player, driver);
  showDrawn(player, driver.films);
  lock();
  player.classList.add("ready");
}

for (const { film } of sides)
  film.stage.addEventListener("failed", () => (now.textContent = words.failed));
Promise.all(sides.map(({ film }) => film.load())).then(begin, (error) => {
  now.textContent = error instanceof MediaError ? words.failed : words.undrawn;
});
