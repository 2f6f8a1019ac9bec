
// Plays the strides of a page, all by one clock that starts at touchdown. Whoever shows the stride
// in another way follows the event "stride-time" on the document: its detail holds the role of the
// clip and the percent of its stride, null where the stride is not seen whole.
(function () {
  "use strict";
  var WAIT_MS = 900; // at the end, before it starts again
  var REST_MS = 30; // between two moves: no picture lasts shorter

  function readFilm(figure) {
    var film = JSON.parse(figure.querySelector("script").textContent);
    var image = figure.querySelector("img");
    film.image = image;
    film.who = figure.dataset.who;
    film.label = figure.querySelector(".film-time");
    film.sources = [image.src].concat(film.later.map(function (code) {
      return "data:image/webp;base64," + code;
    }));
    film.sources.forEach(function (source) { new Image().src = source; });
    film.shown = 0;
    return film;
  }

  function nearest(times, at) {
    var best = 0;
    times.forEach(function (time, i) {
      if (Math.abs(time - at) < Math.abs(times[best] - at)) best = i;
    });
    return best;
  }

  function start(box) {
    var words = box.dataset, slower = Number(words.slower);
    var button = box.querySelector("button"), slider = box.querySelector("input");
    var films = Array.from(box.querySelectorAll("figure")).map(readFilm);
    var end = Math.max.apply(null, films.map(function (film) { return film.stride_ms; }));
    var places = Math.max.apply(null, films.map(function (film) { return film.at_ms.length - 1; }).concat(1));
    var at = 0, clock = 0, playing = false, last = null, seen = null;

    function timeOf(film) {
      if (at < 0.5) return words.start;
      var time = "+" + Math.round(Math.min(at, film.stride_ms)) + " ms";
      return at < film.stride_ms ? time : time + ", " + (film.whole ? words.next : words.end);
    }

    function show(film) {
      var picture = nearest(film.at_ms, at);
      if (picture !== film.shown) film.image.src = film.sources[picture];
      film.shown = picture;
      film.label.textContent = timeOf(film);
      var percent = film.whole ? 100 * Math.min(at / film.stride_ms, 1) : null;
      document.dispatchEvent(new CustomEvent("stride-time", { detail: { role: film.role, percent: percent } }));
    }

    function moveTo(time) {
      at = Math.min(time, end);
      films.forEach(show);
      slider.value = Math.round(at / end * places);
      slider.setAttribute("aria-valuetext", films.map(function (film) {
        return (film.who + " " + timeOf(film)).trim();
      }).join("; "));
    }

    function tick(now) {
      if (!playing) return;
      if (last === null || now - last >= REST_MS) {
        var next = clock + (last === null ? 0 : now - last) / slower;
        clock = next > end + WAIT_MS / slower ? 0 : next;
        moveTo(clock);
        last = now;
      }
      requestAnimationFrame(tick);
    }

    function play(on) {
      if (seen) seen.disconnect();
      if (on === playing) return;
      playing = on;
      last = null;
      clock = at < end ? at : 0;
      button.textContent = on ? button.dataset.pause : button.dataset.play;
      if (on) requestAnimationFrame(tick);
    }

    slider.max = places;
    button.addEventListener("click", function () { play(!playing); });
    slider.addEventListener("input", function () {
      play(false);
      moveTo(slider.value / places * end);
    });
    window.addEventListener("beforeprint", function () {
      play(false);
      moveTo(0);
    });
    box.querySelector(".film-controls").hidden = false;
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    // it starts once it is seen, and from then on is the reader's
    seen = new IntersectionObserver(function (entries) {
      if (entries.some(function (entry) { return entry.isIntersecting; })) play(true);
    }, { threshold: 0.5 });
    seen.observe(box.querySelector(".film-pictures"));
  }

  // A chart of the stride has the id "curve-..."; where its axis from 0 to 100 % lies is told by the
  // part that it marks with data-plot-area, or else by the part of it that answers to the pointer.
  function moveCursor(chart, role, percent) {
    var area = chart.querySelector("[data-plot-area], .nsewdrag");
    var holder = chart.parentElement;
    var cursor = holder.querySelector(".stride-cursor." + role);
    if (!area || percent === null || !area.getBoundingClientRect().width) {
      if (cursor) cursor.remove();
      return;
    }
    if (!cursor) {
      cursor = document.createElement("span");
      cursor.className = "stride-cursor " + role;
      cursor.setAttribute("aria-hidden", "true");
      holder.classList.add("has-stride-cursor");
      holder.appendChild(cursor);
    }
    var place = area.getBoundingClientRect(), origin = holder.getBoundingClientRect();
    put(cursor, "left", place.left - origin.left - 1 + "px");
    put(cursor, "top", place.top - origin.top + "px");
    put(cursor, "height", place.height + "px");
    put(cursor, "transform", "translateX(" + place.width * percent / 100 + "px)");
  }

  // what stays as it is costs the page no new layout
  function put(element, name, value) {
    if (element.style[name] !== value) element.style[name] = value;
  }

  var reached = {};
  function moveCursors() {
    document.querySelectorAll('.chart[id^="curve-"]').forEach(function (chart) {
      Object.keys(reached).forEach(function (role) { moveCursor(chart, role, reached[role]); });
    });
  }
  document.addEventListener("stride-time", function (event) {
    reached[event.detail.role] = event.detail.percent;
    moveCursors();
  });
  // a chart may be drawn only now, or get another size
  var drawn = new ResizeObserver(moveCursors);
  document.querySelectorAll('.chart[id^="curve-"]').forEach(function (chart) { drawn.observe(chart); });

  document.querySelectorAll("[data-stride-film]").forEach(start);
})();
