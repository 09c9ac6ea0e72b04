// Hands the player what the server says. The player itself is always the same, so that it is sent only once.

export default function ({ data }) {
  document.body.told = data;
  document.body.dispatchEvent(new Event("told"));
}
