// Opens the parts of the page, enlarges pictures and draws the charts from the JSON beside them;
// the page is complete without it, save the charts.
(function () {
  "use strict";
  var config = { displayModeBar: false, responsive: true, plotlyServerURL: "" };
  var folds = document.querySelectorAll("details.fold");

  // The library of the charts is most of the page: it lies packed, and is read when the page is at
  // rest or a chart is looked at.
  var store = document.getElementById("plotly"), library = null;
  function unpack() {
    var packed = store.content.textContent;
    var bytes = Uint8Array.from(atob(packed), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text().then(function (code) {
      var script = document.createElement("script");
      script.textContent = code;
      document.head.appendChild(script);
    });
  }
  function whenRead(then) {
    if (window.Plotly) { then(); return; }
    library = library || (window.DecompressionStream ? unpack() : Promise.reject());
    library.then(then, function () {
      document.querySelectorAll(".chart").forEach(function (chart) {
        chart.textContent = store.dataset.old;
      });
    });
  }
  function draw(part) {
    var waiting = Array.prototype.filter.call(
      part.querySelectorAll("script[data-figure]"),
      function (source) {
        var target = document.getElementById(source.dataset.figure);
        return !target.childElementCount && !target.closest("details:not([open])");
      }
    );
    if (!waiting.length) { return; }
    whenRead(function () {
      waiting.forEach(function (source) {
        var plot = JSON.parse(source.textContent);
        Plotly.newPlot(source.dataset.figure, plot.data, plot.layout, config);
      });
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
  if (store && document.querySelector("script[data-figure]")) {
    window.addEventListener("load", function () {
      (window.requestIdleCallback || window.setTimeout)(function () { whenRead(function () {}); });
    });
  }

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
  function drawn(figure, drawing) {
    var picture = figure.querySelector("img");
    var over = shape("svg", { viewBox: "0 0 " + picture.width + " " + picture.height });
    ["edge", "angle"].forEach(function (look) {
      over.appendChild(shape("path", { "class": look, d: drawing.lines + " " + drawing.arc }));
    });
    over.appendChild(shape("text", { x: drawing.x, y: drawing.y }, drawing.value));
    figure.querySelector(".marked").appendChild(over);
    figure.querySelector("figcaption").append(". " + drawing.label + ": " + drawing.value);
  }
  document.querySelectorAll("button.shows").forEach(function (button) {
    button.addEventListener("click", function () {
      var figures = button.dataset.shots.trim().split(" ").map(function (id) {
        return document.getElementById(id).content.firstElementChild.cloneNode(true);
      });
      if (button.dataset.drawing) { drawn(figures[0], JSON.parse(button.dataset.drawing)); }
      enlarge(figures);
    });
  });
  if (dialog) {
    dialog.addEventListener("click", function (event) {
      if (event.target === dialog) { dialog.close(); }
    });
  }
})();
