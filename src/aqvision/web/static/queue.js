// Tells when the queue is empty: by the title of the tab, and by a message where that is allowed.
"use strict";

const box = document.getElementById("tell");
const button = document.getElementById("tell-me");
const answer = document.getElementById("tell-said");
const usual = document.title;
let open = Number(document.getElementById("queue").dataset.open);
let wanted = false;

function allowed() {
  return "Notification" in window && Notification.permission === "granted";
}

function send(words) {
  try {
    new Notification(words);
  } catch {
    // some phones show messages of installed pages alone: the title tells
  }
}

function look() {
  const queue = document.getElementById("queue");
  if (!queue) return;
  const left = Number(queue.dataset.open);
  if (open || left) document.title = queue.dataset.title;
  if (open && !left && wanted && allowed()) send(queue.dataset.title);
  box.hidden = !left || wanted || !("Notification" in window);
  open = left;
}

button.addEventListener("click", async () => {
  await Notification.requestPermission();
  wanted = allowed();
  answer.textContent = wanted ? button.dataset.told : button.dataset.refused;
  box.hidden = true;
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !open) document.title = usual;
});

new MutationObserver(look).observe(document.getElementById("main"), { childList: true });
look();
