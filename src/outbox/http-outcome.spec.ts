import { classifyNetworkError, classifyStatus } from './http-outcome.js';

describe('what an HTTP answer means for a message', () => {
  it.each([200, 201, 202, 204, 299])('%i: it arrived', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'delivered', isOutage: false });
  });

  it('409: the receiver is in that status already, so it arrived', () => {
    expect(classifyStatus(409)).toEqual({ class: 'delivered', isOutage: false });
  });

  it.each([502, 503, 504])('%i: tried again, and the receiver as a whole seems to be down', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'retry', isOutage: true, mayBeItsOwn: false });
  });

  it.each([500, 501, 505, 599])('%i: tried again, and it is the receiver or this message', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'retry', isOutage: true, mayBeItsOwn: true });
  });

  it.each([408, 425])('%i: tried again, without saying anything about the receiver as a whole', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'retry', isOutage: false });
  });

  it('429: tried again without spending a try', () => {
    expect(classifyStatus(429)).toEqual({ class: 'throttled', isOutage: false });
  });

  it.each([401, 403])('%i: the sign-in was refused', (status) => {
    expect(classifyStatus(status)).toEqual({ class: 'unauthorized', isOutage: false });
  });

  it.each([300, 301, 302, 303, 304, 307, 308, 400, 402, 404, 405, 410, 413, 415, 422, 451])(
    '%i: given up at once',
    (status) => {
      expect(classifyStatus(status)).toEqual({ class: 'rejected', isOutage: false });
    },
  );
});

describe('what it means for a message that no answer came', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', ''],
    ...['HPE_INVALID_CONSTANT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ])('%s: tried again, and the receiver as a whole seems to be down', (code) => {
    expect(classifyNetworkError(code)).toEqual({ class: 'retry', isOutage: true });
  });

  it.each(['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_UNESCAPED_CHARACTERS', 'ERR_INVALID_ARG_TYPE'])(
    '%s: the request cannot be made, so it is given up, which says nothing about the receiver',
    (code) => {
      expect(classifyNetworkError(code)).toEqual({ class: 'rejected', isOutage: false });
    },
  );

  it.each(['EMFILE', 'ENOMEM', 'EADDRNOTAVAIL'])('%s: this machine had no room, so it is tried later', (code) => {
    expect(classifyNetworkError(code)).toEqual({ class: 'throttled', isOutage: false });
  });
});
