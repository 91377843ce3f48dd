// Answers that say only what changed.

/** Patch makes one value in a document another: the value itself, or pieces of a list. */
export interface Patch {
  path: readonly string[];
  value?: unknown;
  splices?: readonly Splice[];
}

/** Splice replaces items of a list. */
export interface Splice {
  /** at is the position in the list as it was. */
  at: number;
  drop: number;
  put: readonly unknown[];
}

/** patched is a document with patches made. What no patch touches is the same object as before. */
export function patched<T>(document: T, patches: readonly Patch[]): T {
  return patches.reduce((d, p) => within(d, p.path, p), document as unknown) as T;
}

function within(value: unknown, path: readonly string[], patch: Patch): unknown {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const object = value as Record<string, unknown> | undefined;
    return { ...object, [key]: within(object?.[key], rest, patch) };
  }
  if (!patch.splices) return patch.value;
  const list = value as readonly unknown[];
  const out: unknown[] = [];
  let next = 0;
  for (const { at, drop, put } of patch.splices) {
    out.push(...list.slice(next, at), ...put);
    next = at + drop;
  }
  return out.concat(list.slice(next));
}
