import { prettyForm } from './pretty-form';

describe('prettyForm', () => {
  it('tells fields as people read them, one a line', () => {
    const body = 'userpsw=***&order%5Bcomment%5D=%D0%9D%D0%B5+%D0%B7%D0%B2%D0%BE%D0%BD%D0%B8%D1%82%D1%8C';
    expect(prettyForm(body)).toBe('userpsw=***\norder[comment]=Не звонить');
  });

  it('leaves a broken escape as it is', () => {
    expect(prettyForm('a=%D0%')).toContain('a=');
  });
});
