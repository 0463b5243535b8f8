import { Logger } from '@nestjs/common';
import type { Configuration } from '../../platform/configuration/configuration.service.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { CONNECTIONS, ORDER_LINKS } from './marketplace-connection.entity.js';
import { MisusedLinks } from './misused-links.service.js';

describe('MisusedLinks', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is tried again a minute after it could not be told, however many messages come meanwhile', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const parts = new Map<unknown, Map<unknown, object>>([
      [ORDER_LINKS, new Map([['hash', { secretHash: 'hash', connectionId: 1, validUntil: new Date(0), told: '' }]])],
      [CONNECTIONS, new Map([[1, { deletedAt: null }]])],
    ]);
    const change = jest.fn(async () => {
      throw new Error('The mail server is away.');
    });
    const configuration = { latest: parts, change } as never as Configuration;
    const links = new MisusedLinks(configuration, { now: () => new Date(1) }, new SecretBox([Buffer.alloc(32)]));
    const heed = async (messages: number) => {
      for (let message = 0; message < messages; message += 1) links.heed('hash');
      await jest.advanceTimersByTimeAsync(0);
    };
    await heed(3);
    await heed(3);
    expect(change).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(60_000);
    await heed(3);
    expect(change).toHaveBeenCalledTimes(2);
  });
});
