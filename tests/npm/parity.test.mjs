// The same calls on this package and on the one that it replaces, 1.0.30: the
// same requests and the same values, apart from the listed differences.

import { after, describe, test } from 'node:test';

import { scenariosByTopic } from './support/scenarios.mjs';
import { prove } from './support/parity.mjs';
import { stopSubjects } from './support/subjects.mjs';

after(stopSubjects);

for (const [topic, scenarios] of Object.entries(scenariosByTopic)) {
  describe(topic, () => {
    for (const scenario of scenarios) test(scenario.title, () => prove(scenario));
  });
}
