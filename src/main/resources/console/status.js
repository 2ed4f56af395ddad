"use strict";
// Everything that comes from the API goes in as text, never as markup.
const STATES = ["due", "sending", "accepted", "in_doubt", "completed", "rejected", "dead", "cancelled", "expired"];
const BAD = new Set(["in_doubt", "rejected", "dead"]);
const EVERY = 2000;
const at = id => document.getElementById(id);

function cell(row, text, options) {
  const made = document.createElement(options.head ? "th" : "td");
  if (options.head) made.scope = options.head;
  if (options.kind) made.className = options.kind;
  made.textContent = text === null || text === undefined ? "" : String(text);
  row.append(made);
}

function table(id, columns, rows, empty) {
  const head = document.createElement("thead");
  const body = document.createElement("tbody");
  const top = document.createElement("tr");
  columns.forEach(c => cell(top, c.title, { head: "col", kind: c.number ? "number" : "" }));
  head.append(top);
  rows.forEach(r => {
    const row = document.createElement("tr");
    columns.forEach((c, i) => {
      const value = c.value(r);
      const kind = [c.number ? "number" : "", c.words ? "words" : "", c.bad && c.bad(r) ? "bad" : ""];
      cell(row, value, { head: i === 0 ? "row" : "", kind: kind.join(" ").trim() });
    });
    body.append(row);
  });
  if (!rows.length) {
    const row = document.createElement("tr");
    cell(row, empty, {});
    row.firstChild.colSpan = columns.length;
    body.append(row);
  }
  at(id).replaceChildren(head, body);
}

const count = state => ({
  title: state.replace("_", " "), number: true, value: r => r.counts[state],
  bad: r => BAD.has(state) && r.counts[state] > 0
});

function show(status, doubted) {
  at("about").textContent =
    `${status.version} · ${status.node} · up ${status.uptimeSeconds} s · journal ${status.journal.writable ? "writable" : "NOT writable"}`;
  const busy = status.operations.filter(o => o.on || o.total > 0);
  table("operations", [{ title: "operation", value: r => r.operation }, ...STATES.map(count)], busy,
    "no provider is on; its keys are set in config/application.properties");
  table("providers", [
    { title: "provider", value: r => r.provider },
    { title: "is", value: r => r.paused ? "paused" : r.on ? "on" : "off", bad: r => r.paused },
    { title: "breaker", value: r => r.breaker, bad: r => r.breaker && r.breaker !== "closed" },
    { title: "in flight", number: true, value: r => r.inFlight },
    { title: "since", value: r => r.pausedSince },
    { title: "why", words: true, value: r => r.pauseReason }
  ], status.providers, "none");
  table("batches", [
    { title: "id", value: r => r.id }, { title: "name", value: r => r.name },
    { title: "operation", value: r => r.operation }, { title: "stage", value: r => r.stage },
    ...STATES.map(count), { title: "invalid rows", number: true, value: r => r.rejected }
  ], status.batches, "none yet");
  at("doubt-words").textContent = status.inDoubt === 0 ? "Nothing is in doubt."
    : `Records that may have been sent: ${status.inDoubt}. A callback settles them, else you: bin/dromedial in-doubt resolve`;
  table("doubt", [
    { title: "id", value: r => r.id }, { title: "operation", value: r => r.operation },
    { title: "reference", value: r => r.reference }, { title: "why", words: true, value: r => r.error }
  ], doubted.items, "none");
  at("notes").replaceChildren(...(status.notes.length ? status.notes : ["none"]).map(n => {
    const item = document.createElement("li");
    item.textContent = n;
    return item;
  }));
}

function trouble(text) {
  at("trouble").textContent = text;
  at("trouble").hidden = text === "";
}

async function get(path) {
  const token = sessionStorage.getItem("token");
  const answer = await fetch(path, { headers: token ? { Authorization: `Bearer ${token}` } : {} });
  if (answer.status === 401) {
    at("login").hidden = false;
    throw new Error("The token is needed.");
  }
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}.`);
  return answer.json();
}

async function refresh() {
  try {
    if (!document.hidden) {
      const [status, doubted] = await Promise.all([get("/api/v1/status"), get("/api/v1/in-doubt?limit=20")]);
      show(status, doubted);
      at("login").hidden = true;
      trouble("");
    }
  } catch (e) {
    trouble(e instanceof TypeError ? "The runtime does not answer." : e.message);
  } finally {
    setTimeout(refresh, EVERY);
  }
}

at("login").addEventListener("submit", event => {
  event.preventDefault();
  sessionStorage.setItem("token", at("token").value);
  at("token").value = "";
});
refresh();
