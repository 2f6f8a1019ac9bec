// Buttons, keys and the slider of a player.
"use strict";

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
