import { emailText } from './email-gathering.job.js';

describe('emailText', () => {
  it('is called after its only message', () => {
    const { subject, text } = emailText([{ title: 'Новый заказ GZ-1', text: 'Позиций: 1.' }], 'http://shop');
    expect(subject).toBe('Новый заказ GZ-1');
    expect(text).toBe('Новый заказ GZ-1\nПозиций: 1.\n\n--\nPARTS SOFT: http://shop\n');
  });

  it('counts several', () => {
    const { subject, text } = emailText(
      [1, 2, 3].map((n) => ({ title: `T${n}`, text: `t${n}` })),
      'http://shop',
    );
    expect(subject).toBe('Новых сообщений: 3. T1');
    expect(text).toContain('T1\nt1\n\nT2\nt2\n\nT3\nt3');
  });

  it('escapes what came from outside', () => {
    const { html } = emailText([{ title: '<b>"x"', text: "<script>alert('1')</script>\n&" }], 'http://shop');
    expect(html).toContain('<strong>&lt;b&gt;&quot;x&quot;</strong>');
    expect(html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;<br>\n&amp;');
  });
});
