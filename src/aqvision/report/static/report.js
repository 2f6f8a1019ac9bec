// Opens the parts of the page, enlarges pictures, and lets a reader explore charts; all is there without it.
(function () {
  "use strict";
  var config = { displayModeBar: false, responsive: true, plotlyServerURL: "" };
  var folds = document.querySelectorAll("details.fold");

  // The charts are drawn in the page. Whoever wants to explore one gets it from plotly, which is
  // most of the page: it lies packed, and is read when it is asked for.
  var store = document.getElementById("plotly"), library = null;
  function unpack() {
    var bytes = Uint8Array.from(atob(store.content.textContent), function (c) {
      return c.charCodeAt(0);
    });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text().then(function (code) {
      var script = document.createElement("script");
      script.textContent = code;
      document.head.appendChild(script);
    });
  }
  if (window.DecompressionStream) {
    document.querySelectorAll("button.explore").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        button.disabled = true;
        library = library || unpack();
        library.then(function () {
          var chart = document.getElementById(button.dataset.chart);
          var source = document.querySelector('script[data-figure="' + chart.id + '"]');
          var plot = JSON.parse(source.textContent);
          chart.replaceChildren();
          Plotly.newPlot(chart, plot.data, plot.layout, config);
          button.hidden = true;
        });
      });
    });
  }

  if (window.matchMedia("(min-width: 761px)").matches) {
    folds.forEach(function (fold) { if ("wide" in fold.dataset) { fold.open = true; } });
  }
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.definition)").forEach(function (part) {
      part.open = true;
    });
    document.querySelectorAll(".js-plotly-plot").forEach(function (chart) {
      Plotly.Plots.resize(chart);
    });
  });

  var dialog = document.getElementById("enlarged");
  function enlarge(figures) {
    var place = dialog.querySelector("div");
    place.replaceChildren.apply(place, figures);
    dialog.showModal();
  }
  document.querySelectorAll("button.enlarge").forEach(function (button) {
    button.addEventListener("click", function () {
      var figure = button.closest("figure").cloneNode(true);
      var small = figure.querySelector("button.enlarge");
      small.replaceWith.apply(small, Array.prototype.slice.call(small.childNodes));
      enlarge([figure]);
    });
  });

  // A number of the table of steps leads to its frame, with its angle drawn.
  var SVG = "http://www.w3.org/2000/svg";
  function shape(name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    made.textContent = text || "";
    return made;
  }
  function drawOver(figure, drawing) {
    var picture = figure.querySelector("img");
    var over = shape("svg", { viewBox: "0 0 " + picture.width + " " + picture.height });
    ["edge", "angle"].forEach(function (look) {
      over.appendChild(shape("path", { "class": look, d: drawing.lines }));
    });
    over.appendChild(shape("text", { x: drawing.x, y: drawing.y }, drawing.drawn));
    figure.querySelector(".marked").appendChild(over);
    figure.querySelector("figcaption").append(". " + drawing.caption);
  }
  document.querySelectorAll("button.shows").forEach(function (button) {
    button.addEventListener("click", function () {
      var figures = button.dataset.shots.trim().split(" ").map(function (id) {
        return document.getElementById(id).content.firstElementChild.cloneNode(true);
      });
      if (button.dataset.lines) { drawOver(figures[0], button.dataset); }
      enlarge(figures);
    });
  });
  if (dialog) {
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) { dialog.close(); }
    });
  }
})();
