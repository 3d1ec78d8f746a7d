/** Values of a column's type: from our text, and from what a peer hands out. */
const forms = {
  double: Number,
  int: BigInt,
  text: String,
  bool: String,
  time: (raw) => (typeof raw === 'string' && raw.includes('T') ? Date.parse(raw) : Number(raw)),
};

export function valueOf(type, raw) {
  if (raw === null || raw === undefined) return null;
  return forms[type](type === 'double' && typeof raw === 'string' ? raw.replace('inf', 'Infinity').replace('-nan', 'nan').replace('nan', 'NaN') : raw);
}

/** How far two values of a column may be apart: `tolerance` of the greater one or of `scale`, and `absolute`. */
function allowed({ tolerance, absolute = 0 }, ours, theirs, scale) {
  const size = Math.max(Math.abs(Number(ours)), Math.abs(Number(theirs)), Number.isFinite(scale) ? Math.abs(scale) : 0);
  return tolerance * size + absolute;
}

export function agree(entry, type, ours, theirs, scale) {
  if (ours === null || theirs === null) return ours === theirs;
  if (type === 'double' || (type === 'int' && entry.tolerance !== undefined)) {
    if (!Number.isFinite(Number(ours)) || !Number.isFinite(Number(theirs))) return Object.is(ours, theirs);
    return Math.abs(Number(ours) - Number(theirs)) <= allowed({ ...entry, tolerance: entry.tolerance ?? 1e-12 }, ours, theirs, scale);
  }
  return ours === theirs;
}

/** A value that is just too far from the given one, of what is not finite another: a comparison that takes it proves nothing. */
export function spoilt(entry, type, value, scale) {
  if (type === 'int') return value + 1n + BigInt(Math.ceil(3 * allowed({ tolerance: 0, ...entry }, value, value, scale)));
  if (type === 'double' && !Number.isFinite(value)) return 0;
  if (type === 'double') return value + 3 * allowed({ ...entry, tolerance: entry.tolerance ?? 1e-12 }, value, value, scale) + Number.MIN_VALUE;
  return type === 'time' ? value + 1 : `${value}!`;
}
