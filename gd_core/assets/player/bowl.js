// A run worked out in the browser, as gd_core/descent.py and gd_core/bowl.py do it.

const MOST_EPOCHS_AHEAD = 20_000;

// Returns w, b, the loss and the loss above the floor at some epochs, and the first epoch at which the run has
// arrived; Infinity where it has not by the last of them, nor long after.
function descend(bowl, start, rate, epochs) {
  const run = { w: [], b: [], loss: [], excess: [], arrives: Infinity };
  let error = [start[0] - bowl.bottom[0], start[1] - bowl.bottom[1]];
  const target = bowl.tolerance * excessOf(bowl, error);
  for (let epoch = 0, next = 0; next < epochs.length || isOnItsWay(epoch, run); epoch += 1) {
    const excess = excessOf(bowl, error);
    if (excess <= target && epoch < run.arrives) run.arrives = epoch;
    if (epoch === epochs[next]) {
      run.w.push(epoch ? bowl.bottom[0] + error[0] : start[0]);
      run.b.push(epoch ? bowl.bottom[1] + error[1] : start[1]);
      run.excess.push(excess);
      run.loss.push(bowl.floor + excess);
      next += 1;
    }
    error = update(bowl, error, rate);
  }
  return run;
}

function isOnItsWay(epoch, { arrives, excess }) {
  return arrives === Infinity && excess.at(-1) < excess[0] && epoch < MOST_EPOCHS_AHEAD;
}

// theta ← theta − rate · gradient, written for the error; beyond the finite numbers both are infinite.
function update({ hessian }, [w, b], rate) {
  const next = [
    w - rate * (hessian[0][0] * w + hessian[1][0] * b),
    b - rate * (hessian[0][1] * w + hessian[1][1] * b),
  ];
  return next.every(Number.isFinite) ? next : [Infinity, Infinity];
}

function excessOf({ meanX, varX }, [w, b]) {
  return w === Infinity ? Infinity : varX * w * w + (meanX * w + b) ** 2;
}

// Tells whether w or b is far from the best at the end, because along the valley a run crawls (telling/far_off.py).
function crawlsAlong(bowl, { rate, w, b }, last) {
  const factor = factorAlong(bowl, rate);
  if (factor <= bowl.crawl || factor ** last < bowl.far) return false;
  return [w, b].some((values, each) => isFarOff(bowl, values[0], values.at(-1), bowl.bottom[each]));
}

function isFarOff({ far, seen }, start, end, best) {
  const left = Math.abs(end - best);
  return left >= far * Math.abs(start - best) && left > seen * Math.max(Math.abs(start), Math.abs(best));
}

function halfAlong(bowl, rate) {
  const factor = factorAlong(bowl, rate);
  return factor < 1 ? Math.ceil(-1 / Math.log2(factor)) : Infinity;
}

// What an epoch multiplies the error along the valley by: its eigenvalue is det H / lam_max, and det H = 4 var(x).
function factorAlong({ hessian, varX }, rate) {
  const [[ww, wb], [, bb]] = hessian;
  return 1 - (rate * 4 * varX) / ((ww + bb + Math.hypot(ww - bb, 2 * wb)) / 2);
}
