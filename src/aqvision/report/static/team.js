// Sorts a table by the heading that was chosen; the page is complete without it.
(function () {
  "use strict";
  document.querySelectorAll("table.sortable").forEach(function (table) {
    var headings = Array.from(table.tHead.rows[0].cells);
    var body = table.tBodies[0];
    var words = new Intl.Collator(document.documentElement.lang, { numeric: true });

    function compare(a, b) {
      var left = Number(a), right = Number(b);
      return a === "" || b === "" || isNaN(left) || isNaN(right) ? words.compare(a, b) : left - right;
    }

    headings.forEach(function (heading, column) {
      heading.querySelector("button").addEventListener("click", function () {
        var now = heading.getAttribute("aria-sort");
        var first = heading.dataset.first || "ascending";
        var other = first === "ascending" ? "descending" : "ascending";
        var order = now === first ? other : first;
        headings.forEach(function (each) { each.setAttribute("aria-sort", "none"); });
        heading.setAttribute("aria-sort", order);
        var rows = Array.from(body.rows);
        rows.sort(function (a, b) {
          var way = compare(a.cells[column].dataset.sort, b.cells[column].dataset.sort);
          return order === "ascending" ? way : -way;
        });
        body.append.apply(body, rows);
      });
    });
  });
})();
