/* What must happen in the browser: light and dark, copying, and the cell of a hash. Nothing here asks another host. */
(function () {
  "use strict";
  var words = function () {
    return document.documentElement.lang.indexOf("zh") === 0
      ? {copy: "复制", copied: "已复制"} : {copy: "Copy", copied: "Copied"};
  };

  window.wakeline = {
    switchScheme: function (n, scheme) {
      if (!n) { return [window.dash_clientside.no_update, window.dash_clientside.no_update]; }
      var next = scheme === "dark" ? "light" : "dark";
      document.cookie = "wakeline_scheme=" + next + "; path=/; max-age=31536000; SameSite=Strict";
      return [next, next];
    }
  };

  var copy = function (button) {
    var done = function () {
      button.classList.add("wl-copied");
      button.setAttribute("aria-label", words().copied);
      window.setTimeout(function () {
        button.classList.remove("wl-copied");
        button.setAttribute("aria-label", words().copy);
      }, 1400);
    };
    navigator.clipboard.writeText(button.getAttribute("data-copy")).then(done, function () {});
  };
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest(".wl-copy") : null;
    if (button) { event.stopPropagation(); event.preventDefault(); copy(button); }
  }, true);
  document.addEventListener("click", function (event) {  /* the other language shows the same view */
    var link = event.target.closest ? event.target.closest("a.wl-lang") : null;
    if (link) { link.search = window.location.search; }
  }, true);
  document.addEventListener("change", function (event) {  /* a choice that stands in the link */
    if (!event.target.classList || !event.target.classList.contains("wl-go")) { return; }
    var now = new URLSearchParams(window.location.search);
    if (event.target.value) { now.set(event.target.name, event.target.value); } else { now.delete(event.target.name); }
    window.location.search = now.toString();
  });
  document.addEventListener("mouseover", function (event) {
    var button = event.target.closest ? event.target.closest(".wl-copy") : null;
    if (button && !button.title) { button.title = words().copy; button.setAttribute("aria-label", words().copy); }
  });

  var waiting = new MutationObserver(function () {  /* the first answer of the server goes when the page is there */
    var first = document.getElementById("first");
    if (first && document.querySelector("#frame #content")) { first.remove(); waiting.disconnect(); }
  });
  waiting.observe(document.documentElement, {childList: true, subtree: true});

  new MutationObserver(function () {  /* the head of the drawer is no banner of the page */
    document.querySelectorAll("header.mantine-Drawer-header:not([role])").forEach(function (head) { head.setAttribute("role", "presentation"); });
  }).observe(document.documentElement, {childList: true, subtree: true});

  var renderers = window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
  renderers.CopyHash = function (props) {
    var React = window.React;
    var value = props.value || "";
    if (value.length < 16) { return React.createElement("span", null, value); }
    return React.createElement("span", {title: value},
      value.slice(0, 8) + "…" + value.slice(-4) + " ",
      React.createElement("button", {className: "wl-copy", type: "button", "data-copy": value, "aria-label": words().copy},
        React.createElement("span", {className: "wl-copy-icon"})));
  };
})();
