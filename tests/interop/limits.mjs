/**
 * What a peer can't read of what is right: the one place for it. A file is under a limit when all that the limit names is so; it counts as
 * skipped as long as the peer fails on it, and as a failure as soon as the peer reads it, so that this table stays true.
 */
export const limits = [
];

export function limitOf(peer, column, file) {
  const place = { peer, kind: column.kind, batches: column.lengths.length, nulls: column.nulls, sliced: column.sliced, compression: file.compression, format: file.format };
  return limits.find(({ reason, ...names }) => Object.entries(names).every(([key, value]) => [value].flat().includes(place[key])));
}
