// Opens the parts of the page, enlarges pictures and draws the charts from the JSON beside them;
// the page is complete without it, save the charts.
(function () {
  "use strict";
  var config = { displayModeBar: false, responsive: true, plotlyServerURL: "" };
  var folds = document.querySelectorAll("details.fold");

  // the library of the charts is read only where one is looked at: it is most of the page
  function load() {
    var library = document.getElementById("plotly");
    if (window.Plotly || !library) { return; }
    var script = document.createElement("script");
    script.textContent = library.textContent;
    document.head.appendChild(script);
  }
  function draw(part) {
    part.querySelectorAll("script[data-figure]").forEach(function (source) {
      var target = document.getElementById(source.dataset.figure);
      if (target.childElementCount || !target.offsetParent) { return; }
      load();
      var plot = JSON.parse(source.textContent);
      Plotly.newPlot(target, plot.data, plot.layout, config);
    });
  }

  document.querySelectorAll("details").forEach(function (part) {
    part.addEventListener("toggle", function () { if (part.open) { draw(part); } });
  });
  if (window.matchMedia("(min-width: 761px)").matches) {
    folds.forEach(function (fold) { if ("wide" in fold.dataset) { fold.open = true; } });
  }
  function reveal() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    for (var part = target; part; part = part.parentElement) {
      if (part.tagName === "DETAILS") { part.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  draw(document);

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.definition)").forEach(function (part) {
      part.open = true;
    });
    draw(document);
    document.querySelectorAll(".chart").forEach(function (chart) {
      if (chart.childElementCount) { Plotly.Plots.resize(chart); }
    });
  });

  var dialog = document.getElementById("enlarged");
  document.querySelectorAll("button.enlarge").forEach(function (button) {
    button.addEventListener("click", function () {
      var figure = button.closest("figure").cloneNode(true);
      var small = figure.querySelector("button.enlarge");
      small.replaceWith.apply(small, Array.prototype.slice.call(small.childNodes));
      dialog.querySelector("div").replaceChildren(figure);
      dialog.showModal();
    });
  });
  if (dialog) {
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) { dialog.close(); }
    });
  }
})();
