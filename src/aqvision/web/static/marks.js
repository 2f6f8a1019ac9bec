// <mark-picture>: two marks are tapped in a still of the clip, dragged, or moved by the arrow keys;
// a loupe shows what lies under the finger. Fields hold pixels of the film, whatever size is shown.
"use strict";

const LOUPE_PX = 132;
const ZOOM = 3;
const DRAG_FROM_PX = 3;

class MarkPicture extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.stage = this.querySelector(".marking");
    this.fields = [...this.querySelectorAll("[data-pixel]")];
    this.size = [Number(this.dataset.width), Number(this.dataset.height)];
    const tip = document.createElement("p");
    tip.className = "note";
    tip.textContent = this.dataset.tap;
    this.stage.before(tip);
    this.line = this.makeLine();
    this.loupe = this.makeLoupe();
    this.handles = [0, 1].map((number) => this.makeHandle(number));
    this.stage.addEventListener("click", (event) => event.target.matches(".still") && this.tap(event));
    this.addEventListener("input", () => this.show());
    this.show();
  }

  makeLine() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${this.size[0]} ${this.size[1]}`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(svg.namespaceURI, "line");
    line.setAttribute("vector-effect", "non-scaling-stroke");
    svg.append(line);
    this.stage.append(svg);
    return line;
  }

  makeLoupe() {
    const canvas = document.createElement("canvas");
    canvas.className = "loupe";
    canvas.width = canvas.height = LOUPE_PX;
    canvas.hidden = true;
    canvas.setAttribute("aria-hidden", "true");
    this.stage.append(canvas);
    return canvas;
  }

  makeHandle(number) {
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "mark-handle";
    handle.textContent = String(number + 1);
    handle.title = this.dataset.help;
    handle.addEventListener("pointerdown", (event) => this.drag(event, number));
    handle.addEventListener("keydown", (event) => this.step(event, number));
    handle.addEventListener("focus", () => handle.matches(":focus-visible") && this.magnify(number));
    handle.addEventListener("blur", () => { this.loupe.hidden = true; });
    handle.addEventListener("click", (event) => this.press(event, number));
    this.stage.append(handle);
    return handle;
  }

  // Where a mark is, in pixels of the film; null while it is not set.
  place(number) {
    const texts = this.fields.slice(2 * number, 2 * number + 2).map((field) => field.value.trim().replace(",", "."));
    const values = texts.map(Number);
    return texts.every(Boolean) && values.every(Number.isFinite) ? values : null;
  }

  set(number, place) {
    place.forEach((value, axis) => {
      const inside = Math.min(Math.max(value, 0), this.size[axis]);
      this.fields[2 * number + axis].value = String(Math.round(10 * inside) / 10);
    });
    this.show();
  }

  at({ clientX, clientY }) {
    const box = this.stage.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * this.size[0], ((clientY - box.top) / box.height) * this.size[1]];
  }

  // A handle that waits for its mark must not hide what is under it: a tap goes through to that.
  press(event, number) {
    if (this.moved || this.place(number)) return;
    if (event.detail) this.tap(event);
    else this.set(number, this.resting(number));
  }

  tap(event) {
    const place = this.at(event);
    const free = [0, 1].find((number) => !this.place(number));
    const nearest = () => {
      const [one, other] = [0, 1].map((number) => Math.hypot(...this.place(number).map((v, axis) => v - place[axis])));
      return one <= other ? 0 : 1;
    };
    this.set(free ?? nearest(), place);
  }

  drag(event, number) {
    const handle = this.handles[number];
    const from = this.resting(number);
    const start = this.at(event);
    this.moved = false;
    const move = (moving) => {
      if (!this.moved && Math.hypot(moving.clientX - event.clientX, moving.clientY - event.clientY) < DRAG_FROM_PX) return;
      this.moved = true;
      const now = this.at(moving);
      this.set(number, from.map((value, axis) => value + now[axis] - start[axis]));
      this.magnify(number);
    };
    const stop = () => {
      handle.removeEventListener("pointermove", move);
      this.loupe.hidden = true;
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, stop, { once: true });
  }

  step(event, number) {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!by) return;
    event.preventDefault();
    const pixels = event.shiftKey ? 10 : 1;
    this.set(number, this.resting(number).map((value, axis) => value + pixels * by[axis]));
    this.magnify(number);
  }

  // Where a handle stands, also before its mark is set: low in the picture, left and right.
  resting(number) {
    return this.place(number) || [this.size[0] * (number ? 0.75 : 0.25), this.size[1] * 0.8];
  }

  show() {
    const places = [0, 1].map((number) => this.place(number));
    this.handles.forEach((handle, number) => {
      const [x, y] = this.resting(number);
      handle.style.left = `${(100 * x) / this.size[0]}%`;
      handle.style.top = `${(100 * y) / this.size[1]}%`;
      handle.classList.toggle("set", Boolean(places[number]));
      const name = number ? this.dataset.second : this.dataset.first;
      const where = places[number] ? ` ${places[number].map(Math.round).join(", ")} px` : "";
      handle.setAttribute("aria-label", `${number + 1}: ${name}${where}`);
    });
    this.line.toggleAttribute("hidden", !places.every(Boolean));
    if (places.every(Boolean)) {
      places.forEach(([x, y], number) => {
        this.line.setAttribute(`x${number + 1}`, x);
        this.line.setAttribute(`y${number + 1}`, y);
      });
    }
  }

  still() {
    return [...this.stage.querySelectorAll(".still")].find((picture) => picture.offsetWidth > 0);
  }

  magnify(number) {
    const picture = this.still();
    if (!picture?.naturalWidth) return;
    const [x, y] = this.resting(number);
    const box = this.stage.getBoundingClientRect();
    const natural = picture.naturalWidth / this.size[0];
    const side = (LOUPE_PX / ZOOM) * (picture.naturalWidth / box.width);
    const pen = this.loupe.getContext("2d");
    pen.fillStyle = "#ccd3d9";
    pen.fillRect(0, 0, LOUPE_PX, LOUPE_PX);
    pen.drawImage(picture, x * natural - side / 2, y * natural - side / 2, side, side, 0, 0, LOUPE_PX, LOUPE_PX);
    pen.strokeStyle = "#e63c14";
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(LOUPE_PX / 2, 0);
    pen.lineTo(LOUPE_PX / 2, LOUPE_PX);
    pen.moveTo(0, LOUPE_PX / 2);
    pen.lineTo(LOUPE_PX, LOUPE_PX / 2);
    pen.stroke();
    const [left, top] = [(x / this.size[0]) * box.width, (y / this.size[1]) * box.height];
    const above = top - LOUPE_PX - 34;
    const fits = box.top + above > 0 || box.bottom + LOUPE_PX > window.innerHeight;
    this.loupe.style.left = `${Math.min(Math.max(left - LOUPE_PX / 2, 0), box.width - LOUPE_PX)}px`;
    this.loupe.style.top = `${fits ? above : top + 40}px`;
    this.loupe.hidden = false;
  }
}

customElements.define("mark-picture", MarkPicture);
