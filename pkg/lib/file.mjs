// Files in a payload make it a form.

import { ValidationError } from './errors.mjs';

export class SyncanoFile {
  constructor(content) {
    this.content = content;
  }
}

/** A promise of the payload as a form when it holds a file, else nothing. */
export function formOf(payload) {
  if (payload === null || typeof payload !== 'object' || typeof FormData !== 'function') return undefined;
  const entries = entriesOf(payload);
  return entries.some(([, value]) => value instanceof SyncanoFile) ? fill(entries) : undefined;
}

function entriesOf(payload) {
  try {
    return Object.entries(payload);
  } catch {
    throw new ValidationError({ payload: ['The data could not be read.'] });
  }
}

async function fill(entries) {
  const form = new FormData();
  for (const [name, value] of entries) {
    if (value instanceof SyncanoFile) await append(form, name, value.content);
    else if (value !== undefined) form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return form;
}

async function append(form, name, content) {
  if (content instanceof Blob) return form.append(name, content);
  const parts = [];
  if (typeof content === 'string' || content instanceof ArrayBuffer || ArrayBuffer.isView(content)) parts.push(content);
  else if (content?.[Symbol.asyncIterator]) for await (const part of content) parts.push(part);
  else throw new ValidationError({ [name]: ['must be a Blob, bytes, a text or a stream'] });
  // A stream of a file knows its path.
  const file = typeof content.path === 'string' ? [content.path.split(/[\\/]/).pop()] : [];
  return form.append(name, new Blob(parts), ...file);
}

/** `fetch` cannot watch an upload, so its end is all there is to report. */
export function report(callback, form) {
  if (typeof callback !== 'function') return;
  let total = 0;
  for (const value of form.values()) total += typeof value === 'string' ? value.length : value.size;
  callback({ direction: 'upload', lengthComputable: true, loaded: total, total });
}
