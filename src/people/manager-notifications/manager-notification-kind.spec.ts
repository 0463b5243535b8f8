import {
  choicesOf,
  kindsOf,
  MANAGER_NOTIFICATION_KINDS,
  NOTIFICATION_PARTS,
  withChange,
} from './manager-notification-kind.js';
import { Recipient, reachedBy } from './manager-notifier.service.js';

describe('choices of channels', () => {
  it('has a default for every kind, laid under what was chosen', () => {
    const choices = choicesOf({ external_order_received: { email: true }, conflict: { panel: false } });
    expect(Object.keys(choices).sort()).toEqual([...MANAGER_NOTIFICATION_KINDS].sort());
    expect(choices.external_order_received).toEqual({ panel: true, email: true });
    expect(choices.conflict).toEqual({ panel: false, email: true });
    expect(choices.items_in_status).toEqual({ panel: true, email: false });
  });

  it('keeps what a change does not name', () => {
    const before = { conflict: { panel: false }, needs_attention: { email: false } };
    expect(withChange(before, { conflict: { panel: undefined, email: false } })).toEqual({
      conflict: { panel: false, email: false },
      needs_attention: { email: false },
    });
  });
});

describe('parts of the bell', () => {
  it('hold each kind once', () => {
    expect(NOTIFICATION_PARTS.flatMap(kindsOf).sort()).toEqual([...MANAGER_NOTIFICATION_KINDS].sort());
  });

  it('keep what goes on by itself apart from what somebody has to act on', () => {
    expect(kindsOf('news')).toEqual(['items_in_status', 'breaker_opened', 'breaker_closed']);
    expect(kindsOf('new_orders')).toEqual(['external_order_received']);
  });
});

describe('reachedBy', () => {
  const user = (userId: number, change: Partial<Recipient> = {}): Recipient => {
    return { userId, roles: ['manager'], regionIds: [], choices: choicesOf({}), ...change };
  };
  const ids = (recipients: Recipient[], audience: Parameters<typeof reachedBy>[1]) =>
    reachedBy(recipients, audience).map(({ userId }) => userId);

  it('leaves out other regions, other roles, and who does not want it', () => {
    const unwanted = choicesOf({ conflict: { panel: false, email: false } });
    const users = [
      user(1),
      user(2, { regionIds: [7] }),
      user(3, { regionIds: [8] }),
      user(4, { roles: [] }),
      user(5, { choices: unwanted }),
      user(6, { roles: ['admin'] }),
    ];
    expect(ids(users, { kind: 'conflict', regionId: 7 })).toEqual([1, 2, 6]);
    expect(ids(users, { kind: 'conflict', regionId: null })).toEqual([1, 6]);
    expect(ids(users, { kind: 'conflict', regionId: null, roles: ['admin'] })).toEqual([6]);
    expect(ids(users, { kind: 'mentioned', regionId: 7, userIds: [2, 3] })).toEqual([2]);
  });
});
