// What moves the pictures, and what the hand does in them.
//
// Each picture has a parameter "moved" that Vega binds to the page's body (gd_core/charts/movement.py).

const PICTURES = ["loss", "map", "fit"]; // from left to right
const NEAR_A_START = 26; // pixels
const OPEN_A_TAB = ["Enter", " ", "ArrowLeft", "ArrowRight", "Home", "End"];

function pictureCalled(name) {
  return `.st-key-pictures > :nth-child(${1 + PICTURES.indexOf(name)})`;
}

function plotOf(name) {
  const plot = document.querySelector(`${pictureCalled(name)} svg g.role-frame.root path.background`);
  return plot?.getBoundingClientRect();
}

function isIn(plot, { clientX, clientY }) {
  return plot && clientX >= plot.left && clientX <= plot.right && clientY >= plot.top && clientY <= plot.bottom;
}

// Sets what every picture shows; at the end of the runs, with nothing held, each knows by itself.
function movePictures(player) {
  const held = player.runs.filter((run) => run.isHeld);
  const atEnd = player.index === player.epochs.length - 1;
  if (atEnd && !held.length && !player.isMoved) return;
  player.isMoved = !atEnd || held.length > 0;
  if (!player.isMoved) return setPictures({});
  setPictures({
    epoch: player.epochs[player.index],
    now: Object.fromEntries(player.runs.map((run) => [run.slot, rowNow(player, run)])),
    held: held.map((run) => run.slot),
    rows: held.flatMap((run) => rowsOf(player, run)),
    names: Object.fromEntries(held.map((run) => [run.slot, run.name])),
  });
}

function setPictures(moved) {
  document.body.value = moved;
  document.body.dispatchEvent(new Event("moved"));
}

function rowsOf(player, { slot, shown, w, b }) {
  const isNear = nearTheMap(player);
  return player.epochs.map((epoch, index) => {
    const near = isNear(w[index], b[index]);
    return { slot, epoch, loss: shown[index], w: near ? w[index] : null, b: near ? b[index] : null };
  });
}

// Tells what is drawn in the map: what is far off is not, as gd_core/charts/map_data.py has it.
function nearTheMap({ window: [lowW, lowB, highW, highB], square }) {
  let [reachW, reachB] = [3 * (highW - lowW), 3 * (highB - lowB)];
  if (square) reachW = reachB = Math.max(reachW, reachB);
  return (w, b) => Math.abs(2 * w - lowW - highW) < reachW && Math.abs(2 * b - lowB - highB) < reachB;
}

function rowNow(player, run) {
  const { epochs, index } = player;
  const [w, b] = [run.w[index], run.b[index]];
  const row = { slot: run.slot, name: run.name, epoch: epochs[index], loss: run.shown[index], w, b };
  const [start_w, start_b] = [run.w[0], run.b[0]];
  if (!run.next_w) {
    const isNext = epochs[index + 1] === epochs[index] + 1;
    const [next_w, next_b] = isNext ? [run.w[index + 1], run.b[index + 1]] : [null, null];
    return { ...row, start_w, start_b, next_w, next_b };
  }
  return { ...row, start_w, start_b, next_w: run.next_w[index], next_b: run.next_b[index] };
}

// The start, in the map.

function pressMap(player, event) {
  const plot = plotOf("map");
  if (!player.mayStart || event.button !== 0 || !isIn(plot, event)) return;
  const byFinger = event.pointerType === "touch";
  if (byFinger && !isNearAStart(player, plot, event)) return waitForATap(player, event);
  event.preventDefault();
  holdStart(player, placeInMap(player, event));
  const move = (at) => atNextFrame(player, () => holdStart(player, placeInMap(player, at)));
  const drop = (at) => letGoOfStart(player, placeInMap(player, at));
  follow(player, event, move, { drop, cancel: () => putBack(player) });
}

// A finger that scrolls the page passes over the map; one that only taps sets the start.
function waitForATap(player, event) {
  follow(player, event, () => {}, {
    drop: (last) => {
      const far = Math.hypot(last.clientX - event.clientX, last.clientY - event.clientY) > 10;
      if (!far) letGoOfStart(player, placeInMap(player, last));
    },
    cancel: () => {},
  });
}

function isNearAStart(player, plot, { clientX, clientY }) {
  const { left, bottom, ofW, ofB } = scalesOfMap(player, plot);
  return player.runs.some((run) => {
    const [x, y] = [(run.w[0] - left) / ofW + plot.left, plot.bottom - (run.b[0] - bottom) / ofB];
    return Math.hypot(clientX - x, clientY - y) < NEAR_A_START;
  });
}

// Returns what lies at the plot's corner, and how much of w and of b a pixel is: as the chart has it.
function scalesOfMap({ window: [lowW, lowB, highW, highB], square }, { width, height }) {
  let [ofW, ofB] = [(highW - lowW) / width, (highB - lowB) / height];
  if (square) ofW = ofB = Math.max(ofW, ofB);
  return { ofW, ofB, left: (lowW + highW - ofW * width) / 2, bottom: (lowB + highB - ofB * height) / 2 };
}

function placeInMap(player, { clientX, clientY }) {
  const plot = plotOf("map");
  const { left, bottom, ofW, ofB } = scalesOfMap(player, plot);
  const x = Math.min(Math.max(clientX, plot.left), plot.right) - plot.left;
  const y = plot.bottom - Math.min(Math.max(clientY, plot.top), plot.bottom);
  return [toAPixel(left + x * ofW, ofW), toAPixel(bottom + y * ofB, ofB)];
}

// Rounds to a power of ten that is no more than a pixel, as the list of settings should have it.
function toAPixel(value, pixel) {
  const unit = 10 ** Math.floor(Math.log10(pixel));
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

function holdStart(player, start) {
  if (!player.bowl && !player.curve) return;
  player.again = () => holdStart(player, start);
  for (const run of player.runs) {
    run.start = start;
    workOut(player, run);
  }
  show(player);
}

function letGoOfStart(player, start) {
  if (start.some((value) => Math.abs(value) > player.furthestStart)) return putBack(player);
  holdStart(player, start);
  player.again = null;
  player.tell("moved", { start });
}

// The epoch, in the loss.

function pressLoss(player, event) {
  if (event.button !== 0 || !isIn(plotOf("loss"), event)) return;
  if (player.playing !== null) pause(player);
  const scrub = (at) => go(player, indexAt(player, at));
  if (event.pointerType !== "touch") scrub(event); // a finger may be about to scroll the page
  follow(player, event, (moving) => atNextFrame(player, () => scrub(moving)), { drop: scrub, cancel: () => {} });
}

function indexAt({ epochs, last }, { clientX }) {
  const { left, width } = plotOf("loss");
  return nearest(epochs, ((clientX - left) / width) * last);
}

function nearest(epochs, epoch) {
  const after = epochs.findIndex((each) => each >= epoch);
  if (after <= 0) return after === 0 ? 0 : epochs.length - 1;
  return epoch - epochs[after - 1] < epochs[after] - epoch ? after - 1 : after;
}

// What the pointer shows in the loss: a line at the nearest epoch, and all losses there.
function pointAtLoss(player, event) {
  const couldBe = !event.buttons && event.pointerType !== "touch" && event.target.closest?.(pictureCalled("loss"));
  const plot = couldBe && plotOf("loss");
  player.hover.hidden = !isIn(plot, event);
  if (player.hover.hidden) return;
  const index = indexAt(player, event);
  const x = plot.left + (player.epochs[index] / player.last) * plot.width;
  const lines = player.runs.map((run) => `${run.name}: ${numberText(player, run.shown[index])}`);
  player.hover.firstElementChild.innerText = [epochText(player, index), ...lines].join("\n");
  player.hover.classList.toggle("left", x > plot.left + plot.width / 2);
  Object.assign(player.hover.style, { left: `${x}px`, top: `${plot.top}px`, height: `${plot.height}px` });
}

// Follows a pointer until it is let go.
function follow(player, { pointerId }, move, { drop, cancel }) {
  const listeners = {
    pointermove: (event) => event.pointerId === pointerId && move(event),
    pointerup: (event) => event.pointerId === pointerId && end(() => drop(event)),
    pointercancel: (event) => event.pointerId === pointerId && end(cancel),
    keydown: (event) => event.key === "Escape" && end(cancel),
  };
  const end = (then) => {
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener, true);
    cancelAnimationFrame(player.frame);
    then();
  };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener, true);
}

// A finger near a start takes hold of it, and does not scroll the page.
function touchMap(player, event) {
  const touch = event.touches[0];
  const plot = player.mayStart && plotOf("map");
  if (isIn(plot, touch) && isNearAStart(player, plot, touch)) event.preventDefault();
}

// Listens to the whole page; returns what ends that.
function listenToPictures(player) {
  const inPicture = (name, press) => (event) => event.target.closest?.(`${pictureCalled(name)} svg.marks`) && press(player, event);
  const listeners = [
    ["pointerdown", inPicture("map", pressMap), true],
    ["pointerdown", inPicture("loss", pressLoss), true],
    ["touchstart", inPicture("map", touchMap), { capture: true, passive: false }],
    ["pointermove", (event) => pointAtLoss(player, event), true],
    ["pointerdown", (event) => openTab(player, event), true],
    ["keydown", (event) => openTab(player, event), true],
  ];
  for (const listener of listeners) document.addEventListener(...listener);
  return () => listeners.forEach((listener) => document.removeEventListener(...listener));
}

// A part opens where it can be seen, and knows the epoch that is shown.
function openTab(player, event) {
  const tab = event.target.closest?.("[data-testid=stTab]");
  if (!tab || (event.type === "keydown" && !OPEN_A_TAB.includes(event.key))) return;
  if (player.hasMoved) player.keep("epoch", player.epochs[player.index]);
  const name = tab.textContent;
  const isOpen = (each) => each.textContent === name && each.ariaSelected === "true";
  scrollTo(() => [...document.querySelectorAll("[data-testid=stTab]")].find(isOpen), performance.now() + 2000);
}

// Scrolls a tab to the top as soon as its part is long enough for that, unless somebody scrolls.
function scrollTo(find, until) {
  const stop = new AbortController();
  for (const name of ["wheel", "touchmove", "keydown"]) {
    addEventListener(name, () => stop.abort(), { once: true, passive: true, signal: stop.signal });
  }
  const look = () => {
    const tab = find();
    if (tab?.getBoundingClientRect().top > innerHeight / 3) tab.scrollIntoView({ block: "start" });
    else if (tab) return stop.abort();
    if (!stop.signal.aborted && performance.now() < until) setTimeout(look, 100);
    else stop.abort();
  };
  setTimeout(look, 100);
}
