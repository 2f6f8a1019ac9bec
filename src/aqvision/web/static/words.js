// Texts of the page's scripts, in the reader's language, as its template wrote them.
"use strict";

export const words = JSON.parse(document.body.dataset.words);

// A number as the reader's language writes it, as fields show it.
export const decimal = (value, digits) => value.toLocaleString(document.documentElement.lang, {
  minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false,
});

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
