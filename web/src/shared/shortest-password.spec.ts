import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MIN_PASSWORD } from './shortest-password';

describe('the shortest password', () => {
  const contract = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'openapi.json'), 'utf8'));

  it.each([
    ['CreateUser', 'password'],
    ['UpdateUser', 'password'],
    ['ChangeOwnPassword', 'newPassword'],
  ])('that the forms take is the one of %s.%s', (schema, field) => {
    expect(contract.components.schemas[schema].properties[field].minLength).toBe(MIN_PASSWORD);
  });

  it.each(['users', 'profile'])('is what the texts of %s tell', (room) => {
    const texts = readFileSync(join(__dirname, '..', room, 'texts.ts'), 'utf8');
    const told = [...texts.matchAll(/(?:Не короче|At least) (\S+) (?:символов|characters)/g)].map((match) => match[1]);
    expect(told).toEqual(['{{min}}', '{{min}}', '{{min}}', '{{min}}']);
  });
});
