import { classifySmtpError, SmtpError } from './smtp-sender.service.js';

describe('classifySmtpError', () => {
  it.each<[string, SmtpError, string, boolean]>([
    ['no connection', { code: 'ESOCKET', command: 'CONN' }, 'retry', true],
    ['a time limit', { code: 'ETIMEDOUT' }, 'retry', true],
    ['an unknown host', { code: 'EDNS' }, 'retry', true],
    ['a broken TLS handshake', { code: 'ETLS', command: 'STARTTLS' }, 'retry', true],
    ['a greeting that refuses', { code: 'EPROTOCOL', responseCode: 554, command: 'CONN' }, 'retry', true],
    ['greylisting', { code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' }, 'retry', false],
    ['a server that closes', { code: 'EENVELOPE', responseCode: 421, command: 'MAIL FROM' }, 'retry', true],
    ['addresses that cannot be written', { code: 'EENVELOPE', command: 'API' }, 'rejected', false],
    ['an unknown mailbox', { code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'rejected', false],
    ['refused content', { code: 'EMESSAGE', responseCode: 554, command: 'DATA' }, 'rejected', false],
    ['a wrong password', { code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }, 'unauthorized', false],
    ['a missing sign-in', { code: 'EENVELOPE', responseCode: 530, command: 'MAIL FROM' }, 'unauthorized', false],
    ['a sign-in that fails for now', { code: 'EAUTH', responseCode: 454, command: 'AUTH PLAIN' }, 'retry', true],
  ])('%s', (_, error, expected, isOutage) => {
    expect(classifySmtpError(error)).toEqual({ class: expected, isOutage });
  });
});
