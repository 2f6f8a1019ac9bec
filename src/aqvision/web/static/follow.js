// Asks again, every second or so, for each part of the page that is not finished.
"use strict";

import { words } from "./words.js";

const PAUSE_MS = 1200;
const PAUSE_OFFLINE_MS = 3000;
const status = document.getElementById("status");

function say(text) {
  if (text && status.textContent !== text) status.textContent = text;
}

function exchange(part, html) {
  const box = document.createElement("template");
  box.innerHTML = html.trim();
  const next = box.content.firstElementChild;
  if (next.isEqualNode(part)) return part;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceWith(next);
  if (focused) (document.getElementById(focused) || next).focus();
  say(next.dataset.say);
  return next;
}

async function follow(part) {
  let pause = PAUSE_MS;
  try {
    const answer = await fetch(part.dataset.poll, { headers: { Accept: "text/plain" } });
    if (answer.status === 401 || answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(answer.statusText);
    part = exchange(part, await answer.text());
  } catch {
    say(words.lost);
    pause = PAUSE_OFFLINE_MS;
  }
  if (part.dataset.poll) setTimeout(follow, pause, part);
  else if (part.dataset.next) location.assign(part.dataset.next);
}

// A choice after which the part around it is made anew, such as another shot of a film.
document.addEventListener("change", async ({ target }) => {
  if (!target.dataset.post) return;
  const part = target.closest("section");
  try {
    const answer = await fetch(target.dataset.post, {
      method: "POST",
      headers: { Accept: "text/plain" },
      body: new URLSearchParams({ [target.name]: target.value }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    const next = exchange(part, await answer.text());
    if (next.dataset.poll) setTimeout(follow, PAUSE_MS, next);
  } catch (error) {
    say(error instanceof TypeError ? words.choose_again : error.message);
  }
});

document.querySelectorAll("[data-poll]").forEach((part) => setTimeout(follow, PAUSE_MS, part));
