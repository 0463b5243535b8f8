import { emailText } from './email-gathering.job.js';

const about = {
  ...{ kind: 'conflict' as const, channel: null },
  ...{ orderId: null, externalOrderId: null, connectionId: null, deliveryId: null },
};
const message = (
  title: string,
  text: string,
  subjects: { orderId?: number; externalOrderId?: number; deliveryId?: number } = {},
) => ({
  title,
  text,
  ...about,
  ...subjects,
});

describe('emailText', () => {
  it('is called after its only message, leads to its order and says why it came', () => {
    const received = message('Новый заказ GZ-1', 'Позиций: 1.', { externalOrderId: 7 });
    const { subject, text } = emailText([received], 'http://shop');
    expect(subject).toBe('Новый заказ GZ-1');
    expect(text).toBe(
      'Новый заказ GZ-1\nПозиций: 1.\nhttp://shop/external-orders/7\n\n--\npartsdesk: http://shop\n' +
        'Вы получаете это письмо, потому что такие уведомления включены в вашем профиле: http://shop/profile\n',
    );
  });

  it('leads from each message to its page', () => {
    const { html } = emailText(
      [message('T', 't', { orderId: 3 }), message('U', 'u', { deliveryId: 9 })],
      'http://shop',
    );
    expect(html).toContain('<strong><a href="http://shop/orders/3">T</a></strong>');
    expect(html).toContain('<strong><a href="http://shop/gettzap-notifications?id=9">U</a></strong>');
  });

  it('counts several', () => {
    const { subject, text } = emailText(
      [1, 2, 3].map((n) => message(`T${n}`, `t${n}`, { orderId: n })),
      'http://shop',
    );
    expect(subject).toBe('Новых сообщений: 3. T1');
    expect(text).toContain('T1\nt1\nhttp://shop/orders/1\n\nT2\nt2\nhttp://shop/orders/2\n\nT3\nt3\n');
  });

  it('escapes what came from outside', () => {
    const { html } = emailText([message('<b>"x"', "<script>alert('1')</script>\n&")], 'http://shop');
    expect(html).toContain('>&lt;b&gt;&quot;x&quot;</a></strong>');
    expect(html).toContain('&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;<br>\n&amp;');
  });
});
