// Short names for what the module and its glue call each other by. The generated ones end in
// digests that no compression can do anything about.

const IMPORTS = 2;
const EXPORTS = 7;
/** Names that somebody else uses, too. */
const KEPT = new Set(['memory', '__wbindgen_start', '__wbg_connection_free']);

/** Where the module finds what it imports. */
const GLUE = './syncano_bg.js';

/**
 * Gives `{wasm, glue}` with every name of an import and an export made short on both sides. What
 * the module imports straight from the host's files, it finds in the glue as well.
 */
export function shortened(wasm, glue) {
  const module = new WebAssembly.Module(wasm);
  const wanted = WebAssembly.Module.imports(module);
  const imports = names('i_', wanted);
  const exports = names('e_', WebAssembly.Module.exports(module));
  const direct = wanted.filter(({ module }) => module !== GLUE);
  let short = [glue, ...direct.map(({ module, name }) => `export { ${name} as ${imports.get(name)} } from '${module}';`)].join('\n');
  for (const { module, name } of wanted) {
    if (module === GLUE) short = short.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), imports.get(name));
  }
  for (const [name, other] of exports) short = short.replaceAll(new RegExp(`\\bwasm\\.${name}\\b`, 'g'), `wasm.${other}`);
  return { wasm: renamed(wasm, imports, exports), glue: short };
}

function names(prefix, list) {
  const fresh = list.map(({ name }) => name).filter((name) => !KEPT.has(name));
  return new Map(fresh.map((name, index) => [name, prefix + index.toString(36)]));
}

/** The module with both sections written anew; all others stay byte for byte. */
function renamed(wasm, imports, exports) {
  const reader = { bytes: wasm, at: 8 };
  const out = [...wasm.subarray(0, 8)];
  while (reader.at < wasm.length) {
    const id = wasm[reader.at++];
    const size = number(reader);
    const body = wasm.subarray(reader.at, reader.at + size);
    reader.at += size;
    const section = { bytes: body, at: 0 };
    const fresh = id === IMPORTS ? importSection(section, imports) : id === EXPORTS ? exportSection(section, exports) : body;
    out.push(id, ...encoded(fresh.length));
    for (const byte of fresh) out.push(byte);
  }
  return Uint8Array.from(out);
}

function importSection(section, names) {
  const count = number(section);
  const out = [...encoded(count)];
  for (let i = 0; i < count; i++) {
    string(section);
    const name = string(section);
    out.push(...text(GLUE));
    out.push(...text(names.get(name) ?? name));
    const kind = section.bytes[section.at];
    if (kind !== 0) throw new Error(`The import ${name} is no function.`);
    const start = section.at++;
    number(section);
    out.push(...section.bytes.subarray(start, section.at));
  }
  return out;
}

function exportSection(section, names) {
  const count = number(section);
  const out = [...encoded(count)];
  for (let i = 0; i < count; i++) {
    const name = string(section);
    out.push(...text(names.get(name) ?? name), section.bytes[section.at++], ...encoded(number(section)));
  }
  return out;
}

/** An unsigned LEB128 number. */
function number(reader) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = reader.bytes[reader.at++];
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}

function encoded(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function string(reader) {
  const length = number(reader);
  reader.at += length;
  return Buffer.from(reader.bytes.subarray(reader.at - length, reader.at)).toString();
}

function text(value) {
  const bytes = Buffer.from(value);
  return [...encoded(bytes.length), ...bytes];
}
