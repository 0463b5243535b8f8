import { lookup } from 'node:dns/promises';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import type { AttemptOutcome } from '../../outbox/channel.js';
import { HttpSender } from '../../outbox/http-sender.service.js';
import { ConnectionSecrets, whyUnreadable } from '../connections/connection-secrets.service.js';
import type { MarketplaceConnection } from '../connections/marketplace-connection.entity.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { isPublic, whyTargetIsForbidden } from '../../platform/http/target-guard.js';
import { CheckStepView } from './gettzap-message.dto.js';
import { pingRequest } from './gettzap-request.js';

type Finding = Pick<CheckStepView, 'ok' | 'detail'>;

/** Tries out a connection step by step, each step only if the one before went well. */
@Injectable()
export class ConnectionCheck {
  constructor(
    private readonly connections: MarketplaceConnectionsService,
    private readonly secrets: ConnectionSecrets,
    private readonly sender: HttpSender,
    private readonly config: AppConfig,
  ) {}

  /** @throws NotFoundError */
  async check(id: number, actor: Actor): Promise<CheckStepView[]> {
    const { connection } = await this.connections.read(id, actor);
    let answer: AttemptOutcome | undefined;
    const steps: Array<[string, () => Promise<Finding>]> = [
      ['settings', async () => settingsFinding(connection.missing(), this.secrets.unreadableOf(connection))],
      ['address', () => this.addressFinding(connection)],
      [
        'answer',
        async () => {
          answer = await this.sender.send(pingRequest(this.secrets.credentialsOf(connection)));
          return answer.response
            ? { ok: true, detail: `GettZap answered ${answer.response.status}` }
            : { ok: false, detail: answer.error };
        },
      ],
      ['sign_in', async () => signInFinding(answer?.response?.status ?? 0)],
    ];
    const results: CheckStepView[] = [];
    for (const [name, run] of steps) {
      const startedAt = performance.now();
      const finding = await run();
      results.push({ name, ...finding, ms: Math.round(performance.now() - startedAt) });
      if (!finding.ok) break;
    }
    return results;
  }

  private async addressFinding({ apiUrl, lacksAddress }: MarketplaceConnection): Promise<Finding> {
    if (apiUrl === '') {
      const meanwhile = lacksAddress ? 'orders are received, notifications wait for it' : 'there is nothing to ask';
      return { ok: false, detail: `apiUrl is not known yet: ${meanwhile}` };
    }
    const forbidden = whyTargetIsForbidden(apiUrl, this.config.allowPrivateTargets);
    if (forbidden) return { ok: false, detail: `apiUrl ${forbidden}` };
    const host = new URL(apiUrl).hostname.replace(/^\[|\]$/g, '');
    try {
      const addresses = (await lookup(host, { all: true })).map(({ address }) => address);
      if (!this.config.allowPrivateTargets && !addresses.every(isPublic)) {
        return { ok: false, detail: `${host} is a private or local address` };
      }
      return { ok: true, detail: `${host} is ${addresses[0]}` };
    } catch (error) {
      return { ok: false, detail: `${host} cannot be resolved (${(error as NodeJS.ErrnoException).code})` };
    }
  }
}

function settingsFinding(missing: string[], unreadable: string[]): Finding {
  if (missing.length > 0) return { ok: false, detail: `missing: ${missing.join(', ')}` };
  if (unreadable.length === 0) return { ok: true, detail: 'everything is filled in' };
  return { ok: false, detail: whyUnreadable(unreadable) };
}

function signInFinding(status: number): Finding {
  if (status === 200) return { ok: true, detail: 'login, password and API key are right' };
  if (status === 401 || status === 403) return { ok: false, detail: 'login, password or API key are wrong' };
  return { ok: false, detail: `expected 200, got ${status}` };
}
