// Files that were chosen or dropped -> uploads that go on after a lost connection -> clips.
"use strict";

import { decimal, filled, words } from "./words.js";

const form = document.getElementById("upload");
const send = document.getElementById("send");
const status = document.getElementById("status");
const goOn = document.getElementById("go-on");
const stop = document.getElementById("stop");
const MAX_BYTES = Number(form.dataset.maxBytes);
const AT_ONCE = 2;
const RETRY_MS = [500, 1000, 2000, 3000, ...Array(400).fill(5000)];
const items = [];
let sending = false;

const MIB = 1024 * 1024;
const megabytes = (n) => `${decimal(n / MIB, n < 10 * MIB ? 1 : 0)} MB`;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function show(item, text, isError) {
  item.words.textContent = text;
  item.words.className = isError ? "error" : "note";
}

function refresh() {
  const n = items.filter((item) => item.state === "chosen").length;
  for (const zone of form.querySelectorAll(".zone")) {
    const used = items.some((item) => item.zone === zone);
    for (const field of zone.querySelectorAll("[data-needed]")) field.required = used;
  }
  send.disabled = sending || n === 0;
  stop.hidden = !sending;
  send.textContent = n > 1 ? filled(words.send_many, { n }) : n === 1 ? words.send_one : words.send;
}

function add(zone, file) {
  const known = items.some((i) => i.zone === zone && i.file.name === file.name && i.file.size === file.size);
  if (known) return;
  const item = { zone, file, state: "chosen", row: element("li"), words: element("p", "", "note") };
  const line = element("div", "", "line");
  item.remove = element("button", words.remove, "small");
  item.remove.type = "button";
  item.remove.setAttribute("aria-label", `${words.remove} ${file.name}`);
  item.remove.addEventListener("click", () => {
    item.upload?.abort(true).catch(() => {}); // what came in of it goes as well
    items.splice(items.indexOf(item), 1);
    item.row.remove();
    zone.querySelector("input[type=file]").focus();
    refresh();
  });
  line.append(element("span", file.name), item.remove);
  item.row.append(line, item.words);
  zone.querySelector(".files").append(item.row);
  items.push(item);
  if (file.size > MAX_BYTES) fail(item, filled(words.too_large, { size: megabytes(file.size), most: megabytes(MAX_BYTES) }));
  else if (file.size === 0) fail(item, words.empty);
  else show(item, megabytes(file.size));
}

function addAll(zone, files) {
  for (const file of files) add(zone, file);
  refresh();
}

function fail(item, text) {
  item.state = "failed";
  item.bar?.remove();
  item.remove.hidden = false;
  show(item, text, true);
}

// The day on which a file was last changed, and how far clocks were ahead of Greenwich then.
function changed(file) {
  const at = new Date(file.lastModified);
  const two = (n) => String(n).padStart(2, "0");
  return {
    modified: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    zone: String(-at.getTimezoneOffset()),
  };
}

function intent(item) {
  return {
    filename: item.file.name,
    athlete: form.dataset.athlete,
    label: item.zone.querySelector("[name=label]").value,
    date: item.zone.querySelector("[name=date]").value,
    "blur-faces": document.getElementById("blur-faces").checked ? "yes" : "no",
    ...changed(item.file),
  };
}

function mayRetry(item, error) {
  const answered = error.originalResponse ? error.originalResponse.getStatus() : 0;
  const passing = answered === 0 || [408, 409, 423, 429, 500, 502, 503, 504].includes(answered);
  if (passing) show(item, answered === 429 ? error.originalResponse.getBody() : words.lost);
  return passing;
}

class Stopped extends Error {}

function transfer(item) {
  return new Promise((resolve, reject) => {
    const metadata = intent(item);
    const upload = new tus.Upload(item.file, {
      endpoint: "/uploads",
      metadata,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => JSON.stringify(["aqvision", ...Object.values(metadata), item.file.size, item.file.lastModified]),
      onShouldRetry: (error) => mayRetry(item, error),
      onProgress: (sent, total) => {
        item.bar.value = sent / total;
        item.percent = Math.floor((100 * sent) / total);
        show(item, filled(words.sent, { percent: item.percent, size: megabytes(total) }));
      },
      onSuccess: () => resolve(upload.url),
      onError: (error) => reject(new Error(error.originalResponse?.getBody() || words.not_sent)),
    });
    item.upload = upload;
    item.stop = () => {
      upload.abort();
      reject(new Stopped());
    };
    upload.findPreviousUploads().then((earlier) => {
      if (item.state !== "under way") return;
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  });
}

async function finish(item, url) {
  show(item, words.looking);
  for (const pause of RETRY_MS) {
    try {
      const answer = await fetch(`${url}/finish`, { method: "POST", headers: { Accept: "application/json" } });
      if (answer.ok) return await answer.json();
      if (answer.status < 500 && answer.status !== 423) throw new Error(await answer.text());
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // fetch gives this one when nobody answers
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function bring(item) {
  item.state = "under way";
  item.remove.hidden = true;
  item.bar = element("progress");
  item.bar.max = 1;
  item.bar.value = 0;
  item.bar.setAttribute("aria-label", item.file.name);
  item.row.append(item.bar);
  try {
    const url = await transfer(item);
    item.upload = item.stop = null;
    const made = await finish(item, url);
    item.state = "done";
    item.bar.remove();
    show(item, made ? `✓ ${made.title}. ${made.note}` : `✓ ${words.here}`);
    status.textContent = filled(words.is_here, { name: item.file.name });
  } catch (error) {
    if (error instanceof Stopped) return halt(item);
    fail(item, error.message);
    status.textContent = `${item.file.name}: ${error.message}`;
  }
}

// What came in stays: to send it again goes on from there.
function halt(item) {
  item.state = "chosen";
  item.bar?.remove();
  item.remove.hidden = false;
  show(item, filled(words.stopped, { percent: item.percent ?? 0 }));
}

async function sendAll() {
  const waiting = items.filter((item) => item.state === "chosen");
  const lane = async () => {
    for (let item = waiting.shift(); item && sending; item = waiting.shift()) await bring(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  sending = true;
  refresh();
  await sendAll();
  sending = false;
  refresh();
  const open = items.some((item) => item.state === "failed" || item.state === "chosen");
  if (!open) location.assign(goOn.href);
  goOn.hidden = !items.some((item) => item.state === "done");
});

stop.addEventListener("click", () => {
  sending = false;
  for (const item of items) if (item.state === "under way") item.stop?.();
  refresh();
  send.focus();
});

for (const zone of form.querySelectorAll(".zone")) {
  const drop = zone.querySelector(".drop");
  for (const input of zone.querySelectorAll("input[type=file]")) {
    const take = () => {
      addAll(zone, [...input.files]);
      input.value = "";
    };
    input.addEventListener("change", take);
    take(); // somebody may have been faster than this script
  }
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    addAll(zone, [...event.dataTransfer.files]);
  });
}
// A file that misses its zone would replace the page, and with it all that is being sent.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});
refresh();
