import { embeddedOptions, makeDataSource, serverOptions } from './src/platform/database/data-source.js';
import { ENTITIES } from './src/entities.js';
import { readEnvFile } from './src/platform/config/env-file.js';

/** For the TypeORM command line: `npm run typeorm -- migration:show`; it reads DATABASE_URL and DATA_DIR like the service. */
readEnvFile();
const { DATABASE_URL, DATA_DIR = './data' } = process.env;

export default makeDataSource(
  DATABASE_URL ? await serverOptions(ENTITIES, DATABASE_URL, 0) : embeddedOptions(ENTITIES, DATA_DIR),
);
