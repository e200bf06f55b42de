// Events by date. Near days are told apart and far years still fit: the distance from the day of publication is shown by its
// logarithm.

const DAY = 86400000;
const STEPS = [[1, "1 day"], [7, "1 week"], [30.4, "1 month"], [91, "3 months"], [365, "1 year"], [1826, "5 years"], [3652, "10 years"], [18262, "50 years"]];
const MARKS = { announced: "◆", occurred: "●", effective: "▶", ends: "■" };

function dayNumber(text) {
  const time = Date.parse(text + "T00:00:00Z");
  return Number.isNaN(time) ? undefined : time / DAY;
}

// [{ fact, dates: [{ kind, first, last, text }] }] of the events that have a resolved date.
function dated() {
  return FACTS.filter((fact) => fact.kind === "event").map((fact) => ({
    fact,
    dates: Object.entries(fact.raw.dates || {})
      .map(([kind, date]) => ({ kind, first: dayNumber(date.start), last: dayNumber(date.end), text: days(date), words: date.span?.text }))
      .filter((date) => date.first !== undefined && date.last !== undefined),
  }));
}

function drawTimeline(root) {
  const all = dated();
  const rows = all.filter((row) => row.dates.length);
  root.append(h("h2", {}, "Timeline"));
  if (rows.length) root.append(timelinePicture(rows));
  const undated = all.filter((row) => !row.dates.length);
  if (undated.length) {
    root.append(h("p", { class: "note" }, "No date in the text: ", joined(undated.map((row) => factLink(row.fact.id)))));
  }
  if (!all.length) root.append(h("p", { class: "note" }, "The text tells no trade event."));
}

function timelinePicture(rows) {
  const numbers = rows.flatMap((row) => row.dates.flatMap((date) => [date.first, date.last]));
  const published = EXTRACTION.referenceDay ? dayNumber(EXTRACTION.referenceDay) : undefined;
  const origin = published ?? Math.max(...numbers);
  const squeeze = (day) => Math.sign(day - origin) * Math.log1p(Math.abs(day - origin) / 2);
  const low = Math.min(...numbers.map(squeeze), -1);
  const high = Math.max(...numbers.map(squeeze), published === undefined ? 0.2 : 1);
  const [width, left, right, top, step] = [440, 14, 426, 34, 38];
  const x = (day) => left + ((squeeze(day) - low) / (high - low)) * (right - left);
  const height = top + rows.length * step + 8;
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "timeline", role: "group", "aria-label": "Events by date" });
  // Labels of the axis, each where no label before it stands; the day of publication comes first.
  const taken = [];
  const axis = (text, place, kind) => {
    const half = text.length * 3 + 4;
    const middle = Math.min(Math.max(place, half), width - half);
    if (taken.some(([from, to]) => middle + half > from && middle - half < to)) return;
    taken.push([middle - half, middle + half]);
    picture.append(svg("text", { class: kind, x: middle, y: 18, "text-anchor": "middle" }, text));
  };
  const upright = (place, kind) => picture.append(svg("line", { class: kind, x1: place, x2: place, y1: 24, y2: height }));
  if (published !== undefined) {
    upright(x(origin), "published");
    axis(EXTRACTION.referenceDay, x(origin), "axis origin");
  }
  for (const [distance, label] of STEPS) {
    for (const [day, text] of [[origin - distance, "−" + label], [origin + distance, "+" + label]]) {
      if (squeeze(day) < low || squeeze(day) > high) continue;
      upright(x(day), "tick");
      axis(text, x(day), "axis");
    }
  }
  rows.sort((a, b) => Math.min(...a.dates.map((d) => d.first)) - Math.min(...b.dates.map((d) => d.first)));
  rows.forEach((row, i) => picture.append(timelineRow(row, top + i * step, x, { left, right })));
  return picture;
}

function timelineRow({ fact, dates }, y, x, { left, right }) {
  const label = shorten(`${fact.id} ${fact.label} ${fact.who}`, 62);
  const spoken = `${fact.id} ${fact.label} ${fact.who}, ${dates.map((date) => `${date.kind} ${date.text}`).join(", ")}`;
  const choose = () => select(fact, true);
  const keys = (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), choose());
  const group = svg("g", {
    class: "row", "data-fact": fact.id, "data-group": fact.group, tabindex: 0, role: "button", "aria-label": spoken, onclick: choose, onkeydown: keys,
  });
  group.append(svg("rect", { class: "ground", x: 0, y: y - 3, width: 440, height: 36, rx: 6 }));
  group.append(svg("text", { class: "label", x: left - 6, y: y + 10 }, label));
  const [first, last] = [Math.min(...dates.map((d) => d.first)), Math.max(...dates.map((d) => d.last))];
  group.append(svg("line", { class: "reach", x1: x(first), x2: x(last), y1: y + 23, y2: y + 23 }));
  for (const date of dates) {
    const from = x(date.first);
    const to = Math.max(x(date.last), from);
    const middle = Math.min(Math.max((from + to) / 2, left), right);
    const mark = svg("g", {}, svg("title", {}, `${date.kind} ${date.text}${date.words ? ` “${date.words}”` : ""}`));
    if (to - from > 8) mark.append(svg("rect", { class: "interval", x: from, y: y + 18, width: to - from, height: 10, rx: 5 }));
    mark.append(svg("text", { class: "mark", x: middle, y: y + 28, "text-anchor": "middle" }, MARKS[date.kind] || "●"));
    group.append(mark);
  }
  return group;
}

function timelineKey() {
  const names = { announced: "announced", occurred: "takes place", effective: "in effect", ends: "ends" };
  return h("p", { class: "key" }, Object.entries(names).map(([kind, name]) => h("span", {}, MARKS[kind] + " " + name)));
}
