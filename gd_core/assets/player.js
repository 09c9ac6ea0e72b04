// The player moves every picture on the page to an epoch, in the browser alone.
//
// Each picture has a slider for its own parameter "epoch", which Vega binds to it and page.css hides. To move
// the pictures the player sets those sliders. It sends nothing to the server; the server sends it the epochs
// that are drawn, every run's numbers there, and all that it says.

const PICTURE_SLIDERS = ".vega-bindings input[name=epoch]";
const PLAY = "M5 4l9 6-9 6z";
const PAUSE = "M6 4v12M13 4v12";
const players = new WeakMap(); // element → the state of its player, which lives on while the page reruns

export default function ({ parentElement, data }) {
  if (!players.has(parentElement)) players.set(parentElement, create(parentElement));
  const player = players.get(parentElement);
  take(player, data);
  show(player);
  return () => parentElement.isConnected || remove(player);
}

function create(root) {
  const find = (selector) => root.querySelector(selector);
  const player = {
    root,
    slider: find("input[type=range]"),
    loop: find("input[type=checkbox]"),
    speed: find("select"),
    epochs: [], // those drawn
    index: 0, // into epochs
    atEnd: true, // where the pictures are until somebody moves them
    playing: null, // the animation frame asked for, while it plays
  };
  player.slider.oninput = () => go(player, Number(player.slider.value));
  for (const button of root.querySelectorAll("button")) {
    button.onclick = () => actions[button.value](player);
  }
  find(".player").onkeydown = (event) => press(player, event);
  // A picture drawn anew begins at its last epoch, so it is brought to ours.
  player.observer = new MutationObserver(() => movePictures(player));
  player.observer.observe(document.body, { childList: true, subtree: true });
  return player;
}

function remove(player) {
  pause(player);
  player.observer.disconnect();
}

// The data is a line of JSON, then loss, w and b of every run at every epoch drawn, as 64-bit floats.
function take(player, bytes) {
  const end = bytes.indexOf("\n".charCodeAt(0));
  const { epochs, rates, language, words } = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)));
  const values = new Float64Array(bytes.slice(end + 1).buffer);
  const before = player.epochs[player.index];
  player.index = player.atEnd ? epochs.length - 1 : epochs.findLastIndex((epoch) => epoch <= before);
  player.epochs = epochs;
  player.words = words;
  player.numberOf = (quantity, run) => values[(quantity * rates.length + run) * epochs.length + player.index];
  player.slider.max = epochs.length - 1;
  player.colours = "";
  player.groups = rates.map(numbersOfOneRate);
  player.root.querySelector(".numbers").replaceChildren(...player.groups);
  if (document.documentElement.lang !== language) document.documentElement.lang = language; // else all is styled anew
  writeWords(player);
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

function numbersOfOneRate({ name, slot, dash }) {
  const group = document.createElement("span");
  group.innerHTML =
    '<svg viewBox="0 0 32 10" aria-hidden="true"><line x2="32" y1="5" y2="5" stroke-width="5"/></svg><b></b><i></i>';
  group.dataset.slot = slot;
  group.querySelector("line").setAttribute("stroke-dasharray", dash.join(" "));
  group.querySelector("b").textContent = name;
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
  if (!(event.key in keys) || pressesItself || event.target.matches("select")) return;
  event.preventDefault();
  keys[event.key](player);
}

function go(player, index) {
  player.index = Math.min(Math.max(index, 0), player.epochs.length - 1);
  player.atEnd = player.index === player.epochs.length - 1 && player.playing === null;
  show(player);
}

function play(player) {
  if (player.index === player.epochs.length - 1) player.index = 0;
  let shown = performance.now();
  const frame = (now) => {
    const each = 1000 / Number(player.speed.value); // milliseconds an epoch
    const steps = Math.floor((now - shown) / each);
    player.playing = requestAnimationFrame(frame);
    if (steps < 1) return;
    shown += steps * each;
    if (player.index < player.epochs.length - 1) go(player, player.index + steps);
    else if (player.loop.checked) go(player, 0);
    else pause(player);
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
  const epoch = player.epochs[player.index].toLocaleString("en");
  const shown = fill(player.words.shown, { epoch });
  player.slider.value = player.index;
  player.slider.setAttribute("aria-valuetext", shown);
  player.root.querySelector(".epoch").textContent = shown;
  const playing = player.playing !== null;
  const [icon, word] = playing ? [PAUSE, player.words.pause] : [PLAY, player.words.play];
  player.root.querySelector("button[value=play] path").setAttribute("d", icon);
  player.root.querySelector("button[value=play] span").textContent = word;
  player.groups.forEach((group, run) => {
    const told = [0, 1, 2].map((quantity) => player.numberOf(quantity, run));
    const [loss, w, b] = told.map((value) => (Number.isFinite(value) ? rounded(value) : player.words.tooLarge));
    group.querySelector("i").textContent = fill(player.words.numbers, { loss, w, b });
  });
  paint(player);
  movePictures(player);
}

function paint(player) {
  const theme = getComputedStyle(player.root.host ?? player.root);
  const colours = theme.getPropertyValue("--st-chart-categorical-colors");
  if (colours === player.colours) return;
  player.colours = colours;
  for (const group of player.groups) {
    group.querySelector("line").style.stroke = colours.split(",")[group.dataset.slot];
  }
}

function movePictures(player) {
  const epoch = String(player.epochs[player.index]);
  for (const slider of document.querySelectorAll(PICTURE_SLIDERS)) {
    if (slider.value === epoch) continue;
    slider.value = epoch;
    slider.dispatchEvent(new Event("input"));
  }
}

function rounded(value) {
  const size = Math.abs(value);
  const notation = size >= 1e6 || (size > 0 && size < 1e-4) ? "scientific" : "standard";
  const text = value.toLocaleString("en", { maximumSignificantDigits: 4, notation }).replace("-", "−");
  return text.replace(/E(.+)/, (_, power) => `×10${[...power].map((digit) => SUPERSCRIPTS[digit]).join("")}`);
}

const SUPERSCRIPTS = { "-": "⁻", "−": "⁻", ...[..."⁰¹²³⁴⁵⁶⁷⁸⁹"] };
