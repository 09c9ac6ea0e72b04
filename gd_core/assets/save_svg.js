// A button for each picture named, which saves it as it is drawn just now. It asks no server.

const SVG = "http://www.w3.org/2000/svg";

export default function ({ parentElement, data }) {
  const names = JSON.stringify(data);
  const place = parentElement.querySelector(".pictures");
  if (place.dataset.names === names) return; // a button that has the focus keeps it
  place.dataset.names = names;
  place.replaceChildren(...Object.entries(data).map(([name, label]) => button(name, label)));
}

function button(name, label) {
  const button = document.createElement("button");
  button.textContent = label;
  button.onclick = () => save(name);
  return button;
}

function save(name) {
  const place = document.querySelector(`.st-key-picture-${name}`);
  const drawn = place?.querySelector("[data-testid=stVegaLiteChart] svg.marks");
  if (!drawn) return;
  const epoch = place.querySelector(".vega-bindings input[name=epoch]")?.value;
  const words = place.querySelector("[data-testid=stVegaLiteChart]").ariaLabel;
  const file = epoch === undefined ? `${name}.svg` : `${name}-epoch-${epoch}.svg`;
  const link = document.createElement("a");
  const text = new XMLSerializer().serializeToString(alone(drawn, words));
  link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// The drawing as a file of its own: with the page's colour behind it, without what is not seen, and with room
// at the right, since another font may be wider.
function alone(drawn, words) {
  const picture = drawn.cloneNode(true);
  const unseen = '[opacity="0"], [style*="opacity: 0;"], [display="none"], [style*="display: none"]';
  for (const element of picture.querySelectorAll(unseen)) element.remove();
  const { width, height } = drawn.viewBox.baseVal;
  const [left, top, wide, high] = [-12, -12, width + 48, height + 24];
  const page = document.createElementNS(SVG, "rect");
  set(picture, { viewBox: `${left} ${top} ${wide} ${high}`, width: wide, height: high });
  set(page, { x: left, y: top, width: wide, height: high, fill: getComputedStyle(drawn).backgroundColor });
  const title = document.createElementNS(SVG, "title");
  title.textContent = words;
  picture.prepend(title, page);
  return picture;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
