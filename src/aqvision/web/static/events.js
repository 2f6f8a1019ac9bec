// Strips of frames: begins at the chosen frame, and tells by how much an event was moved.
"use strict";

const form = document.querySelector("form.events");

function number(text) {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(value) ? value : null;
}

// The time of an end now, in seconds: what was typed goes before the frame that was tapped.
function timeOf(end) {
  const typed = number(end.querySelector(".typed input").value);
  const chosen = end.querySelector("input[type=radio]:checked");
  return typed ?? (chosen ? Number(chosen.value) : null);
}

function refresh(end) {
  const time = timeOf(end);
  const ms = time === null ? 0 : Math.round(1000 * (time - Number(end.dataset.was)));
  end.classList.toggle("typed", Boolean(end.querySelector(".typed input").value.trim()));
  const signed = `${ms > 0 ? "+" : "−"}${Math.abs(ms)}`;
  end.querySelector(".moved").textContent = ms ? form.dataset.moved.replace("{ms}", signed) : "";
}

function centre(end) {
  const film = end.querySelector(".film");
  const frame = end.querySelector("input:checked")?.closest(".frame");
  if (frame) film.scrollLeft = frame.offsetLeft - (film.clientWidth - frame.offsetWidth) / 2;
}

if (form) {
  for (const end of form.querySelectorAll(".end")) {
    centre(end);
    refresh(end);
  }
  form.addEventListener("input", ({ target }) => {
    const end = target.closest(".end");
    if (!end) return;
    if (target.type === "radio") end.querySelector(".typed input").value = "";
    refresh(end);
  });
}
