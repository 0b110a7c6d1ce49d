// Tabler classes that stay in the trimmed sheet whether or not a template names them today, so that a page can use the plain
// vocabulary of layout, text and forms without a new build.
export const alwaysKept = {
  standard: [
    /^(container|row|col|g[xy]?|order|offset)(-|$)/,
    /^(d|flex|align|justify|gap|float|position|overflow|w|h)-/,
    /^[mp][tbsexy]?-/,
    /^(text|fw|fs|lh|font)-/,
    /^(form|input|btn|table|visually)(-|$)/,
    /^(is-invalid|is-valid|active|disabled|show|collapse|sr-only)$/,
  ],
};
