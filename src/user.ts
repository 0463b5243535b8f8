import type { INestApplicationContext } from '@nestjs/common';
import { THE_SERVICE } from './access/actor.js';
import { AuditService } from './access/audit.service.js';
import { actingAs } from './access/request-context.js';
import { SignInThrottle } from './access/sign-in-throttle.service.js';
import { UpdateUser } from './access/user.dto.js';
import type { User } from './access/user.entity.js';
import { UsersService } from './access/users.service.js';
import { commandArguments } from './command-arguments.js';
import { runCommand, askNewPassword } from './command-line.js';
import { InvalidInputError } from './platform/errors.js';
import { controlCharacterIn } from './platform/http/request-bodies.js';
import { errorDetail } from './platform/error-texts.js';
import { errorsOf } from './platform/http/validation.js';

const USAGE = `npm run user -- list
npm run user -- password EMAIL   sets a new password (asked for, or the first line of a pipe)
npm run user -- admin EMAIL      makes an administrator of that user, or a new one with a password
npm run user -- block EMAIL      blocks a user and ends the sessions
npm run user -- unblock EMAIL`;

/** The way back in for whoever has the machine: users by the console. */
async function run(app: INestApplicationContext, [action, email]: string[]): Promise<void> {
  const users = app.get(UsersService);
  if (action === 'list') return (await users.all()).forEach((user) => console.log(lineOf(user)));
  if (!email || !['password', 'admin', 'block', 'unblock'].includes(action ?? '')) throw new Error(USAGE);
  const found = await users.findByEmail(email);
  if (action === 'admin' && !found) {
    requireValid({ email });
    const password = await newPassword();
    return console.log(lineOf(await users.create({ email, name: email, password, roles: ['admin'] })));
  }
  if (!found) throw new Error(`There is no user ${email}.`);
  const change = {
    password: async () => ({ password: await newPassword() }),
    admin: () => ({ roles: ['admin' as const], regionIds: [], isActive: true }),
    block: () => ({ isActive: false }),
    unblock: () => ({ isActive: true }),
  }[action as 'password' | 'admin' | 'block' | 'unblock'];
  console.log(lineOf(await users.update(found.id, await change())));
}

async function newPassword(): Promise<string> {
  const password = await askNewPassword(process.stdin, process.stdout);
  requireValid({ password });
  return password;
}

/** What the API would refuse nobody could sign in with. @throws InvalidInputError */
function requireValid(fields: UpdateUser): void {
  const errors = errorsOf(fields, UpdateUser, '');
  if (errors.length > 0) throw new InvalidInputError(errors);
  const path = controlCharacterIn(fields);
  if (path !== undefined) throw InvalidInputError.of(path, errorDetail('control_character'));
}

function lineOf({ email, roles, regionIds, isActive, lastSignInAt }: User): string {
  const regions = regionIds.length === 0 ? 'all regions' : `regions ${regionIds.join(', ')}`;
  const seen = lastSignInAt ? `signed in ${lastSignInAt.toISOString()}` : 'never signed in';
  return [email, roles.join(', '), regions, isActive ? 'active' : 'blocked', seen].join('  ');
}

/** In the audit, where whoever signs in by the panel sees that somebody let himself in here. */
const CONSOLE = { ...THE_SERVICE, name: 'npm run user' };

const { positionals } = commandArguments(USAGE, 2, {});
void runCommand([UsersService, AuditService, SignInThrottle], (app) => actingAs(CONSOLE, () => run(app, positionals)), {
  needsDatabase: true,
});
