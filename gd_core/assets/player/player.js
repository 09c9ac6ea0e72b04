// The player moves every picture on the page to an epoch, and lets a hand hold rates and starts, in the browser
// alone. It sends the server what was let go; the server sends it the epochs that are drawn, every run's numbers
// there, and all that it says. The files of this folder are one script: this one begins it.

const PLAY = "M5 4l9 6-9 6z";
const PAUSE = "M6 4v12M13 4v12";
const players = new WeakMap(); // element → the state of its player, which lives on while the page reruns

export default function ({ parentElement, setTriggerValue, setStateValue }) {
  if (!players.has(parentElement)) players.set(parentElement, create(parentElement));
  const player = players.get(parentElement);
  player.tell = setTriggerValue;
  player.keep = setStateValue;
  hear(player);
  return () => parentElement.isConnected || remove(player);
}

// Takes what the server says, which another component hands over (told.js).
function hear(player) {
  const { told } = document.body;
  if (!told || told === player.bytes) return;
  take(player, told);
  show(player);
  playWhatWasGuessed(player);
}

// Plays runs of which something was said, once, to show what they do.
function playWhatWasGuessed(player) {
  const said = player.rates.map(({ name, guess }) => guess && name + guess).join("");
  if (said === player.said) return;
  player.said = said;
  if (!said || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  pause(player);
  go(player, 0);
  play(player);
}

function create(root) {
  const find = (selector) => root.querySelector(selector);
  const player = {
    root,
    slider: find("input[type=range]"),
    loop: find("input[type=checkbox]"),
    speed: find("select"),
    runs: [],
    epochs: [], // those drawn
    index: 0, // into epochs
    atEnd: true, // where the pictures are until somebody moves them
    playing: null, // the animation frame asked for, while it plays
    again: null, // what a hand does just now, to be done again with new data
  };
  player.slider.oninput = () => go(player, Number(player.slider.value));
  for (const button of root.querySelectorAll("button")) {
    button.onclick = () => actions[button.value](player);
  }
  find(".player").onkeydown = (event) => press(player, event);
  find(".ruler").onclick = (event) => clickRuler(player, event);
  new ResizeObserver(() => fitNames(player)).observe(find(".band"));
  player.hover = newHover();
  const listen = () => hear(player);
  document.body.addEventListener("told", listen);
  const stop = listenToPictures(player);
  player.stopListening = () => {
    document.body.removeEventListener("told", listen);
    stop();
  };
  return player;
}

function newHover() {
  const hover = document.createElement("div");
  hover.className = "hovered";
  hover.hidden = true;
  hover.append(document.createElement("p"));
  document.body.append(hover);
  return hover;
}

function remove(player) {
  pause(player);
  player.stopListening();
  player.hover.remove();
  setPictures({});
  markWhatIsOld([]);
}

// The data is a line of JSON, and, where there is no bowl to work the runs out with, the quantities of every run at
// every epoch drawn, as 64-bit floats.
function take(player, bytes) {
  const end = bytes.indexOf("\n".charCodeAt(0));
  const header = JSON.parse(new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)));
  const { epochs, rates, bowl, language } = header;
  const before = player.epochs[player.index];
  player.index = player.atEnd ? epochs.length - 1 : epochs.findLastIndex((epoch) => epoch <= before);
  Object.assign(player, { curve: null }, header, { bytes, colours: "" });
  const given = bowl ? rates.map(({ start, rate }) => descend(bowl, start, rate, epochs)) : numbersIn(bytes, end, header);
  player.points = player.curve && pointsIn(bytes, player.curve);
  player.runs = rates.map((rate, run) => ({ ...rate, ...given[run], given: rate.rate, isHeld: false }));
  for (const run of player.runs) run.shown = header.aboveFloor ? run.excess : run.loss;
  player.slider.max = epochs.length - 1;
  player.groups = player.runs.map(numbersOfOneRate);
  player.root.querySelector(".numbers").replaceChildren(...player.groups);
  if (document.documentElement.lang !== language) document.documentElement.lang = language; // else all is styled anew
  writeWords(player);
  drawRuler(player);
  player.again?.(); // a hand that holds something goes on holding it
}

function numbersIn(bytes, end, { rates, epochs, quantities }) {
  const values = new Float64Array(bytes.slice(end + 1).buffer); // behind them a curve has its points
  return rates.map((_, run) => {
    const from = (quantity) => (quantity * rates.length + run) * epochs.length;
    const numbers = quantities.map((name, each) => [name, values.subarray(from(each), from(each) + epochs.length)]);
    return Object.fromEntries(numbers);
  });
}

// The x and the y of a curve's points stand at the end.
function pointsIn(bytes, { n }) {
  const values = new Float64Array(bytes.slice(-16 * n).buffer);
  return { x: values.subarray(0, n), y: values.subarray(n) };
}

// Puts everything back to what the server said.
function putBack(player) {
  clearTimeout(player.keysWait);
  player.keysWait = player.again = null;
  take(player, player.bytes);
  show(player);
}

// Works a held run out anew, and says what it does.
function workOut(player, run) {
  if (player.curve) return workOutOnCurve(player, run);
  if (!player.bowl) return;
  const { bowl, epochs, ruler, words, last, thousands } = player;
  const { error, factors, arrives, ...numbers } = descend(bowl, run.start, run.rate, epochs);
  const { loss, excess } = numbers;
  Object.assign(run, numbers, { shown: player.aboveFloor ? excess : loss, isHeld: true });
  if (!ruler?.zones.length) return;
  const decides = error[1] ? 1 : 0; // the steepest direction with any error
  const zone = zoneOf(ruler, (run.rate * bowl.lam[decides]) / bowl.lam[1]);
  const does = ruler.zones[zone].does;
  const epoch = grouped(arrives, thousands);
  const diverges = zone === ruler.zones.length - 1;
  const crawls = !bowl.momentum && arrives <= last && error[0] && crawlsAlong(bowl, run, factors[0], last);
  if (diverges && excess.at(-1) > excess[0]) {
    run.verdict = fill(words.grows, { does, factor: aboveOne(player, Math.abs(factors[decides])) });
  } else if (crawls && !diverges) run.verdict = crawlingVerdict(player, ruler.zones[zone].crawlsAlong, epochsToHalve(run.rate * bowl.lam[0]));
  else if (arrives === Infinity) run.verdict = fill(words.notThere, { does, epoch: grouped(last, thousands) });
  else if (Number.isNaN(arrives)) run.verdict = does;
  else if (diverges || arrives === 0) run.verdict = ""; // it started so that it does not do what its zone says
  else run.verdict = fill(arrives > last ? words.thereByTheory : words.there, { does, epoch });
}

// What a run on a curve does, the server says when it is let go, and where it goes too if the browser does not know.
function workOutOnCurve({ curve, points, epochs, aboveFloor }, run) {
  if (!(curve.model in CURVES)) return;
  const numbers = descendOn({ ...curve, ...points }, run.start, run.rate, epochs);
  Object.assign(run, numbers, { shown: aboveFloor ? numbers.excess : numbers.loss, isHeld: true, verdict: "" });
}

function crawlingVerdict({ words, thousands }, does, half) {
  if (half === Infinity) return does;
  return fill(words.halfGone, { does, epoch: half < 1e6 ? grouped(half, thousands) : rounded(half, 3) });
}

// Rounds a factor above 1 to as few digits, at least 3, as leave it above 1.
function aboveOne({ thousands }, factor) {
  const digits = 1 - Math.floor(Math.log10(factor - 1));
  return rounded(factor, Math.min(Math.max(digits, 3), 17), { thousands });
}

function atNextFrame(player, act) {
  cancelAnimationFrame(player.frame);
  player.frame = requestAnimationFrame(act);
}

function writeWords({ root, slider, loop, speed, words }) {
  root.querySelector(".player").setAttribute("aria-label", words.player);
  for (const button of root.querySelectorAll("button")) {
    button.title = words.titles[button.value];
    if (button.value in words.names) button.setAttribute("aria-label", words.names[button.value]);
  }
  slider.setAttribute("aria-label", words.epoch);
  speed.previousElementSibling.textContent = words.speed;
  [...speed.options].forEach((option, each) => (option.textContent = words.speeds[each]));
  loop.nextElementSibling.textContent = words.loop;
  root.querySelector(".note").textContent = words.note;
}

// Puts values into a text, where their names stand in braces.
function fill(text, values) {
  return text.replace(/{(\w+)}/g, (_, value) => values[value]);
}

function numbersOfOneRate({ slot, dash }) {
  const group = document.createElement("span");
  group.innerHTML =
    '<svg viewBox="0 0 32 10" aria-hidden="true"><line x2="32" y1="5" y2="5" stroke-width="5"/></svg><b></b><span class="guess"></span><em></em><i><span></span><span class="place"></span></i>';
  group.dataset.slot = slot;
  group.querySelector("line").setAttribute("stroke-dasharray", dash.join(" "));
  return group;
}

// What the player does.

const actions = {
  start: (player) => go(player, 0),
  back: (player) => go(player, player.index - 1),
  play: (player) => (player.playing === null ? play(player) : pause(player)),
  forward: (player) => go(player, player.index + 1),
  end: (player) => go(player, player.epochs.length - 1),
};

const keys = {
  Home: actions.start,
  ArrowLeft: actions.back,
  ArrowDown: actions.back,
  " ": actions.play,
  ArrowRight: actions.forward,
  ArrowUp: actions.forward,
  End: actions.end,
};

function press(player, event) {
  const pressesItself = event.key === " " && event.target.matches("button, input[type=checkbox]");
  if (!(event.key in keys) || pressesItself || event.target.matches("select, .handle")) return;
  event.preventDefault();
  keys[event.key](player);
}

function go(player, index) {
  player.hasMoved = true;
  player.index = Math.min(Math.max(index, 0), player.epochs.length - 1);
  player.atEnd = player.index === player.epochs.length - 1 && player.playing === null;
  show(player);
}

// When each epoch is shown, in milliseconds at normal speed: the first steps slowly, and all within some twelve
// seconds. Where less motion is asked for, stills take the place of the film.
function scheduleOf({ epochs }) {
  const last = epochs.length - 1;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return stillsOf(last);
  const first = Math.min(SLOW_STEPS, last);
  const each = Math.min(66, 8000 / Math.max(last - first, 1));
  return epochs.map((_, index) => ({ index, at: 350 * Math.min(index, first) + each * Math.max(index - first, 0) }));
}

function stillsOf(last) {
  const indices = [];
  for (let index = 0, step = 1; index < last; index += step, step = Math.ceil(index / 3)) indices.push(index);
  return [...indices, last].map((index, each) => ({ index, at: 700 * each }));
}

function play(player) {
  if (player.index === player.epochs.length - 1) player.index = 0;
  const schedule = scheduleOf(player);
  let at = schedule.find(({ index }) => index >= player.index).at;
  let before = performance.now();
  const frame = (now) => {
    player.playing = requestAnimationFrame(frame);
    at += Math.max(now - before, 0) * Number(player.speed.value); // the first frame may have begun before
    before = now;
    const { index } = schedule.findLast((still) => still.at <= at);
    if (index > player.index) go(player, index);
    else if (at < schedule.at(-1).at + PAUSE_AT_THE_END) return;
    else if (!player.loop.checked) pause(player);
    else {
      at = 0;
      go(player, 0);
    }
  };
  player.playing = requestAnimationFrame(frame);
  go(player, player.index);
}

function pause(player) {
  cancelAnimationFrame(player.playing);
  player.playing = null;
  go(player, player.index);
}

// What the player shows.

function show(player) {
  const shown = epochText(player, player.index);
  player.slider.value = player.index;
  player.slider.setAttribute("aria-valuetext", shown);
  player.root.querySelector(".epoch").textContent = shown;
  const playing = player.playing !== null;
  const [icon, word] = playing ? [PAUSE, player.words.pause] : [PLAY, player.words.play];
  player.root.querySelector("button[value=play] path").setAttribute("d", icon);
  player.root.querySelector("button[value=play] span").textContent = word;
  player.groups.forEach((group, each) => {
    const run = player.runs[each];
    const [loss, w, b] = ["loss", "w", "b"].map((name) => numberText(player, run[name][player.index]));
    group.querySelector("b").textContent = run.name;
    group.querySelector(".guess").textContent = run.guess ?? "";
    group.querySelector("em").textContent = run.verdict ?? "";
    group.querySelector("i span").textContent = fill(player.words.loss, { loss });
    group.querySelector("i .place").textContent = `  w ${w}  b ${b}`;
  });
  paint(player);
  movePictures(player);
  markWhatIsOld(player.runs);
}

// While a hand holds a rate or a start, what the server said is of those before (page.css).
function markWhatIsOld(runs) {
  document.body.classList.toggle("is-held", runs.some(({ isHeld }) => isHeld));
}

function epochText(player, index) {
  return fill(player.words.shown, { epoch: grouped(player.epochs[index], player.thousands) });
}

function numberText({ words, thousands }, value) {
  return Number.isFinite(value) ? rounded(value, 4, { isMoving: true, thousands }) : words.tooLarge;
}

function paint(player) {
  const theme = getComputedStyle(player.root.host ?? player.root);
  const colours = theme.getPropertyValue("--st-chart-categorical-colors");
  if (colours === player.colours) return;
  player.colours = colours;
  for (const group of player.groups) group.querySelector("line").style.stroke = colourOf(player, group.dataset.slot);
  for (const run of player.runs) moveHandle(player, run);
}

function colourOf({ colours }, slot) {
  return colours.split(",")[slot] ?? "";
}

const SLOW_STEPS = 10;
const PAUSE_AT_THE_END = 800; // milliseconds, before it begins anew
