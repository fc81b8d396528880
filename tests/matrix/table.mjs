// Tables that the tests write into the README, each between two marks.

const marks = (name) => new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
const HEAD = '| runtime or tool | version | how | result |\n| --- | --- | --- | --- |\n';

const cells = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());

/** The text with this between its marks of that name. */
export function fillMarks(markdown, name, content) {
  if (!marks(name).test(markdown)) throw new Error(`the text has no place for "${name}"`);
  return markdown.replace(marks(name), (_, start, end) => start + content + end);
}

/** The cells of the first table between these marks, row by row. */
export function tableIn(markdown, name) {
  const [table] = /(?:^\|.*\n)+/m.exec(marks(name).exec(markdown)?.[0] ?? '') ?? [''];
  return table.split('\n').slice(2, -1).map(cells);
}

/** The rows of the matrix in this text: `{tool, version, how, result}`. */
export const readTable = (markdown) => tableIn(markdown, 'matrix').map(([tool, version, how, result]) => ({ tool, version, how, result }));

/** The text with these rows as its matrix. */
export function writeTable(markdown, rows) {
  const lines = rows.map(({ tool, version, how, result }) => `| ${tool} | ${version} | ${how} | ${result} |\n`);
  return fillMarks(markdown, 'matrix', HEAD + lines.join(''));
}

export const nameOf = ({ tool, version, how }) => [tool, version, how].join(', ').replaceAll('`', '');
