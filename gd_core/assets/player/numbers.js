// Numbers as a student reads them: the same rule as in gd_core/numbers.py.

const SUPERSCRIPTS = { "-": "⁻", ...[..."⁰¹²³⁴⁵⁶⁷⁸⁹"] };

// Returns a number to so many significant digits; one that moves keeps its last zeros, so that nothing trembles.
function rounded(value, digits, { isMoving = false, thousands } = {}) {
  if (value < 0) return `−${rounded(-value, digits, { isMoving, thousands })}`;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "–";
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const isPlain = power >= -4 && power < 6;
  const text = isPlain ? value.toFixed(Math.max(digits - 1 - power, 0)) : mantissa;
  const [whole, decimals = ""] = text.split(".");
  const shown = isMoving ? decimals : decimals.replace(/0+$/, "");
  const number = grouped(whole, thousands) + (shown && `.${shown}`);
  return isPlain ? number : `${number}×10${[...power.replace("+", "")].map((sign) => SUPERSCRIPTS[sign]).join("")}`;
}

// Returns exactly this number, in all the digits it needs.
function unrounded(value, form) {
  return rounded(value, value.toExponential().replace(/e.*|[-.]/g, "").length, form);
}

// Returns a whole number with a sign between its thousands; but for a comma, from five digits on.
function grouped(whole, thousands = ",") {
  const text = String(whole);
  return thousands !== "," && text.length < 5 ? text : text.replace(/\B(?=(\d{3})+$)/g, thousands);
}
