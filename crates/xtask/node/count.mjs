// A reporter for Node's test runner: how many cases passed and failed, as one
// JSON object. Groups are no cases, nor is a file that holds none.
import { resolve } from 'node:path';

const isCase = ({ name, file, details, skip, todo }) =>
  details?.type !== 'suite' && skip === undefined && todo === undefined && resolve(name) !== file;

export default async function* count(events) {
  const counts = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (type === 'test:pass' && isCase(data)) counts.passed += 1;
    if (type === 'test:fail' && data.details?.type !== 'suite') counts.failed += 1;
  }
  yield `${JSON.stringify(counts)}\n`;
}
