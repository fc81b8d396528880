// Any value as plain data that two processes can compare.

const INTERNALS = ['_querySet', '_request', '_meta', '_constraints', '_config'];

/** Data without functions, class names and fields that are `undefined`; dates and errors are marked. */
export function plain(value, depth = 0) {
  if (value === undefined) return { $undefined: true };
  if (typeof value === 'function') return { $function: true };
  if (typeof value === 'bigint' || typeof value === 'symbol') return { $other: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (depth > 8) return { $deep: true };
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (value instanceof Error) return plainError(value, depth);
  if (Array.isArray(value)) {
    const list = Array.from(value, (item) => plain(item, depth + 1));
    if (typeof value.hasNext !== 'function') return list;
    return { $page: list, hasNext: value.hasNext(), hasPrev: value.hasPrev() };
  }
  const data = {};
  for (const key of Object.keys(value)) {
    if (INTERNALS.includes(key) || value[key] === undefined || typeof value[key] === 'function') continue;
    data[key] = plain(value[key], depth + 1);
  }
  return data;
}

function plainError(error, depth) {
  const { name, message, status, errors, code } = error;
  const data = { $error: name, message };
  if (status !== undefined) data.status = status;
  if (errors !== undefined) data.errors = plain(errors, depth + 1);
  if (code !== undefined) data.code = code;
  return data;
}
