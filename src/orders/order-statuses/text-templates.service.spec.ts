import { TextTemplates } from './text-templates.service.js';
import { TEXT_VARIABLES, TextScope, TextValues } from './text-variables.js';
import { errorDetail } from '../../platform/error-texts.js';

const templates = new TextTemplates();

const VALUES: TextValues = {
  order: { order_id: '17', external_id: 'GZ-1' },
  order_item: {
    oem: '0 986 494 019',
    make_name: 'BOSCH',
    detail_name: 'Колодки',
    qnt: 2,
    cost: '3450.00',
    first_cost: '2875.00',
    price_name: 'Основной склад',
    comment: 'срочно',
    status: { name: 'В работе' },
  },
  status: { name: 'В работе' },
  region: { name: 'Основной' },
  reason: 'нет на складе',
  comment: 'завтра',
};
const NOTHING: TextValues = {
  order: { order_id: null, external_id: 'GZ-1' },
  order_item: null,
  status: null,
  region: { name: 'Основной' },
  reason: null,
  comment: null,
};

const check = (text: string, scope: TextScope = 'item') => templates.check(text, scope, 'text');
const render = (text: string, values: TextValues = VALUES) => templates.render(text, values);
const placeOf = (text: string) => check(text).map(({ line, column }) => [line, column]);

describe('checking a text', () => {
  it.each(TEXT_VARIABLES)('$name can be saved where it exists, and prints its value', ({ name, scopes }) => {
    for (const scope of ['item', 'order'] as const) {
      expect(check(`{{ ${name} }}`, scope)).toHaveLength(scopes.includes(scope) ? 0 : 1);
    }
    const value = name.split('.').reduce<unknown>((from, key) => (from as Record<string, unknown>)[key], VALUES);
    expect(render(`{{ ${name} }}`)).toBe(String(value));
  });

  it('an unknown variable is named with its line and column', () => {
    expect(check('Заказ\n  {{ order.order_id }} {{ order.nonsense }}')).toEqual([
      { path: 'text', ...errorDetail('template_unknown_variable', { name: 'order.nonsense' }), line: 2, column: 27 },
    ]);
  });

  it('every unknown variable is named, wherever it stands', () => {
    const text = '{{ one }}{% if two %}{{ reason | append: three }}{% endif %}{% for i in four %}{% endfor %}';
    expect(check(text).map(({ params }) => params.name)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('a text about the whole order cannot name an item', () => {
    expect(
      check('{{ order_item.oem }}{% if order_item %}{% endif %}', 'order').map(({ params }) => params.name),
    ).toEqual(['order_item.oem', 'order_item']);
  });

  it.each([
    '{{ order.constructor }}',
    "{{ order['constructor'] }}",
    '{{ order.__proto__ }}',
    '{{ __proto__ }}',
    '{{ constructor }}',
    '{{ order_item.oem.constructor }}',
    '{{ order_item.toString }}',
    '{{ order[reason] }}',
    '{{ order[order.external_id] }}',
  ])('%s reaches for what is no variable, and is refused', (text) => {
    expect(check(text)).toMatchObject([{ path: 'text', code: 'template_unknown_variable', line: 1, column: 4 }]);
  });

  it.each([
    '{% assign x = order %}{{ x.constructor }}',
    '{% assign x = order %}{{ x.__proto__ }}',
    "{{ 'a' | where_exp: 'x', 'x.constructor' }}",
  ])('%s reaches nothing by a detour either', (text) => {
    expect(() => render(text)).toThrow(/undefined variable/);
  });

  it.each([
    ['a brace that is not closed', 'x\n{{ reason', [2, 1], errorDetail('template_not_closed', { name: '{{ reason' })],
    [
      'a tag that is not closed',
      'x\n y {% if reason %}',
      [2, 4],
      errorDetail('template_not_closed', { name: '{% if reason %}' }),
    ],
    ['an unknown tag', '{% nonsense %}', [1, 1], errorDetail('template_unknown_tag', { name: 'nonsense' })],
    [
      'an unknown filter',
      'x {{ reason | nonsense }}',
      [1, 3],
      errorDetail('template_unknown_filter', { name: 'nonsense' }),
    ],
    [
      'a tag that ends what was not begun',
      '\n\n{% endif %}',
      [3, 1],
      errorDetail('template_unknown_tag', { name: 'endif' }),
    ],
    [
      'a value that is none',
      '{{ | upcase }}',
      [1, 4],
      errorDetail('template_syntax', { reason: 'invalid value expression: "| upcase"' }),
    ],
  ])('a syntax error is named with its place: %s', (_, text, place, detail) => {
    expect(placeOf(text)).toEqual([place]);
    expect(check(text)[0]).toMatchObject(detail);
  });

  it.each([
    'include',
    'render',
    'layout',
    'block',
    'capture',
    'tablerow',
    'liquid',
    'echo',
    'cycle',
    'increment',
    'decrement',
  ])('{%% %s %%} is refused: texts need neither other templates nor what is kept for later', (tag) => {
    expect(check(`{% ${tag} 'other' %}{% end${tag} %}`)[0]).toMatchObject(
      errorDetail('template_unknown_tag', { name: tag }),
    );
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('%s is neither a tag nor a filter', (name) => {
    expect(check(`{% ${name} %}`)).toHaveLength(1);
    expect(check(`{{ reason | ${name} }}`)).toHaveLength(1);
  });

  it('names of the text’s own making are known in it', () => {
    const text =
      "{% assign note = reason | default: 'нет' %}{% for i in (1..2) %}{{ i }}{{ forloop.last }}{% endfor %}{{ note }}";
    expect(check(text)).toEqual([]);
  });
});

describe('rendering a text', () => {
  it('what there is not prints as nothing', () => {
    const names = TEXT_VARIABLES.map(({ name }) => name).filter((name) => !/external_id|region/.test(name));
    expect(render(names.map((name) => `[{{ ${name} }}]`).join(''), NOTHING)).toBe('[]'.repeat(names.length));
  });

  it.each(['order_item', 'order.order_id', 'reason', 'comment', 'status', 'order_item.status'])(
    '{%% if %s %%} is false where there is none, and true where there is one',
    (name) => {
      const text = `{% if ${name} %}yes{% else %}no{% endif %}`;
      expect([check(text), render(text, NOTHING), render(text, VALUES)]).toEqual([[], 'no', 'yes']);
    },
  );

  it('filters work on values and on what there is not', () => {
    const text = "{{ order_item.make_name | downcase }}: {{ reason | default: 'без причины' | upcase }}";
    expect(render(text)).toBe('bosch: НЕТ НА СКЛАДЕ');
    expect(render(text, NOTHING)).toBe(': БЕЗ ПРИЧИНЫ');
  });

  it('prints values as they are: no HTML is escaped and none is interpreted', () => {
    expect(render('{{ comment }}', { ...VALUES, comment: '<b>"5" & {{ reason }}</b>' })).toBe(
      '<b>"5" & {{ reason }}</b>',
    );
  });

  it('one rendering leaves nothing behind for the next', () => {
    const text = '{% assign mine = reason %}{{ mine }}';
    expect([render(text), render(text, NOTHING)]).toEqual(['нет на складе', '']);
  });

  it.each([
    ['a loop over more than memory holds', '{% for i in (1..999999999) %}x{% endfor %}'],
    [
      'loops in loops',
      '{% for i in (1..900) %}{% for i in (1..900) %}{% for i in (1..900) %}x{% endfor %}{% endfor %}{% endfor %}',
    ],
    ['loops that print nothing', '{% for i in (1..100000) %}{% endfor %}'],
    ['a loop over what it made', `{% assign a = '${'1,'.repeat(900)}' | split: ',' %}{% for i in a %}x{% endfor %}`],
    [
      'conditions in loops',
      `{% for i in (1..9999) %}{% if ${'reason and '.repeat(300)}reason %}{% endif %}{% endfor %}`,
    ],
    ['filters in loops', `{% for i in (1..140) %}{{ reason${' | upcase'.repeat(300)} }}{% endfor %}`],
    ['a text that is replaced by itself', `{{ '${'a'.repeat(1_000)}' | replace: 'a', '${'b'.repeat(1_000)}' }}`],
    [
      'a text that doubles',
      "{% assign s = 'aaaaaaaaaa' %}{% for i in (1..60) %}{% assign s = s | append: s %}{% endfor %}{{ s }}",
    ],
    ['a width without measure', "{{ 'now' | date: '%300000000d' }}"],
  ])('%s is stopped', (_, text) => expect(() => render(text)).toThrow(/too much|longer than|limit exceeded/));

  it('what texts are for is far from the limits', () => {
    const loop = '{% for i in (1..100) %}{% if i == 7 %}{{ reason | upcase }}{% endif %}{% endfor %}';
    const long = '{% if reason %}{{ order_item.make_name | downcase }} {{ reason }}{% endif %} '.repeat(50);
    expect(render(loop)).toBe('НЕТ НА СКЛАДЕ');
    expect(render(long)).toBe('bosch нет на складе '.repeat(50));
    expect(render('{{ comment }}', { ...VALUES, comment: 'ж'.repeat(30_000) })).toHaveLength(30_000);
  });

  it('a machine that paused costs no text', () => {
    let pauseMs = 300;
    const region = {
      get name() {
        const until = performance.now() + pauseMs;
        while (performance.now() < until);
        pauseMs = 0;
        return 'Тверь';
      },
    };
    expect(render('{{ region.name }}{{ region.name }}', { ...VALUES, region })).toBe('ТверьТверь');
  });

  it('a text that grows out of all measure is refused, however fast it was made', () => {
    const text = `{% for i in (1..140) %}${'ж'.repeat(300)}{% endfor %}`;
    expect(() => render(text)).toThrow(/longer than/);
    expect(templates.tryRender(text, VALUES, 'text')).toEqual({
      error: { path: 'text', ...errorDetail('template_too_long', { max: 32_000 }), line: 1, column: 24 },
    });
  });

  it('a text that fails on its values is shown with the place where it does', () => {
    expect(templates.tryRender('x\n{% assign o = order %}{{ o.nonsense }}', VALUES, 'text')).toEqual({
      error: { path: 'text', ...errorDetail('template_unknown_variable', { name: 'o.nonsense' }), line: 2, column: 26 },
    });
  });
});
