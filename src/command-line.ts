import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { INestApplicationContext, Module, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { dataDirOf, embeddedPath } from './platform/config/data-dir.js';
import { readConfig } from './platform/config/environment.js';
import { embeddedFile } from './platform/database/embedded-file.js';
import { lookInto } from './platform/database/embedded-lock.js';
import { SchemaService } from './platform/database/schema.service.js';
import { waitForDatabase } from './platform/database/server-driver.js';
import { ENTITIES } from './entities.js';
import { SynchronizedClock } from './platform/clock.js';
import { PlatformModule } from './platform/platform.module.js';
import { readEnvFile } from './platform/config/env-file.js';

@Module({})
class CommandModule {}

interface CommandOptions {
  /** It works on what is there, by the tables of this version: a database that is not there must not be made. */
  needsDatabase?: boolean;
}

/**
 * Runs a command of the console with the settings and the database, and nothing that sends, seeds or runs by itself: the service may
 * be running meanwhile. A failure ends the process with 1 and one line.
 * @param providers what the command needs beside them
 */
export async function runCommand(
  providers: Provider[],
  work: (app: INestApplicationContext) => Promise<void>,
  { needsDatabase = false }: CommandOptions = {},
): Promise<void> {
  try {
    readEnvFile();
    if (needsDatabase && !process.env.DATABASE_URL?.trim()) embeddedFile(dataDirOf(process.env));
    const config = readConfig(process.env);
    if (config.databaseUrl) await waitForDatabase(config.databaseUrl);
    else lookInto(embeddedPath(config.dataDir));
    const platform = PlatformModule.for(config, ENTITIES, new SynchronizedClock());
    const command = { module: CommandModule, imports: [platform], providers };
    const quiet = { logger: ['error' as const, 'warn' as const], abortOnError: false };
    const app = await NestFactory.createApplicationContext(command, quiet);
    try {
      if (needsDatabase) await app.get(SchemaService).requireCurrent();
      await work(app);
    } finally {
      await app.close();
    }
  } catch (error) {
    console.error((error as Error).message);
    // What cannot be built cannot be closed either, and its connections would keep the process alive.
    process.exit(1);
  }
}

/**
 * Asks for a new password: twice and without showing it on a terminal; the first line of a pipe.
 * @throws Error when the two differ, or none was given
 */
export async function askNewPassword(
  input: Readable & { isTTY?: boolean },
  output: { write(text: string): unknown },
): Promise<string> {
  const isTerminal = input.isTTY === true;
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silence, terminal: isTerminal });
  lines.on('SIGINT', () => lines.close());
  const answers = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    if (isTerminal) output.write(question);
    const { value, done } = await answers.next();
    if (isTerminal) output.write('\n');
    if (done) throw new Error('No password was given.');
    return value;
  };
  try {
    const password = await ask('New password: ');
    if (isTerminal && (await ask('Once more: ')) !== password) throw new Error('The two passwords differ.');
    return password;
  } finally {
    lines.close();
  }
}
