import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AppConfig } from '../../platform/config/app-config.js';
import type { AttemptOutcome } from '../../outbox/channel.js';
import { HttpSender } from '../../outbox/http-sender.service.js';
import { ConnectionSecrets } from '../connections/connection-secrets.service.js';
import type { MarketplaceConnection } from '../connections/marketplace-connection.entity.js';
import { MarketplaceConnectionsService } from '../connections/marketplace-connections.service.js';
import { errorDetail } from '../../platform/error-texts.js';
import { addressFinding, type Finding, settingsFinding } from '../../platform/http/target-check.js';
import { pingRequest } from './gettzap-request.js';
import type { CheckStepView } from './gettzap-message.dto.js';

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
            ? { ok: true, ...errorDetail('answered', { status: answer.response.status }) }
            : { ok: false, ...answer.error! };
        },
      ],
      ['sign_in', async () => signInFinding(answer?.response?.status ?? 0)],
    ];
    const results: CheckStepView[] = [];
    for (const [name, run] of steps) {
      const startedAt = performance.now();
      const { ok, code, params, message: detail } = await run();
      results.push({ name, ok, code, params, detail, ms: Math.round(performance.now() - startedAt) });
      if (!ok) break;
    }
    return results;
  }

  private async addressFinding({ apiUrl, lacksAddress }: MarketplaceConnection): Promise<Finding> {
    if (apiUrl === '') {
      return { ok: false, ...errorDetail(lacksAddress ? 'address_awaited' : 'address_missing') };
    }
    return addressFinding(apiUrl, this.config.allowPrivateTargets);
  }
}

function signInFinding(status: number): Finding {
  if (status === 200) return { ok: true, ...errorDetail('sign_in_right') };
  if (status === 401 || status === 403) return { ok: false, ...errorDetail('sign_in_wrong') };
  return { ok: false, ...errorDetail('answer_unexpected', { status }) };
}
