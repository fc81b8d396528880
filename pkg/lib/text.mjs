// Text and bytes: the host's own, or a small stand-in where a test environment lacks them.

function decode(bytes) {
  let text = '';
  for (const byte of bytes ?? []) text += `%${byte.toString(16).padStart(2, '0')}`;
  return decodeURIComponent(text);
}

function encode(text) {
  const bytes = [];
  for (let i = 0, uri = encodeURIComponent(text.toWellFormed?.() ?? text); i < uri.length; i++) {
    if (uri[i] === '%') {
      bytes.push(Number.parseInt(uri.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(uri.charCodeAt(i));
  }
  return new Uint8Array(bytes);
}

class SmallDecoder {
  decode(bytes) {
    return decode(bytes);
  }
}

class SmallEncoder {
  encode(text) {
    return encode(text);
  }

  encodeInto(text, target) {
    const bytes = encode(text);
    target.set(bytes);
    return { read: text.length, written: bytes.length };
  }
}

export const TextDecoder = globalThis.TextDecoder ?? SmallDecoder;
export const TextEncoder = globalThis.TextEncoder ?? SmallEncoder;
