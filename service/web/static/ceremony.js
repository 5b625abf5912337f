// Signing on this computer. The page only carries: the agent at 127.0.0.1 shows the documents in its own window, asks
// for the PIN there and signs; the service checks every value before it files anything.
"use strict";

const box = document.getElementById("ceremony");
const LOOK_AGAIN = 700; // milliseconds
const ABSENT = `Không liên lạc được với trợ lý ký số trên máy này. Hãy mở trợ lý, cho phép trang ${location.origin}, rồi bấm ký lại.`;
const REFUSALS = {
  occupied: "Trợ lý ký số đang chờ trả lời cho một lần ký khác. Hãy trả lời trong cửa sổ trợ lý rồi bấm ký lại.",
  malformed: "Trợ lý ký số không nhận nội dung cần ký; hai bên có thể khác phiên bản.",
};

class Told extends Error {}

function say(text, kind = "") {
  const place = document.getElementById("told");
  place.hidden = false;
  place.className = `notice ${kind}`;
  place.textContent = text;
}

async function askAgent(path, body) {
  const post = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  let answer;
  try {
    answer = await fetch(box.dataset.agent + path, { ...(body ? post : {}), credentials: "omit", cache: "no-store" });
  } catch { throw new Told(ABSENT); }
  const told = await answer.json();
  if (!answer.ok) throw new Told(REFUSALS[told.code] || told.message || ABSENT);
  return told;
}

async function askService(path, fields) {
  const form = new FormData();
  form.set("csrf", box.dataset.csrf);
  for (const [name, value] of fields || []) form.append(name, value);
  let answer;
  try {
    answer = await fetch(path, fields ? { method: "POST", body: form } : {});
  } catch { throw new Told("Máy chủ không trả lời. Lần ký vẫn còn: tải lại trang để ký tiếp."); }
  if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
    throw new Told("Phiên làm việc đã hết, xin tải lại trang.");
  }
  const told = await answer.json();
  if (!answer.ok) throw new Told([told.problem, ...told.reasons].join(" "));
  return told;
}

// Of the certificates in the token the one assigned to this account; a key file shows none before its PIN.
function chosen(seen) {
  const assigned = JSON.parse(box.dataset.certificates);
  if (!seen.length) return assigned[0];
  const plain = (pem) => pem.split("-----")[2].replace(/\s/g, "");
  const found = assigned.find((pem) => seen.includes(plain(pem)));
  if (!found) throw new Told("Thiết bị ký trên máy này không có chứng thư đã giao cho tài khoản.");
  return found;
}

function show(ceremony) {
  const outcomes = JSON.parse(box.dataset.outcomes);
  for (const item of ceremony.items) {
    const row = box.querySelector(`tr[data-item="${item.item}"]`);
    row.classList.add("taken");
    row.querySelector("input")?.remove();
    if (item.hash) {
      row.querySelector("small").textContent = "cần ký";
      row.querySelector(".digest").textContent = item.hash.match(/.{8}/g).join(" ");
    }
    const result = row.querySelector(".result");
    result.className = `result ${item.outcome}`;
    result.textContent = outcomes[item.outcome];
    if (item.failure) result.append(Object.assign(document.createElement("small"), { textContent: item.failure.message }));
  }
  for (const row of box.querySelectorAll("tbody tr:not(.taken)")) row.hidden = true;
  document.getElementById("all")?.remove();
  const leave = document.getElementById("give-up");
  leave.action = `${box.dataset.prepare}/${ceremony.ceremony}/give-up`;
  leave.hidden = ceremony.over;
  if (!ceremony.over) return;
  document.getElementById("unfinished")?.remove();
  document.getElementById("sign").hidden = true;
  document.getElementById("back").hidden = false;
}

async function answered(ceremony) {
  const items = ceremony.items.filter((item) => item.outcome === "waiting")
    .map(({ item, dossier, title, pages, hash, attributes }) => ({ item, dossier, title, pages, hash, attributes }));
  let told = await askAgent("/v1/ceremonies", { ceremony: ceremony.ceremony, items });
  say("Hãy sang cửa sổ trợ lý ký số: so mã băm từng văn bản, gõ «ký» rồi nhập mã PIN ở đó.", "owed");
  while (told.state === "waiting") {
    await new Promise((next) => setTimeout(next, LOOK_AGAIN));
    told = await askAgent(`/v1/ceremonies/${ceremony.ceremony}`);
  }
  if (told.state !== "done") throw new Told(`${told.problem.message}. Bấm ký để thử lại, hoặc bỏ lần ký này.`);
  return told.results;
}

async function sign() {
  let ceremony;
  if (box.dataset.open) {
    ceremony = await askService(`${box.dataset.prepare}/${box.dataset.open}`);
  } else {
    const ticked = [...box.querySelectorAll("input[name=documents]:checked")].map((each) => ["documents", each.value]);
    if (!ticked.length) throw new Told("Chưa chọn văn bản nào.");
    const { certificates } = await askAgent("/v1/agent");
    ceremony = await askService(box.dataset.prepare, [...ticked, ["certificate", chosen(certificates)]]);
    box.dataset.open = ceremony.ceremony;
  }
  show(ceremony);
  if (!ceremony.over) {
    const results = await answered(ceremony);
    say("Đang kiểm tra và ghép chữ ký…", "owed");
    const signatures = Object.fromEntries(results.filter((each) => each.signature).map((each) => [each.item, each.signature]));
    if (!Object.keys(signatures).length) throw new Told(results[0].error.message);
    const answer = JSON.stringify({ signatures });
    ceremony = await askService(`${box.dataset.prepare}/${ceremony.ceremony}/signatures`, [["answer", answer]]);
    show(ceremony);
  }
  const done = ceremony.items.filter((item) => item.outcome === "signed").length;
  say(`Đã ký ${done}/${ceremony.items.length} văn bản.`, done < ceremony.items.length ? "owed" : "");
  return ceremony.over;
}

document.getElementById("all")?.addEventListener("click", () => {
  for (const each of box.querySelectorAll("input[name=documents]")) each.checked = true;
});

document.getElementById("sign")?.addEventListener("click", async ({ target }) => {
  target.disabled = true;
  let over = false;
  try {
    over = await sign();
  } catch (fault) {
    if (!(fault instanceof Told)) throw fault;
    say(fault.message, "refused");
  } finally {
    target.disabled = over;
  }
});
