// Draws every chart from the JSON beside it; the page is complete without it, save the charts.
(function () {
  "use strict";
  var config = { displayModeBar: false, responsive: true, plotlyServerURL: "" };
  document.querySelectorAll("script[data-figure]").forEach(function (source) {
    var target = document.getElementById(source.dataset.figure);
    var plot = JSON.parse(source.textContent);
    Plotly.newPlot(target, plot.data, plot.layout, config);
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.definition)").forEach(function (part) {
      part.open = true;
    });
    document.querySelectorAll(".chart").forEach(function (chart) {
      Plotly.Plots.resize(chart);
    });
  });
})();
