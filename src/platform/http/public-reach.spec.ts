import { publicReach } from './public-reach.js';

const reach = (publicUrl: string, trial = false) => publicReach({ publicUrl, trial });

describe('who reaches the public address', () => {
  it.each([
    'http://localhost:3000',
    'http://partsdesk:3000',
    'https://shop.local',
    'https://shop.LAN',
    'https://shop.home.arpa.',
    'http://127.0.0.1',
    'http://2130706433',
    'https://10.1.2.3',
    'https://192.168.0.10:8443',
    'https://172.20.0.1/base',
    'http://169.254.1.1',
    'https://100.64.0.1',
    'http://0.0.0.0:3000',
    'https://[::1]',
    'https://[fe80::1]',
    'https://[fd00::1]',
  ])('nobody outside reaches %s', (url) => {
    expect(reach(url)).toBe('private');
  });

  it.each(['https://parts.example.com', 'https://8.8.8.8', 'https://[2a02:6b8::1]', 'https://local.example.com'])(
    'everybody reaches %s',
    (url) => {
      expect(reach(url)).toBe('public');
    },
  );

  it('a public one without https is told apart, in trial mode, too', () => {
    expect([reach('http://parts.example.com'), reach('http://parts.example.com', true)]).toEqual([
      'plain_http',
      'plain_http',
    ]);
  });

  it('in trial mode an inner one is reached by the sandbox', () => {
    expect(reach('http://localhost:3000', true)).toBe('sandbox');
  });
});
