import { runCommand } from './command-line.js';
import { SchemaService } from './platform/database/schema.service.js';

/** Brings the tables up to date and ends: for installations that do not migrate on start. */
void runCommand([], async (app) => {
  const schema = app.get(SchemaService);
  const pending = await schema.countPending();
  await schema.migrate();
  console.log(`The tables are up to date: ${pending} migrations were run.`);
});
