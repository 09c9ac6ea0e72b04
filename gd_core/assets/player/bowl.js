// A run worked out in the browser, as gd_core/axes.py and gd_core/descent.py do it, with momentum as
// gd_core/momentum/descent.py does: in the error along the two axes of the bowl, where what is no more than rounding
// is 0 and stays 0.

const MOST_EPOCHS_AHEAD = 20_000;

// Returns w, b, where the next step leads, the loss and the loss above the floor at some epochs, and the first
// epoch at which the run has arrived, with momentum for good; Infinity where it has not by the last of them, nor long
// after, and NaN where it may leave again. Its error and its factors, with momentum its paces, are those of the two
// axes, along the valley and across it.
function descend(bowl, start, rate, epochs) {
  const run = { w: [], b: [], next_w: [], next_b: [], loss: [], excess: [], arrives: Infinity };
  const first = errorsAlong(bowl, start);
  const paces = bowl.lam.map((lam) => (bowl.momentum ? paceOf(rate * lam, bowl.momentum) : factorOf(bowl, rate, lam)));
  const placeOfError = placesFrom(bowl, start, first);
  let [error, step] = [first, [0, 0]];
  const horizon = horizonOf(bowl, first, paces);
  const target = bowl.tolerance * excessOf(bowl, error);
  for (let epoch = 0, next = 0; next < epochs.length || isOnItsWay(epoch, run, horizon); epoch += 1) {
    const excess = excessOf(bowl, error);
    if (excess > target && bowl.momentum) run.arrives = Infinity; // it has left again
    if (excess <= target && epoch < run.arrives) run.arrives = epoch;
    const [following, taken] = bowl.momentum ? updateWithMomentum(bowl, rate, error, step) : [update(error, paces), step];
    if (epoch === epochs[next]) {
      const [w, b] = epoch ? placeOfError(error) : start;
      const [next_w, next_b] = placeOfError(following);
      const here = { w, b, next_w, next_b, loss: bowl.floor + excess, excess };
      for (const name in here) run[name].push(here[name]);
      next += 1;
    }
    [error, step] = [following, taken];
  }
  if (horizon > MOST_EPOCHS_AHEAD && run.arrives < Infinity && bowl.momentum) run.arrives = NaN; // it may leave again
  return { ...run, error: first, factors: paces };
}

function isOnItsWay(epoch, { arrives, excess }, horizon) {
  if (horizon) return epoch <= horizon && epoch < MOST_EPOCHS_AHEAD;
  return arrives === Infinity && excess.at(-1) < excess[0] && epoch < MOST_EPOCHS_AHEAD;
}

// What an epoch multiplies the error by, where the bowl bends by lam; 0 or −1 where only rounding makes it another.
function factorOf({ rounding }, rate, lam) {
  const factor = 1 - rate * lam;
  if (Math.abs(factor) <= rounding) return 0;
  return Math.abs(factor + 1) <= 2 * rounding ? -1 : factor;
}

// What an epoch with momentum multiplies the size of an error by in the long run: the larger root, as in
// gd_core/momentum/spectrum.py.
function paceOf(h, momentum) {
  const middle = 1 + momentum - h;
  const apart = middle ** 2 - 4 * momentum;
  return apart < 0 ? Math.sqrt(momentum) : (Math.abs(middle) + Math.sqrt(apart)) / 2;
}

// The epoch from which on a run with momentum that is there stays there, wherever it starts (sure_epochs); 0 without
// momentum, and for a run that does not come down.
function horizonOf({ momentum, lam, tolerance }, first, paces) {
  const pace = Math.max(0, ...paces.filter((_, axis) => first[axis] && lam[axis]));
  if (!momentum || pace >= 1) return 0;
  const isSure = (epoch) => epoch > -1 / Math.log(pace) && (1 + epoch * (1 + pace)) * pace ** epoch <= Math.sqrt(tolerance);
  let epoch = 1;
  while (!isSure(epoch) && epoch <= MOST_EPOCHS_AHEAD) epoch = Math.ceil(1.25 * epoch);
  return epoch;
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

// The same with momentum, which makes a part of the last step again.
function updateWithMomentum({ lam, momentum }, rate, [along, across], [lastAlong, lastAcross]) {
  const taken = [momentum * lastAlong + rate * lam[0] * along, momentum * lastAcross + rate * lam[1] * across];
  const next = [along - taken[0], across - taken[1]];
  return [Number.isFinite(next[0]) && Number.isFinite(next[1]) ? next : [Infinity, Infinity], taken];
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
