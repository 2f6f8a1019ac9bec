// The page of one clip: its film, steps from one touchdown or toe-off to the next.
"use strict";

import { digits, drawContacts } from "./drawing.js";
import { Film } from "./film.js";
import { listen, showDrawn, showPlaying } from "./player.js";
import { filled, words } from "./words.js";

const player = document.querySelector(".player");
const slider = player.querySelector(".frames");
const strip = player.querySelector(".contacts canvas");
const now = player.querySelector(".now");
let times = 8;

const film = new Film(player.querySelector(".stage"), shown);

function shown() {
  slider.value = film.frame;
  const frame = filled(words.frame, { n: film.frame + 1, total: film.count });
  const time = filled(words.time, { s: digits(film.timeS, 3) });
  now.textContent = [frame, time, film.phase].filter(Boolean).join(" · ");
  slider.setAttribute("aria-valuetext", now.textContent);
  const { time_s: all } = film.facts;
  if (strip) drawContacts(strip, film, all[0], all[all.length - 1]);
}

function jump(which, forward) {
  const frames = film.facts.contacts.map((contact) => contact[`${which}_frame`]);
  const here = film.aim;
  const next = forward ? frames.find((frame) => frame > here) : frames.findLast((f) => f < here);
  film.video.pause();
  if (next !== undefined) film.show(next);
}

const driver = {
  films: [film],
  step(n) {
    film.video.pause();
    film.show(film.aim + n);
  },
  move(frame) {
    film.video.pause();
    film.show(frame);
  },
  toggle() {
    if (film.paused) film.play(times);
    else film.pause();
  },
  pace(n) {
    times = n;
    film.pace(times, 1);
  },
  actions: {
    "touchdown-back": () => jump("touchdown", false),
    "touchdown-forward": () => jump("touchdown", true),
    "toeoff-back": () => jump("toeoff", false),
    "toeoff-forward": () => jump("toeoff", true),
  },
};

function begin() {
  slider.max = film.count - 1;
  for (const event of ["play", "pause", "ended"])
    film.video.addEventListener(event, () => showPlaying(player, !film.paused));
  if (strip) new ResizeObserver(() => film.frame >= 0 && shown()).observe(strip);
  listen(player, driver);
  showDrawn(player, [film]);
  const first = film.facts.points.findIndex(Boolean);
  film.show(film.facts.contacts[0]?.touchdown_frame ?? Math.max(first, 0));
  player.classList.add("ready");
}

film.stage.addEventListener("failed", () => (now.textContent = words.failed));
film.load().then(begin, (error) => {
  now.textContent = error instanceof MediaError ? words.failed : words.undrawn;
});
