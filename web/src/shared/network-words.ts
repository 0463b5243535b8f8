import type { ErrorDetail } from '../../../src/platform/error-texts';
import { errorInWords } from '../api/field-words';
import { defineTexts } from '../i18n/texts';

const { text: t } = defineTexts('network', {
  ru: {
    ECONNREFUSED: 'соединение отклонено',
    ECONNRESET: 'соединение прервано',
    ENOTFOUND: 'имя сервера не найдено',
    EAI_AGAIN: 'имя сервера не удалось проверить',
    ETIMEDOUT: 'время ожидания вышло',
    EHOSTUNREACH: 'нет пути до сервера',
    noTls: 'там отвечают не по TLS, проверьте порт и начало адреса',
    noGreeting: 'не поздоровался, проверьте порт и начало адреса',
    certificate: 'сертификат сервера не принят ({{reason}})',
  },
  en: {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'connection broken off',
    ENOTFOUND: 'host name not found',
    EAI_AGAIN: 'host name could not be looked up',
    ETIMEDOUT: 'timed out',
    EHOSTUNREACH: 'no route to the host',
    noTls: 'no TLS is spoken there, look at the port and at how the address begins',
    noGreeting: 'it sent no greeting, look at the port and at how the address begins',
    certificate: 'the certificate of the server is refused ({{reason}})',
  },
});

/** By what is said of them. */
const NETWORK_ERRORS = {
  ECONNREFUSED: 'ECONNREFUSED',
  ECONNRESET: 'ECONNRESET',
  ENOTFOUND: 'ENOTFOUND',
  EAI_AGAIN: 'EAI_AGAIN',
  ETIMEDOUT: 'ETIMEDOUT',
  EHOSTUNREACH: 'EHOSTUNREACH',
  'wrong version number': 'noTls',
  'Greeting never received': 'noGreeting',
  certificate: 'certificate',
} as const;

/** What the system says of a connection that did not come about, as far as it is known. */
export function networkInWords(reason: string): string {
  const known = Object.entries(NETWORK_ERRORS).find(([said]) => reason.includes(said));
  return known ? t(known[1], { reason }) : reason;
}

/** Errors whose reason is what the system says of a connection. */
const OF_CONNECTIONS = ['unreachable', 'fetch_broken'];

/** Says an error in words, also why a connection did not come about. */
export function connectionErrorInWords(error: Pick<ErrorDetail, 'code' | 'params' | 'message'>): string {
  const { code, params } = error;
  if (!OF_CONNECTIONS.includes(code)) return errorInWords(error);
  return errorInWords({ ...error, params: { ...params, reason: networkInWords(String(params.reason)) } });
}
