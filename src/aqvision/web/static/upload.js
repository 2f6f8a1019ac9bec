// Files that were chosen or dropped -> uploads that go on after a lost connection -> clips.
"use strict";

const form = document.getElementById("upload");
const send = document.getElementById("send");
const status = document.getElementById("status");
const goOn = document.getElementById("go-on");
const MAX_BYTES = Number(form.dataset.maxBytes);
const AT_ONCE = 2;
const RETRY_MS = [500, 1000, 2000, 3000, ...Array(400).fill(5000)];
const items = [];
let sending = false;

const MIB = 1024 * 1024;
const megabytes = (n) => `${(n / MIB).toFixed(n < 10 * MIB ? 1 : 0)} MB`;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function show(item, words, isError) {
  item.words.textContent = words;
  item.words.className = isError ? "error" : "note";
}

function refresh() {
  const n = items.filter((item) => item.state === "chosen").length;
  for (const zone of form.querySelectorAll(".zone")) {
    const used = items.some((item) => item.zone === zone);
    for (const field of zone.querySelectorAll("[data-needed]")) field.required = used;
  }
  send.disabled = sending || n === 0;
  send.textContent = n > 1 ? `Send ${n} clips` : n === 1 ? "Send 1 clip" : "Send";
}

function add(zone, file) {
  const known = items.some((i) => i.zone === zone && i.file.name === file.name && i.file.size === file.size);
  if (known) return;
  const item = { zone, file, state: "chosen", row: element("li"), words: element("p", "", "note") };
  const line = element("div", "", "line");
  item.remove = element("button", "Remove", "small");
  item.remove.type = "button";
  item.remove.setAttribute("aria-label", `Remove ${file.name}`);
  item.remove.addEventListener("click", () => {
    items.splice(items.indexOf(item), 1);
    item.row.remove();
    zone.querySelector("input[type=file]").focus();
    refresh();
  });
  line.append(element("span", file.name), item.remove);
  item.row.append(line, item.words);
  zone.querySelector(".files").append(item.row);
  items.push(item);
  if (file.size > MAX_BYTES) fail(item, `It has ${megabytes(file.size)}; up to ${megabytes(MAX_BYTES)} are taken. Cut out the sprint on the phone.`);
  else if (file.size === 0) fail(item, "This file is empty. Copy it from the camera again.");
  else show(item, megabytes(file.size));
}

function addAll(zone, files) {
  for (const file of files) add(zone, file);
  const date = zone.querySelector("input[type=date]");
  if (files.length && !date.value) {
    const filmed = new Date(Math.min(...[...files].map((file) => file.lastModified)));
    const two = (n) => String(n).padStart(2, "0");
    date.value = `${filmed.getFullYear()}-${two(filmed.getMonth() + 1)}-${two(filmed.getDate())}`;
    zone.querySelector(".date-note").hidden = false;
  }
  refresh();
}

function fail(item, words) {
  item.state = "failed";
  item.bar?.remove();
  item.remove.hidden = false;
  show(item, words, true);
}

function intent(item) {
  return {
    filename: item.file.name,
    athlete: form.dataset.athlete,
    label: item.zone.querySelector("[name=label]").value,
    date: item.zone.querySelector("[name=date]").value,
    "blur-faces": document.getElementById("blur-faces").checked ? "yes" : "no",
  };
}

function mayRetry(item, error) {
  const answered = error.originalResponse ? error.originalResponse.getStatus() : 0;
  const passing = answered === 0 || [408, 409, 423, 429, 500, 502, 503, 504].includes(answered);
  if (passing) show(item, "The connection was lost. It goes on by itself when it is back.");
  return passing;
}

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
        show(item, `${Math.floor((100 * sent) / total)} % of ${megabytes(total)}`);
      },
      onSuccess: () => resolve(upload.url),
      onError: (error) => reject(new Error(error.originalResponse?.getBody() || "It could not be sent.")),
    });
    upload.findPreviousUploads().then((earlier) => {
      if (earlier.length) upload.resumeFromPreviousUpload(earlier[0]);
      upload.start();
    });
  });
}

async function finish(item, url) {
  show(item, "All there. Looking into it.");
  for (const pause of RETRY_MS) {
    try {
      const answer = await fetch(`${url}/finish`, { method: "POST", headers: { Accept: "application/json" } });
      if (answer.ok) return;
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
    await finish(item, await transfer(item));
    item.state = "done";
    item.bar.remove();
    show(item, "✓ Here");
    status.textContent = `${item.file.name} is here.`;
  } catch (error) {
    fail(item, error.message);
    status.textContent = `${item.file.name}: ${error.message}`;
  }
}

async function sendAll() {
  const waiting = items.filter((item) => item.state === "chosen");
  const lane = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) await bring(item);
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
  const failed = items.some((item) => item.state === "failed");
  if (!failed) location.assign(goOn.href);
  goOn.hidden = !items.some((item) => item.state === "done");
});

for (const zone of form.querySelectorAll(".zone")) {
  const drop = zone.querySelector(".drop");
  const input = zone.querySelector("input[type=file]");
  const take = () => {
    addAll(zone, [...input.files]);
    input.value = "";
  };
  input.addEventListener("change", take);
  take(); // somebody may have been faster than this script
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
