// A film and what was measured in it: the frame that is shown, and what is drawn over it.
"use strict";

import { words } from "./words.js";

const NEAR = "#ffd600";
const FAR = "#56d6ff";
const TRUNK = "#ffffff";
const HALO = "#101820";
const SLOWEST = 0.0625; // what browsers play at, and no slower
const FASTEST = 16;
const READY = 1; // its size is known; some phones load no picture before one is asked for
const CLOSE_UP_BODIES = 1.6; // from the shoulders down, in the height of the picture
const MIDDLE_FRAC = 0.56; // the head is above what is measured
const MOST_LARGER = 5;
const SMALL = 0.4; // a body of less of the picture's height is looked at from close
const SMOOTH_S = 0.08;
const MOST_HELD = 12;

const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// The middle of what is known of a body, in pixels of the film.
function middleOf(points) {
  return [0, 1].map((axis) => {
    const values = points.filter((value, i) => i % 2 === axis && value !== null);
    return (Math.max(...values) + Math.min(...values)) / 20;
  });
}

// The last of some rising values that is not above a value; -1 where all are.
function lastUpTo(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if (values[half] <= value) low = half + 1;
    else high = half;
  }
  return low - 1;
}

export class Film {
  frame = -1;
  skeleton = true;
  angles = false;
  closeUp = false;
  front = -1; // the frame that the video is at, drawn or still held
  #held = null;
  #target = null;
  #seeking = false;
  #watches;

  // onShown is told whenever another frame is shown, or its drawing is there anew.
  constructor(stage, onShown) {
    this.stage = stage;
    this.video = stage.querySelector("video");
    this.canvas = stage.querySelector("canvas");
    this.onShown = onShown;
    this.#watches = "requestVideoFrameCallback" in HTMLVideoElement.prototype;
  }

  async load() {
    const answer = await fetch(this.stage.dataset.skeleton, { headers: { Accept: "text/plain" } });
    if (!answer.ok) throw new Error(await answer.text());
    this.facts = await answer.json();
    const { played_s: played, time_s: time } = this.facts;
    this.count = played.length;
    this.step = this.count > 1 ? middle(played.slice(1).map((t, i) => t - played[i])) : 0.04;
    const real = time[this.count - 1] - time[0];
    this.slowness = real > 0 ? (played[this.count - 1] - played[0]) / real : 1;
    this.stepReal = this.step / this.slowness;
    this.body = this.#bodyHeight();
    this.path = this.#path();
    await this.#ready();
    this.closeUp = this.path !== null && this.body < SMALL * this.video.videoHeight;
    this.video.controls = false;
    this.video.addEventListener("seeked", () => this.#sought());
    this.video.addEventListener("error", () => this.stage.dispatchEvent(new Event("failed")));
    new ResizeObserver(() => this.draw()).observe(this.stage);
    if (this.#watches) this.#watch();
    else this.#lookNowAndThen();
  }

  #ready() {
    const { video } = this;
    if (video.readyState >= READY) return null;
    return new Promise((good, bad) => {
      video.addEventListener("loadedmetadata", good, { once: true });
      video.addEventListener("error", () => bad(video.error), { once: true });
      if (video.error) bad(video.error);
      else if (video.networkState === video.NETWORK_IDLE) video.load();
    });
  }

  #watch() {
    this.video.requestVideoFrameCallback((_now, { mediaTime }) => {
      this.#shown(this.frameAt(mediaTime));
      this.#watch();
    });
  }

  #lookNowAndThen() {
    const look = () => {
      const frame = this.frameAt(this.video.currentTime);
      if (!this.video.seeking && frame !== this.front) this.#shown(frame);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }

  // The frame that is shown at a time of playback.
  frameAt(playedS) {
    return clamp(lastUpTo(this.facts.played_s, playedS + this.step / 4), 0, this.count - 1);
  }

  // The frame that was taken nearest to a time of the recording.
  frameAtReal(timeS) {
    const { time_s: time } = this.facts;
    const before = clamp(lastUpTo(time, timeS), 0, this.count - 1);
    const next = Math.min(before + 1, this.count - 1);
    return time[next] - timeS < timeS - time[before] ? next : before;
  }

  get timeS() {
    return this.facts.time_s[Math.max(this.frame, 0)];
  }

  get paused() {
    return this.video.paused;
  }

  // The frame that is shown, or that was asked for last.
  get aim() {
    return this.#target ?? Math.max(this.frame, 0);
  }

  show(frame) {
    this.#target = clamp(frame, 0, this.count - 1);
    if (!this.#seeking) this.#seek();
  }

  #seek() {
    const { played_s: played } = this.facts;
    const start = played[this.#target];
    const end = played[this.#target + 1] ?? start + this.step;
    this.#seeking = true;
    this.sought = this.#target;
    this.video.currentTime = (start + end) / 2;
  }

  #sought() {
    this.#seeking = false;
    if (this.#target !== null && this.#target !== this.sought) return this.#seek();
    this.#target = null;
    this.#shown(this.frameAt(this.video.currentTime));
  }

  #shown(frame) {
    this.frame = frame;
    if (this.#held) this.#hold();
    else this.draw();
    this.front = this.frame;
    this.onShown(this);
  }

  // While films are held, their pictures are drawn aside, until they are presented.
  hold(whether) {
    this.#held = whether ? [] : null;
    this.front = -1;
  }

  #hold() {
    const spare = this.#held.length < MOST_HELD ? null : this.#held.shift().canvas;
    const canvas = spare ?? document.createElement("canvas");
    this.draw(canvas);
    this.#held.push({ frame: this.frame, canvas });
  }

  // Frames of the pictures that are held, the newest first.
  get held() {
    return this.#held.map(({ frame }) => frame).reverse();
  }

  // Shows one of the pictures that are held.
  present(frame) {
    const { canvas } = this.#held.find((one) => one.frame === frame);
    this.frame = frame;
    const { width, height } = canvas;
    if (this.canvas.width !== width || this.canvas.height !== height)
      Object.assign(this.canvas, { width, height });
    this.canvas.getContext("2d").drawImage(canvas, 0, 0);
    this.canvas.dataset.frame = frame;
  }

  // The picture to draw. While a film plays, the next one may come between the word that one is
  // shown and its drawing: so a picture that knows its own time is taken where there are such.
  #picture() {
    if (!("VideoFrame" in window)) return this.video;
    try {
      const picture = new VideoFrame(this.video);
      this.frame = this.frameAt(picture.timestamp / 1e6);
      return picture;
    } catch {
      return this.video; // which has none just now
    }
  }

  // Plays so that real motion takes so many times as long as it took.
  async play(times) {
    this.pace(times, 1);
    await this.video.play().catch(() => null); // stopped before it began
  }

  // The same, hurried or held back a little, to stay beside another film.
  pace(times, hurry) {
    this.video.playbackRate = clamp((this.slowness / times) * hurry, SLOWEST, FASTEST);
  }

  pause() {
    this.video.pause();
    this.show(this.aim);
  }

  // Contacts that a frame shows: to half a frame, so that the one nearest to a touchdown does.
  get onGround() {
    const late = this.stepReal / 2;
    const early = this.timeS + late;
    return this.facts.contacts.filter(
      ({ touchdown_s: from, toeoff_s: to }) => from <= early && this.timeS - late <= to,
    );
  }

  get phase() {
    const [first, second] = this.onGround;
    if (second) return words.both;
    if (first) return first.side === "left" ? words.left : words.right;
    const { contacts } = this.facts;
    const between = contacts.some((c) => c.toeoff_s < this.timeS)
      && contacts.some((c) => c.touchdown_s > this.timeS);
    if (between) return words.air;
    return this.path && !this.facts.points[this.frame] ? words.unknown : "";
  }

  colour(side) {
    return side === this.facts.near_side ? NEAR : FAR;
  }

  draw(canvas = this.canvas) {
    const { video } = this;
    const room = this.stage.getBoundingClientRect();
    const shape = video.videoWidth / video.videoHeight;
    const width = Math.round(Math.min(room.width, room.height * shape) * devicePixelRatio);
    const height = Math.round(width / shape);
    if (!width || !height || this.frame < 0) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d");
    const picture = this.#picture();
    const { left, top, wide, high } = this.#window();
    pen.drawImage(picture, left, top, wide, high, 0, 0, width, height);
    if (picture !== video) picture.close();
    if (canvas === this.canvas) canvas.dataset.frame = this.frame;
    const points = this.facts.points[this.frame];
    if (!points) return;
    const scale = width / wide;
    const place = (joint) => {
      const [x, y] = points.slice(2 * joint, 2 * joint + 2);
      return x === null ? null : [(x / 10 - left) * scale, (y / 10 - top) * scale];
    };
    if (this.skeleton) this.#drawBones(pen, place, this.body * scale);
    if (this.angles) this.#drawAngles(pen, place);
  }

  // The part of the picture that is shown, in pixels of the film.
  #window() {
    const { videoWidth, videoHeight } = this.video;
    if (!this.closeUp) return { left: 0, top: 0, wide: videoWidth, high: videoHeight };
    const high = Math.min(videoHeight, Math.max(CLOSE_UP_BODIES * this.body, videoHeight / MOST_LARGER));
    const wide = (high * videoWidth) / videoHeight;
    const [x, y] = this.path[this.frame];
    const left = clamp(x - wide / 2, 0, videoWidth - wide);
    return { left, top: clamp(y - MIDDLE_FRAC * high, 0, videoHeight - high), wide, high };
  }

  #drawBones(pen, place, body) {
    const thick = clamp(body / 90, 1.5 * devicePixelRatio, 6 * devicePixelRatio);
    const down = new Set(this.onGround.map((c) => c.side));
    const lines = this.facts.bones.map(([one, other]) => {
      const sides = [one, other].map((joint) => this.facts.joints[joint].split("_")[0]);
      const same = sides[0] === sides[1];
      const foot = same && down.has(sides[0])
        && [one, other].every((j) => /heel|foot/.test(this.facts.joints[j]));
      const rank = same ? 1 + (sides[0] === this.facts.near_side) : 1.5;
      return { ends: [place(one), place(other)], colour: same ? this.colour(sides[0]) : TRUNK, foot, rank };
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
  #drawAngles(pen, place) {
    const size = 14 * devicePixelRatio;
    const { width, height } = pen.canvas;
    pen.font = `600 ${size}px system-ui, sans-serif`;
    pen.textBaseline = "middle";
    pen.lineWidth = devicePixelRatio;
    const labels = this.facts.angles.map(({ title, joint, deg }) => {
      const text = `${title} ${digits(deg[this.frame], 0)}°`;
      return { at: deg[this.frame] === null ? null : place(joint), text, wide: pen.measureText(text).width };
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

  #bodyHeight() {
    const heights = this.facts.points.filter(Boolean).map((points) => {
      const rows = points.filter((value, i) => i % 2 && value !== null);
      return (Math.max(...rows) - Math.min(...rows)) / 10;
    });
    return heights.length ? middle(heights) : 0;
  }

  // Where the body is in each frame, smoothly; where it is not known, as in the nearest that is.
  #path() {
    const known = this.facts.points.map((points) => points && middleOf(points));
    const first = known.find(Boolean);
    if (!first) return null;
    const filled = [];
    known.forEach((place, i) => filled.push(place ?? filled[i - 1] ?? first));
    const reach = Math.max(1, Math.round(SMOOTH_S / this.stepReal));
    return filled.map((_place, i) => {
      const around = filled.slice(Math.max(0, i - reach), i + reach + 1);
      return [0, 1].map((axis) => around.reduce((sum, place) => sum + place[axis], 0) / around.length);
    });
  }
}

// Numbers as the page's language writes them.
export function digits(value, places) {
  const language = document.documentElement.lang || "en";
  const form = { minimumFractionDigits: places, maximumFractionDigits: places };
  return new Intl.NumberFormat(language, form).format(value).replace("-", "−");
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
    pen.fillStyle = film.colour(side);
    pen.fillRect(x(start), side === "left" ? 2 : height / 2 + 1, x(end) - x(start), height / 2 - 3);
  }
  pen.fillStyle = TRUNK;
  pen.fillRect(x(film.timeS) - devicePixelRatio, 0, 2 * devicePixelRatio, height);
}

// Shows on the buttons what is drawn.
export function showDrawn(player, films) {
  for (const button of player.querySelectorAll("[data-draw]"))
    button.setAttribute("aria-pressed", films.some((film) => film[button.dataset.draw]));
}

// Lets buttons, keys and the slider of a player ask a driver, which knows what they mean there:
// films, step(n), move(value), toggle(), pace(times), and actions of its own.
export function listen(player, driver) {
  const slider = player.querySelector(".frames");
  const actions = {
    back: () => driver.step(-1),
    forward: () => driver.step(1),
    play: () => driver.toggle(),
    ...driver.actions,
  };
  const press = (button) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    for (const film of driver.films) {
      film[button.dataset.draw] = on && film.path !== null;
      film.draw();
    }
  };
  player.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { do: what, speed } = button.dataset;
    if (speed) {
      for (const other of player.querySelectorAll("[data-speed]"))
        other.setAttribute("aria-pressed", other === button);
      driver.pace(Number(speed));
    } else if (button.dataset.draw) press(button);
    else actions[what]?.();
  });
  slider.addEventListener("input", () => driver.move(Number(slider.value)));
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("select")) return;
    if (event.target === slider && event.key !== " ") return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    const what = { ArrowLeft: "back", ArrowRight: "forward", " ": "play" }[event.key];
    if (!what) return;
    event.preventDefault();
    actions[what]();
  });
}

// Shows whether it plays: on the button, and by being silent or not for who listens.
export function showPlaying(player, playing) {
  const button = player.querySelector("[data-do=play]");
  button.setAttribute("aria-label", playing ? button.dataset.pause : button.dataset.play);
  player.classList.toggle("runs", playing);
  for (const said of player.querySelectorAll("[aria-live]"))
    said.setAttribute("aria-live", playing ? "off" : "polite");
}
