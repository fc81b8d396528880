// Files in a payload make it a form.

export class SyncanoFile {
  constructor(content) {
    this.content = content;
  }
}

/** The payload as a form when it holds a file, else nothing. */
export function formOf(payload) {
  if (payload === null || typeof payload !== 'object' || typeof FormData !== 'function') return undefined;
  const entries = Object.entries(payload);
  if (!entries.some(([, value]) => value instanceof SyncanoFile)) return undefined;
  const form = new FormData();
  for (const [name, value] of entries) {
    if (value instanceof SyncanoFile) form.append(name, blobOf(value.content));
    else if (value !== undefined) form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return form;
}

function blobOf(content) {
  return content instanceof Blob ? content : new Blob([content]);
}

/** `fetch` cannot watch an upload, so its end is all there is to report. */
export function report(callback, form) {
  if (typeof callback !== 'function') return;
  let total = 0;
  for (const value of form.values()) total += typeof value === 'string' ? value.length : value.size;
  callback({ direction: 'upload', lengthComputable: true, loaded: total, total });
}
