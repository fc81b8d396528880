// Questions to the declarations, answered by the compiler.

import { createRequire } from 'node:module';
import path from 'node:path';

import { companions } from './environment.mjs';

const ts = createRequire(path.join(companions(), 'package.json'))('typescript');

function ask(file) {
  const options = { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, target: ts.ScriptTarget.ES2022, types: [] };
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(file));
  return { checker, names: checker.getExportsOfModule(symbol) };
}

/** Every name that a file of declarations exports. */
export function exportedNames(file) {
  return ask(file).names.map((symbol) => symbol.getName());
}

/** Gives a function: name of a type → its methods and its data, by name. */
export function membersOf(file) {
  const { checker, names } = ask(file);
  return (name) => {
    const found = names.find((symbol) => symbol.getName() === name);
    const symbol = found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
    const members = { methods: [], data: [] };
    for (const property of checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
      const { flags } = property;
      const text = property.getName();
      if (text.startsWith('__@')) continue;
      members[flags & ts.SymbolFlags.Method ? 'methods' : 'data'].push(text);
    }
    return members;
  };
}
