// Comfort only: every page works without this file.
"use strict";

// While a worker is busy with a document, its article is fetched again and exchanged; the rest of the page,
// a chosen file or a half-typed name included, stays as it is.
const SECONDS = 3;

async function lookAgain(article) {
  const answer = await fetch(article.dataset.live, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(article.id);
  if (!fresh || fresh.innerHTML === article.innerHTML) return;
  const focused = article.contains(document.activeElement);
  if (focused || article.querySelector("details[open]")) {
    const progress = article.querySelector(".progress");
    const next = fresh.querySelector(".progress");
    if (progress && next) return progress.replaceWith(next);
  }
  announce(article, fresh);
  article.replaceWith(fresh);
  if (focused) fresh.querySelector("a")?.focus();
}

// Said to a screen reader when the state changes, not for every page that was recognised.
function announce(before, after) {
  if (!after.querySelector(".state")) return; // what was read has no state of its own
  const state = (article) => article.querySelector(".state").textContent.trim().replace(/\s+/g, " ");
  if (state(before) === state(after)) return;
  const name = after.querySelector("h3").textContent;
  document.getElementById("said").textContent = `${name}: ${state(after)}`;
}

async function watch() {
  if (!document.hidden) {
    for (const article of document.querySelectorAll("[data-live]")) {
      try { await lookAgain(article); } catch { /* the server is away: the next look may find it */ }
    }
  }
  setTimeout(watch, SECONDS * 1000);
}

// A file may be dropped anywhere on the page, not only on its field.
function dropAnywhere(field) {
  const over = (on) => document.body.classList.toggle("dragging", on);
  const carriesFiles = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(true);
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(false); });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(false);
    field.files = event.dataTransfer.files;
    field.form.querySelector("button").focus();
  });
}

// One press, one request: a second press on a slow line would only send everything again.
document.addEventListener("submit", (event) => {
  const button = event.target.querySelector("button");
  if (event.target.method === "post" && button) setTimeout(() => { button.disabled = true; });
});
addEventListener("pageshow", () => document.querySelectorAll("button[disabled]").forEach((b) => { b.disabled = false; }));

const field = document.querySelector("input[type=file]");
if (field) dropAnywhere(field);
watch();
