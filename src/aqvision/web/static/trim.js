// <trim-strip>: two handles on a strip of small pictures, for the fields that follow it.
"use strict";

import { decimal } from "./words.js";

const SHORTEST_S = 0.1;
const STEP_S = 0.05;

class TrimStrip extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.lasts = Number(this.dataset.lasts);
    this.fields = [...this.parentElement.querySelectorAll("input[type=text]")];
    this.shades = [0, 1].map(() => this.add("span", "trim-shade"));
    this.handles = [this.dataset.first, this.dataset.last].map((name, end) => this.makeHandle(name, end));
    for (const field of this.fields) field.addEventListener("input", () => this.show());
    this.addEventListener("click", (event) => event.target.localName === "img" && this.tap(event));
    this.show();
  }

  add(name, className) {
    const made = document.createElement(name);
    made.className = className;
    this.append(made);
    return made;
  }

  makeHandle(name, end) {
    const handle = this.add("button", "trim-handle");
    handle.type = "button";
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", name);
    handle.addEventListener("pointerdown", (event) => this.drag(event, end));
    handle.addEventListener("keydown", (event) => this.step(event, end));
    return handle;
  }

  // Where the part begins or ends, in seconds; an empty field is that end of the film.
  time(end) {
    const text = this.fields[end].value.trim().replace(",", ".");
    const value = text === "" ? NaN : Number(text);
    return Number.isFinite(value) ? Math.min(Math.max(value, 0), this.lasts) : end ? this.lasts : 0;
  }

  set(end, time) {
    const [low, high] = end ? [this.time(0) + SHORTEST_S, this.lasts] : [0, this.time(1) - SHORTEST_S];
    const value = Math.min(Math.max(time, low), high);
    const whole = end ? value >= this.lasts : value <= 0;
    this.fields[end].value = whole ? "" : decimal(value, 2);
    this.show();
  }

  at({ clientX }) {
    const box = this.getBoundingClientRect();
    return ((clientX - box.left) / box.width) * this.lasts;
  }

  tap(event) {
    const time = this.at(event);
    this.set(Math.abs(time - this.time(0)) <= Math.abs(time - this.time(1)) ? 0 : 1, time);
  }

  drag(event, end) {
    const handle = this.handles[end];
    const off = this.at(event) - this.time(end);
    const move = (moving) => this.set(end, this.at(moving) - off);
    const stop = () => handle.removeEventListener("pointermove", move);
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    for (const over of ["pointerup", "pointercancel"]) handle.addEventListener(over, stop, { once: true });
  }

  step(event, end) {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    const to = { Home: 0, End: this.lasts }[event.key];
    if (by === undefined && to === undefined) return;
    event.preventDefault();
    this.set(end, to ?? this.time(end) + by * STEP_S);
  }

  show() {
    const times = [this.time(0), this.time(1)];
    times.forEach((time, end) => {
      const handle = this.handles[end];
      handle.style.left = `${(100 * time) / this.lasts}%`;
      handle.setAttribute("aria-valuemin", "0");
      handle.setAttribute("aria-valuemax", String(this.lasts));
      handle.setAttribute("aria-valuenow", time.toFixed(2));
      handle.setAttribute("aria-valuetext", `${decimal(time, 2)} s`);
    });
    this.shades[0].style.width = `${(100 * times[0]) / this.lasts}%`;
    this.shades[1].style.width = `${100 - (100 * times[1]) / this.lasts}%`;
  }
}

customElements.define("trim-strip", TrimStrip);
