import { outcomeOf } from './resume-outcome';

type Facts = Parameters<typeof outcomeOf>[0];

const facts = (change: Partial<Facts>): Facts => ({
  ...{ state: 'ok', waiting: 2, failuresInRow: 0, lastDeliveredAt: null },
  ...change,
});

describe('what became of a resumed connection', () => {
  const before = facts({ state: 'paused' });

  it.each<[string, Partial<Facts>, ReturnType<typeof outcomeOf>]>([
    ['nothing while nothing was tried', {}, undefined],
    ['that it pauses again', { state: 'paused' }, 'paused_again'],
    ['that something arrived', { waiting: 1, lastDeliveredAt: '2026-11-24T06:15:00.000Z' }, 'sent'],
    ['that nothing waits any more', { waiting: 0 }, 'sent'],
    ['that GettZap answers with an error or not at all', { failuresInRow: 1 }, 'failing'],
  ])('is said: %s', (_, now, outcome) => expect(outcomeOf(before, facts(now))).toBe(outcome));

  it('cannot be said where nothing waited', () => {
    expect(outcomeOf(facts({ state: 'paused', waiting: 0 }), facts({ waiting: 0 }))).toBe('nothing_to_send');
  });
});
