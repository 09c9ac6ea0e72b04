// A run worked out in the browser, as gd_core/axes.py and gd_core/descent.py do it: in the error along the two
// axes of the bowl, where what is no more than rounding is 0 and stays 0.

const MOST_EPOCHS_AHEAD = 20_000;

// Returns w, b, where the next step leads, the loss and the loss above the floor at some epochs, and the first
// epoch at which the run has arrived; Infinity where it has not by the last of them, nor long after. Its error and
// its factors are those of the two axes, along the valley and across it.
function descend(bowl, start, rate, epochs) {
  const run = { w: [], b: [], next_w: [], next_b: [], loss: [], excess: [], arrives: Infinity };
  const first = errorsAlong(bowl, start);
  const factors = bowl.lam.map((lam) => factorOf(bowl, rate, lam));
  const placeOfError = placesFrom(bowl, start, first);
  let error = first;
  const target = bowl.tolerance * excessOf(bowl, error);
  for (let epoch = 0, next = 0; next < epochs.length || isOnItsWay(epoch, run); epoch += 1) {
    const excess = excessOf(bowl, error);
    if (excess <= target && epoch < run.arrives) run.arrives = epoch;
    const following = update(error, factors);
    if (epoch === epochs[next]) {
      const [w, b] = epoch ? placeOfError(error) : start;
      const [next_w, next_b] = placeOfError(following);
      const here = { w, b, next_w, next_b, loss: bowl.floor + excess, excess };
      for (const name in here) run[name].push(here[name]);
      next += 1;
    }
    error = following;
  }
  return { ...run, error: first, factors };
}

function isOnItsWay(epoch, { arrives, excess }) {
  return arrives === Infinity && excess.at(-1) < excess[0] && epoch < MOST_EPOCHS_AHEAD;
}

// What an epoch multiplies the error by, where the bowl bends by lam; 0 or −1 where only rounding makes it another.
function factorOf({ rounding }, rate, lam) {
  const factor = 1 - rate * lam;
  if (Math.abs(factor) <= rounding) return 0;
  return Math.abs(factor + 1) <= 2 * rounding ? -1 : factor;
}

// The error along each axis; 0 where it is no more than rounding.
function errorsAlong({ bottom, vectors, roundingOfAxes, roundingOfBottom }, start) {
  return [0, 1].map((axis) => {
    const [w, b] = [vectors[0][axis], vectors[1][axis]];
    const error = (start[0] - bottom[0]) * w + (start[1] - bottom[1]) * b;
    const sizes = [0, 1].map((each) => Math.abs(start[each]) + Math.abs(bottom[each]));
    const written = sizes[0] * roundingOfAxes[0][axis] + sizes[1] * roundingOfAxes[1][axis];
    return Math.abs(error) > written + roundingOfBottom[axis] ? error : 0;
  });
}

// Returns the function from an error along the axes to w and b. A run that stays does not move by rounding either.
function placesFrom({ bottom, vectors, lam }, start, first) {
  if (first.every((error, axis) => !error || !lam[axis])) return () => start;
  const away = (error) => vectors.map(([along, across]) => along * error[0] + across * error[1]);
  const beside = first.every(Boolean) ? [0, 0] : away(first).map((gap, each) => start[each] - bottom[each] - gap);
  return (error) => {
    const gaps = away(error);
    return gaps.every(Number.isFinite) ? gaps.map((gap, each) => bottom[each] + beside[each] + gap) : [Infinity, Infinity];
  };
}

// theta ← theta − rate · gradient, written for the error; what is not there cannot grow, and beyond the finite
// numbers both are infinite.
function update([along, across], factors) {
  const next = [along && along * factors[0], across && across * factors[1]];
  return Number.isFinite(next[0]) && Number.isFinite(next[1]) ? next : [Infinity, Infinity];
}

function excessOf({ lam }, error) {
  return error[0] === Infinity ? Infinity : (lam[0] / 2) * error[0] ** 2 + (lam[1] / 2) * error[1] ** 2;
}

// Tells whether w or b is far from the best at the end, because along the valley a run crawls (telling/far_off.py).
function crawlsAlong(bowl, { w, b }, factor, last) {
  if (factor <= bowl.crawl || factor ** last < bowl.far) return false;
  return [w, b].some((values, each) => isFarOff(bowl, values[0], values.at(-1), bowl.bottom[each]));
}

function isFarOff({ far, seen }, start, end, best) {
  const left = Math.abs(end - best);
  return left >= far * Math.abs(start - best) && left > seen * Math.max(Math.abs(start), Math.abs(best));
}

// When half of an error is gone of which an epoch takes this share.
function epochsToHalve(step) {
  return 1 - step < 1 ? Math.ceil(-Math.log(2) / Math.log1p(-step)) : Infinity;
}
