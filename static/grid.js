// The entry grid of a return: moving about by keyboard, pasting and copying blocks, sums while one types, and drafts.
// The page works without it. Whatever is shown here is a help to the eye: the server reads and adds up anew.

const form = document.querySelector("[data-grid]");
const table = form.querySelector("#grid");
const scroller = table.parentElement;
const status = form.querySelector("[data-grid-status]");
const columns = Number(table.dataset.periods);
const own = Number(table.dataset.own);
const seen = form.elements.seen;

// --- cells ---------------------------------------------------------------------------------------------------------

const rows = [...table.querySelectorAll("[data-row]")].map((element) => {
  const cells = [...element.querySelectorAll("[data-column]")].map((td, column) => {
    const input = td.querySelector("input");
    return { td, input, column, lock: td.dataset.lock ?? "", stands: input ? input.dataset.stands : td.dataset.held };
  });
  const outputs = Object.fromEntries([...element.querySelectorAll("[data-out]")].map((td) => [td.dataset.out, td]));
  return { element, cells, outputs, about: element.dataset, name: element.querySelector("th").firstChild.textContent.trim() };
});
rows.forEach((row, number) => row.cells.forEach((cell) => Object.assign(cell, { row: number })));
const inputs = rows.flatMap((row) => row.cells).filter((cell) => cell.input);
const byInput = new Map(inputs.map((cell) => [cell.input, cell]));
const byName = new Map(inputs.map((cell) => [cell.input.name, cell]));

const DASHES = ["-", "–", "—"];
const MULTIPLES = { "": 1, k: 1e3, m: 1e6, bn: 1e9 };

// As ledger/typed.py reads it; NaN for what is no number, null for a blank.
function readNumber(text) {
  let rest = text.replaceAll("−", "-").replace(/[\u00a0\u202f]/g, " ").trim();
  if (!rest) return null;
  if (DASHES.includes(rest)) return 0;
  let negative = rest.startsWith("(") && rest.endsWith(")");
  if (negative) rest = rest.slice(1, -1).trim();
  rest = rest.replace(/^£/, "").replace(/%$/, "").trim();
  if (!negative && rest.startsWith("-")) [negative, rest] = [true, rest.slice(1).trim().replace(/^£/, "").trim()];
  else if (!negative && rest.endsWith("-")) [negative, rest] = [true, rest.slice(0, -1).trim()];
  if (/,(?!\d{3}(\D|$))/.test(rest)) return NaN;
  const found = /^(\d+(?:\.\d*)?|\.\d+)\s*(k|m|bn|)$/i.exec(rest.replaceAll(",", ""));
  if (!found) return NaN;
  const value = Number(found[1]) * MULTIPLES[found[2].toLowerCase()];
  return negative ? -value : value;
}

const isChanged = (cell) => cell.input.value.trim() !== cell.stands;
// A blank or what can't be read takes nothing away: what stands counts.
function valueOf(cell) {
  const value = cell.input ? readNumber(cell.input.value) : null;
  return value === null || Number.isNaN(value) ? readNumber(cell.stands ?? "") : value;
}

function mark(cell) {
  const wrong = Number.isNaN(readNumber(cell.input.value));
  const changed = isChanged(cell);
  cell.td.classList.toggle("ascare-grid__cell--changed", changed && !wrong);
  cell.td.classList.toggle("ascare-grid__cell--unreadable", wrong);
  cell.input.toggleAttribute("aria-invalid", wrong);
  if (wrong) cell.input.setAttribute("aria-invalid", "true");
  const words = [cell.td.querySelector(".ascare-grid__error")?.id, wrong ? "grid-unreadable" : changed ? "grid-changed" : ""];
  const described = words.filter(Boolean).join(" ");
  if (described) cell.input.setAttribute("aria-describedby", described);
  else cell.input.removeAttribute("aria-describedby");
}

// --- sums ----------------------------------------------------------------------------------------------------------

const number = (text) => (text === undefined || text === "" ? null : Number(text));
const less = (a, b) => (a === null || b === null ? null : a - b);
const share = (part, whole) => (part === null || !whole ? null : (part * 100) / Math.abs(whole));
const sum = (values) => values.reduce((total, value) => total + value, 0);

function shown(value, unit, decimals) {
  const scale = 10 ** decimals;
  const size = Math.round(Number((Math.abs(value) * scale).toPrecision(15))) / scale;
  const digits = size.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return `${value < 0 && size ? "−" : ""}${unit === "GBP" ? "£" : ""}${digits}${unit === "percent" ? "%" : ""}`;
}

const VARIANCES = ["variance", "outturn_variance", "movement"];
const SHARES = ["share", "outturn_share"];

function fill(td, key, value, about) {
  if (!td) return;
  td.textContent = "";
  if (value === null) return;
  td.textContent = SHARES.includes(key) ? shown(value, "percent", 1) : shown(value, about.unit, Number(about.decimals));
  if (!VARIANCES.includes(key) || !value || !["higher", "lower"].includes(about.better)) return;
  const word = document.createElement("span");
  word.className = "ascare-grid__word";
  word.textContent = value > 0 === (about.better === "lower") ? "adverse" : "favourable";
  td.append(" ", word);
}

// Months together, as their measure rolls up: amounts are summed, levels are the last known, averages are averaged.
const together = { sum, last: (values) => values.at(-1), mean: (values) => sum(values) / values.length };
const listed = (text) => Array.from({ length: columns }, (_, column) => number((text ?? "").split(",")[column]));

// As ledger/projections.py does: the actuals and the forecasts after them.
function forecast(about, values, last) {
  const earlier = listed(about.earlier);
  const ahead = values.map((value, column) => (column > own ? value : null) ?? earlier[column]);
  if (about.rollup === "last") return ahead.at(-1);
  const year = [...values.slice(0, last + 1), ...ahead.slice(last + 1)];
  return year.includes(null) ? null : together[about.rollup](year);
}

// The actuals, and what was planned after them.
function planned(about, values, last) {
  const profile = listed(about.profile);
  if (last < 0) return null;
  if (about.rollup === "last") {
    const left = less(profile.at(-1), profile[last]);
    return left === null ? null : values[last] + left;
  }
  return profile.includes(null) ? null : together[about.rollup]([...values.slice(0, last + 1), ...profile.slice(last + 1)]);
}

// The outturn as the series' own method projects it or, where that says nothing, as the other one does.
function project(row, values) {
  const { about } = row;
  const past = values.slice(0, own + 1);
  const gap = past.indexOf(null);
  const last = about.rollup === "last" ? past.findLastIndex((value) => value !== null) : gap < 0 ? own : gap - 1;
  if (last === columns - 1) return together[about.rollup](values);
  const ways = [planned, forecast];
  if (about.method === "officer") ways.reverse();
  return ways[0](about, values, last) ?? ways[1](about, values, last);
}

function toDate(about, values) {
  const past = values.slice(0, own + 1);
  return about.rollup !== "last" && past.includes(null) ? null : together[about.rollup](past);
}

function parts(row) {
  const about = row.about;
  const values = row.cells.map(valueOf);
  if (about.compared !== undefined || "before" in row.outputs) {
    const [value, before, compared] = [values[0], number(about.before), number(about.compared)];
    return { before, change: less(value, before), compared, variance: less(value, compared), against: compared };
  }
  const budget = number(about.budget);
  const budget_to_date = number(about.budget_to_date);
  const known = { budget, budget_to_date, reported: number(about.reported), against: budget_to_date };
  if (!about.method) return row.touched ? { ...known, unknown: true } : { ...known, to_date: number(about.to_date), outturn: number(about.outturn) };
  return { ...known, to_date: toDate(about, values), outturn: project(row, values) };
}

function complete(found) {
  if ("change" in found) return { ...found, share: share(found.variance, found.against) };
  const variance = less(found.to_date ?? null, found.budget_to_date);
  const outturn_variance = less(found.outturn ?? null, found.budget);
  return {
    ...found,
    to_date: found.to_date ?? null,
    outturn: found.outturn ?? null,
    variance,
    share: share(variance, found.budget_to_date),
    outturn_variance,
    outturn_share: share(outturn_variance, found.budget),
    movement: less(found.outturn ?? null, found.reported),
  };
}

const ADDED = ["budget", "budget_to_date", "to_date", "outturn", "reported", "before", "change", "compared", "variance"];

function addUp(of, into) {
  const cells = [...into.querySelectorAll("[data-column]")];
  const about = of[0].about;
  cells.forEach((td, column) => {
    const values = of.map((row) => valueOf(row.cells[column])).filter((value) => value !== null);
    fill(td, "", values.length ? sum(values) : null, about);
  });
  const found = {};
  for (const key of ADDED) {
    const values = of.map((row) => row.found[key] ?? null);
    found[key] = values.includes(null) ? null : sum(values);
  }
  found.against = found.compared;
  const by_year = !of[0].found.hasOwnProperty("change");
  if (by_year) delete found.change;
  const whole = complete(found);
  whole.unknown = of.some((row) => row.found.unknown);
  drawOutputs(into.querySelectorAll("[data-out]"), whole, about);
}

const BY_SERVER = ["to_date", "variance", "share", "outturn", "outturn_variance", "outturn_share", "movement"];

// Dots stand for what only the server can work out: it shows once one checks what changes.
function drawOutputs(cells, found, about) {
  for (const td of cells) {
    const key = td.dataset.out;
    if (found.unknown && BY_SERVER.includes(key)) td.textContent = "…";
    else fill(td, key, found[key] ?? null, about);
  }
}

function work(row) {
  row.found = complete(parts(row));
}

function draw(row) {
  work(row);
  drawOutputs(Object.values(row.outputs), row.found, row.about);
}

function drawTotals() {
  for (const into of table.querySelectorAll("[data-total]")) {
    const of = into.dataset.total === "all" ? rows : rows.filter((row) => row.element.parentElement === into.parentElement);
    addUp(of, into);
  }
}

rows.forEach(work);

// --- what the reader is told ---------------------------------------------------------------------------------------

const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
let telling;

function tell(words, soon = 500) {
  clearTimeout(telling);
  telling = setTimeout(() => { status.textContent = words; }, soon);
}

function summary(row) {
  const changed = inputs.filter(isChanged);
  const wrong = changed.filter((cell) => Number.isNaN(readNumber(cell.input.value)));
  const words = changed.length ? [`${count(changed.length, "cell")} changed, nothing saved yet.`] : ["Nothing is changed."];
  if (wrong.length) words.push(`${count(wrong.length, "cell")} can’t be read as a number.`);
  const outturn = row?.outputs.outturn;
  if (outturn?.textContent && !row.found.unknown) words.push(`${row.name}: projected outturn ${outturn.textContent}, variance ${row.outputs.outturn_variance.textContent || "not known"}.`);
  return words.join(" ");
}

function changed(cells) {
  const touched = new Set(cells.map((cell) => rows[cell.row]));
  cells.forEach(mark);
  for (const row of touched) {
    row.touched = true;
    draw(row);
  }
  drawTotals();
  keepDraft();
  tell(summary([...touched].at(-1)));
}

function type(cell, text) {
  cell.input.value = text;
  return cell;
}

// --- moving and selecting ------------------------------------------------------------------------------------------

let anchor = null; // where a selected block begins
let corner = null; // where it ends
let inText = false; // F2 or a second click: arrows move within the text
let before = ""; // what the cell said when it was come to

function block() {
  if (!anchor || !corner || anchor === corner) return null;
  const [top, bottom] = [anchor.row, corner.row].sort((a, b) => a - b);
  const [left, right] = [anchor.column, corner.column].sort((a, b) => a - b);
  return rows.slice(top, bottom + 1).map((row) => row.cells.slice(left, right + 1));
}

function drawBlock() {
  for (const td of table.querySelectorAll(".ascare-grid__cell--selected")) td.classList.remove("ascare-grid__cell--selected");
  const chosen = block();
  if (!chosen) return;
  for (const cell of chosen.flat()) cell.td.classList.add("ascare-grid__cell--selected");
  tell(`${count(chosen.length, "row")} by ${count(chosen[0].length, "column")} selected.`, 200);
}

function select(cell) {
  anchor = corner = cell;
  drawBlock();
}

function go(cell) {
  if (!cell) return;
  cell.input.focus();
  cell.input.select();
}

// The next cell that can be typed into, that way; none at the edge.
function next(cell, down, across) {
  let { row, column } = cell;
  for (;;) {
    [row, column] = [row + down, column + across];
    const found = rows[row]?.cells[column];
    if (!found || found.input) return found;
  }
}

function extend(down, across) {
  const found = rows[corner.row + down]?.cells[corner.column + across];
  if (!found) return;
  corner = found;
  drawBlock();
  found.td.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function onArrow(event, cell) {
  const [down, across] = ARROWS[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey || (across && inText)) return;
  event.preventDefault();
  if (event.shiftKey) extend(down, across);
  else go(next(cell, down, across));
}

function onEscape(cell) {
  if (block()) select(cell);
  else {
    type(cell, cell.input.value === before ? cell.stands : before);
    cell.input.select();
    inText = false;
    changed([cell]);
  }
}

table.addEventListener("keydown", (event) => {
  const cell = byInput.get(event.target);
  if (!cell || event.isComposing) return;
  if (event.key in ARROWS) onArrow(event, cell);
  else if (event.key === "Enter") {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) form.requestSubmit();
    else go(next(cell, event.shiftKey ? -1 : 1, 0));
  } else if (event.key === "Escape") {
    event.preventDefault();
    onEscape(cell);
  } else if (event.key === "F2") {
    event.preventDefault();
    inText = true;
    cell.input.setSelectionRange(cell.input.value.length, cell.input.value.length);
  } else if (["Delete", "Backspace"].includes(event.key) && block()) {
    event.preventDefault();
    changed(block().flat().filter((each) => each.input).map((each) => type(each, "")));
  }
});

table.addEventListener("focusin", (event) => {
  const cell = byInput.get(event.target);
  if (!cell) return;
  [before, inText] = [cell.input.value, false];
  select(cell);
});
table.addEventListener("input", (event) => {
  const cell = byInput.get(event.target);
  if (cell) changed([cell]);
});
table.addEventListener("mousedown", (event) => {
  const td = event.target.closest("td[data-column]");
  const row = rows.find((each) => each.element === td?.parentElement);
  const cell = row?.cells[td.dataset.column];
  if (cell && event.shiftKey && anchor) {
    event.preventDefault();
    corner = cell;
    drawBlock();
  } else if (cell?.input && document.activeElement === cell.input) inText = true;
  else if (cell?.input && event.target === cell.input) {
    // The first click chooses the cell, as in a spreadsheet: what is typed then replaces what stands.
    event.preventDefault();
    go(cell);
  }
});

// --- pasting and copying -------------------------------------------------------------------------------------------

// As returns/pasting.py reads it.
function readBlock(text) {
  text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const found = [[]];
  let at = 0;
  for (;;) {
    let cell;
    const end = text[at] === '"' ? closing(text, at) : 0;
    if (end) [cell, at] = [text.slice(at + 1, end).replaceAll('""', '"'), end + 1];
    else {
      const stop = text.slice(at).search(/[\t\n]/);
      const upTo = stop < 0 ? text.length : at + stop;
      [cell, at] = [text.slice(at, upTo), upTo];
    }
    found.at(-1).push(cell.trim());
    if (at >= text.length) break;
    if (text[at] === "\n") found.push([]);
    at += 1;
  }
  while (found.length && !found.at(-1).some(Boolean)) found.pop();
  const width = Math.max(0, ...found.map((row) => row.findLastIndex(Boolean) + 1));
  return found.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? ""));
}

function closing(text, at) {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end)) {
    if (text[end + 1] === '"') end += 2;
    else return end + 1 >= text.length || "\t\n".includes(text[end + 1]) ? end : 0;
  }
  return 0;
}

const label = (cell) => cell.input?.ariaLabel ?? `${rows[cell.row].name}, ${table.tHead.rows[0].cells[cell.column + 1].innerText.replace(/\s+/g, " ").trim()}`;
const size = (high, wide) => `${count(high, "row")} by ${count(wide, "column")}`;

function land(texts, from) {
  const [high, wide] = [texts.length, texts[0].length];
  const [roomHigh, roomWide] = [rows.length - from.row, columns - from.column];
  if (high > roomHigh || wide > roomWide) {
    throw new Error(
      `The block is ${size(high, wide)}; from ${label(from)} on there is room for ${size(roomHigh, roomWide)}. ` +
        "Nothing was pasted; start further up or to the left, or copy fewer cells.",
    );
  }
  const landed = [];
  texts.forEach((row, down) =>
    row.forEach((text, across) => {
      const cell = rows[from.row + down].cells[from.column + across];
      if (!text || (!cell.input && readNumber(text) === readNumber(cell.stands ?? ""))) return;
      if (!cell.input) {
        throw new Error(
          `“${text}” would land on ${label(cell)}, where nothing can be typed: ${cell.lock} ` +
            "Nothing was pasted; leave that cell blank in what you copy, or copy around it.",
        );
      }
      landed.push([cell, text]);
    }),
  );
  return landed.map(([cell, text]) => type(cell, text));
}

table.addEventListener("paste", (event) => {
  const cell = byInput.get(event.target);
  const texts = cell ? readBlock(event.clipboardData.getData("text/plain")) : [];
  if (!texts.length) return;
  const chosen = block();
  const single = texts.length === 1 && texts[0].length === 1;
  if (single && !chosen) return; // as into any input
  event.preventDefault();
  try {
    // One number fills a chosen block; a block lands with its corner at the chosen one's.
    const target = chosen ? chosen[0][0] : cell;
    const filled = single ? chosen.map((row) => row.map((each) => (each.input ? texts[0][0] : ""))) : texts;
    const landed = land(filled, target);
    form.elements.channel.value = "paste";
    changed(landed);
    warn("");
    tell(`${count(landed.length, "cell")} pasted. ${summary()}`, 0);
  } catch (error) {
    warn(error.message);
  }
});

const warning = document.createElement("p");
warning.className = "govuk-error-message";
warning.setAttribute("role", "alert");
status.before(warning);
function warn(words) {
  warning.textContent = words;
}

const quoted = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
table.addEventListener("copy", (event) => {
  const chosen = block();
  if (!chosen) return;
  const text = (cell) => (cell.input ? cell.input.value.trim() : (cell.stands ?? ""));
  event.clipboardData.setData("text/plain", chosen.map((row) => row.map((cell) => quoted(text(cell))).join("\t")).join("\n") + "\n");
  event.preventDefault();
  tell(`${size(chosen.length, chosen[0].length)} copied.`, 0);
});

// --- last forecasts ------------------------------------------------------------------------------------------------

const forward = form.querySelector("[data-grid-forward]");
const toBring = () =>
  rows.flatMap((row) => {
    const earlier = (row.about.earlier ?? "").split(",");
    return row.cells.filter((cell) => cell.input && cell.column > own && !cell.input.value.trim() && earlier[cell.column]).map((cell) => [cell, earlier[cell.column]]);
  });
if (forward) {
  forward.hidden = !toBring().length;
  forward.addEventListener("click", () => {
    const brought = toBring();
    changed(brought.map(([cell, text]) => type(cell, Number(text).toLocaleString("en-GB", { maximumFractionDigits: 4 }))));
    tell(`${count(brought.length, "forecast")} brought forward. ${summary()}`, 0);
  });
}

// --- drafts --------------------------------------------------------------------------------------------------------

const key = `ascare:draft:${form.dataset.draft}`;
const KEPT_FOR = 14 * 24 * 60 * 60 * 1000;
const offer = document.querySelector("[data-draft-offer]");
const comments = [...form.querySelectorAll("[data-comment]")];
const atFirst = new Map(comments.map((each) => [each.name, each.defaultValue]));
let offered = null; // a draft that nobody has put back or thrown away yet
let keeping;

const series = (cell) => cell.input.name.slice(1, cell.input.name.indexOf("-"));
const revisions = JSON.parse(seen.value);

function readDraft() {
  try {
    const found = JSON.parse(localStorage.getItem(key));
    return found && Date.now() - Date.parse(found.at) < KEPT_FOR ? found : null;
  } catch {
    return null; // no storage here, or not ours
  }
}

function writeDraft() {
  clearTimeout(keeping);
  const cells = inputs.filter(isChanged).map((cell) => [cell.input.name, [cell.input.value, revisions.cells[series(cell)][cell.column]]]);
  const said = comments.filter((each) => each.value !== atFirst.get(each.name)).map((each) => [each.name, each.value]);
  const mine = { cells: { ...offered?.cells, ...Object.fromEntries(cells) }, said: { ...offered?.said, ...Object.fromEntries(said) } };
  try {
    if (Object.keys(mine.cells).length || Object.keys(mine.said).length) {
      localStorage.setItem(key, JSON.stringify({ at: offered && !cells.length ? offered.at : new Date().toISOString(), ...mine }));
    } else localStorage.removeItem(key);
  } catch {
    tell("This browser keeps no drafts: save often.", 0);
  }
}

function keepDraft() {
  clearTimeout(keeping);
  keeping = setTimeout(writeDraft, 300);
}

function takeDraft() {
  const back = Object.entries(offered.cells).filter(([name]) => byName.has(name));
  for (const [name, [text, revision]] of back) {
    const cell = byName.get(name);
    type(cell, text);
    // What was seen then: if somebody changed it since, the server says so.
    revisions.cells[series(cell)][cell.column] = revision;
  }
  seen.value = JSON.stringify(revisions);
  for (const each of comments) each.value = offered.said[each.name] ?? each.value;
  closeOffer();
  changed(back.map(([name]) => byName.get(name)));
  go(byName.get(back[0]?.[0]));
}

function closeOffer() {
  offered = null;
  offer.hidden = true;
}

function offerDraft() {
  const found = readDraft();
  const cells = Object.entries(found?.cells ?? {}).filter(([name, [text]]) => byName.has(name) && text.trim() !== byName.get(name).stands);
  const said = Object.keys(found?.said ?? {}).length;
  if (!cells.length && !said) {
    localStorage.removeItem(key);
    return;
  }
  offered = { ...found, cells: Object.fromEntries(cells) };
  const when = new Date(found.at).toLocaleString("en-GB", { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
  const what = [cells.length ? count(cells.length, "cell") : "", said ? count(said, "comment") : ""].filter(Boolean).join(" and ");
  offer.querySelector("[data-draft-words]").textContent = `You typed ${what} here and did not save. This browser kept it on ${when}.`;
  offer.hidden = false;
}

offer.querySelector("[data-draft-take]").addEventListener("click", takeDraft);
offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
  closeOffer();
  writeDraft();
  go(inputs[0]);
});
// --- leaving for a step with something unsaved ----------------------------------------------------------------------

const unsaved = document.querySelector("[data-unsaved]");

function unsavedWords() {
  const cells = new Set([...inputs.filter(isChanged).map((cell) => cell.input.name), ...Object.keys(offered?.cells ?? {})]).size;
  const changedComments = comments.filter((each) => each.value !== atFirst.get(each.name)).map((each) => each.name);
  const said = new Set([...changedComments, ...Object.keys(offered?.said ?? {})]).size;
  const what = [cells ? count(cells, "cell") : "", said ? count(said, "comment") : ""].filter(Boolean).join(" and ");
  return what && `You typed ${what} that ${cells + said === 1 ? "is" : "are"} not saved, so not in what you submit.`;
}

for (const link of document.querySelectorAll("[data-step]")) {
  link.addEventListener("click", (event) => {
    const words = unsavedWords();
    if (!words || !unsaved) return;
    event.preventDefault();
    unsaved.querySelector("[data-unsaved-words]").textContent = words;
    unsaved.querySelector("[data-unsaved-go]").href = link.href;
    unsaved.hidden = false;
    unsaved.focus();
  });
}
unsaved?.querySelector("[data-unsaved-save]").addEventListener("click", () => {
  if (offered) takeDraft();
  form.requestSubmit();
});

comments.forEach((each) => each.addEventListener("input", keepDraft));
addEventListener("pagehide", () => {
  if (inputs.some(isChanged) || keeping) writeDraft();
});

try {
  if ("saved" in form.dataset) localStorage.removeItem(key);
  if ("typed" in form.dataset) {
    inputs.filter(isChanged).forEach(mark);
    rows.filter((row) => row.cells.some((cell) => cell.input && isChanged(cell))).forEach((row) => {
      row.touched = true;
      draw(row);
    });
    drawTotals();
    writeDraft();
  } else offerDraft();
} catch {
  // Storage is forbidden here: there are no drafts.
}
scroller.removeAttribute("tabindex"); // the cells take the keyboard, and bring themselves into view

// The return's own period stands beside the lines' names, after the one before it.
const heads = table.tHead.rows[0].cells;
scroller.scrollLeft = heads[Math.max(own, 1)].getBoundingClientRect().left - heads[0].getBoundingClientRect().right;
