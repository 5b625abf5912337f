// Signing with VGCA SignService, the government's tool on this computer. The page hands it one document after the other
// and believes neither it nor its answer: only what the service says became of the document is shown. Needs ceremony.js.
"use strict";

const CONNECT = 15000; // milliseconds after which a tool that does not answer the door is not there
const ASK = 1500;
const NO_TOOL = "Không mở được VGCA SignService trên máy này. Hãy mở công cụ rồi bấm ký lại.";
const LEFT = "VGCA SignService đã ngắt mà không trả lời. Hãy mở lại công cụ rồi bấm ký lại.";
const ENDS = {
  expired: "Quá 10 phút mà VGCA SignService chưa trả văn bản: văn bản trở lại danh sách chờ.",
  given_up: "Đã lấy lại văn bản; chưa ký.",
  failed: "Văn bản không ký được lần này.",
};

// One message out, one message in.
function talk(tool) {
  return new Promise((resolve, reject) => {
    let opened = false;
    let socket;
    try { socket = new WebSocket(tool.address); } catch { return reject(new Told(NO_TOOL)); }
    const absent = setTimeout(() => { reject(new Told(NO_TOOL)); socket.close(); }, CONNECT);
    socket.addEventListener("open", () => {
      opened = true;
      clearTimeout(absent);
      socket.send(JSON.stringify(tool.message));
    });
    socket.addEventListener("message", ({ data }) => { resolve(data); socket.close(); });
    socket.addEventListener("close", () => { clearTimeout(absent); reject(new Told(opened ? LEFT : NO_TOOL)); });
  });
}

// A tool may hang for ever: the service ends the handover after ten minutes, and says so here.
async function ended(path, stopped) {
  let state = await askService(path);
  while (state.outcome === "waiting" && !stopped.now) {
    await new Promise((next) => setTimeout(next, ASK));
    state = await askService(path);
  }
  return state;
}

// Success is 0 in what other systems' pages test, true in what their upload handlers answer.
function refusal(data) {
  let said;
  try { said = JSON.parse(data); } catch { return "VGCA SignService trả lời không hiểu được."; }
  if (said && (said.Status === 0 || said.Status === true)) return null;
  return `VGCA SignService chưa ký: ${said?.Message || "người ký đã đóng cửa sổ ký"}.`;
}

async function signByTool(path) {
  const given = await askService(path, []);
  const stopped = { now: false };
  document.getElementById("vgca-stop").onclick = () => askService(`${path}/stop`, []).catch(() => {});
  const answer = talk(given.tool).then(refusal);
  try {
    const first = await Promise.race([ended(path, stopped), answer]);
    let state = first?.outcome ? first : await askService(path);
    if (state.outcome === "waiting") { // the tool has spoken and brought nothing that was taken
      state = await askService(`${path}/stop`, []);
      if (state.outcome !== "signed") throw new Told(state.failure?.message || first || LEFT);
    }
    return state;
  } catch (fault) {
    const state = await askService(`${path}/stop`, []);
    if (state.outcome === "signed") return state;
    throw fault;
  } finally {
    stopped.now = true;
    answer.catch(() => {}); // a socket that closes later has nothing more to say
  }
}

async function signAllByTool() {
  const ticked = [...box.querySelectorAll("input[name=documents]:checked")];
  if (!ticked.length) throw new Told("Chưa chọn văn bản nào.");
  const outcomes = JSON.parse(box.dataset.outcomes);
  let done = 0;
  for (const each of ticked) {
    say(`Hãy sang cửa sổ VGCA SignService để ký (${done + 1}/${ticked.length}).`, "owed");
    const result = each.closest("tr").querySelector(".result");
    const state = await signByTool(each.dataset.vgca);
    result.className = `result ${state.outcome}`;
    result.textContent = outcomes[state.outcome];
    if (state.outcome !== "signed") throw new Told(state.failure?.message || ENDS[state.outcome]);
    each.remove();
    done += 1;
  }
  say(`Đã ký ${done}/${ticked.length} văn bản bằng VGCA SignService.`);
}

document.getElementById("vgca")?.addEventListener("click", async () => {
  const buttons = box.querySelectorAll(".acts button:not(#vgca-stop)");
  const stop = document.getElementById("vgca-stop");
  for (const each of buttons) each.disabled = true;
  stop.hidden = false;
  try {
    await signAllByTool();
  } catch (fault) {
    if (!(fault instanceof Told)) throw fault;
    say(fault.message, "refused");
  } finally {
    for (const each of buttons) each.disabled = false;
    stop.hidden = true;
  }
});
