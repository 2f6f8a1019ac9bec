// Texts of the page's scripts, in the reader's language, as its template wrote them.
"use strict";

export const words = JSON.parse(document.body.dataset.words);

export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
