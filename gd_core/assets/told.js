// Hands the player what the server says. The player itself is always the same, so that it is sent only once.

// The link in the address bar follows what is set. Streamlit adds a step to the browser's history for some of that
// and none for the rest, and after Back sets the link as it was again: nobody would come out of the page. So no
// change adds a step, and Back leads to where the reader came from.
history.pushState = (...step) => history.replaceState(...step);

export default function ({ data }) {
  document.body.told = data;
  document.body.dispatchEvent(new Event("told"));
}
