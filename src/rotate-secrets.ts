import type { INestApplicationContext } from '@nestjs/common';
import { commandArguments } from './command-arguments.js';
import { runCommand } from './command-line.js';
import { SecretRotation } from './care/secrets/secret-rotation.service.js';

const USAGE =
  'npm run secrets:rotate   seals every stored secret with SECRET_KEY; SECRET_KEYS_OLD holds the keys from before';

/** Seals every stored secret with SECRET_KEY; SECRET_KEYS_OLD must hold the keys from before. */
const rotate = async (app: INestApplicationContext): Promise<void> => {
  const counts = await app.get(SecretRotation).rotate();
  for (const [column, { resealed, current, failed }] of counts) {
    console.log(`${column}: ${resealed} sealed anew, ${current} were, ${failed} could not be opened`);
  }
  if ([...counts.values()].some(({ failed }) => failed > 0)) process.exitCode = 1;
};

commandArguments(USAGE, 0, {});
void runCommand([SecretRotation], rotate, { needsDatabase: true });
