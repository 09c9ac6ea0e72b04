// Keeps by which tokens the server knows this browser, so that a reload and a second tab are the same voter.
export default function ({ data }) {
  const known = document.cookie.split("; ").map((cookie) => cookie.split("=")[0]);
  const kept = `Path=/; Max-Age=86400; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
  for (const [name, token] of Object.entries(data)) {
    if (!known.includes(name)) document.cookie = `${name}=${token}; ${kept}`;
  }
}
