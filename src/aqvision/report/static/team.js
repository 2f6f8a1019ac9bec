// Sorts a table by the heading that was chosen; the page is complete without it.
(function () {
  "use strict";
  var words = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function compare(a, b) {
    var left = Number(a), right = Number(b);
    return isNaN(left) || isNaN(right) ? words.compare(a, b) : left - right;
  }
  function keyOf(row, column) { return row.cells[column].dataset.sort; }

  // What has no value stays last, whichever way the others go.
  function sort(table, column, order) {
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    rows.sort(function (one, other) {
      var a = keyOf(one, column), b = keyOf(other, column);
      if (a === "" || b === "") { return (a === "") - (b === ""); }
      return order === "ascending" ? compare(a, b) : compare(b, a);
    });
    body.append.apply(body, rows);
  }

  document.querySelectorAll("table.sortable").forEach(function (table) {
    var headings = Array.from(table.tHead.rows[0].cells).filter(function (cell) {
      return cell.dataset.first;
    });
    headings.forEach(function (heading) {
      var button = document.createElement("button");
      button.type = "button";
      button.append.apply(button, Array.from(heading.childNodes));
      heading.append(button);
      heading.setAttribute("aria-sort", "none");
      button.addEventListener("click", function () {
        var first = heading.dataset.first, now = heading.getAttribute("aria-sort");
        var order = now !== first ? first : first === "ascending" ? "descending" : "ascending";
        headings.forEach(function (each) { each.setAttribute("aria-sort", "none"); });
        heading.setAttribute("aria-sort", order);
        sort(table, heading.cellIndex, order);
      });
    });
  });

  // A phone shows a verdict an athlete; the numbers behind it are a tap away.
  var wide = window.matchMedia("(min-width: 1081px)").matches;
  document.querySelectorAll(".people .all, details[data-wide]").forEach(function (part) {
    part.open = wide;
  });
  // What a reader chose to open is printed, not what the page opened unasked.
  var unasked = new Set(wide ? document.querySelectorAll("details[data-wide]") : []);
  unasked.forEach(function (part) {
    part.querySelector("summary").addEventListener("click", function () { unasked.delete(part); });
  });
  function openUnasked(open) { unasked.forEach(function (part) { part.open = open; }); }

  function asked() { unasked.delete(document.getElementById(location.hash.slice(1))); }
  window.addEventListener("hashchange", asked);
  asked();
  window.addEventListener("afterprint", function () { openUnasked(true); });
  window.addEventListener("beforeprint", function () {
    openUnasked(false);
    document.querySelectorAll("details.cautions, .all, #failed").forEach(function (part) { part.open = true; });
  });
})();
