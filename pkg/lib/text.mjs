// Text and bytes: the host's own, or a small stand-in where a test environment lacks them.

/** UTF-8 is what `encodeURIComponent` writes behind its percent signs. */
const encode = (text) =>
  Uint8Array.from(encodeURIComponent(text.toWellFormed?.() ?? text).match(/%..|./g) ?? [], (unit) =>
    unit[1] ? Number.parseInt(unit.slice(1), 16) : unit.charCodeAt(0),
  );

class SmallDecoder {
  decode(bytes = []) {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${(byte + 256).toString(16).slice(1)}`).join(''));
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
