import { commandArguments } from './command-arguments.js';
import { runCommand } from './command-line.js';
import { AppConfig } from './platform/config/app-config.js';
import { embeddedPath } from './platform/config/data-dir.js';
import { databaseServer, type DatabaseServer } from './platform/config/database-url.js';
import { SchemaService } from './platform/database/schema.service.js';

const USAGE = 'npm run migrate   brings the tables up to date';

const nameOf = ({ host, port, database }: DatabaseServer) => `${database} at ${host}:${port}`;

commandArguments(USAGE, 0, {});
/** Brings the tables up to date and ends: for installations that do not migrate on start. */
void runCommand([], async (app) => {
  const schema = app.get(SchemaService);
  const { databaseUrl, dataDir } = app.get(AppConfig);
  const where = databaseUrl ? nameOf(databaseServer(databaseUrl)) : embeddedPath(dataDir);
  const run = await schema.migrate((pending) =>
    console.log(`Migrations to be run in ${where}: ${pending}. With many orders that takes minutes.`),
  );
  console.log(`The tables are up to date in ${where}: ${run} migrations were run.`);
});
