import { useForm } from '@mantine/form';
import type { Schemas } from '../../api/client';
import type { FieldError } from '../../api/errors';
import type { Connection } from '../connection';
import { errorInWords } from '../../api/field-words';
import { useSavedConnection } from '../use-saved-connection';
import { text } from './texts';

type Adapter = Schemas['AdapterView'];
export type ExpressionName = 'inbound' | 'outbound';

/** The adapter as it is edited: headers in rows. */
export interface AdapterValues extends Omit<Adapter, 'headers'> {
  headers: Array<{ name: string; value: string }>;
}

export type AdapterForm = ReturnType<typeof useAdapterForm>['form'];

/** The contract as it is: nothing differs. */
export const CONTRACT: AdapterValues = {
  inbound: '',
  outbound: '',
  url: '',
  positionUrl: '',
  method: 'POST',
  contentType: 'application/json',
  headers: [],
};

export function useAdapterForm(connection: Connection) {
  const form = useForm<AdapterValues>({
    initialValues: valuesOf(connection),
    validate: {
      headers: {
        // Rows become the fields of an object: one of two would be lost.
        name: (name, { headers }, path) => {
          const first = headers.findIndex((each) => each.name.trim() === name.trim());
          return name.trim() && path !== `headers.${first}.name` ? text('headerTwice') : null;
        },
      },
    },
  });
  const errorsOf = (problems: FieldError[]) => errorsByField(problems, form.values.headers);
  const saved = useSavedConnection({ connection, form, valuesOf, errorsOf });
  return { form, ...saved, settings: () => ({ adapter: adapterOf(form.values) }) };
}

/** What each direction is set by. */
export const FIELDS = {
  inbound: ['inbound'],
  outbound: ['outbound', 'url', 'positionUrl', 'method', 'contentType', 'headers'],
} as const satisfies Record<ExpressionName, ReadonlyArray<keyof AdapterValues>>;

/** Whether nothing of a direction differs. */
export function isContract({ adapter }: Connection, name: ExpressionName): boolean {
  const contract = adapterOf(CONTRACT);
  return FIELDS[name].every((field) => JSON.stringify(adapter[field]) === JSON.stringify(contract[field]));
}

function valuesOf({ adapter }: Pick<Connection, 'adapter'>): AdapterValues {
  const { inbound, outbound, url, positionUrl, method, contentType } = adapter;
  const headers = Object.entries(adapter.headers).map(([name, value]) => ({ name, value }));
  return { inbound, outbound, url, positionUrl, method, contentType, headers };
}

function adapterOf({ headers, ...values }: AdapterValues): Adapter {
  const named = headers.filter(({ name, value }) => name.trim() || value.trim());
  return { ...values, headers: Object.fromEntries(named.map(({ name, value }) => [name.trim(), value.trim()])) };
}

/** The service names a header by its name, the form by its row. */
function errorsByField(problems: FieldError[], headers: AdapterValues['headers']): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const problem of problems) {
    const field = problem.path.replace(/^adapter\./, '');
    const header = /^headers\.(.+)$/s.exec(field)?.[1];
    const row = headers.findIndex(({ name }) => name.trim() === header);
    const place = header === undefined || row < 0 ? field : `headers.${row}.${isOfName(problem) ? 'name' : 'value'}`;
    errors[place] ??= errorInWords(problem);
  }
  return errors;
}

function isOfName({ code }: FieldError): boolean {
  return ['header_name', 'header_reserved', 'header_repeated'].includes(code);
}
