// Where the files under test are: as installed from the tarball when there is one, else as built.

import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

export const www = path.join(root, 'www');
export const dist = process.env.SYNCANO_INSTALLED
  ? path.join(process.env.SYNCANO_INSTALLED, 'node_modules/syncano/dist')
  : path.join(root, 'pkg/dist');
export const serverProgram = process.env.SYNCANO_SERVER_BIN ?? path.join(root, 'target/debug/syncano-server');
