// Strips of frames: begins at the chosen frame, and tells by how much an event was moved.
"use strict";

const form = document.querySelector("form.events");

function number(text) {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() && Number.isFinite(value) ? value : null;
}

// By how much an end was moved; what was typed goes before the frame that was tapped.
function movedBy(end) {
  const typed = number(end.querySelector(".typed input").value);
  if (typed !== null) {
    const ms = Math.round(1000 * (typed - Number(end.dataset.was)));
    return ms ? `${ms > 0 ? "+" : "−"}${Math.abs(ms)}` : "";
  }
  const chosen = end.querySelector("input[type=radio]:checked");
  return chosen && chosen.value !== end.dataset.was ? chosen.dataset.off : "";
}

function refresh(end) {
  const ms = movedBy(end);
  end.classList.toggle("typed", Boolean(end.querySelector(".typed input").value.trim()));
  end.querySelector(".moved").textContent = ms && form.dataset.moved.replace("{ms}", ms);
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
