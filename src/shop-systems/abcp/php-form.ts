export type FormValue = string | FormValue[] | { [name: string]: FormValue };

/** Fields as PHP names them, `order[positions][0][id]`; a text that is empty is left out. */
export function formFields(value: FormValue, name = ''): Array<[name: string, value: string]> {
  if (typeof value === 'string') return value === '' ? [] : [[name, value]];
  return Object.entries(value).flatMap(([key, each]: [string, FormValue]) =>
    formFields(each, name === '' ? key : `${name}[${key}]`),
  );
}
