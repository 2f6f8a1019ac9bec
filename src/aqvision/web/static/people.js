// Finds athletes while somebody types: rows of the table that do not hold the words are hidden.
"use strict";

const field = document.getElementById("q");
const table = document.getElementById("team");
const count = document.getElementById("n-shown");
const nobody = document.getElementById("nobody");

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}

function find() {
  const wanted = plain(field.value);
  let n = 0;
  for (const row of table.tBodies[0].rows) {
    row.hidden = !(row.dataset.name || "").includes(wanted);
    n += row.hidden ? 0 : 1;
  }
  nobody.hidden = n > 0;
  table.hidden = n === 0;
  count.textContent = count.dataset.words.replace("{n}", n).replace("{all}", count.dataset.all);
}

// A page that was asked for with words holds only some rows: then the server goes on finding.
if (field && table && !new URLSearchParams(location.search).get("q")) field.addEventListener("input", find);
