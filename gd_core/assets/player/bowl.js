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
