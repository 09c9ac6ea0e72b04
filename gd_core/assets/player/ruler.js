// The ruler: the zones on one logarithmic band, and a handle a rate, which mouse, finger and keys move.

const KEYS_OF_A_HANDLE = { ArrowRight: 0.01, ArrowUp: 0.01, ArrowLeft: -0.01, ArrowDown: -0.01, PageUp: 0.1, PageDown: -0.1 };
const AFTER_THE_LAST_KEY = 600; // milliseconds, and the rate is let go
const LETTER = 0.45; // rem: how wide a letter of a handle's name is

function drawRuler(player) {
  const { ruler, words, root } = player;
  const element = root.querySelector(".ruler");
  element.hidden = !ruler;
  if (!ruler) return;
  element.setAttribute("aria-label", words.ruler);
  const ends = [ruler.low, ...ruler.edges, ruler.high];
  const zones = ruler.zones.map(({ name, meaning, look }, zone) => {
    const span = document.createElement("span");
    span.className = `zone zone-${look ?? zone}`;
    span.style.left = percent(placeOf(player, ends[zone]));
    span.style.right = percent(1 - placeOf(player, ends[zone + 1]));
    span.textContent = name;
    span.title = meaning;
    return span;
  });
  if (ruler.limit) zones.at(-1).prepend(markOfLimit(ruler), " ");
  ruler.zones.forEach(({ limit, told }, zone) => limit && zones[zone].prepend(markOfLimit({ limit, meaning: told }), " "));
  root.querySelector(".band").replaceChildren(...zones);
  drawHandles(player);
  requestAnimationFrame(() => fitNames(player)); // not at once: to measure then would lay the whole page out once more
}

// Writes the names of zones and handles as far as there is room for them.
function fitNames(player) {
  const band = player.root.querySelector(".band");
  player.band = band.clientWidth;
  player.letter = LETTER * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const zones = [...band.children];
  for (const zone of zones) zone.classList.remove("narrow", "tiny"); // in which no name is to be measured
  for (const look of ["narrow", "tiny"]) {
    const small = zones.filter((zone) => zone.scrollWidth > zone.clientWidth);
    for (const zone of small) zone.classList.add(look);
  }
  if (player.ruler) writeNames(player);
}

function markOfLimit({ limit, meaning }) {
  const mark = document.createElement("b");
  Object.assign(mark, { className: "limit", tabIndex: 0, textContent: limit });
  mark.dataset.told = meaning;
  return mark;
}

// A handle stays the same element while its run keeps its slot, and keeps the keyboard's focus.
function drawHandles(player) {
  const place = player.root.querySelector(".handles");
  const before = new Map([...place.children].map((handle) => [Number(handle.dataset.slot), handle]));
  const handles = player.runs.map((run) => before.get(run.slot) ?? newHandle(player, run.slot));
  for (const handle of place.children) if (!handles.includes(handle)) handle.remove();
  for (const handle of handles) if (!handle.isConnected) place.append(handle);
  for (const run of player.runs) moveHandle(player, run);
}

// A name that has no room beside others is not written; the lines of numbers have them all.
function writeNames({ root, runs, ruler, band, letter }) {
  const taken = [];
  for (const { slot, rate, name } of [...runs].reverse().sort((one, other) => !!other.isHeld - !!one.isHeld)) {
    const place = placeOf({ ruler }, rate) * band;
    const half = ((name.length + 1) * letter) / 2;
    const middle = Math.min(Math.max(place, half), band - half);
    const isFree = taken.every((other) => Math.abs(other.middle - middle) >= other.half + half);
    if (isFree) taken.push({ middle, half });
    const label = root.querySelector(`.handle[data-slot="${slot}"] span`);
    Object.assign(label.style, { visibility: isFree ? "" : "hidden", translate: `${middle - place}px` });
  }
}

function newHandle(player, slot) {
  const handle = document.createElement("div");
  handle.className = "handle";
  handle.dataset.slot = slot;
  handle.innerHTML = '<svg viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true"><path/></svg><span></span>';
  handle.onpointerdown = (event) => takeHandle(player, slot, event);
  handle.onkeydown = (event) => pressHandle(player, slot, event);
  handle.onblur = () => player.keysWait && letGoOfRate(player, slot);
  return handle;
}

function moveHandle(player, run) {
  const { ruler, words, mayMoveRates } = player;
  const handle = player.root.querySelector(`.handle[data-slot="${run.slot}"]`);
  if (!ruler || !handle) return;
  handle.style.left = percent(placeOf(player, run.rate));
  handle.querySelector("path").setAttribute("d", run.shape);
  handle.querySelector("path").style.fill = colourOf(player, run.slot);
  handle.querySelector("span").textContent = run.name;
  handle.classList.toggle("fixed", !mayMoveRates);
  if (!mayMoveRates) return ["role", "tabindex"].forEach((name) => handle.removeAttribute(name));
  const zone = ruler.zones[zoneOf(ruler, run.rate)]?.name ?? "";
  const attributes = { role: "slider", tabindex: 0, "aria-orientation": "horizontal", "aria-valuenow": run.rate };
  Object.assign(attributes, { "aria-valuemin": ruler.low, "aria-valuemax": ruler.high });
  attributes["aria-label"] = fill(words.rate, { rate: run.name });
  attributes["aria-valuetext"] = [run.name, zone].filter(Boolean).join(", ");
  for (const [name, value] of Object.entries(attributes)) handle.setAttribute(name, value);
}

// Places and rates.

function placeOf({ ruler }, rate) {
  const place = Math.log(rate / ruler.low) / Math.log(ruler.high / ruler.low);
  return Math.min(Math.max(place, 0), 1);
}

function rateAt(player, x) {
  const { ruler, root } = player;
  const { left, width } = root.querySelector(".band").getBoundingClientRect();
  const place = Math.min(Math.max((x - left) / width, 0), 1);
  return threeDigits(ruler.low * (ruler.high / ruler.low) ** place);
}

function threeDigits(rate) {
  return Number(rate.toPrecision(3));
}

function zoneOf({ edges, rounding }, rate) {
  return edges.filter((edge) => rate > edge * (1 + rounding)).length;
}

function percent(share) {
  return `${100 * share}%`;
}

// What the hand does.

function takeHandle(player, slot, event) {
  if (!player.mayMoveRates || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const handle = event.currentTarget;
  handle.focus();
  handle.setPointerCapture(event.pointerId); // else the ruler is clicked where it is let go
  const aside = event.clientX - handle.getBoundingClientRect().left - handle.offsetWidth / 2;
  const move = ({ clientX }) => holdRate(player, slot, rateAt(player, clientX - aside));
  let moved = false;
  const follows = (at) => {
    moved ||= Math.abs(at.clientX - event.clientX) > 2;
    if (moved) atNextFrame(player, () => move(at));
  };
  const drop = (at) => {
    if (!moved) return;
    move(at);
    letGoOfRate(player, slot);
  };
  follow(player, event, follows, { drop, cancel: () => putBack(player) });
}

function pressHandle(player, slot, event) {
  const run = player.runs.find((each) => each.slot === slot);
  if (event.key === "Escape") return putBack(player);
  const isAnEnd = event.key === "Home" || event.key === "End";
  if (!(event.key in KEYS_OF_A_HANDLE) && !isAnEnd) return;
  event.preventDefault();
  event.stopPropagation();
  const { low, high } = player.ruler;
  const moved = isAnEnd ? (event.key === "Home" ? low : high) : run.rate * 10 ** KEYS_OF_A_HANDLE[event.key];
  holdRate(player, slot, Math.min(Math.max(threeDigits(moved), low), high));
  clearTimeout(player.keysWait);
  player.keysWait = setTimeout(() => letGoOfRate(player, slot), AFTER_THE_LAST_KEY);
}

function holdRate(player, slot, rate) {
  const run = player.runs.find((each) => each.slot === slot);
  if (!run || run.rate === rate) return;
  player.again = () => holdRate(player, slot, rate);
  run.rate = rate;
  run.name = unrounded(rate, player);
  workOut(player, run);
  moveHandle(player, run);
  writeNames(player);
  show(player);
}

function letGoOfRate(player, slot) {
  clearTimeout(player.keysWait);
  player.keysWait = player.again = null;
  const run = player.runs.find((each) => each.slot === slot);
  if (!run || run.rate === run.given) return;
  if (player.runs.some((other) => other !== run && other.rate === run.rate)) putBack(player); // it runs already
  else player.tell("moved", { slot, rate: run.rate });
}

function clickRuler(player, event) {
  if (!player.mayMoveRates || event.target.closest(".handle, .limit")) return;
  player.tell("moved", { add: rateAt(player, event.clientX) });
}
