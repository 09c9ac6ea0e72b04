// A run on a curve worked out in the browser, epoch by epoch, as gd_core/models/ do it.

const FAR = 40; // widths from the middle of a hill, where it is 0 to the computer

// Of each curve: what a point (x, y) adds to the loss, and to its slopes by w and by b.
const CURVES = {
  hills: (w, b, x, y) => squared(y, hill(w, b, x)),
  neuron: (w, b, x, y) => squared(y, neuron(w, b, x)),
  "neuron-ce": (w, b, x, y) => {
    const z = w * x + b;
    const size = Math.min(Math.abs(z), Number.MAX_VALUE);
    const error = neuron(w, b, x)[0] - y;
    return [Math.log1p(Math.exp(-size)) + (z > 0 ? 1 - y : y) * size, error * x, error];
  },
};

function squared(y, [height, byW, byB]) {
  const error = height - y;
  return [error ** 2, 2 * error * byW, 2 * error * byB];
}

function hill(w, b, x) {
  const z = b ? Math.min(Math.max((x - w) / b, -FAR), FAR) : FAR;
  const height = Math.exp(-0.5 * z * z);
  const byW = (height * z) / (b || 1);
  return [height, byW, byW * z];
}

function neuron(w, b, x) {
  const z = w * x + b;
  const small = Math.exp(-Math.abs(z));
  const slope = small / (1 + small) / (1 + small);
  return [(z < 0 ? small : 1) / (1 + small), slope * x, slope];
}

// Returns w, b, where the next step leads, the loss and the loss above the floor at some epochs. With momentum a
// step is not the gradient's, and none is drawn.
function descendOn({ model, momentum, floor, x, y }, start, rate, epochs) {
  const run = { w: [], b: [], next_w: [], next_b: [], loss: [], excess: [] };
  const last = epochs.at(-1);
  let [w, b] = start;
  let velocity = [0, 0];
  for (let epoch = 0, next = 0; epoch <= last; epoch += 1) {
    const [loss, byW, byB] = lossAt(CURVES[model], w, b, x, y);
    velocity = [momentum * velocity[0] + byW, momentum * velocity[1] + byB];
    const to = [w - rate * velocity[0], b - rate * velocity[1]];
    const following = to.every(Number.isFinite) ? to : [Infinity, Infinity];
    if (epoch === epochs[next]) {
      const [next_w, next_b] = momentum ? [null, null] : following;
      const here = { w, b, next_w, next_b, loss, excess: loss - floor };
      for (const name in here) run[name].push(here[name]);
      next += 1;
    }
    [w, b] = following;
  }
  return run;
}

// Returns the mean over the points of what each adds.
function lossAt(ofPoint, w, b, x, y) {
  if (w === Infinity) return [Infinity, 0, 0];
  let [loss, byW, byB] = [0, 0, 0];
  for (let point = 0; point < x.length; point += 1) {
    const [itsLoss, itsW, itsB] = ofPoint(w, b, x[point], y[point]);
    loss += itsLoss;
    byW += itsW;
    byB += itsB;
  }
  return [loss / x.length, byW / x.length, byB / x.length];
}
