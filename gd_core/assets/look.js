// Brings the answer to what was just pressed into view, and the keyboard to it where it would be nowhere.
//
// The data names a place on the page, and has another token each time. For a moment the page still moves while
// pictures and tables come; the place is kept in view until then, or until the reader does something.

const A_MOMENT = 1500; // milliseconds
const DOINGS = ["wheel", "touchmove", "pointerdown", "keydown"];
let lookedAt = null; // the last token

export default function ({ data }) {
  if (data.token === lookedAt) return;
  lookedAt = data.token;
  const until = performance.now() + A_MOMENT;
  const stop = new AbortController();
  for (const doing of DOINGS) window.addEventListener(doing, () => stop.abort(), { signal: stop.signal, capture: true });
  const frame = (now) => {
    const place = document.querySelector(data.place);
    if (place) look(place);
    if (now > until) stop.abort();
    if (!stop.signal.aborted) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function look(place) {
  uncover(place);
  const { top } = place.getBoundingClientRect();
  place.style.scrollMarginTop = "5rem"; // below Streamlit's own menu
  const menu = document.querySelector('[data-testid="stHeader"]')?.getBoundingClientRect().bottom ?? 0;
  if (top < menu || top > 0.6 * innerHeight) place.scrollIntoView();
  if (document.activeElement !== document.body) return;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

// On a phone the sidebar lies over the page.
function uncover(place) {
  const sidebar = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  if (!sidebar || sidebar.contains(place) || sidebar.getBoundingClientRect().right < place.getBoundingClientRect().left + 8) return;
  sidebar.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
  document.activeElement.blur(); // it is not to be seen there
}
