// A film and what was measured in it: the frame that is shown, and what is drawn over it.
"use strict";

import { clamp, drawAngles, drawBones } from "./drawing.js";
import { words } from "./words.js";

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
    if (this.skeleton) drawBones(pen, this, place, this.body * scale);
    if (this.angles) drawAngles(pen, this, place);
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
