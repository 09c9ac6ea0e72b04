// Keeps by which token the server knows this browser, so that a reload and a second tab are the same voter.
export default function ({ data }) {
  const known = /(?:^|; )voter=[0-9a-f]{32}(?:;|$)/.test(document.cookie);
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (!known) document.cookie = `voter=${data.voter}; Path=/; Max-Age=86400; SameSite=Lax${secure}`;
}
