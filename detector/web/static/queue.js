// Single keys press the control that carries them, so that keys and buttons can never differ.
"use strict";

document.documentElement.classList.add("js");

const keysOn = () => {
  try { return localStorage.getItem("keys") !== "off"; } catch { return true; }
};

const typing = (element) => element instanceof HTMLElement
  && (element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName)
    || (element.tagName === "INPUT" && !/^(checkbox|radio|button|submit)$/.test(element.type)));

function press(control) {
  if (control.dataset.dialog) { openKeys(); return; }
  if (control.dataset.submit) { document.getElementById(control.dataset.submit).click(); return; }
  if (control.dataset.open) {
    control.parentElement.open = true;
    document.getElementById(control.dataset.open).focus();
    return;
  }
  if (typing(control)) { control.focus(); if (control.select) control.select(); return; }
  control.click();
}

function openKeys() {
  const dialog = document.getElementById("keys");
  document.getElementById("keys-on").checked = keysOn();
  if (!dialog.open) dialog.showModal();
}

function moveInList(step) {
  const links = [...document.querySelectorAll(".list a.title")];
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement);
  const to = links[Math.min(links.length - 1, Math.max(0, at + step))];
  to.focus();
  to.scrollIntoView({ block: "nearest" });
  return true;
}

let busy = false; // a key pressed twice in haste must not decide the finding that comes next
document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.id !== "lease") busy = true; });
document.addEventListener("htmx:afterRequest", (event) => { if (event.target.id !== "lease") busy = false; });

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const pressed = event.shiftKey || event.key.length > 1 ? event.key : event.key.toLowerCase(); // also with caps lock on
  if (pressed === " " && event.target.closest && event.target.closest("button, summary, input")) return;
  if (pressed === "?") { event.preventDefault(); openKeys(); return; }
  if (!keysOn() || busy) return;
  const control = document.querySelector(`[data-key="${CSS.escape(pressed)}"]`);
  if (control) { event.preventDefault(); press(control); return; }
  if ((pressed === "j" && moveInList(1)) || (pressed === "k" && moveInList(-1))) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("[data-dialog]");
  if (link) { event.preventDefault(); event.stopPropagation(); openKeys(); }
}, true);

document.addEventListener("change", (event) => {
  if (event.target.id !== "keys-on") return;
  try { localStorage.setItem("keys", event.target.checked ? "on" : "off"); } catch { /* private window: keys stay on */ }
});

// What never reached the server must not look done. Not said by a heartbeat: the next one may get through.
const reached = (event, yes) => {
  const line = document.getElementById("unreached");
  if (line && (yes || event.target.id !== "lease")) line.hidden = yes;
};
document.addEventListener("htmx:sendError", (event) => reached(event, false));
document.addEventListener("htmx:timeout", (event) => reached(event, false));
document.addEventListener("htmx:afterOnLoad", (event) => reached(event, true));

// After a page came in, a screen reader hears the headline and what was done.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.tagName !== "BODY") return;
  window.scrollTo(0, 0);
  const heading = document.getElementById("headline") || document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  if (document.getElementById("told")) heading.setAttribute("aria-describedby", "told");
  heading.focus({ preventScroll: true });
});
