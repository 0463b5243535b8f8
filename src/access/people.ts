import { ConfigurationPart } from '../platform/configuration/configuration-snapshot.js';
import { ApiKey } from './api-key.entity.js';
import { User } from './user.entity.js';

/** Who may call, and what they may do. */
export const PEOPLE = new ConfigurationPart(async (manager) => {
  const [users, apiKeys] = await Promise.all([manager.find(User, { order: { id: 'ASC' } }), manager.find(ApiKey)]);
  return {
    users: new Map(users.map((user) => [user.id, user])),
    /** In lower case; compared exactly, since a database takes accents, trailing blanks and characters without width for nothing. */
    byEmail: new Map(users.map((user) => [user.email, user])),
    apiKeys: new Map(apiKeys.map((apiKey) => [apiKey.keyHash, apiKey])),
  };
});
