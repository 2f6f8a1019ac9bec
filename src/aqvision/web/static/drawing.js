// What is drawn over a frame: bones, angles and the strip of contacts.
"use strict";

const NEAR = "#ffd600";
const FAR = "#56d6ff";
const TRUNK = "#ffffff";
const HALO = "#101820";

export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

const colourOf = (film, side) => (side === film.facts.near_side ? NEAR : FAR);

// Numbers as the page's language writes them.
export function digits(value, places) {
  const language = document.documentElement.lang || "en";
  const form = { minimumFractionDigits: places, maximumFractionDigits: places };
  return new Intl.NumberFormat(language, form).format(value).replace("-", "−");
}

// Draws the skeleton of the frame that a film is at; feet on the ground are thicker.
export function drawBones(pen, film, place, body) {
  const thick = clamp(body / 90, 1.5 * devicePixelRatio, 6 * devicePixelRatio);
  const down = new Set(film.onGround.map((c) => c.side));
  const lines = film.facts.bones.map(([one, other]) => {
    const sides = [one, other].map((joint) => film.facts.joints[joint].split("_")[0]);
    const same = sides[0] === sides[1];
    const foot = same && down.has(sides[0])
      && [one, other].every((j) => /heel|foot/.test(film.facts.joints[j]));
    const rank = same ? 1 + (sides[0] === film.facts.near_side) : 1.5;
    return { ends: [place(one), place(other)], colour: same ? colourOf(film, sides[0]) : TRUNK, foot, rank };
  }).filter(({ ends }) => ends[0] && ends[1]).sort((a, b) => a.rank - b.rank);
  pen.lineCap = "round";
  for (const halo of [true, false]) {
    for (const { ends, colour, foot } of lines) {
      pen.lineWidth = thick * (foot ? 2.2 : 1) + (halo ? 2 * devicePixelRatio : 0);
      pen.strokeStyle = halo ? HALO : colour;
      pen.beginPath();
      pen.moveTo(...ends[0]);
      pen.lineTo(...ends[1]);
      pen.stroke();
    }
  }
}

// Writes angles in a column beside the body, each with a line to its joint.
export function drawAngles(pen, film, place) {
  const size = 14 * devicePixelRatio;
  const { width, height } = pen.canvas;
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.textBaseline = "middle";
  pen.lineWidth = devicePixelRatio;
  const labels = film.facts.angles.map(({ title, joint, deg }) => {
    const text = `${title} ${digits(deg[film.frame], 0)}°`;
    return { at: deg[film.frame] === null ? null : place(joint), text, wide: pen.measureText(text).width };
  }).filter(({ at }) => at).sort((a, b) => a.at[1] - b.at[1]);
  if (!labels.length) return;
  const wide = Math.max(...labels.map((label) => label.wide)) + size;
  const right = Math.max(...labels.map(({ at }) => at[0])) + 3 * size;
  const left = Math.min(right, width - wide);
  let row = clamp(labels[0].at[1], size, height - 1.9 * size * labels.length);
  for (const { at, text, wide: long } of labels) {
    row = Math.max(row, Math.min(at[1], height - size));
    pen.strokeStyle = TRUNK;
    pen.beginPath();
    pen.moveTo(...at);
    pen.lineTo(left, row);
    pen.stroke();
    pen.fillStyle = "rgb(16 24 32 / 82%)";
    pen.fillRect(left, row - size * 0.85, long + size, size * 1.7);
    pen.fillStyle = TRUNK;
    pen.fillText(text, left + size / 2, row);
    row += size * 1.9;
  }
}

// Draws contacts over time, left above right, and where a film is now; from and to in its seconds.
export function drawContacts(canvas, film, from, to) {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (!width || !height || !(to > from)) return;
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d");
  const x = (timeS) => ((timeS - from) / (to - from)) * width;
  for (const { side, touchdown_s: start, toeoff_s: end } of film.facts.contacts) {
    pen.fillStyle = colourOf(film, side);
    pen.fillRect(x(start), side === "left" ? 2 : height / 2 + 1, x(end) - x(start), height / 2 - 3);
  }
  pen.fillStyle = TRUNK;
  pen.fillRect(x(film.timeS) - devicePixelRatio, 0, 2 * devicePixelRatio, height);
}
