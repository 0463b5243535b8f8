import { badgeText, iconText } from './tab-badge';

describe('the badge of the tab', () => {
  it.each([
    [0, false, '', ''],
    [7, false, '(7) ', '7'],
    [7, true, '(7!) ', '7'],
    [0, true, '(!) ', '!'],
    [99, false, '(99) ', '99'],
    [100, false, '(100) ', '99+'],
  ])('with %s orders waiting, urgent: %s, is «%s» and «%s»', (waiting, isUrgent, title, icon) => {
    expect([badgeText({ waiting, isUrgent }), iconText({ waiting, isUrgent })]).toEqual([title, icon]);
  });
});
