// The documentation site is built without a warning, stands alone, and every
// link in it leads to a page of it.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';

import { repository, temporary } from './installed.mjs';
import { run } from './process.mjs';

const options = JSON.parse(readFileSync(path.join(repository, 'docs/typedoc.json'), 'utf8'));
const typedoc = path.join(repository, 'tests/matrix/node_modules/typedoc/bin/typedoc');

describe('the site', () => {
  const site = temporary();
  let pages;

  before(async () => {
    await run([process.execPath, typedoc, '--options', path.join(repository, 'docs/typedoc.json'), '--out', site], { cwd: repository });
    pages = readdirSync(site, { recursive: true }).filter((name) => name.endsWith('.html'));
  });

  test('has every page of the guide, and the reference', () => {
    const guide = readdirSync(path.join(repository, 'docs/guide')).filter((name) => name !== 'index.md');
    assert.deepEqual(options.projectDocuments.map((file) => path.basename(file)).sort(), guide.sort());
    const documents = readdirSync(path.join(site, 'documents')).filter((name) => name.endsWith('.html'));
    assert.equal(documents.length, guide.length);
    for (const page of ['index.html', 'interfaces/syncano.Connection.html', 'classes/syncano.RequestError.html', 'functions/syncano_slim.init.html']) {
      assert.ok(pages.includes(page), page);
    }
  });

  test('loads nothing from elsewhere', () => {
    for (const page of pages) {
      const text = readFileSync(path.join(site, page), 'utf8');
      assert.deepEqual(text.match(/<(?:script|link|img|iframe)[^>]*(?:src|href)="(?:https?:)?\/\/[^"]*"/g), null, page);
    }
  });

  test('has no link to a page that is not there', () => {
    const broken = [];
    for (const page of pages) {
      const text = readFileSync(path.join(site, page), 'utf8');
      for (const [, link] of text.matchAll(/<a [^>]*href="([^"#:]+)(?:#[^"]*)?"/g)) {
        if (!existsSync(path.join(site, path.dirname(page), decodeURI(link)))) broken.push(`${page}: ${link}`);
      }
    }
    assert.deepEqual(broken, []);
  });
});
