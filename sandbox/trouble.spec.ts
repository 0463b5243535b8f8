import { decideTrouble, Trouble } from './trouble.js';

const never = (): number => 0.999;

describe('trouble', () => {
  it('spoils the next N answers only', () => {
    const trouble = new Trouble(never);
    trouble.set({ kind: '500', count: 2 });
    expect([1, 2, 3].map(() => trouble.spend('a'))).toEqual(['500', '500', 'none']);
    expect(trouble.current()).toEqual({ kind: 'none' });
  });

  it('goes through a sequence', () => {
    const trouble = new Trouble(never);
    trouble.set({ kind: 'none', sequence: ['500', 'none', 'reset'] });
    expect([1, 2, 3, 4].map(() => trouble.spend('a'))).toEqual(['500', 'none', 'reset', 'none']);
  });

  it('spoils a share', () => {
    expect(decideTrouble({ kind: '503', percent: 30 }, 'a', () => 0.29).kind).toBe('503');
    expect(decideTrouble({ kind: '503', percent: 30 }, 'a', () => 0.3).kind).toBe('none');
    expect(decideTrouble({ kind: '503', percent: 0 }, 'a', () => 0).kind).toBe('none');
    expect(decideTrouble({ kind: '503', percent: 100 }, 'a', never).kind).toBe('503');
  });

  it('counts only the answers that the share has hit', () => {
    const spared = decideTrouble({ kind: '503', percent: 30, count: 2 }, 'a', never);
    expect(spared).toEqual({ kind: 'none', next: { kind: '503', percent: 30, count: 2 } });
  });

  it('touches one order only, and is not used up by others', () => {
    const trouble = new Trouble(never);
    trouble.set({ kind: '500', count: 1, orderId: 'a' });
    expect(['b', 'a', 'a'].map((id) => trouble.spend(id))).toEqual(['none', '500', 'none']);
  });

  it('may touch several orders', () => {
    const trouble = new Trouble(never);
    trouble.set({ kind: '500', orderId: ['a', 'c'] });
    expect(['a', 'b', 'c', null].map((id) => trouble.spend(id))).toEqual(['500', 'none', '500', 'none']);
  });

  it('is seen by a ping and not used up by it', () => {
    const trouble = new Trouble(never);
    trouble.set({ kind: '500', count: 1 });
    expect([trouble.peek(), trouble.peek(), trouble.spend('a'), trouble.peek()]).toEqual(['500', '500', '500', 'none']);
  });
});
