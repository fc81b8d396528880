// What an import that is not used costs in a bundle: nothing.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { test } from 'node:test';
import { build } from 'esbuild';
import { rollup } from 'rollup';

import { emptyFolder } from './workshop.mjs';

const webpack = createRequire(import.meta.url)('webpack');

const IMPORTS = {
  'import of nothing': "import 'syncano';",
  'import of the function': "import Syncano from 'syncano';",
  'import of an error': "import { RequestError } from 'syncano';",
  'import of the slim entry': "import Syncano, { init } from 'syncano/slim';",
  'import of the errors alone': "import { RequestError } from 'syncano/lib/errors';",
};
// A used import, so that "nothing" is no mistake in the set-up.
const USED = "import Syncano from 'syncano'; console.log(Syncano);";

const BUNDLERS = {
  async esbuild(folder, file) {
    const { outputFiles } = await build({ entryPoints: [file], absWorkingDir: folder, bundle: true, minify: true, format: 'esm', write: false, logLevel: 'silent' });
    return outputFiles[0].text;
  },
  async Rollup(folder, file) {
    const bundle = await rollup({ input: file, plugins: [nodeResolve({ browser: true })], onLog: () => {} });
    const { output } = await bundle.generate({ format: 'es' });
    return output[0].code;
  },
  async webpack(folder, file) {
    const output = { path: folder, filename: 'out.js' };
    const stats = await promisify(webpack)({ mode: 'production', context: folder, entry: file, output, performance: false });
    assert.equal(stats.hasErrors(), false, stats.toString());
    return readFileSync(path.join(folder, 'out.js'), 'utf8');
  },
};

for (const [name, bundle] of Object.entries(BUNDLERS)) {
  const bundled = (source) => {
    const folder = emptyFolder('shaken', { 'main.js': `${source}\n` });
    return bundle(folder, path.join(folder, 'main.js'));
  };

  for (const [what, source] of Object.entries(IMPORTS)) {
    test(`${name}: an unused ${what} bundles to nothing`, async () => {
      assert.equal((await bundled(source)).trim(), '');
    });
  }

  test(`${name}: a used import is there`, async () => {
    assert.ok((await bundled(USED)).length > 10_000);
  });
}
