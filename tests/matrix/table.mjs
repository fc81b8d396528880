// The matrix as it stands in the README, between two marks.

const MARKS = /(<!-- matrix -->\n)[\s\S]*?(<!-- \/matrix -->)/;
const HEAD = '| runtime or tool | version | how | result |\n| --- | --- | --- | --- |\n';

const cells = (line) => line.split('|').slice(1, -1).map((cell) => cell.trim());

/** The rows of the table in this text: `{tool, version, how, result}`. */
export function readTable(markdown) {
  const part = MARKS.exec(markdown)?.[0] ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('|')).slice(2);
  return lines.map(cells).map(([tool, version, how, result]) => ({ tool, version, how, result }));
}

/** The text with these rows as its table. */
export function writeTable(markdown, rows) {
  if (!MARKS.test(markdown)) throw new Error('the text has no place for the matrix');
  const lines = rows.map(({ tool, version, how, result }) => `| ${tool} | ${version} | ${how} | ${result} |\n`);
  return markdown.replace(MARKS, (_, start, end) => `${start}${HEAD}${lines.join('')}${end}`);
}

export const nameOf = ({ tool, version, how }) => [tool, version, how].join(', ').replaceAll('`', '');
